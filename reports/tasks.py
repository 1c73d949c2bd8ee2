"""The worker's doors to compiling: each fetches by key and calls one function of jobs.py."""

from typing import Any

from celery import shared_task
from celery.signals import worker_init, worker_ready

from kla import watchdog  # noqa: F401 - its signal watches over every worker
from reports import jobs

JOIN_SECONDS = 240


@shared_task
def start(report_id: int) -> None:
    """Take the snapshot, then ask for each section."""
    waiting = jobs.prepare(report_id)
    for section_id in waiting:
        section.delay(section_id)
    if not waiting:
        join.delay(report_id)


@shared_task
def section(section_id: int) -> None:
    """Render one section; the last one asks for the join."""
    done = jobs.render(section_id)
    if done is not None:
        join.delay(done)


@shared_task(time_limit=JOIN_SECONDS)
def join(report_id: int) -> None:
    """Join the sections into the report."""
    jobs.finish(report_id)


@shared_task
def reap() -> None:
    """Take up again what no worker is at any more."""
    starts, sections, joins = jobs.lost()
    for report_id in starts:
        start.delay(report_id)
    for section_id in sections:
        section.delay(section_id)
    for report_id in joins:
        join.delay(report_id)


@worker_init.connect
def import_before_fork(**_: Any) -> None:
    """Load WeasyPrint in the worker's parent, so that each forked child has it at once."""
    import weasyprint  # noqa: F401, PLC0415 - a second to import; only workers need it


@worker_ready.connect
def reap_at_start(**_: Any) -> None:
    """A worker that starts looks for what the one before it left."""
    reap.delay()
