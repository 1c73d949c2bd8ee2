"""The worker's doors to publishing and to cleaning up: each calls one function."""

from celery import shared_task
from django.conf import settings

from reports import cleaning, publish_job
from reports.heartbeat import beating

# A hard limit only, as in tasks.py: a soft one raises while WeasyPrint draws, which takes it for
# a broken picture and goes on without it. The reaper finds the row of what was ended.
_LIMITS = {"time_limit": settings.REPORT_JOIN_SECONDS}


@shared_task(**_LIMITS)
def publish(report_id: int) -> None:
    """Join anew as final, sign, store, publish."""
    with beating(report_id):
        publish_job.publish(report_id)


@shared_task(**_LIMITS)
def clean_reports() -> None:
    """Throw away old drafts and what belongs to nothing any more."""
    cleaning.clean()


def take_up_lost() -> None:
    """Ask again for what was being published when its worker ended."""
    for report_id in publish_job.lost():
        publish.delay(report_id)
