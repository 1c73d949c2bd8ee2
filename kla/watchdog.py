"""Starts a worker anew whose pool is stuck: a child killed while it held the queue's lock.

With a broker that has no event loop (the embedded one) the pool's children share one pipe and
its lock; where `kill -9` hits the child that holds the lock, no other child ever gets a task.
"""

import logging
import os
import signal
import sys
import threading
import time
from typing import Any

from billiard.process import active_children
from celery.signals import worker_ready
from celery.worker import state

LOOK_SECONDS = 2
STUCK_SECONDS = 10
log = logging.getLogger(__name__)


def is_waiting() -> bool:
    """Are there tasks that were taken from the queue while no child works on any?"""
    return bool(state.reserved_requests) and not state.active_requests


def watch() -> None:
    """Look again and again; returns never, for a stuck worker becomes a new one."""
    since: float | None = None
    while True:
        time.sleep(LOOK_SECONDS)
        if not is_waiting():
            since = None
        elif since is None:
            since = time.monotonic()
        elif time.monotonic() - since > STUCK_SECONDS:
            log.error("the pool takes no tasks: starting the worker anew")
            start_anew()


def start_anew() -> None:
    """Kill what is left of the pool and become a fresh worker with the same command."""
    for child in active_children():
        os.kill(child.pid, signal.SIGKILL)
    os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])


@worker_ready.connect
def begin(**_: Any) -> None:
    """Watch beside the worker's own threads."""
    threading.Thread(target=watch, name="watchdog", daemon=True).start()
