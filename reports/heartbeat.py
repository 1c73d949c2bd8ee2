"""The heartbeat of a step: its process says that it lives, and learns whether it is still wanted.

A section or a join is one long call that cannot beat by itself, so a thread beside it does. The
thread dies with its process: a row whose heartbeat is old belongs to nobody any more.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from threading import Event, Thread

from django.conf import settings
from django.db import Error, connection
from django.utils import timezone

from reports.models import Report, ReportState, Section, SectionState

log = logging.getLogger(__name__)
ALIVE = (ReportState.RUNNING, ReportState.PUBLISHING)


def stale_before() -> datetime:
    """A heartbeat older than this belongs to a step that is lost."""
    return timezone.now() - timedelta(seconds=settings.REPORT_STALE_SECONDS)


def beat(report_id: int) -> bool:
    """Say that the job lives; False where it was cancelled or has failed meanwhile."""
    mine = Report.objects.filter(pk=report_id, state__in=ALIVE)
    return bool(mine.update(heartbeat=timezone.now()))


@contextmanager
def beating(report_id: int, section_id: int | None = None) -> Iterator[None]:
    """While inside, the rows of the report and of its section say again and again: alive."""
    over = Event()
    thread = Thread(target=_beat_on, args=(report_id, section_id, over), daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join(1)  # a beat that waits for a locked database must not hold the step up


def _beat_on(report_id: int, section_id: int | None, over: Event) -> None:
    while not over.wait(settings.REPORT_STALE_SECONDS / 4):
        try:
            beat(report_id)
            if section_id is not None:
                mine = Section.objects.filter(pk=section_id, state=SectionState.RUNNING)
                mine.update(heartbeat=timezone.now())
        except Error:
            log.exception("heartbeat of report %s", report_id)  # the next one may get through
        finally:
            connection.close()  # the thread's own; a dropped one would stay dropped
