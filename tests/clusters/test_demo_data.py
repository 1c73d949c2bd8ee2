"""The invented year: the same for the same seed, fit to be handed in, and never in production."""

import csv
import json
from collections import Counter

import pytest
from django.core.management import CommandError, call_command

from clusters import answers
from clusters.check_queries import unanswered
from clusters.models import Entry, EvidenceFile, EvidenceLink, Period, Sheet
from clusters.queries import current_evidence, entries_with_current_evidence
from clusters.score_queries import score_period
from kla.accounts.models import User
from kla.areas.models import Area, Level


@pytest.fixture
def place(db, settings, tmp_path):
    """The real catalogue, and a city of three kelurahan; its files go to a folder of its own."""
    settings.DATA_DIR = tmp_path
    settings.EVIDENCE_DIR = tmp_path / "bukti"
    settings.EVIDENCE_DIR.mkdir()
    call_command("load_catalogue")
    build("64.71", "Kota Contoh", 3)
    return tmp_path


def build(code, name, kelurahan):
    kota = Area.objects.create(code=code, name=name, level=Level.KOTA)
    below = Area.objects.create(
        code=f"{code}.01", name="Kecamatan Uji", level=Level.KECAMATAN, parent=kota
    )
    for number in range(1, kelurahan + 1):
        Area.objects.create(
            code=f"{code}.01.{1000 + number}",
            name=f"Desa Ujian {number}",
            level=Level.KELURAHAN,
            parent=below,
        )


def invent(*more, kota="64.71", year=2026):
    call_command("demo_data", f"--kota={kota}", f"--year={year}", *more)


def export(folder, year=2026, kota="64.71"):
    path = folder / "isian.csv"
    call_command("export_entries", f"--kota={kota}", f"--year={year}", f"--output={path}")
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def forget():
    """Every year with its sheets; the keys of new rows go on from here."""
    for model in (EvidenceLink, EvidenceFile, Entry, Sheet, Period):
        model.objects.all().delete()


def accounts(folder):
    return json.loads((folder / "demo-accounts.json").read_text(encoding="utf-8"))


def test_the_same_seed_gives_the_same_years(place):
    invent("--seed", "7")
    years = [export(place, year) for year in (2025, 2026)]
    scores = [score_period(period) for period in Period.objects.order_by("year")]
    forget()
    invent("--seed", "7")
    assert [export(place, year) for year in (2025, 2026)] == years
    assert [score_period(period) for period in Period.objects.order_by("year")] == scores
    forget()
    invent("--seed", "8")
    assert export(place) != years[1]


def test_another_city_before_it_changes_nothing(place):
    invent("--seed", "7")
    alone = export(place)
    forget()
    build("73.71", "Kota Lain", 2)
    invent("--seed", "7", kota="73.71")
    invent("--seed", "7")
    assert export(place) == alone


@pytest.mark.parametrize("state", ["draft", "submitted", "verified"])
def test_every_sheet_is_in_the_state_that_is_asked(place, state):
    invent("--state", state)
    sheets = Sheet.objects.filter(period__year=2026)
    assert Counter(sheets.values_list("state", flat=True)) == {state: sheets.count()}
    locked = Sheet.objects.filter(period__year=2025)
    assert Counter(locked.values_list("state", flat=True)) == {"locked": locked.count()}
    years = dict(Period.objects.values_list("year", "state"))
    assert years == {2025: "closed", 2026: "open"}


def test_a_year_without_a_state_has_every_state(place):
    invent()
    states = set(Sheet.objects.filter(period__year=2026).values_list("state", flat=True))
    assert states == {"draft", "submitted", "returned", "verified"}


def test_another_state_is_wrong_usage(place):
    with pytest.raises(CommandError, match="--state"):
        invent("--state", "selesai")


@pytest.mark.parametrize("state", ["mixed", "draft", "submitted", "verified"])
@pytest.mark.parametrize("seed", ["1", "2", "3"])
def test_what_is_invented_could_have_been_typed(place, state, seed):
    invent("--state", state, "--seed", seed)
    for entry in Entry.objects.select_related("indicator"):
        given = answers.Answer(**{name: getattr(entry, name) for name in vars(answers.Answer())})
        assert answers.faults(entry.indicator, given) == {}, entry.indicator.code
    proven = set()
    for period in Period.objects.all():
        proven |= entries_with_current_evidence(period)
    for sheet in Sheet.objects.exclude(state="draft").prefetch_related("entries__indicator"):
        assert unanswered(sheet) == []
        marks = {entry.mark for entry in sheet.entries.all()}
        if sheet.state in ("verified", "locked"):
            assert marks <= {"accepted", "adjusted", "rejected"}
        elif sheet.state == "returned":
            assert "returned" in marks
        else:
            assert marks == {""}
    settled = Entry.objects.filter(mark__in=["accepted", "adjusted"]).select_related("indicator")
    assert not [entry for entry in settled if not suffices(entry, proven)]


def suffices(entry, proven):
    free = entry.no_data or answers.is_not_applicable(entry.indicator, entry)
    return free or not entry.indicator.evidence or entry.pk in proven


@pytest.mark.parametrize("seed", ["1", "2", "3"])
def test_a_verified_year_has_something_of_everything(place, seed):
    invent("--state", "verified", "--seed", seed)
    rows = export(place)
    for column, word in [
        ("tidak_berlaku", "ya"),
        ("tidak_tersedia", "ya"),
        ("verifikasi", "diterima"),
        ("verifikasi", "disesuaikan"),
        ("verifikasi", "ditolak"),
        ("berbukti", "tidak"),
    ]:
        assert [row for row in rows if row[column] == word], (column, word)
    # what lacks its evidence is rejected, unless there was nothing to prove
    unproven = [row for row in rows if row["berbukti"] == "tidak" and row["nilai"]]
    assert {row["verifikasi"] for row in unproven} == {"ditolak"}
    entries = Entry.objects.filter(sheet__period__year=2026)
    assert entries.filter(links=None).exists()
    expired = EvidenceFile.objects.filter(links__entry__in=entries).exclude(
        pk__in=current_evidence(2026)
    )
    assert expired.exists()


def test_a_year_that_has_entries_stays_as_it_is(place, capsys):
    invent("--seed", "7")
    before = export(place), accounts(place), User.objects.count()
    capsys.readouterr()
    invent("--seed", "8", "--state", "draft")
    assert "sudah ada, tidak diubah" in capsys.readouterr().out
    assert (export(place), accounts(place), User.objects.count()) == before
