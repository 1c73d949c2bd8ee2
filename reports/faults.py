"""What happens when a step fails: one retry after a pause, then a sentence on the row.

`error` of a row that is not yet given up says what went wrong the first time; it is what tells
the second failure from the first. Being lost to `kill -9` is no failure of the step and is
counted apart, by `attempts` (lost.py).
"""

import errno
import logging
from datetime import timedelta

from django.db import Error, close_old_connections, connection
from django.utils import timezone

from reports.models import COMPILING, Report, ReportState, Section, SectionState

log = logging.getLogger(__name__)
PAUSE_SECONDS = 5  # before the one retry
OUT_OF_MEMORY = "memori habis."
OUT_OF_TIME = "waktu habis."
FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
STEPS = {"snapshot": "Mengunci data", "join": "Menyatukan bagian"}
# what gives the step free, to be claimed once more
BEFORE: dict[str, dict[str, str]] = {
    "snapshot": {"state": ReportState.QUEUED},
    "join": {"step": "sections"},
}


class TryAgain(Exception):
    """The step failed for the first time: ask for it once more, after PAUSE_SECONDS."""


def fail(report_id: int, why: str) -> bool:
    """End the job with a sentence for the coordinator; False where it had ended already."""
    going = Report.objects.filter(pk=report_id, state__in=COMPILING)
    return bool(
        going.update(state=ReportState.FAILED, error=why[:1000], finished_at=timezone.now())
    )


def section_failed(section: Section, why: str) -> None:
    """Note the section's first failure and raise TryAgain; its second fails the report.

    Nothing happens where the section is no longer in the hands of this attempt.
    """
    have_a_session()
    again = not section.error
    mine = Section.objects.filter(
        pk=section.pk, state=SectionState.RUNNING, attempts=section.attempts
    ).update(
        state=SectionState.FAILED,
        error=why[:500],
        not_before=timezone.now() + timedelta(seconds=PAUSE_SECONDS if again else 0),
    )
    if not mine:
        return
    if again:
        raise TryAgain
    fail(section.report_id, f"Bagian {section.title} gagal disusun: {why}")


def step_failed(report: Report, step: str, why: str) -> None:
    """The same for a step of the report itself: snapshot or join."""
    have_a_session()
    mine = Report.objects.filter(
        pk=report.pk, state=ReportState.RUNNING, step=step, attempts=report.attempts
    )
    sentence = f"{STEPS[step]} gagal: {why}"
    if report.error:
        mine.update(state=ReportState.FAILED, error=sentence[:1000], finished_at=timezone.now())
    elif mine.update(error=sentence[:1000], heartbeat=timezone.now(), **BEFORE[step]):
        raise TryAgain


def have_a_session() -> None:
    """Where the fault was the database's own, only a new session can write it down."""
    if not connection.in_atomic_block:
        close_old_connections()


def ended(key: int, why: str, *, of_section: bool) -> None:
    """A step, by the key of its section or report, was ended from outside. Raises TryAgain."""
    if of_section:
        section = Section.objects.filter(pk=key, state=SectionState.RUNNING).first()
        if section is not None:
            section_failed(section, why)
        return
    report = Report.objects.filter(pk=key, state=ReportState.RUNNING, step__in=STEPS).first()
    if report is not None:
        step_failed(report, report.step, why)


def words(fault: Exception) -> str:
    """A fault in words that a coordinator can act on."""
    if isinstance(fault, OSError) and fault.errno in FULL:
        return "tempat penyimpanan penuh."
    if isinstance(fault, MemoryError):
        return OUT_OF_MEMORY
    if isinstance(fault, Error):
        return "sambungan ke basis data terputus."
    return f"{type(fault).__name__}."
