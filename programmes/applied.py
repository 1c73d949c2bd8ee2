"""The table of workbook previews that were applied a short while ago: each is applied once."""

from django.conf import settings
from django.db import models


class AppliedBook(models.Model):
    """One preview; written with its rows in one transaction, and forgotten when it is too old."""

    key = models.CharField(max_length=32, unique=True)
    register = models.CharField(max_length=40)  # slug
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.register} {self.at:%Y-%m-%d %H:%M}"
