"""Files that prove an entry, kept under random names outside the web root."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class EvidenceFile(models.Model):
    """One version of a file; a newer version points at the one it replaces."""

    area = models.ForeignKey("areas.Area", on_delete=models.PROTECT, related_name="evidence")
    name = models.CharField(max_length=255)  # as it was called where it came from
    stored_name = models.CharField(max_length=64, unique=True)  # random, below EVIDENCE_DIR
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    pages = models.PositiveIntegerField(null=True, blank=True)
    received_sha256 = models.CharField(max_length=64)
    kept_sha256 = models.CharField(max_length=64)
    valid_from = models.DateField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)
    names_no_child = models.BooleanField()  # declared at upload
    replaces = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by"
    )
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    uploaded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(names_no_child=True), name="evidence_declared"),
            models.CheckConstraint(
                condition=Q(valid_from=None)
                | Q(valid_until=None)
                | Q(valid_from__lte=F("valid_until")),
                name="evidence_validity_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class EvidenceLink(models.Model):
    """This file proves this entry."""

    entry = models.ForeignKey("clusters.Entry", on_delete=models.PROTECT, related_name="links")
    file = models.ForeignKey(EvidenceFile, on_delete=models.PROTECT, related_name="links")
    linked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    linked_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["entry", "file"], name="evidence_linked_once")
        ]

    def __str__(self) -> str:
        return f"{self.file} → {self.entry_id}"
