"""Child processes that end with us: started in groups of their own, stopped together."""

import os
import signal
import subprocess
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

    def __enter__(self) -> "Processes":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for stop, patience in ((signal.SIGTERM, 15), (signal.SIGKILL, 5)):
            for process in self._running:
                _tell(process, stop)
            for process in self._running:
                try:
                    process.wait(patience)
                except subprocess.TimeoutExpired:
                    continue
        for process in self._running:
            _tell(process, signal.SIGKILL)  # whatever a stopped process left behind


def _tell(process: "subprocess.Popen[bytes]", what: signal.Signals) -> None:
    try:
        os.killpg(process.pid, what)
    except ProcessLookupError:
        return
