"""kill -9 of a child and of the whole worker while a report is compiled, on both brokers."""

import hashlib
import os
import signal

import pytest

from tests.pdf import assert_sound
from tests.site import KOTA, YEAR, children_of, kill_group, until

pytestmark = pytest.mark.system
READY = "SELECT count(*) FROM reports_section WHERE state = 'ready'"
STATES = "SELECT state FROM reports_report"


@pytest.mark.parametrize("broker", ["filesystem", "redis"])
def test_a_killed_worker_ends_in_one_complete_report(make_site, broker):
    site = make_site(broker)
    site.fill()
    worker = site.start_worker()
    job = site.start("manage.py", "publish_report", "--kota", KOTA, "--year", YEAR)
    until(lambda: site.sql(READY)[0][0] >= 1, 60, "tidak ada bagian yang siap")
    for child in children_of(worker.pid):
        os.kill(child, signal.SIGKILL)
    before = site.sql(READY)[0][0]
    until(lambda: site.sql(READY)[0][0] > before, 90, "anak baru tidak meneruskan")
    kill_group(worker)
    assert site.sql(STATES) == [("running",)]

    site.start_worker()
    assert job.wait(240) == 0
    rows = site.sql("SELECT state, number, pages, stored_name, sha256 FROM reports_report")
    assert [row[:2] for row in rows] == [("published", 1)]
    _, _, pages, name, digest = rows[0]
    path = site.folder / "reports" / "files" / name
    assert hashlib.sha256(path.read_bytes()).hexdigest() == digest
    assert assert_sound(path) == pages
    assert site.manage("verify_report", str(path))
    assert not list((site.folder / "reports").rglob("*.part"))
