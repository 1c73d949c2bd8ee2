"""Child processes that end with us: started in groups of their own, stopped together."""

import os
import signal
import subprocess
from contextlib import suppress
from types import TracebackType


class Processes:
    """A context in which processes are started; leaving it stops them and what they started."""

    def __init__(self) -> None:
        self._running: list[subprocess.Popen[bytes]] = []

    def start(self, command: list[str], **options: object) -> "subprocess.Popen[bytes]":
        """Start a command in a process group of its own."""
        process = subprocess.Popen(command, start_new_session=True, **options)  # type: ignore[call-overload]
        self._running.append(process)
        return process

    def kill(self) -> None:
        """End everything at once, where nobody needs what it leaves behind."""
        for process in self._running:
            _kill_group(process)
            process.wait(5)
        self._running.clear()

    def __enter__(self) -> "Processes":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        # Only the leader is asked to stop: it ends its children in the order that it needs.
        for process in self._running:
            process.terminate()
        for process in self._running:
            with suppress(subprocess.TimeoutExpired):
                process.wait(15)
        for process in self._running:
            _kill_group(process)  # whatever a stopped process left behind
            process.wait(5)


def _kill_group(process: "subprocess.Popen[bytes]") -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
