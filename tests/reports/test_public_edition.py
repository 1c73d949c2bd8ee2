"""The public edition of a real snapshot: what is left out, who gets it, and its hash."""

import hashlib
import json

import pikepdf
import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from clusters.scoring.suppression import is_small
from kla.audit.models import Record
from programmes.registers import REGISTERS
from reports import actions, editions, jobs, queries, snapshot
from reports.attachments import as_csv
from reports.editions import programmes
from reports.models import Report, ReportState
from reports.publishing import report_path
from reports.verify import verify
from tests.pdf import text_of
from tests.programmes.rows import home_of, make
from tests.world import fill, sheet_of

SECRET = "Rahasia-7f3"


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.REPORTS_DIR = tmp_path


@pytest.fixture
def full(city, cast):
    """A snapshot with words in every place where somebody can write."""
    rows = [
        ("inclusion", "INK-02", {"numerator": 3, "denominator": 40, "note": SECRET}),
        ("protection", "PER-03", {"value": 2, "note": SECRET, "reason": SECRET}),
        ("education", "PEN-01", {"numerator": 20, "denominator": 400, "note": SECRET}),
    ]
    for area in city.kelurahan:
        for cluster, code, fields in rows:
            fill(sheet_of(city, cluster, area), code, cast.ani, **fields)
    data = json.loads(snapshot.canonical(snapshot.collect(city.period)))
    data["evidence"] = [
        {
            "area": city.kelurahan[0].code,
            "name": f"{SECRET}.pdf",
            "type": "application/pdf",
            "pages": 3,
            "sha256": SECRET,
            "valid_until": "",
            "codes": ["INK-02"],
        }
    ]
    data["action_plan"] = {
        "actions": [
            {
                "code": f"{SECRET} 1",
                "title": SECRET,
                "owner": "health",
                "target": SECRET,
                "target_number": 40,
                "reached": 3,
                "budget": 5,
                "spent": 4,
                "state": "done",
                "state_word": "Selesai",
                "progress": 100,
                "due_on": "",
                "late": False,
                "proof": True,
                "issues": ["violence"],
                "indicators": ["INK-02", SECRET],
            }
        ],
        "meetings": [
            {"held_on": "2026-03-01", "agenda": SECRET, "institutions": 3, "minutes": True}
        ],
        "follow_ups": [
            {"task": SECRET, "owner": SECRET, "due_on": "2026-04-01", "state": "open", "late": True}
        ],
    }
    data["narratives"] = {"ringkasan": {"text": SECRET, "version": 3}}
    data["new_key"] = SECRET
    data["this"]["new_key"] = SECRET
    data["this"]["entries"][0]["new_key"] = SECRET
    data["coverage"] = {"services": [], "cells": {}, "registers": [], "map": None, "new": SECRET}
    return data


def test_nothing_that_somebody_wrote_goes_in(full):
    public = editions.data_of(full, "publik")
    assert SECRET in snapshot.canonical(full).decode()
    assert SECRET not in snapshot.canonical(public).decode()
    assert [file["name"] for file in public["evidence"]] == ["Berkas 1"]
    assert public["action_plan"]["actions"][0]["code"] == "1"
    assert public["action_plan"]["actions"][0]["reached"] is None


def test_the_full_edition_is_the_snapshot_itself(full):
    assert editions.data_of(full, "lengkap") is full


def test_hidden_entries_have_no_number_in_the_attachments(full):
    public = editions.data_of(full, "publik")
    rows = [row for row in public["this"]["entries"] if row["code"] in ("INK-02", "PER-03")]
    assert len(rows) == 8
    assert all("hidden" in row for row in rows)
    numbers = [row[name] for row in rows for name in ("numerator", "denominator", "value")]
    assert not any(map(is_small, numbers))
    assert set(numbers) == {None}
    lines = as_csv(public).decode().splitlines()
    told = [line for line in lines if ",INK-02," in line or ",PER-03," in line]
    assert len(told) == 8
    assert all(line.split(",")[3:6] == ["", "", "*"] for line in told), told
    open_line = next(line for line in lines if ",PEN-01," in line)
    assert open_line.split(",")[3:5] == ["20", "400"]


COUNTED = [(slug, name) for slug, one in REGISTERS.items() for name in one.children]


@pytest.mark.parametrize(("slug", "name"), COUNTED)
def test_a_small_number_in_a_register_changes_nothing_public(slug, name, city, cast):
    row = make(slug, home_of(slug, city), cast.dewi, **_wholes(slug, name))
    told = []
    for small in (2, 3):
        type(row).objects.filter(pk=row.pk).update(**{name: small})
        data = editions.data_of(snapshot.collect(city.period), "publik")
        told.append(snapshot.canonical(data))
        assert data["coverage"]["cells"]
    assert told[0] == told[1]


def sums(received, handled, **more):
    return {"there": 5, "received": received, "handled": handled, "referred": 6} | more


@pytest.mark.parametrize("row", [sums(3, 0), sums(40, 31)], ids=["small", "small rest"])
def test_one_small_sum_of_children_closes_its_year_in_the_whole_table(row):
    rows = [
        {"key": "1", "title": "", "now": row, "before": sums(60, 30)},
        {"key": "2", "title": "", "now": sums(70, 50), "before": None},
    ]
    told = programmes.table(rows, "patbm")
    for one in told:
        assert [one["now"][name] for name in ("received", "handled", "referred")] == [None] * 3
        assert one["now"]["there"] == 5
    assert told[0]["before"] == rows[0]["before"]
    assert told[1]["before"] is None


def _wholes(slug, name):
    """What a part is a part of, large enough; the database asks for it."""
    sums = REGISTERS[slug].sums
    found = {}
    for whole, *parts in reversed(sums):
        if name in parts or set(found) & set(parts):
            found[whole] = 20
    return found


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
