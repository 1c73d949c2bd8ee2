"""The worker's doors to compiling: each fetches by key and calls one function."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from billiard.exceptions import TimeLimitExceeded
from celery import Task, shared_task
from celery.signals import task_failure, worker_init, worker_ready
from django.conf import settings
from django.db import Error, connections, transaction
from kombu.exceptions import OperationalError

from kla import (
    memory,
    watchdog,  # noqa: F401 - its signal watches over every worker
)
from reports import faults, jobs, lost, publish_tasks
from reports.forms import making

log = logging.getLogger(__name__)
DOCX_SECONDS = 260  # pandoc's own limit and what goes before
# Hard limits only: a soft one raises wherever the task happens to be, and WeasyPrint takes what
# is raised while it draws for a broken picture; the section would be kept without it.
_SECTION = {"time_limit": settings.REPORT_SECTION_SECONDS}
_WHOLE = {"time_limit": settings.REPORT_JOIN_SECONDS}


def ask_on_commit(task: Task, key: int) -> None:
    """Ask for a task once the row is written; without a queue the reaper finds the row."""
    transaction.on_commit(lambda: task.delay(key), robust=True)


@contextmanager
def _once_more(task: Task, key: int) -> Iterator[None]:
    """Ask for the task again, after a pause, where its step failed for the first time."""
    try:
        yield
    except faults.TryAgain:
        task.apply_async((key,), countdown=faults.PAUSE_SECONDS)


@shared_task(**_WHOLE)
def start(report_id: int) -> None:
    """Take the snapshot, then ask for each section."""
    with _once_more(start, report_id):
        waiting = jobs.prepare(report_id)
        for section_id in waiting:
            section.delay(section_id)
        if not waiting:
            join.delay(report_id)


@shared_task(**_SECTION)
def section(section_id: int) -> None:
    """Render one section; the last one asks for the join."""
    with _once_more(section, section_id):
        done = jobs.render(section_id)
        if done is not None:
            join.delay(done)


@shared_task(**_WHOLE)
def join(report_id: int) -> None:
    """Join the sections into the report."""
    with _once_more(join, report_id):
        jobs.finish(report_id)


@shared_task(time_limit=DOCX_SECONDS)
def docx(report_id: int) -> None:
    """Make the DOCX of a finished report."""
    making.make_docx(report_id)


@shared_task
def reap() -> None:
    """Take up again what no worker is at any more."""
    found = lost.find()
    for task, keys in zip((start, section, join), found, strict=True):
        for key in keys:
            task.delay(key)
    publish_tasks.take_up_lost()


def reap_now() -> None:
    """Ask for the reaper from a page; without a queue, beat asks again later."""
    try:
        reap.delay()
    except OperationalError:
        log.warning("the queue cannot be reached")


@worker_init.connect
def import_before_fork(**_: Any) -> None:
    """Load WeasyPrint in the worker's parent, so that each forked child has it at once."""
    import weasyprint  # noqa: F401, PLC0415 - a second to import; only workers need it


@worker_ready.connect
def reap_at_start(**_: Any) -> None:
    """A worker that starts looks for what the one before it left, and watches its children."""
    memory.watch_children(partial(_note_ended, why=faults.OUT_OF_MEMORY))
    reap.delay()


@task_failure.connect
def note_out_of_time(
    sender: Task, exception: BaseException | None = None, args: Any = (), **_: Any
) -> None:
    """The worker's parent ended a child at its hard limit: the row says why."""
    if isinstance(exception, TimeLimitExceeded):
        _note_ended(sender.name, args[0] if args else None, faults.OUT_OF_TIME)


def _note_ended(name: str, key: int | None, why: str) -> None:
    """Note on its row why a step was ended from outside; without a word, the reaper finds it."""
    task = {one.name: one for one in (start, section, join)}.get(name)
    if task is None or key is None:
        return
    try:
        with _once_more(task, key):
            faults.ended(key, why, of_section=task is section)
    except (Error, OperationalError):
        log.exception("no word about it could be left")
    finally:
        connections.close_all()  # the parent's own, which nobody else would close
