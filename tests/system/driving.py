"""Asking for reports in a whole installation, and seeing how far they are, for the fault tests."""

import hashlib
import os
import shutil
import signal
import subprocess
import time
from contextlib import suppress

from tests.pdf import assert_sound
from tests.site import KOTA, YEAR, Site, children_of, until

# Short times, so that a test need not wait for what a person would hardly notice.
QUICK = {"REPORT_STALE_SECONDS": "4", "REPORT_REAP_SECONDS": "2"}
_SHELL = (
    "from clusters.models import Period;"
    "from kla.accounts.models import Assignment;"
    "from reports import actions;"
    "from reports.models import Report;"
    f"period = Period.objects.get(kota__code='{KOTA}', year={YEAR});"
    "dewi = Assignment.objects.filter(role='coordinator').first().user;"
)
_ASK = "print(actions.request_report(period, by=dewi).pk)"


class Driver:
    """A person and an onlooker of one installation."""

    worker: "subprocess.Popen[bytes]"  # the one that runs now

    def __init__(self, site: Site) -> None:
        self.site = site

    def shell(self, code: str) -> str:
        """Run a line in the installation, with `period` and `dewi`; its output."""
        return self.site.manage("shell", "--no-imports", "-c", _SHELL + code).strip()

    def ask(self) -> int:
        """Ask for the report; its key."""
        return int(self.shell(_ASK))

    def begin_to_ask(self) -> "subprocess.Popen[bytes]":
        """Ask in a process of its own, while the test looks on."""
        return self.begin(_ASK)

    def begin(self, code: str) -> "subprocess.Popen[bytes]":
        """Run a line as `shell` does, in a process of its own."""
        return self.site.start("manage.py", "shell", "--no-imports", "-c", _SHELL + code)

    def act(self, verb: str, pk: int) -> None:
        """Do one of reports/actions.py with the report."""
        self.shell(f"actions.{verb}(Report.objects.get(pk={pk}), by=dewi)")

    def row(self, pk: int) -> tuple[str, str, str]:
        """State, step and error of the report."""
        return self.site.sql(f"SELECT state, step, error FROM reports_report WHERE id = {pk}")[0]

    def newest(self) -> tuple[int, str, str]:
        """Key, state and step of the report that was asked for last; (0, "", "") before any."""
        rows = self.site.sql("SELECT id, state, step FROM reports_report ORDER BY id DESC LIMIT 1")
        return rows[0] if rows else (0, "", "")

    def sections(self, pk: int, state: str) -> int:
        """How many sections of the report are in this state."""
        return self.site.sql(
            f"SELECT count(*) FROM reports_section WHERE report_id = {pk} AND state = '{state}'"
        )[0][0]

    def ends(self, pk: int, state: str, seconds: float = 300) -> str:
        """Wait until the job has ended in `state`; its error."""
        until(
            lambda: self.row(pk)[0] not in ("queued", "running"),
            seconds,
            f"laporan {pk} tidak berakhir",
        )
        ended, step, error = self.row(pk)
        assert (ended, step == "done") == (state, state == "draft"), error
        return error

    def assert_complete(self, pk: int) -> str:
        """The draft is there and whole; its hash."""
        self.ends(pk, "draft")
        return self.assert_whole(pk)

    def assert_whole(self, pk: int) -> str:
        """One sound file with the hash and the pages of the row, nothing half beside it."""
        name, digest, pages, size = self.site.sql(
            f"SELECT stored_name, sha256, pages, size FROM reports_report WHERE id = {pk}"
        )[0]
        path = self.site.folder / "reports" / "files" / name
        data = path.read_bytes()
        assert (hashlib.sha256(data).hexdigest(), len(data)) == (digest, size)
        assert assert_sound(path) == pages
        self.assert_nothing_half()
        return digest

    def digest(self) -> str:
        """The hash that every report here has: same data, same bytes."""
        found = self.site.sql("SELECT DISTINCT sha256 FROM reports_report WHERE state = 'draft'")
        assert len(found) == 1
        return found[0][0]

    def assert_nothing_half(self) -> None:
        """No part of a file lies about."""
        assert not list((self.site.folder / "reports").rglob("*.part"))

    def forget_files(self, *, sections: int = 0) -> None:
        """Take the stored reports away, and so many sections: the next report makes them anew."""
        folder = self.site.folder / "reports"
        shutil.rmtree(folder / "files", ignore_errors=True)
        for path in sorted(folder.glob("sections/*.pdf"))[:sections]:
            path.unlink()


def hold(worker_pid: int, reached: object, seconds: float = 120) -> list[int]:
    """Stop the worker's children (SIGSTOP) as soon as `reached()`; their process ids.

    Where the moment had passed before they stood still, they go on and it is waited for anew.
    """
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if not reached():  # type: ignore[operator]
            time.sleep(0.005)
            continue
        children = children_of(worker_pid)
        signal_all(children, signal.SIGSTOP)
        if children and reached():  # type: ignore[operator]
            return children
        signal_all(children, signal.SIGCONT)
    raise AssertionError("langkah yang ditunggu tidak tercapai")


def signal_all(pids: list[int], number: signal.Signals) -> None:
    """Send a signal to each that is still there."""
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, number)
