"""Uploads on their way: what has come in so far of a file that is evidence once it is whole."""

from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class PendingUpload(models.Model):
    """One file on its way to one entry; afterwards, for a while, what became of it.

    What has come in lies in a part file named by the token. The row is the truth about how much
    counts: bytes of the file beyond `offset` are of a request that did not end well.
    """

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="uploads"
    )
    sheet = models.ForeignKey("clusters.Sheet", on_delete=models.CASCADE, related_name="+")
    indicator = models.ForeignKey("clusters.Indicator", on_delete=models.CASCADE, related_name="+")
    token = models.CharField(max_length=48, unique=True)  # random: the address and the part file
    name = models.CharField(max_length=255)
    length = models.PositiveBigIntegerField()
    offset = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)  # as the browser reckoned it; may be none
    valid_from = models.DateField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)
    declared = models.BooleanField()
    file = models.ForeignKey(
        "clusters.EvidenceFile", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    refused = models.CharField(max_length=500, blank=True)  # the sentence, where it was refused
    created_at = models.DateTimeField(auto_now_add=True)
    touched_at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(offset__lte=F("length")), name="upload_not_longer"),
            models.CheckConstraint(
                condition=Q(file=None) | Q(refused=""), name="upload_stored_or_refused"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_over(self) -> bool:
        """Is it decided what became of it?"""
        return self.file_id is not None or bool(self.refused)

    @property
    def part(self) -> Path:
        """Where what has come in lies."""
        return settings.UPLOADS_DIR / self.token

    @property
    def expires_at(self) -> datetime:
        """When it is thrown away, unless something more comes in."""
        return self.touched_at + timedelta(hours=settings.UPLOAD_KEEP_HOURS)
