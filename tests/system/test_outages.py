"""What a report needs goes away in the middle: queue, database, disk, memory, a worker's pace.

One complete report at the end or a clear failure, never half a file offered.
"""

import signal
import sqlite3
import subprocess
from pathlib import Path

import pytest

from scripts.processes import Processes
from scripts.services import free_port, wait_for
from tests.site import Site, kill_group, until
from tests.system.driving import QUICK, Driver, hold, signal_all
from tests.system.small_disk import small_disk

pytestmark = pytest.mark.system
SOME = 4  # sections that a report has to render; it finds the others


class Redis:
    """A Redis of our own that keeps nothing: what it held is gone when it comes back."""

    def __init__(self, processes: Processes, folder: Path) -> None:
        self._processes, self._folder, self._port = processes, folder, free_port()
        self.url = f"redis://127.0.0.1:{self._port}/0"

    def start(self) -> None:
        command = ["redis-server", "--port", str(self._port), "--bind", "127.0.0.1"]
        command += ["--save", "", "--appendonly", "no", "--dir", str(self._folder)]
        self._process = self._processes.start(command, stdout=subprocess.DEVNULL)
        assert wait_for(self._port)

    def kill(self) -> None:
        kill_group(self._process)


@pytest.fixture(scope="module")
def redis(tmp_path_factory):
    with Processes() as processes:
        own = Redis(processes, tmp_path_factory.mktemp("redis"))
        own.start()
        yield own


@pytest.fixture(scope="module")
def driver(tmp_path_factory, filled_site, redis):
    folder = tmp_path_factory.mktemp("situs") / "situs"
    with Site(folder, redis.url, like=filled_site) as site:
        site.env.update(QUICK)
        made = Driver(site)
        site.start_beat()
        made.worker = site.start_worker(beat=False)
        made.assert_complete(made.ask())
        yield made


@pytest.fixture
def halfway(driver):
    """A report whose first section is ready; the worker's children stand still."""
    driver.forget_files(sections=SOME)
    pk = driver.ask()
    children = hold(driver.worker.pid, lambda: driver.sections(pk, "running") == 2)
    return pk, children


def test_many_press_at_once_and_get_one_report(driver):
    driver.forget_files(sections=SOME)
    pressed = driver.shell(
        "from concurrent.futures import ThreadPoolExecutor as Pool;"
        "press = lambda n: actions.request_report(period, by=dewi).pk;"
        "print(*Pool(8).map(press, range(8)))"
    )
    assert len(set(pressed.split())) == 1
    driver.assert_complete(int(pressed.split()[0]))


def test_the_queue_goes_and_comes_back_empty(driver, redis, halfway):
    pk, children = halfway
    redis.kill()
    signal_all(children, signal.SIGCONT)
    driver.act("cancel_report", pk)
    anew = driver.ask()  # nobody can be told of it now
    assert driver.row(anew)[0] == "queued"
    redis.start()
    driver.assert_complete(anew)
    assert driver.row(pk)[0] == "cancelled"


def test_the_database_goes_in_the_middle(driver, halfway):
    pk, children = halfway
    if driver.site.database:
        signal_all(children, signal.SIGCONT)
        for _ in range(3):
            driver.site.sql(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
    else:
        held = sqlite3.connect(driver.site.folder / "kla.sqlite3", isolation_level=None)
        held.execute("BEGIN IMMEDIATE")
        signal_all(children, signal.SIGCONT)
        seen = driver.row(pk)
        with pytest.raises(AssertionError):
            until(lambda: driver.row(pk) != seen, 3, "nobody can write")
        held.close()
    driver.assert_complete(pk)


def test_a_worker_that_stands_still_is_taken_over_and_changes_nothing(driver, halfway):
    pk, children = halfway
    signal_all(children[1:], signal.SIGCONT)
    digest = driver.assert_complete(pk)
    again = "SELECT max(attempts) FROM reports_section WHERE report_id = {}"
    assert driver.site.sql(again.format(pk)) == [(2,)]
    signal_all(children[:1], signal.SIGCONT)
    assert driver.assert_complete(driver.ask()) == digest
    assert driver.assert_complete(pk) == digest


@pytest.mark.parametrize("step", ["sections", "join"])
def test_the_disk_is_full(driver, step):
    digest = driver.digest()
    driver.forget_files(sections=SOME if step == "sections" else 0)
    with small_disk(driver.site.folder / "reports") as disk:
        disk.fill(leave=4096 if step == "sections" else 100_000)
        pk = driver.ask()
        error = driver.ends(pk, "failed")
        begins = {"sections": "Bagian ", "join": "Menyatukan bagian gagal"}[step]
        assert error.startswith(begins)
        assert error.endswith("tempat penyimpanan penuh.")
        driver.assert_nothing_half()
        assert not list(driver.site.folder.glob("reports/files/*"))
        disk.empty()
        driver.act("retry_report", pk)
        assert driver.assert_complete(pk) == digest


def test_a_child_that_takes_too_much_memory(driver):
    driver.forget_files(sections=SOME)
    kill_group(driver.worker)
    driver.worker = driver.site.start_worker(beat=False, WORKER_CHILD_MOST_MEGABYTES="40")
    pk = driver.ask()
    assert driver.ends(pk, "failed").endswith("memori habis.")
    kill_group(driver.worker)
    driver.worker = driver.site.start_worker(beat=False)
    driver.act("retry_report", pk)
    driver.assert_complete(pk)
