"""The chapter on the RAD and the Gugus Tugas: sums, what is late, and plain words for nothing."""

import re
from datetime import date, timedelta

import pytest
from django.utils import timezone

from kla.areas.models import Office, OfficeName
from programmes.attachment import Attachment
from programmes.registers.rad_action import RadAction
from reports import content, render, snapshot
from reports.sections.book import Book
from reports.sections.rad import rad
from tests.pdf import text_of
from tests.programmes.rows import make

TODAY = date(2026, 6, 1)
PAST, AHEAD = TODAY - timedelta(days=9), TODAY + timedelta(days=9)


@pytest.fixture(autouse=True)
def turn_to(monkeypatch):
    """Django's clock says the first of June, until a test turns to another day."""

    def act(day):
        monkeypatch.setattr(timezone, "localdate", lambda *_, **__: day)

    act(TODAY)
    return act


@pytest.fixture
def row(city, cast):
    def act(slug, **more):
        return make(slug, city.kota, cast.dewi, **more)

    return act


@pytest.fixture
def filled(city, row, other_city, cast):
    """Three actions of the year, one of them late; a meeting held, one to come, follow-ups."""
    office = Office.objects.create(key="lain", name="Badan lain")
    OfficeName.objects.create(kota=city.kota, office=office, name="Bappeda Contoh")
    money = {"budget": 40_000_000, "spent": 10_000_000}
    many = {"issues": "violence,play_space", "target_number": 8, "reached": 2}
    row("rad", code="1", title="Terlambat betul", due_on=PAST, owner=office, **money, **many)
    row("rad", code="2", title="Sudah beres", due_on=PAST, state="done", budget=2_500_000)
    row("rad", code="3", title="Masih lama", due_on=AHEAD, proof="https://bukti.example/x")
    row("rad", code="1", title="Tahun lalu", year=2025, due_on=PAST, budget=7)
    row("rad", code="4", title="Sudah dihapus", removed_at=timezone.now())
    make("rad", other_city.kota, cast.dewi, code="5", title="Kota sebelah")
    year = date(2026, 1, 5)
    row("rapat", held_on=year, agenda="Rapat Januari", institutions=4, minutes="Isi rahasia")
    row("rapat", held_on=AHEAD, agenda="Rapat kelak")
    row("tindak-lanjut", task="Lewat waktu", due_on=year)
    row("tindak-lanjut", task="Warisan", due_on=year.replace(year=2025))
    row("tindak-lanjut", task="Selesai sudah", due_on=year, state="done")
    row("tindak-lanjut", task="Beres dulu", due_on=year.replace(year=2025), state="done")


def printed(data):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", content.section_html(data, "program:rad")))


def test_it_stands_between_the_issues_and_the_closing_chapter(city):
    keys = [one.key for one in content.plan(snapshot.collect(city.period))]
    at = keys.index("program:rad")
    assert keys.index("isu") < at
    assert keys[at + 1 :][:2] == ["kesenjangan", "penutup"]


def test_the_sums_are_right(city, filled):
    data = snapshot.collect(city.period)
    told = rad(Book(data), "rad", "", None)
    assert [row["code"] for row in told["actions"]] == ["1", "2", "3"]
    assert told["total"] == {
        "count": 3,
        "done": 1,
        "late": 1,
        "budget": 42_500_000,
        "spent": 10_000_000,
        "budgeted": 2,
    }
    by_issue = [(title, one["count"], one["budget"]) for title, one in told["by_issue"]]
    assert by_issue == [
        ("Kekerasan terhadap Anak", 1, 40_000_000),
        ("Ruang Bermain Ramah Anak", 1, 40_000_000),
        ("Tanpa isu strategis", 2, 2_500_000),
    ]
    by_owner = [(title, one["late"], one["spent"]) for title, one in told["by_owner"]]
    assert by_owner == [("Bappeda Contoh", 1, 10_000_000), ("Dinas kesehatan", 0, None)]
    assert [row["task"] for row in told["overdue"]] == ["Warisan", "Lewat waktu"]
    assert (len(told["follow_ups"]), told["done"], told["minuted"]) == (3, 1, 1)


