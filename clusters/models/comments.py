"""What operators, reviewers and the secretariat say to each other about one entry."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class TalkRole(models.TextChoices):
    """As what somebody spoke; kept with the words, since people change their work."""

    OPERATOR = "operator", "Operator"
    REVIEWER = "reviewer", "Verifikator"
    COORDINATOR = "coordinator", "Sekretariat Gugus Tugas"


class Comment(models.Model):
    """One message; written once, never changed, never deleted.

    It belongs to a sheet and an indicator, so that an entry nobody typed yet can be asked about.
    """

    sheet = models.ForeignKey("clusters.Sheet", on_delete=models.PROTECT, related_name="comments")
    indicator = models.ForeignKey("clusters.Indicator", on_delete=models.PROTECT, related_name="+")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=12, choices=TalkRole)
    text = models.CharField(max_length=1000)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["sheet", "indicator"], name="comment_of_a_thread")]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="comment_says_something"),
            models.CheckConstraint(
                condition=Q(role__in=["operator", "reviewer", "coordinator"]),
                name="comment_role_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator.code} {self.sheet}: {self.text[:40]}"


class CommentSeen(models.Model):
    """Up to which comment a person has seen the thread of one sheet and indicator."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    sheet = models.ForeignKey("clusters.Sheet", on_delete=models.PROTECT, related_name="+")
    indicator = models.ForeignKey("clusters.Indicator", on_delete=models.PROTECT, related_name="+")
    until = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "sheet", "indicator"], name="comment_seen_once_a_thread"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.indicator} {self.sheet}"
