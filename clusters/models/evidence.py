"""Files that are kept under random names outside the web root; those that prove an entry."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

_OFFICE = "application/vnd.openxmlformats-officedocument"
KINDS = {
    "application/pdf": ("PDF", "file-text"),
    f"{_OFFICE}.spreadsheetml.sheet": ("XLSX", "file-spreadsheet"),
    f"{_OFFICE}.wordprocessingml.document": ("DOCX", "file-text"),
}


class StoredFile(models.Model):
    """What is known of any file in the store of evidence; nothing in that store stays without
    a row of such a model (see upload_cleaning)."""

    name = models.CharField(max_length=255)  # as it was called where it came from
    stored_name = models.CharField(max_length=64, unique=True)  # random, in the store of evidence
    preview_name = models.CharField(max_length=64, blank=True, default="")  # a small JPEG there
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    pages = models.PositiveIntegerField(null=True, blank=True)
    received_sha256 = models.CharField(max_length=64)
    kept_sha256 = models.CharField(max_length=64)
    names_no_child = models.BooleanField()  # declared at upload
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    uploaded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        abstract = True
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.name

    @property
    def kind(self) -> tuple[str, str]:
        """A short word for the type, and its picture."""
        return KINDS.get(self.content_type, ("FOTO", "image"))

    @property
    def lacks_preview(self) -> bool:
        """Is it of a kind that has a preview, and none could be made within bounds?"""
        return not self.preview_name and self.content_type == "application/pdf"


class EvidenceFile(StoredFile):
    """One version of a file; a newer version points at the one it replaces."""

    area = models.ForeignKey("areas.Area", on_delete=models.PROTECT, related_name="evidence")
    valid_from = models.DateField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)
    replaces = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by"
    )
    # The first of the row of versions; empty on the first itself.
    first_version = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="later_versions"
    )

    class Meta(StoredFile.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(names_no_child=True), name="evidence_declared"),
            models.CheckConstraint(
                condition=Q(valid_from=None)
                | Q(valid_until=None)
                | Q(valid_from__lte=F("valid_until")),
                name="evidence_validity_in_order",
            ),
            models.CheckConstraint(
                condition=Q(replaces=None, first_version=None)
                | Q(replaces__isnull=False, first_version__isnull=False),
                name="evidence_version_has_a_first",
            ),
        ]

    @property
    def root_id(self) -> int:
        """The key that all versions of one file share: that of the first."""
        return self.first_version_id or self.pk


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