def test_what_is_late_is_printed(city, filled):
    data = snapshot.collect(city.period)
    text = printed(data)
    assert "3 kegiatan, 1 selesai dan 1 terlambat" in text
    assert "Berjalan, terlambat" in text
    assert "2 / 8 25% 40.000.000 10.000.000" in text
    assert "Jumlah 3 kegiatan 42.500.000 10.000.000 23% dari pagu" in text
    assert text.count("Terlambat betul") == 2  # among all, and among the late ones
    assert text.count("Masih lama") == 1
    for words in ("Rapat Januari", "Warisan", "Lewat waktu", "Bappeda Contoh"):
        assert words in text
    for words in ("Tahun lalu", "dihapus", "sebelah", "Rapat kelak", "Selesai sudah", "Beres"):
        assert words not in text
    assert b"rahasia" not in snapshot.canonical(data)  # minutes stay where they are


def test_nothing_is_said_in_plain_sentences(city):
    text = printed(snapshot.collect(city.period))
    for words in (
        "Belum ada kegiatan RAD KLA yang dicatat untuk tahun 2026.",
        "Belum ada rapat Gugus Tugas yang dicatat untuk tahun 2026.",
        "Belum ada tindak lanjut rapat yang dicatat.",
    ):
        assert words in text
    assert "Tabel" not in text


def test_amounts_and_numbers_that_nobody_wrote_are_told_so(city, row):
    row("rad", code="1")
    text = printed(snapshot.collect(city.period))
    assert "n. a. n. a. n. a. n. a. Berjalan belum" in text
    assert "Jumlah 1 kegiatan n. a. n. a. n. a." in text
    assert "Tidak ada kegiatan yang terlambat." in text


def test_the_snapshot_changes_with_what_is_late_and_not_with_the_day(city, filled, turn_to):
    before = snapshot.canonical(snapshot.collect(city.period))
    turn_to(TODAY + timedelta(days=5))
    assert snapshot.canonical(snapshot.collect(city.period)) == before
    turn_to(TODAY + timedelta(days=15))
    after = snapshot.collect(city.period)["action_plan"]["actions"]
    assert [one["late"] for one in after] == [True, False, True]


def test_a_snapshot_of_before_keeps_its_report(city):
    data = snapshot.collect(city.period)
    now = [one.key for one in content.plan(data)]
    del data["action_plan"]
    assert [one.key for one in content.plan(data)] == [key for key in now if key != "program:rad"]


def test_hostile_words_stay_words(city, row):
    row("rad", code="<b>", title="<script>x</script>", due_on=PAST)
    html = content.section_html(snapshot.collect(city.period), "program:rad")
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


def test_many_actions_run_over_pages_whole(city, row, tmp_path):
    for number in range(60):
        row("rad", code=f"{number // 10 + 1}.{number % 10}", title=f"Kegiatan ke-{number} " * 8)
    path = tmp_path / "bab.pdf"
    path.write_bytes(
        render.to_pdf(content.section_html(snapshot.collect(city.period), "program:rad"))
    )
    text = text_of(path)
    assert all(f"Kegiatan ke-{number} " in text for number in range(60))
    assert "Jumlah 60 kegiatan" in text


def test_a_file_is_proof_as_well_as_an_address(city, filled, cast):
    action = RadAction.objects.get(title="Terlambat betul")
    kept = {"names_no_child": True, "uploaded_by": cast.dewi, "area": city.kota, "size": 1}
    hashes = {"received_sha256": "a" * 64, "kept_sha256": "a" * 64, "stored_name": "a"}
    fields = {field.name for field in Attachment._meta.fields}
    told = {name: value for name, value in (kept | hashes).items() if name in fields}
    Attachment.objects.create(register="rad", row_id=action.pk, name="bukti.pdf", **told)
    actions = snapshot.collect(city.period)["action_plan"]["actions"]
    proofs = {one["title"]: one["proof"] for one in actions}
    assert proofs == {"Terlambat betul": True, "Sudah beres": False, "Masih lama": True}
