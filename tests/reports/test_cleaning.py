"""Cleaning by rule, with real files: what goes, and what never does."""

import os
import time
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from kla.audit.models import Record
from reports.cleaning import Cleaned, clean
from reports.models import Report, ReportState, Section, Snapshot
from reports.publishing import report_path
from tests.reports.drafts import lay_draft, lay_published

LONG_AGO = timedelta(days=40)

pytestmark = pytest.mark.usefixtures("own_folder")


@pytest.fixture
def lay(city, printed):
    """A report of the year and, where `old`, everything of it old; each has a file of its own."""

    def make(state, *, old=True, number=None, **more):
        name = f"{Report.objects.count():064d}.pdf"
        path = report_path(Report(stored_name=name))
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(name.encode())
        if number:
            more |= {"number": number, "published_at": timezone.now()}
        report = lay_draft(city.period, printed, **({"stored_name": name, "state": state} | more))
        if old:
            past = timezone.now() - LONG_AGO
            # Straight into the row, as if it had been asked for then.
            Report.objects.filter(pk=report.pk).update(heartbeat=past)
            if not number:
                Report.objects.filter(pk=report.pk).update(requested_at=past)
            age(path)
        return report

    return make


def age(path, by=LONG_AGO):
    then = time.time() - by.total_seconds()
    os.utime(path, (then, then))


def left():
    return set(Report.objects.values_list("pk", flat=True))


def test_old_drafts_go_but_the_newest_of_each_kind_stays(lay):
    gone = [lay("draft") for _ in range(2)]
    newest = lay("draft")
    part = lay("draft", scope="klaster:health")
    public = lay("draft", edition="publik")
    assert clean().reports == 2
    assert left() == {newest.pk, part.pk, public.pk}
    assert not Section.objects.filter(report__in=[one.pk for one in gone]).exists()
    assert [report_path(one).exists() for one in (*gone, newest, part, public)] == [
        False,
        False,
        True,
        True,
        True,
    ]
    assert Record.objects.filter(verb="report.clean").count() == 2


def test_failed_and_cancelled_ones_go_when_they_are_old(lay):
    for state in ("failed", "cancelled"):
        lay(state)
    young = [lay(state, old=False) for state in ("failed", "cancelled")]
    assert clean().reports == 2
    assert left() == {one.pk for one in young}


def test_published_ones_never_go_with_their_files_and_snapshots(lay):
    ones = [lay("published", number=number) for number in (1, 2)]
    clean()
    assert left() == {one.pk for one in ones}
    assert all(report_path(one).exists() for one in ones)
    assert Snapshot.objects.count() == 1


def test_a_running_job_loses_nothing(lay, printed, settings):
    job = lay("publishing", number=1)
    for path in (settings.REPORTS_DIR / "sections").iterdir():
        age(path)
    assert clean() == Cleaned(0, 0, 0, 0)
    assert left() == {job.pk}
    there = len(list((settings.REPORTS_DIR / "sections").iterdir()))
    assert there == len(set(printed.files.values()))


def test_young_drafts_stay(lay):
    ones = [lay("draft", old=False) for _ in range(3)]
    assert clean() == Cleaned(0, 0, 0, 0)
    assert left() == {one.pk for one in ones}


def test_rendered_sections_and_drawings_go_when_nothing_used_them_for_long(lay, settings):
    lay("published", number=1)
    folder = settings.REPORTS_DIR / "sections"
    used = set(folder.iterdir())
    young, old = folder / f"{'a' * 64}.pdf", folder / f"{'b' * 64}.pdf"
    drawing = settings.REPORTS_DIR / "charts" / "c.svg"
    drawing.parent.mkdir()
    for path in (young, old, drawing):
        path.write_bytes(b"isi")
    for path in (*used, old, drawing):
        age(path)
    assert clean().sections == 2
    assert set(folder.iterdir()) == used | {young}
    assert not drawing.exists()


def test_files_that_no_row_names_go_after_a_day(lay, settings):
    report = lay("draft", old=False)
    folder = settings.REPORTS_DIR / "files"
    orphan, waiting, part = folder / "yatim.pdf", folder / "baru.pdf", folder / "x.pdf.7.part"
    for path in (orphan, waiting, part):
        path.write_bytes(b"isi")
    for path in (orphan, part, report_path(report)):
        age(path, timedelta(days=2))
    assert clean().files == 2
    assert not orphan.exists()
    assert not part.exists()
    assert waiting.exists()  # its row may be about to stand
    assert report_path(report).exists()


def insert_snapshot(period, sha256, at):
    """Past the model: a snapshot knows only now, and nobody can change it after."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO reports_snapshot (period_id, sha256, content, taken_at)"
            " VALUES (%s, %s, %s, %s)",
            [period.pk, sha256, b"x", at],
        )


def test_snapshots_without_a_report_go_after_a_day(lay, city):
    draft = lay("draft", old=False)
    insert_snapshot(city.period, "0" * 64, timezone.now() - timedelta(days=2))
    insert_snapshot(city.period, "1" * 64, timezone.now())
    waiting = lay("queued", old=False, snapshot=None, edition="publik")
    assert clean().snapshots == 0  # a job may be about to take it up
    waiting.delete()
    assert clean().snapshots == 1
    assert {one.sha256 for one in Snapshot.objects.all()} == {draft.snapshot.sha256, "1" * 64}


def test_the_command_says_what_went(lay, capsys):
    for _ in range(2):
        lay("draft")
    call_command("clean_reports")
    assert "Dibuang: 1 laporan yang belum terbit" in capsys.readouterr().out


def test_a_published_file_is_shared_with_no_draft(city, printed):
    """A published file stays when a draft that had the same name goes."""
    report = lay_published(city.period, printed, 1)
    twin = lay_draft(city.period, printed, stored_name=report.stored_name, state="failed")
    past = timezone.now() - LONG_AGO
    Report.objects.filter(pk=twin.pk).update(heartbeat=past, requested_at=past)
    age(report_path(report))
    clean()
    assert left() == {report.pk}
    assert report_path(report).exists()
    assert Report.objects.get().state == ReportState.PUBLISHED
