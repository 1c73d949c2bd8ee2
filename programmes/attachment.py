"""The table of files that belong to the rows of registers, whichever the register."""

from django.db import models

from clusters.models import StoredFile
from programmes.base import no_identity


class Attachment(StoredFile):
    """One file of one row; it lies in the store of evidence, a removed one too, for the history."""

    area = models.ForeignKey("areas.Area", on_delete=models.PROTECT, related_name="+")  # the row's
    register = models.CharField(max_length=40)  # slug
    row_id = models.PositiveBigIntegerField()
    caption = models.CharField(max_length=120, blank=True, default="")
    taken_on = models.DateField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta(StoredFile.Meta):
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(names_no_child=True), name="attachment_declared"
            ),
            models.UniqueConstraint(
                fields=["register", "row_id", "received_sha256"],
                condition=models.Q(removed_at=None),
                name="attachment_once",
            ),
            *no_identity("attachment", "name", "caption"),
        ]

    @property
    def is_picture(self) -> bool:
        """Is it a picture, such as a photo?"""
        return self.content_type.startswith("image/")

    @property
    def words(self) -> str:
        """What the file is called on the page: its caption, or else its name."""
        return self.caption or self.name
