"""kill -9 in each step of a report, on both brokers: one complete report at the end."""

import os
import signal
import time
from contextlib import suppress

import pytest

from tests.site import Site, kill_group, until
from tests.system.driving import QUICK, Driver, hold, signal_all

pytestmark = pytest.mark.system
SOME = 4  # sections that a report has to render; it finds the others


@pytest.fixture(scope="module")
def own(tmp_path_factory, filled_site):
    """One installation for both brokers."""
    with Site(tmp_path_factory.mktemp("situs") / "situs", like=filled_site) as site:
        site.env.update(QUICK)
        yield Driver(site)


@pytest.fixture(scope="module", params=["filesystem", "redis"])
def driver(request, own, broker_address):
    address = broker_address(request.param)
    if address:
        own.site.env["CELERY_BROKER_URL"] = address
    beat = own.site.start_beat()
    own.worker = own.site.start_worker(beat=False)
    yield own
    kill_group(own.worker)
    kill_group(beat)


def in_step(driver, before, step):
    def reached():
        pk, state, at = driver.newest()
        return pk > before and (state, at) == ("running", step)

    return reached


@pytest.mark.parametrize("step", ["snapshot", "sections", "join"])
def test_children_killed(driver, step):
    driver.forget_files(sections=SOME)
    before = driver.newest()[0]
    asked = driver.begin_to_ask()
    children = hold(driver.worker.pid, in_step(driver, before, step))
    signal_all(children, signal.SIGKILL)
    assert asked.wait(120) == 0
    driver.assert_complete(driver.newest()[0])


def test_the_child_killed_while_it_stores(driver):
    """A FIFO in the place of the part holds the child in the middle of its writing."""
    digest = driver.digest()
    driver.forget_files()
    files = driver.site.folder / "reports" / "files"
    files.mkdir()
    before = driver.newest()[0]
    asked = driver.begin_to_ask()
    children = hold(driver.worker.pid, in_step(driver, before, "join"))
    parts = [files / f"{digest}.pdf.{child}.part" for child in children]
    for part in parts:
        os.mkfifo(part)
    signal_all(children, signal.SIGCONT)
    assert first_bytes(parts, 60) == b"%PDF-"
    signal_all(children, signal.SIGKILL)
    assert asked.wait(120) == 0
    assert driver.assert_complete(driver.newest()[0]) == digest


def first_bytes(fifos, seconds):
    """What somebody begins to write into one of them; nothing more is read."""
    ends = [os.open(fifo, os.O_RDONLY | os.O_NONBLOCK) for fifo in fifos]
    end = time.monotonic() + seconds
    found = b""
    while not found and time.monotonic() < end:
        for one in ends:
            with suppress(BlockingIOError):  # its writer has not written yet
                found = found or os.read(one, 5)
        time.sleep(0.01)
    for one in ends:
        os.close(one)
    return found


def test_the_whole_worker_killed(driver):
    driver.forget_files(sections=SOME)
    pk = driver.ask()
    hold(driver.worker.pid, lambda: driver.sections(pk, "ready") >= 1)
    kill_group(driver.worker)
    assert driver.row(pk)[0] == "running"
    driver.worker = driver.site.start_worker(beat=False)
    driver.assert_complete(pk)


def test_the_child_killed_while_it_publishes(driver):
    pk = driver.ask()
    driver.ends(pk, "draft")
    asking = driver.begin(
        "from reports.publish_actions import publish_report;"
        f"publish_report(Report.objects.get(pk={pk}), by=dewi, changes='Dibetulkan.')"
    )
    publishing = ("publishing", "publishing")
    children = hold(driver.worker.pid, lambda: driver.row(pk)[:2] == publishing)
    signal_all(children, signal.SIGKILL)
    assert asking.wait(60) == 0
    until(lambda: driver.row(pk)[0] != "publishing", 120, "penerbitan tidak diambil alih")
    assert driver.row(pk) == ("published", "done", "")
    driver.assert_whole(pk)
