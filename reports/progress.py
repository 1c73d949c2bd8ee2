"""What the progress page reads: chapters with the pages already there, and the seconds left."""

from dataclasses import dataclass
from itertools import groupby

from django.db.models import Max, Q
from django.utils import timezone

from reports import estimate
from reports.models import Report, ReportState, Section, SectionState

PAST_SECTIONS, PAST_JOINS = 400, 5  # what an installation learns its pace from


@dataclass(frozen=True)
class Tile:
    """A chapter on the progress page: its words, its state, and the first page there is."""

    title: str
    state: str  # of SectionState; "ready" once all its parts are
    word: str
    first: Section | None


def tiles(sections: list[Section]) -> list[Tile]:
    """One tile a chapter, in the order of the book."""
    found = groupby(sections, key=lambda one: one.title)
    return [_tile(title, list(parts)) for title, parts in found]


def _tile(title: str, parts: list[Section]) -> Tile:
    ready = [one for one in parts if one.state == SectionState.READY]
    if len(ready) == len(parts):
        state, word = "ready", f"{sum(one.pages for one in parts)} halaman"
    else:
        worst = (SectionState.FAILED, SectionState.RUNNING, SectionState.WAITING)
        states = {one.state for one in parts}
        state = next((one for one in worst if one in states), SectionState.WAITING)
        word = SectionState(state).label
        if len(parts) > 1:
            word = f"{len(ready)} dari {len(parts)} siap"
    return Tile(title, str(state), word, ready[0] if ready else None)


def left(report: Report, sections: list[Section]) -> str:
    """In words, how long the report still takes; empty where nobody can know."""
    if report.state != ReportState.RUNNING or not sections:
        return ""
    ready = [one for one in sections if one.state == SectionState.READY]
    job = estimate.Job(
        waiting=[one.key for one in sections if one.state in ("waiting", "failed")],
        running=[one.key for one in sections if one.state == SectionState.RUNNING],
        kept=sum(one.cached for one in ready) / len(ready) if ready else 0,
        joining=_joining(report, ready),
    )
    return estimate.words(estimate.seconds_left(job, pace()))


def _joining(report: Report, ready: list[Section]) -> float | None:
    """Seconds since the last section was ready, where the join is at work."""
    ends = [one.heartbeat for one in ready if one.heartbeat is not None]
    if report.step != "join" or not ends:
        return None
    return (timezone.now() - max(ends)).total_seconds()


def pace() -> estimate.Pace:
    """What sections and joins took in this installation lately."""
    took = Section.objects.filter(state=SectionState.READY, seconds__gt=0).order_by("-pk")
    done = Report.objects.filter(
        state__in=[ReportState.DRAFT, ReportState.PUBLISHED], finished_at__isnull=False
    )
    last = done.annotate(ready_at=Max("sections__heartbeat", filter=Q(sections__state="ready")))
    ends = last.filter(ready_at__isnull=False).order_by("-pk")
    joins = [
        (finished - ready).total_seconds()
        for finished, ready in ends.values_list("finished_at", "ready_at")[:PAST_JOINS]
    ]
    return estimate.pace_of(took.values_list("key", "seconds")[:PAST_SECTIONS], joins)
