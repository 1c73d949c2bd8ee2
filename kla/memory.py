"""Ends a worker's child that takes more memory than it may, whatever it is doing.

Celery recycles a child only between two tasks. A limit on the address space would do it within
one, but it also ends chart drawing, which reserves far more than it uses; so the worker's parent
looks at the resident size (Linux; elsewhere nothing is watched).
"""

import logging
import os
import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from celery.worker import state
from django.conf import settings

LOOK_SECONDS = 0.25
log = logging.getLogger(__name__)
Said = Callable[[str, Any], None]


def watch_children(said: Said) -> None:
    """Watch beside the worker's threads; `said(task name, its first argument)` of what it ended."""
    threading.Thread(target=_watch, args=(said,), name="memory", daemon=True).start()


def most_megabytes() -> int:
    """What a child may take where nobody says: 34 kelurahan take 0.3 GB, joining the report of
    340 takes 1.1 GB; so a third of the machine, and no less than 1 GB."""
    machine = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") >> 20
    return settings.WORKER_CHILD_MOST_MEGABYTES or max(1024, machine // 3)


def _watch(said: Said) -> None:
    most = most_megabytes() * 1024 * 1024
    while True:
        time.sleep(LOOK_SECONDS)
        for request in _active():
            if resident(request.worker_pid) > most:
                _end(request, said)


def _active() -> list[Any]:
    try:
        return [one for one in list(state.active_requests) if one.worker_pid]
    except RuntimeError:  # the set grew meanwhile; look again later
        return []


def resident(pid: int) -> int:
    """Bytes of memory that the process has; 0 where it is gone or cannot be asked."""
    try:
        pages = Path(f"/proc/{pid}/statm").read_text().split()[1]
    except (OSError, IndexError):
        return 0
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


def _end(request: Any, said: Said) -> None:
    log.error("%s %s: the child takes too much memory and is ended", request.name, request.args)
    try:
        os.kill(request.worker_pid, signal.SIGKILL)
    except ProcessLookupError:
        return
    said(request.name, request.args[0] if request.args else None)
