"""The reaper: what a dead process held is given free and asked for again, within bounds."""

from datetime import timedelta
from typing import NamedTuple

from django.conf import settings
from django.db.models import Min, Q
from django.utils import timezone

from reports.faults import STEPS, fail
from reports.heartbeat import stale_before
from reports.models import COMPILING, Report, ReportState, Section, SectionState

# How often a step may be begun. Its failures are bounded by two (faults.py); this bounds what
# ends with its process: memory that the kernel took away, a machine that goes down again.
MOST_ATTEMPTS = 4
LOST_TOO_OFTEN = "prosesnya berhenti berulang kali."


class Lost(NamedTuple):
    """Keys of reports to start, of sections to render and of reports to join."""

    starts: list[int]
    sections: list[int]
    joins: list[int]


def find() -> Lost:
    """What nobody works on any more, given free; what was lost too often or is late fails."""
    _end_late()
    lost = Lost([], _lost_sections(), [])
    stale = Report.objects.filter(state__in=COMPILING, heartbeat__lt=stale_before())
    for report in stale:
        worn = report.attempts >= MOST_ATTEMPTS and report.state == ReportState.RUNNING
        if worn and report.step in STEPS:
            fail(report.pk, f"{STEPS[report.step]} gagal: {LOST_TOO_OFTEN}")
        elif _take(report):
            _sort(report, lost)
    return lost


def _take(report: Report) -> int:
    """Give a lost step free; 0 where it moved on meanwhile or another reaper was first."""
    change: dict[str, object] = {"heartbeat": timezone.now()}
    if report.step == "snapshot":
        change["state"] = ReportState.QUEUED
    elif report.step == "join":
        change["step"] = "sections"
    return Report.objects.filter(
        pk=report.pk, state=report.state, step=report.step, heartbeat=report.heartbeat
    ).update(**change)


def _sort(report: Report, lost: Lost) -> None:
    if report.step == "snapshot":
        lost.starts.append(report.pk)
    elif report.step == "join":
        lost.joins.append(report.pk)
    else:
        lost.sections.extend(one for one in _free_sections(report) if one not in lost.sections)
        if not report.sections.exclude(state=SectionState.READY).exists():
            lost.joins.append(report.pk)


def _free_sections(report: Report) -> list[int]:
    """Those that wait: where the whole report is silent, the messages about them are lost."""
    failed = Q(state=SectionState.FAILED, not_before__lte=timezone.now())
    free = report.sections.filter(Q(state=SectionState.WAITING) | failed)
    return list(free.values_list("pk", flat=True))


def _lost_sections() -> list[int]:
    """Sections whose process is gone, given free; the others of their report may well go on."""
    found = []
    for section in Section.objects.filter(
        state=SectionState.RUNNING,
        heartbeat__lt=stale_before(),
        report__state=ReportState.RUNNING,
    ):
        if section.attempts >= MOST_ATTEMPTS:
            why = section.error or LOST_TOO_OFTEN
            fail(section.report_id, f"Bagian {section.title} gagal disusun: {why}")
            continue
        found += [section.pk] * Section.objects.filter(
            pk=section.pk, state=SectionState.RUNNING, heartbeat=section.heartbeat
        ).update(state=SectionState.WAITING)
    return found


def _end_late() -> None:
    """Fail what is at work longer than a whole job may be, counted from its laying out."""
    limit = timezone.now() - timedelta(seconds=settings.REPORT_JOB_SECONDS)
    began = Section.objects.filter(report__state=ReportState.RUNNING).values("report")
    late = began.annotate(began=Min("not_before")).filter(began__lt=limit)
    for report_id in list(late.values_list("report", flat=True)):
        minutes = max(round(settings.REPORT_JOB_SECONDS / 60), 1)
        fail(report_id, f"Penyusunan dihentikan karena belum selesai dalam {minutes} menit.")
