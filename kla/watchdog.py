"""Starts a worker anew that is stuck: its pool takes no tasks, or it hears the queue no more.

With a broker that has no event loop (the embedded one) the pool's children share one pipe and
its lock; where `kill -9` hits the child that holds the lock, no other child ever gets a task.
And a worker whose Redis went away and came back may be connected yet deaf (celery#8384).
"""

import logging
import os
import signal
import sys
import threading
import time
from typing import Any

from billiard.process import active_children
from celery import current_app
from celery.signals import worker_ready
from celery.worker import state

LOOK_SECONDS = 2
STUCK_SECONDS = 10
log = logging.getLogger(__name__)


def is_stuck() -> bool:
    """Does no child work, though tasks were taken from the queue or wait in it?"""
    if state.active_requests:
        return False
    return bool(state.reserved_requests) or messages_waiting() > 0


def messages_waiting() -> int:
    """How many messages lie in the queue; 0 where it cannot be reached now."""
    with current_app.connection_for_read() as connection:
        try:
            queue = current_app.conf.task_default_queue
            return connection.channel().queue_declare(queue, passive=True).message_count
        except (*connection.connection_errors, *connection.channel_errors):
            return 0


def watch() -> None:
    """Look again and again; returns never, for a stuck worker becomes a new one."""
    since, begun = time.monotonic(), 0
    while True:
        time.sleep(LOOK_SECONDS)
        if not is_stuck() or state.all_total_count[0] != begun:  # tasks begun in all
            since, begun = time.monotonic(), state.all_total_count[0]
        elif time.monotonic() - since > STUCK_SECONDS:
            log.error("no task is taken up: starting the worker anew")
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
