"""The words of a year's report: each chapter's text with its versions, who writes it, comments."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from programmes.base import no_identity


class Chapter(models.Model):
    """What stands in words in one chapter of a year's report, and which office writes it.

    `key` is the chapter's of reports/outline.py. A row is there once somebody wrote, was assigned
    or commented; a chapter without one has the draft that the rules make.
    """

    period = models.ForeignKey("clusters.Period", on_delete=models.PROTECT, related_name="chapters")
    key = models.CharField(max_length=40)
    text = models.TextField(blank=True)  # Markdown with numbers by reference; see narrative/
    version = models.PositiveIntegerField(default=0)  # 0: nobody wrote yet
    office = models.ForeignKey(
        "areas.Office", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    ready_at = models.DateTimeField(null=True, blank=True)  # its writer says: this is done
    ready_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["period", "key"]
        constraints = [
            models.UniqueConstraint(fields=["period", "key"], name="chapter_once_a_year"),
            models.CheckConstraint(
                condition=Q(ready_at=None, ready_by=None)
                | Q(ready_at__isnull=False, ready_by__isnull=False),
                name="chapter_ready_when_and_by",
            ),
            *no_identity("chapter", "text"),
        ]

    def __str__(self) -> str:
        return f"{self.period} {self.key}"


class NarrativeVersion(models.Model):
    """One version of a chapter's text, as it was saved; never changed."""

    chapter = models.ForeignKey(Chapter, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["chapter", "number"], name="narrative_version_once"),
            *no_identity("narrative", "text"),
        ]

    def __str__(self) -> str:
        return f"{self.chapter} v{self.number}"


class ChapterComment(models.Model):
    """What somebody says about a chapter's text; it is open until it is marked as dealt with."""

    chapter = models.ForeignKey(Chapter, on_delete=models.PROTECT, related_name="comments")
    text = models.CharField(max_length=1000)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    written_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["written_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(done_at=None, done_by=None)
                | Q(done_at__isnull=False, done_by__isnull=False),
                name="chapter_comment_done_when_and_by",
            ),
            *no_identity("chapter_comment", "text"),
        ]

    def __str__(self) -> str:
        return f"{self.chapter}: {self.text[:40]}"
