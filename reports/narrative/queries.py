"""What the pages about the report's words read."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse

from clusters.models import Period
from kla.accounts.models import Role
from kla.accounts.rights import assignments_of
from reports import outline, snapshot
from reports.models import Chapter, NarrativeVersion
from reports.narrative.drafting import BY_HAND
from reports.narrative.references import Moved, moved
from reports.narrative.rights import own_offices
from reports.narrative.standing import Standing
from reports.sections.book import Book


@dataclass(frozen=True)
class ChapterRow:
    """A chapter in the list: what it is, what stands in it, and what is still to do."""

    one: outline.Chapter
    stored: Chapter
    moved: list[Moved]
    office: str

    @property
    def url(self) -> str:
        """Where it is written."""
        return reverse("reports:chapter-edit", args=[self.stored.period_id, self.one.key])

    @property
    def is_by_hand(self) -> bool:
        """Does it stay without words of its own until somebody writes?"""
        return self.one.key in BY_HAND

    @property
    def open_comments(self) -> int:
        """How many comments wait to be dealt with."""
        return getattr(self.stored, "open_comments", 0)

    @property
    def is_todo(self) -> bool:
        """Is there anything left to do?"""
        return not self.stored.ready_at or bool(self.moved) or bool(self.open_comments)


def outline_of(period: Period) -> list[outline.Chapter]:
    """The chapters of a year's report, in order."""
    clusters = period.framework.clusters.order_by("position").values_list("slug", "name")
    return outline.chapters(list(clusters))


def chapter_of(period: Period, key: str) -> Chapter | None:
    """The chapter as it stands; an unsaved one where nobody wrote; None for an unknown key."""
    if key not in {one.key for one in outline_of(period)}:
        return None
    rows = Chapter.objects.select_related("period__kota", "office", "ready_by")
    return rows.filter(period=period, key=key).first() or Chapter(period=period, key=key)


def standing_of(period: Period) -> Standing:
    """What each reference stands for now, from what the database holds."""
    return Standing(Book(snapshot.collect(period)))


def periods_of(user: Any) -> QuerySet[Period]:
    """The years in which the user writes a chapter, the newest first."""
    coordinated = [a.area.code for a in assignments_of(user) if a.role == Role.COORDINATOR]
    found = Q(kota__code__in=coordinated)
    for code, office in own_offices(user):
        found |= Q(kota__code=code, chapters__office_id=office)
    rows = Period.objects.select_related("kota", "framework").filter(found)
    return rows.distinct().order_by("-year", "kota__code")


def waiting(user: Any) -> list[tuple[Period, int]]:
    """The newest years in which the user writes, with how many of the chapters are not done."""
    return [(period, _waiting(period, user)) for period in periods_of(user)[:2]]


def _waiting(period: Period, user: Any) -> int:
    stored = {row.key: row for row in _stored(period)}
    rows = [
        stored.get(one.key) or Chapter(period=period, key=one.key) for one in outline_of(period)
    ]
    return sum(row.ready_at is None for row in rows if user.has_perm("reports.narrate", row))


def _stored(period: Period) -> QuerySet[Chapter]:
    rows = Chapter.objects.filter(period=period)
    return rows.select_related("period__kota", "office", "ready_by")


def rows_of(period: Period, user: Any, standing: Standing) -> list[ChapterRow]:
    """The chapters of a year that the user may write, in the order of the book."""
    last = NarrativeVersion.objects.filter(chapter=OuterRef("pk"), number=OuterRef("version"))
    stored = {
        row.key: row
        for row in _stored(period).annotate(
            open_comments=Count("comments", filter=Q(comments__done_at=None)),
            last_by=Subquery(last.values("written_by__name")[:1]),
            last_at=Subquery(last.values("written_at")[:1]),
        )
    }
    found = []
    for one in outline_of(period):
        row = stored.get(one.key) or Chapter(period=period, key=one.key)
        if user.has_perm("reports.narrate", row):
            office = standing.book.offices.get(row.office.key, "") if row.office else ""
            found.append(ChapterRow(one, row, moved(row.text, standing.value), office))
    return found


def last_of(chapter: Chapter) -> NarrativeVersion | None:
    """The version that stands, with who wrote it."""
    if chapter.pk is None:
        return None
    return chapter.versions.select_related("written_by").filter(number=chapter.version).first()
