"""The job row's own life: claim, heartbeat, next step, done, failed, taken up again.

The row is the truth, not the queue: every step may be asked for twice and runs once.
"""

import hashlib
import logging
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from reports import compile as steps
from reports import content, snapshot
from reports.models import Report, ReportState, Section, SectionState
from reports.storing import store

log = logging.getLogger(__name__)
ATTEMPTS = 3


def prepare(report_id: int) -> list[int]:
    """Take the snapshot and lay out the sections; gives the keys of those still to render."""
    taken = Report.objects.filter(pk=report_id, state__in=["queued", "running"]).update(
        state=ReportState.RUNNING, step="snapshot", heartbeat=timezone.now()
    )
    if not taken:
        return []
    report = Report.objects.select_related("period__kota", "period__framework").get(pk=report_id)
    if report.snapshot_id is None:
        report.snapshot = snapshot.take(report.period)
        report.save(update_fields=["snapshot"])
    plan = content.plan(snapshot.load(report.snapshot))
    with transaction.atomic():
        there = set(report.sections.values_list("key", flat=True))
        Section.objects.bulk_create(
            Section(report=report, position=number, key=one.key, title=_title(one))
            for number, one in enumerate(plan)
            if one.key not in there
        )
        report.step, report.steps_total = "sections", len(plan) + 2
        report.heartbeat = timezone.now()
        report.save(update_fields=["step", "steps_total", "heartbeat"])
    _count(report.pk)
    return list(report.sections.exclude(state=SectionState.READY).values_list("pk", flat=True))


def _title(one: content.SectionPlan) -> str:
    return f"{one.label} {one.title}".strip()


def stale_before() -> datetime:
    """A heartbeat older than this belongs to a step that is lost."""
    return timezone.now() - timedelta(seconds=settings.REPORT_SECTION_SECONDS)


def render(section_id: int) -> int | None:
    """Render one section if nobody else is at it; gives the report's key when it was the last."""
    mine = Section.objects.filter(
        Q(state=SectionState.WAITING)
        | Q(state=SectionState.FAILED)
        | Q(state=SectionState.RUNNING, heartbeat__lt=stale_before()),
        pk=section_id,
        report__state=ReportState.RUNNING,
    ).update(
        state=SectionState.RUNNING, heartbeat=timezone.now(), attempts=F("attempts") + 1, error=""
    )
    if not mine:
        return None
    section = Section.objects.select_related("report__snapshot").get(pk=section_id)
    beat(section.report_id)
    try:
        data = snapshot.load(section.report.snapshot)
        path, kept = steps.render_section(data, section.key)
        pages = steps.page_count(path.read_bytes())
    except Exception as fault:  # whatever it is, the row must say so
        log.exception("section %s", section.key)
        _section_failed(section, fault)
        return None
    Section.objects.filter(pk=section_id).update(
        state=SectionState.READY, content_sha256=path.stem, cached=kept, pages=pages
    )
    _count(section.report_id)
    left = Section.objects.filter(report_id=section.report_id).exclude(state=SectionState.READY)
    return None if left.exists() else section.report_id


def _section_failed(section: Section, fault: Exception) -> None:
    Section.objects.filter(pk=section.pk).update(state=SectionState.FAILED, error=str(fault)[:500])
    if section.attempts >= ATTEMPTS:
        fail(section.report_id, f"Bagian {section.title} gagal disusun: {_words(fault)}")


def finish(report_id: int) -> None:
    """Join the ready sections and store the file; beside a living call it does nothing."""
    mine = Report.objects.filter(
        Q(step="sections") | Q(step="join", heartbeat__lt=stale_before()),
        pk=report_id,
        state=ReportState.RUNNING,
    ).update(step="join", heartbeat=timezone.now())
    if not mine:
        return
    report = Report.objects.select_related("snapshot").get(pk=report_id)
    try:
        pdf, pages = _bind(report)
        digest = hashlib.sha256(pdf).hexdigest()
        path = settings.REPORTS_DIR / "files" / f"{digest}.pdf"
        store(path, pdf)
    except Exception as fault:  # whatever it is, the row must say so
        log.exception("join of report %s", report_id)
        fail(report_id, f"Menyatukan bagian gagal: {_words(fault)}")
        return
    Report.objects.filter(pk=report_id, state=ReportState.RUNNING).update(
        state=ReportState.DRAFT,
        step="done",
        steps_done=F("steps_total"),
        stored_name=path.name,
        sha256=digest,
        size=len(pdf),
        pages=pages,
        error="",
        finished_at=timezone.now(),
        heartbeat=timezone.now(),
    )


def _bind(report: Report) -> tuple[bytes, int]:
    data = snapshot.load(report.snapshot)
    files: dict[str, Path] = {}
    for section in report.sections.all():
        path = settings.REPORTS_DIR / "sections" / f"{section.content_sha256}.pdf"
        files[section.key] = path if path.exists() else steps.render_section(data, section.key)[0]
    beat(report.pk)
    return steps.bind(data, files)


def lost() -> tuple[list[int], list[int], list[int]]:
    """Keys of reports to start, sections to render and reports to join that nobody works on.

    Counts how often a report was taken up; one whose section was lost too often fails.
    """
    starts, sections, joins = [], [], []
    stale = Report.objects.filter(
        state__in=[ReportState.QUEUED, ReportState.RUNNING], heartbeat__lt=stale_before()
    )
    for report in stale:
        mine = Report.objects.filter(pk=report.pk, heartbeat=report.heartbeat).update(
            heartbeat=timezone.now(), attempts=F("attempts") + 1
        )
        if not mine:
            continue
        if report.state == ReportState.QUEUED or report.step == "snapshot":
            starts.append(report.pk)
        elif report.step == "join":
            Report.objects.filter(pk=report.pk).update(heartbeat=stale_before())
            joins.append(report.pk)
        else:
            sections += _lost_sections(report)
            if not report.sections.exclude(state=SectionState.READY).exists():
                joins.append(report.pk)
    return starts, sections, joins


def _lost_sections(report: Report) -> list[int]:
    open_ones = list(report.sections.exclude(state=SectionState.READY))
    worn = next((one for one in open_ones if one.attempts >= ATTEMPTS), None)
    if worn is not None:
        why = worn.error or "proses berhenti berulang kali (waktu atau memori habis)"
        fail(report.pk, f"Bagian {worn.title} gagal disusun: {why}")
        return []
    return [one.pk for one in open_ones]


def beat(report_id: int) -> None:
    """Say that the job lives."""
    Report.objects.filter(pk=report_id).update(heartbeat=timezone.now())


def fail(report_id: int, why: str) -> None:
    """End the job with a sentence for the coordinator."""
    Report.objects.filter(pk=report_id, state__in=[ReportState.QUEUED, ReportState.RUNNING]).update(
        state=ReportState.FAILED, error=why[:1000], finished_at=timezone.now()
    )


def _count(report_id: int) -> None:
    ready = Section.objects.filter(report_id=report_id, state=SectionState.READY).count()
    Report.objects.filter(pk=report_id).update(steps_done=ready + 1, heartbeat=timezone.now())


def _words(fault: Exception) -> str:
    if isinstance(fault, OSError) and fault.errno == 28:
        return "tempat penyimpanan penuh."
    return f"{type(fault).__name__}."
