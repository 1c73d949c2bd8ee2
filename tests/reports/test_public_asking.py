"""The public edition as a report of its own: asked for, handed out, known by its hash."""

import hashlib

import pikepdf
import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from kla.audit.models import Record
from reports import actions, jobs, queries, snapshot
from reports.models import Report, ReportState
from reports.publishing import report_path
from reports.verify import verify
from tests.pdf import text_of
from tests.world import fill, sheet_of

pytestmark = pytest.mark.usefixtures("own_folder")


@pytest.fixture
def done(city, cast):
    """A finished full report, its rows only: nothing is rendered."""
    return Report.objects.create(
        period=city.period,
        snapshot=snapshot.take(city.period),
        state=ReportState.DRAFT,
        sha256="0" * 64,
        heartbeat=timezone.now(),
    )


def ask(client, report):
    return client.post(reverse("reports:report-public", args=[report.pk]))


def test_the_coordinator_asks_for_the_public_edition_of_the_same_data(client, done, cast, city):
    fill(sheet_of(city, "health"), "KES-01", cast.ani, numerator=1, denominator=2)  # later
    client.force_login(cast.dewi)
    page = client.get(reverse("reports:report-progress", args=[done.pk])).text
    assert "Susun edisi publik" in page
    assert ask(client, done).status_code == 302
    public = Report.objects.get(edition="publik")
    assert public.snapshot_id == done.snapshot_id
    assert Record.objects.get(verb="report.request").thing == f"report:{public.pk}"
    ask(client, done)
    assert Report.objects.filter(edition="publik").count() == 1  # the one that runs
    page = client.get(reverse("reports:report-progress", args=[done.pk])).text
    assert "Susun edisi publik" not in page
    assert "Edisi publik sedang disusun" in page
    Report.objects.filter(pk=public.pk).update(
        state="draft", sha256="1" * 64, finished_at=timezone.now()
    )
    page = client.get(reverse("reports:report-progress", args=[done.pk])).text
    assert "Buka edisi publik" in page
    assert reverse("reports:report-progress", args=[public.pk]) in page
    Report.objects.filter(pk=public.pk).update(error="Penerbitan gagal: datanya lain.")
    page = client.get(reverse("reports:report-progress", args=[done.pk])).text
    assert "Susun edisi publik" in page
    Report.objects.filter(pk=public.pk).update(state="failed")
    page = client.get(reverse("reports:report-progress", args=[done.pk])).text
    assert "Susun edisi publik" in page
    for stranger in (cast.ani, cast.budi, cast.eko, cast.citra):
        client.force_login(stranger)
        assert ask(client, done).status_code == 404


@pytest.mark.parametrize("state", ["running", "failed", "cancelled"])
def test_a_report_without_a_file_leads_to_no_public_edition(client, done, cast, state):
    """Compiled again from unchanged data, it has the snapshot of an earlier public edition."""
    public = actions.request_public(done, by=cast.dewi)
    again = Report.objects.create(
        period=done.period, snapshot=done.snapshot, state=state, heartbeat=timezone.now()
    )
    client.force_login(cast.dewi)
    page = client.get(reverse("reports:report-progress", args=[again.pk])).text
    assert reverse("reports:report-progress", args=[public.pk]) not in page
    assert "disi publik" not in page


def test_a_full_and_a_public_edition_are_compiled_beside_each_other(done, city, cast):
    public = actions.request_public(done, by=cast.dewi)
    full = actions.request_report(city.period, by=cast.dewi)
    assert (public.edition, full.edition) == ("publik", "lengkap")
    assert actions.request_public(done, by=cast.dewi).pk == public.pk


@pytest.mark.parametrize("state", ["queued", "failed"])
def test_no_public_edition_of_what_is_not_finished(done, cast, state):
    Report.objects.filter(pk=done.pk).update(state=state)
    done.refresh_from_db()
    with pytest.raises(ValidationError):
        actions.request_public(done, by=cast.dewi)


def published(report, edition, number=1):
    content = f"%PDF-{edition}-{number}".encode()
    made = Report.objects.create(
        period=report.period,
        snapshot=report.snapshot,
        edition=edition,
        state=ReportState.PUBLISHED,
        number=number,
        stored_name=f"{edition}-{number}.pdf",
        sha256=hashlib.sha256(content).hexdigest(),
        published_at=timezone.now(),
        heartbeat=timezone.now(),
    )
    report_path(made).parent.mkdir(exist_ok=True)
    report_path(made).write_bytes(content)
    return made


def test_viewers_get_the_edition_they_are_entitled_to(client, done, cast):
    full, public = published(done, "lengkap"), published(done, "publik")

    def gets(user):
        client.force_login(user)
        listed = client.get(reverse("reports:report-list")).text
        found = set()
        for report in (full, public):
            address = reverse("reports:report-download", args=[report.pk])
            answer = client.get(address)
            assert (address in listed) == (answer.status_code == 200)
            if answer.status_code == 200:
                assert b"".join(answer.streaming_content).startswith(b"%PDF-")
                found.add(report.edition)
        return found

    assert gets(cast.eko) == {"lengkap", "publik"}
    grant = cast.eko.assignments.get()
    grant.clusters = ["health"]
    grant.save()
    assert gets(cast.eko) == {"publik"}
    cast.eko.assignments.update(sees_small_counts=False, clusters=[])
    assert gets(cast.eko) == {"publik"}
    assert gets(cast.dewi) == {"lengkap", "publik"}


def test_anybody_downloads_the_newest_public_report_and_it_is_recorded(client, done):
    page = reverse("reports:public-list")
    assert "Belum ada laporan publik" in client.get(page).text
    published(done, "lengkap")
    published(done, "publik", 1)
    newer = published(done, "publik", 2)
    assert queries.public_reports() == [newer]
    address = reverse("reports:public-download", args=["64.71", 2026])
    assert address in client.get(page).text
    answer = client.get(address)
    assert b"".join(answer.streaming_content) == b"%PDF-publik-2"
    told = Record.objects.get(verb="report.download")
    assert (told.by, told.thing) == (None, f"report:{newer.pk}")
    assert client.get(reverse("reports:public-download", args=["64.71", 2025])).status_code == 404
    report_path(newer).write_bytes(b"%PDF-changed")
    assert client.get(address).status_code == 404
    download = reverse("reports:report-download", args=[newer.pk])
    assert client.get(download).status_code == 302  # who has not signed in


def test_the_public_report_is_known_by_the_hash_of_its_own_data(done, cast):
    public = actions.request_public(done, by=cast.dewi)
    for one in jobs.prepare(public.pk):
        jobs.render(one)
    jobs.finish(public.pk)
    public.refresh_from_db()
    assert public.state == ReportState.DRAFT, public.error
    assert public.data_sha256 == snapshot.digest(jobs.data_of(public))
    assert public.data_sha256 != done.snapshot.sha256
    again = report_path(public).with_name("perintah.pdf")
    options = ["--kota", "64.71", "--year", "2026", "--edition", "publik"]
    call_command("compile_report", *options, "--output", str(again))
    assert again.read_bytes() == report_path(public).read_bytes()
    told = verify(report_path(public))
    assert told.edition == "publik"
    assert told.sha256 == public.data_sha256
    with pikepdf.open(report_path(public)) as pdf:
        files = [bytes(one.get_file().read_bytes()) for one in pdf.attachments.values()]
    everything = text_of(report_path(public)).encode() + b"".join(files)
    assert done.snapshot.sha256.encode() not in everything
    assert done.snapshot.sha256[:12].encode() not in everything.replace(b" ", b"")
