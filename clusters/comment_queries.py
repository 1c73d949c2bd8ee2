"""What is read of the threads about entries: their messages, and how many are new to somebody."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, F, Max, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse

from clusters.models import Comment, CommentSeen, Indicator, Sheet
from clusters.operator_queries import own_sheets
from clusters.review_queries import reviewable
from kla.accounts.models import Role
from kla.accounts.rights import assignments_of

MOST_THREADS = 100  # of the list of threads; older ones stand at their entries


@dataclass
class Thread:
    """The messages about one indicator of a sheet, oldest first, and how many are new."""

    comments: list[Comment] = field(default_factory=list)
    unread: int = 0
    first_new: int = 0  # the key of the oldest message that is new; 0 for none

    @property
    def recent(self) -> list[Comment]:
        """The last few, for where the thread itself is not open."""
        return self.comments[-3:]

    def add(self, comment: Comment, is_new: bool) -> None:
        """Put the next message behind the others."""
        self.comments.append(comment)
        if is_new:
            self.unread += 1
            self.first_new = self.first_new or comment.pk


@dataclass(frozen=True)
class ThreadRow:
    """A thread in a list of threads."""

    last: Comment
    count: int
    unread: int

    @property
    def url(self) -> str:
        return thread_url(self.last.sheet_id, self.last.indicator.code)


def thread_url(sheet_pk: int, code: str) -> str:
    """The page of one thread."""
    return reverse("clusters:thread", args=[sheet_pk, code])


def threads_of(sheet: Sheet, user: Any, indicator: Indicator | None = None) -> dict[int, Thread]:
    """Key of an indicator → its thread on a sheet (or that of one indicator), in two queries."""
    only = {"indicator": indicator} if indicator else {}
    seen = dict(
        CommentSeen.objects.filter(person=user, sheet=sheet, **only).values_list(
            "indicator_id", "until_id"
        )
    )
    threads: dict[int, Thread] = {}
    for comment in Comment.objects.filter(sheet=sheet, **only).select_related("author"):
        is_new = comment.author_id != user.pk and comment.pk > seen.get(comment.indicator_id, 0)
        threads.setdefault(comment.indicator_id, Thread()).add(comment, is_new)
    return threads


def unread_by_sheet(user: Any, sheets: Iterable[Sheet]) -> dict[int, int]:
    """Key of a sheet → how many messages on it are new to the user; one query."""
    found = _new_to(user).filter(sheet__in=[sheet.pk for sheet in sheets])
    counted = found.order_by().values_list("sheet_id").annotate(Count("pk"))
    return dict(counted)


def talkable(user: Any) -> QuerySet[Sheet]:
    """Every sheet whose threads the user reads and writes."""
    scope = Q(pk__in=own_sheets(user).order_by().values("pk"))
    scope |= Q(pk__in=reviewable(user).values("pk"))
    for own in assignments_of(user):
        if own.role == Role.COORDINATOR:
            code = own.area.code
            scope |= Q(area__code=code) | Q(area__code__startswith=f"{code}.")
    return Sheet.objects.filter(scope)


def thread_rows(user: Any) -> list[ThreadRow]:
    """The user's threads, what was said last first; three queries however many there are."""
    sheets = talkable(user).values("pk")
    grouped = (
        Comment.objects.filter(sheet__in=sheets)
        .order_by()
        .values("sheet_id", "indicator_id")
        .annotate(last=Max("pk"), count=Count("pk"))
        .order_by("-last")[:MOST_THREADS]
    )
    counts = {row["last"]: row["count"] for row in grouped}
    fresh = (
        _new_to(user)
        .filter(sheet__in=sheets)
        .order_by()
        .values_list("sheet_id", "indicator_id")
        .annotate(Count("pk"))
    )
    unread = {(sheet, indicator): count for sheet, indicator, count in fresh}
    rows = Comment.objects.filter(pk__in=counts).select_related(
        "author", "indicator", "sheet__area", "sheet__cluster", "sheet__period"
    )
    return [
        ThreadRow(last, counts[last.pk], unread.get((last.sheet_id, last.indicator_id), 0))
        for last in rows.order_by("-pk")
    ]


def unread_count(user: Any) -> int:
    """How many messages on all of the user's sheets are new; one query."""
    return _new_to(user).filter(sheet__in=talkable(user).values("pk")).count()


def _new_to(user: Any) -> QuerySet[Comment]:
    """Messages of others, after what the user saw last of their thread."""
    seen = CommentSeen.objects.filter(
        person=user, sheet=OuterRef("sheet"), indicator=OuterRef("indicator")
    )
    others = Comment.objects.exclude(author=user)
    return others.annotate(seen=Subquery(seen.values("until_id")[:1])).filter(
        Q(seen=None) | Q(pk__gt=F("seen"))
    )
