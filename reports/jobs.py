"""The steps of a job on its row: snapshot, sections, join; each claimed, then done once.

The row is the truth, not the queue. A claim takes only what is free, by one UPDATE; what a dead
process held is given free by the reaper alone (lost.py). `attempts` of the row is the claim's
token: whoever was too slow and was taken over changes nothing any more.
"""

import hashlib
import logging
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from reports import compile as steps
from reports import content, editions, faults, scopes, snapshot
from reports.heartbeat import beat, beating, stale_before
from reports.models import Report, ReportState, Section, SectionState
from reports.storing import store

__all__ = ["data_of", "files_of", "finish", "prepare", "render", "stale_before"]
log = logging.getLogger(__name__)


def prepare(report_id: int) -> list[int]:
    """Take the snapshot and lay out the sections; gives the keys of those still to render.

    Empty where the report does not wait for it. Raises TryAgain at its first failure.
    """
    report = _claim(report_id, "snapshot", Q(state=ReportState.QUEUED))
    if report is None:
        return []
    try:
        with beating(report_id):
            return _lay_out(report)
    except Exception as fault:  # whatever it is, the row must say so
        log.exception("snapshot of report %s", report_id)
        faults.step_failed(report, "snapshot", faults.words(fault))
        return []


def _claim(report_id: int, step: str, free: Q) -> Report | None:
    """The report, where it was free for the step and this call has taken it."""
    taken = Report.objects.filter(free, pk=report_id).update(
        state=ReportState.RUNNING, step=step, heartbeat=timezone.now(), attempts=F("attempts") + 1
    )
    if not taken:
        return None
    found = Report.objects.select_related("period__kota", "period__framework", "snapshot")
    return found.get(pk=report_id)


def _held(report: Report) -> Any:
    """The report's row as long as this claim of its step stands."""
    return Report.objects.filter(
        pk=report.pk, state=ReportState.RUNNING, step=report.step, attempts=report.attempts
    )


def _lay_out(report: Report) -> list[int]:
    if report.snapshot_id is None:
        report.snapshot = snapshot.take(report.period)
        _held(report).update(snapshot=report.snapshot)
    plan = content.plan(data_of(report), report.scope)
    now = timezone.now()
    with transaction.atomic():
        there = set(report.sections.values_list("key", flat=True))
        Section.objects.bulk_create(
            Section(report=report, position=number, key=one.key, title=_title(one))
            for number, one in enumerate(plan)
            if one.key not in there
        )
        report.sections.update(not_before=now)  # from here the job's time counts (lost.py)
        ready = report.sections.filter(state=SectionState.READY).count()
        _held(report).update(
            step="sections",
            steps_total=len(plan) + 2,
            steps_done=ready + 1,
            heartbeat=now,
            attempts=0,
            error="",
        )
    return list(report.sections.exclude(state=SectionState.READY).values_list("pk", flat=True))


def data_of(report: Report) -> dict[str, Any]:
    """The data that the report prints: those of its edition."""
    data = snapshot.load(report.snapshot)
    if report.edition == editions.FULL:
        return data
    if not _REDUCED or _REDUCED[0][0] is not data:
        _REDUCED[:] = [(data, editions.data_of(data, report.edition))]
    return _REDUCED[0][1]


# The public data of the snapshot that was read last: the sections of one report ask for the same,
# and one and the same object spares them the reckoning over it (content._book).
_REDUCED: list[tuple[dict[str, Any], dict[str, Any]]] = []


def _title(one: content.SectionPlan) -> str:
    return f"{one.label} {one.title}".strip()


def render(section_id: int) -> int | None:
    """Render one section where it is free; gives the report's key when it was the last.

    Raises TryAgain at the section's first failure.
    """
    now = timezone.now()
    due = Q(state=SectionState.FAILED, not_before__lte=now)
    mine = Section.objects.filter(
        Q(state=SectionState.WAITING) | due, pk=section_id, report__state=ReportState.RUNNING
    ).update(state=SectionState.RUNNING, heartbeat=now, attempts=F("attempts") + 1)
    if not mine:
        return None
    section = Section.objects.select_related("report__snapshot").get(pk=section_id)
    beat(section.report_id)
    try:
        with beating(section.report_id, section_id):
            _render(section)
    except Exception as fault:  # whatever it is, the row must say so
        log.exception("section %s", section.key)
        faults.section_failed(section, faults.words(fault))
        return None
    _count(section.report_id)
    left = Section.objects.filter(report_id=section.report_id).exclude(state=SectionState.READY)
    return None if left.exists() else section.report_id


def _render(section: Section) -> None:
    began = time.monotonic()
    path, kept = steps.render_section(data_of(section.report), section.key)
    pages = steps.page_count(path.read_bytes())
    Section.objects.filter(
        pk=section.pk, state=SectionState.RUNNING, attempts=section.attempts
    ).update(
        state=SectionState.READY,
        content_sha256=path.stem,
        cached=kept,
        pages=pages,
        seconds=0 if kept else time.monotonic() - began,
        heartbeat=timezone.now(),
        error="",
    )


def _count(report_id: int) -> None:
    ready = Section.objects.filter(report_id=report_id, state=SectionState.READY).count()
    Report.objects.filter(pk=report_id, state=ReportState.RUNNING).update(
        steps_done=ready + 1, heartbeat=timezone.now()
    )


def finish(report_id: int) -> None:
    """Join the sections and store the file, where all are ready and nobody else is at it.

    Raises TryAgain at the join's first failure.
    """
    still_open = Section.objects.filter(report=OuterRef("pk")).exclude(state=SectionState.READY)
    ready = Q(state=ReportState.RUNNING, step="sections") & ~Q(Exists(still_open))
    report = _claim(report_id, "join", ready)
    if report is None:
        return
    try:
        with beating(report_id):
            _join(report)
    except Exception as fault:  # whatever it is, the row must say so
        log.exception("join of report %s", report_id)
        faults.step_failed(report, "join", faults.words(fault))


def _join(report: Report) -> None:
    pdf, pages = _bind(report)
    if not _held(report).exists():
        return  # cancelled meanwhile: nothing is stored that nobody waits for
    digest = hashlib.sha256(pdf).hexdigest()
    path = settings.REPORTS_DIR / "files" / f"{digest}.pdf"
    store(path, pdf)
    _held(report).update(
        state=ReportState.DRAFT,
        step="done",
        steps_done=F("steps_total"),
        stored_name=path.name,
        sha256=digest,
        data_sha256=snapshot.digest(scopes.attached(data_of(report), report.scope)),
        size=len(pdf),
        pages=pages,
        error="",
        finished_at=timezone.now(),
        heartbeat=timezone.now(),
    )


def _bind(report: Report) -> tuple[bytes, int]:
    data = data_of(report)
    return steps.bind(data, files_of(report, data), scope=report.scope)


def files_of(report: Report, data: dict[str, Any]) -> dict[str, Path]:
    """The report's rendered sections, key → file; what was cleared away is rendered anew."""
    files: dict[str, Path] = {}
    for section in report.sections.all():
        path = settings.REPORTS_DIR / "sections" / f"{section.content_sha256}.pdf"
        files[section.key] = path if path.exists() else steps.render_section(data, section.key)[0]
    return files
