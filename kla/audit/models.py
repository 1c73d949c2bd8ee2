"""One append-only record of an act: who, what, on which thing, when, with its particulars."""

from django.conf import settings
from django.db import models


class Record(models.Model):
    """Written by actions in the same transaction as the act; never changed, never deleted."""

    at = models.DateTimeField(auto_now_add=True, db_index=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    verb = models.CharField(max_length=40)  # such as "entry.save", "sheet.submit"
    area = models.ForeignKey(
        "areas.Area", null=True, on_delete=models.PROTECT, related_name="+", db_index=True
    )
    thing = models.CharField(max_length=60, db_index=True)  # "entry:17"
    detail = models.JSONField(default=dict)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.verb} {self.thing}"
