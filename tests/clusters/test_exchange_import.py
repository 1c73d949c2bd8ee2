"""The entries file in: what goes out comes in the same, and a fault leaves all as it was."""

import csv
from datetime import timedelta

import openpyxl
import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from clusters.actions import close_period
from clusters.models import Entry
from kla.audit.models import Record
from tests.world import fill, sheet_of

HEADER = (
    "tahun,kode_wilayah,kode_indikator,pembilang,penyebut,nilai,"
    "tidak_berlaku,tidak_tersedia,catatan"
)
ANI = "2026,64.71.01.1001"  # the year and the kelurahan of Ani


@pytest.fixture
def take(city, tmp_path):
    """Import a file of these lines, each of Ani's kelurahan where it begins with a code."""

    def take(*lines, header=HEADER, **options):
        path = tmp_path / "isian.csv"
        rows = [line if line[:1].isdigit() else f"{ANI},{line}" for line in lines]
        path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
        call_command("import_entries", str(path), **options)

    return take


@pytest.fixture
def refused(take):
    """The faults a file is refused with; nothing of it is stored."""

    def refused(*lines, **more):
        before = stored()
        with pytest.raises(CommandError) as caught:
            take(*lines, **more)
        assert caught.value.returncode == 1
        assert stored() == before
        return str(caught.value).splitlines()

    return refused


def stored():
    return list(Entry.objects.order_by("pk").values()), Record.objects.count()


def export(path):
    call_command("export_entries", "--kota", "64.71", "--year", "2026", "--output", str(path))
    return path


def answers(path):
    """The columns of a CSV that an operator answers in."""
    with path.open(encoding="utf-8", newline="") as file:
        return [row[:12] for row in csv.reader(file)]


def fill_all(city, cast):
    """An answer of every kind, in sheets of every state."""
    health = sheet_of(city, "health")
    fill(health, "KES-01", cast.ani, numerator=412, denominator=418, note='=1+1, "rekap"\nlama')
    fill(health, "KES-02", cast.ani, numerator=0, denominator=0, note="'@tidak ada")
    fill(health, "KES-09", cast.ani, value=0, note="-")
    fill(sheet_of(city, "governance"), "TKL-01", cast.ani, value=1, note="'+62 \t x")
    fill(sheet_of(city, "protection"), "PER-01", cast.ani, value=3, note="_x0041_")
    fill(sheet_of(city, "protection"), "PER-03", cast.ani, no_data=True, note="é – ya")
    fill(sheet_of(city, "education"), "PEN-01", cast.ani, numerator=5, note="baru separuh")
    fill(sheet_of(city, "inclusion"), "INK-02", cast.ani, not_applicable=True, note="''=2")
    kota = sheet_of(city, "family_environment", city.kota)
    fill(kota, "KEL-K1", cast.gita, numerator=5, denominator=300)


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_what_goes_out_comes_in_the_same(city, cast, tmp_path, capsys, ending):
    fill_all(city, cast)
    path = export(tmp_path / f"isian.{ending}")
    before = answers(export(tmp_path / "sebelum.csv"))
    notes = dict(Entry.objects.values_list("indicator__code", "note"))
    Entry.objects.all().delete()
    call_command("import_entries", str(path))
    assert "9 isian diubah, 29 tetap." in capsys.readouterr().out
    assert answers(export(tmp_path / "sesudah.csv")) == before
    assert dict(Entry.objects.values_list("indicator__code", "note")) == notes
    assert set(Entry.objects.values_list("entered_by__username", flat=True)) == {"sistem"}
    assert Record.objects.filter(verb="entry.save").count() == 9


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
@pytest.mark.parametrize("state", ["draft", "submitted", "returned", "verified", "locked"])
def test_the_same_file_again_changes_nothing_in_any_state(
    city, cast, tmp_path, capsys, ending, state
):
    fill_all(city, cast)
    Entry.objects.filter(indicator__code="KES-09").update(note="dua\r\nbaris ")
    city.period.sheets.update(state=state)
    path = export(tmp_path / f"isian.{ending}")
    before = stored()
    call_command("import_entries", str(path))
    assert "0 isian diubah, 38 tetap." in capsys.readouterr().out
    assert stored() == before


def test_semicolons_part_the_columns_as_indonesian_spreadsheets_save_them(city, take):
    take(f"{ANI},KES-09,,,3,,,lengkap".replace(",", ";"), header=HEADER.replace(",", ";"))
    entry = Entry.objects.get()
    assert (entry.value, entry.note) == (3, "lengkap")


def test_a_closed_year_may_be_read_again_but_not_changed(city, cast, take, refused, tmp_path):
    fill_all(city, cast)
    close_period(city.period, by=cast.dewi)
    call_command("import_entries", str(export(tmp_path / "isian.csv")))
    assert refused("KES-09,,,4,,,") == [
        "baris 2: tahun ini sudah ditutup; isiannya tidak dapat diubah."
    ]


def test_the_deadline_does_not_bind_an_import(city, take):
    city.period.deadline = timezone.now() - timedelta(days=1)
    city.period.save()
    take("KES-09,,,4,,,")
    assert Entry.objects.get().value == 4


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("KES-01,9,10,,,,baru", {"numerator": 9, "denominator": 10, "note": "baru"}),
        ("KES-01,9,,,,,", {"numerator": 9}),
        ("KES-01, 9 ,10.0,77,,,", {"numerator": 9, "denominator": 10}),
        ("KES-02,0,0,,ya,tidak,x", {"numerator": 0, "denominator": 0, "note": "x"}),
        ("KES-02,,,,ya,,x", {"not_applicable": True, "note": "x"}),
        ("KES-09,,,3.000000,Tidak,TIDAK,", {"value": 3}),
        ("KES-09,,,,,ya,menunggu", {"no_data": True, "note": "menunggu"}),
        ("TKL-01,,,ya,,,", {"value": 1}),
        ("TKL-01,,,tidak,,,", {"value": 0}),
        ("PER-01,,,3,,,'=1", {"value": 3, "note": "=1"}),
        ("PER-01,,,3,,,'kutip'", {"value": 3, "note": "'kutip'"}),
    ],
)
def test_a_row_is_stored_as_its_answer(take, line, expected):
    take(line)
    blank = dict.fromkeys(("numerator", "denominator", "value")) | {
        "not_applicable": False,
        "no_data": False,
        "note": "",
    }
    assert Entry.objects.values(*blank).get() == blank | expected


def test_an_empty_answer_leaves_the_entry_as_it_is(city, cast, take):
    fill(sheet_of(city, "health"), "KES-01", cast.ani, numerator=9, denominator=10, note="rekap")
    fill(sheet_of(city, "health"), "KES-09", cast.ani, no_data=True, note="menunggu")
    before = stored()
    take("KES-01,,,90,tidak,tidak,", "KES-09,,,,,,", "KES-02,,,,,,", "TKL-01")
    assert stored() == before


def test_a_new_answer_keeps_the_note_and_the_further_numbers(city, cast, take):
    entry = fill(
        sheet_of(city, "education"),
        "PEN-01",
        cast.ani,
        numerator=5,
        denominator=50,
        extra={"putus": 2},
        note="rekap",
    )
    take("PEN-01,6,50,,,,")
    entry.refresh_from_db()
    assert (entry.numerator, entry.note, entry.extra) == (6, "rekap", {"putus": 2})
    assert (entry.version, entry.entered_by.username) == (2, "sistem")


def test_not_applicable_said_otherwise_is_no_change(city, cast, take):
    fill(sheet_of(city, "inclusion"), "INK-02", cast.ani, not_applicable=True, note="x")
    fill(sheet_of(city, "health"), "KES-02", cast.ani, numerator=0, denominator=0, note="x")
    before = stored()
    take("INK-02,0,0,,ya,,x", "KES-02,,,,ya,,x")
    assert stored() == before


def test_a_trial_tells_and_stores_nothing(take, refused, capsys):
    before = stored()
    take("KES-09,,,3,,,", "KES-01,9,10,,,,", "KES-02,,,,,,", dry_run=True)
    assert "2 isian akan diubah, 1 tetap." in capsys.readouterr().out
    assert stored() == before
    assert refused("KES-09,,,-3,,,", dry_run=True) == [
        "baris 2: Isi dengan bilangan bulat dari 0 sampai 1.000.000.000."
    ]


def test_columns_in_any_order_and_others_are_ignored(take):
    take(
        "2026,KES-09,kosong,64.71.01.1001,7,sesuatu",
        header="tahun,kode_indikator,,KODE_WILAYAH, nilai ,capaian",
    )
    assert Entry.objects.get().value == 7


def test_a_workbook_of_a_person_is_read(city, tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append([*HEADER.split(","), None, None])
    sheet.append([2026, "64.71.01.1001", "KES-09", None, None, 3.0])
    sheet.append([2026, "64.71.01.1001", "TKL-01", None, None, True])
    sheet.append([None])
    sheet.append([2026.0, "64.71.01.1001", "KES-01", 9, 10, "=9/10", None, None, None, "", None])
    book.save(tmp_path / "isian.xlsx")
    call_command("import_entries", str(tmp_path / "isian.xlsx"))
    rows = Entry.objects.order_by("indicator__position")
    assert list(rows.values_list("indicator__code", "value", "numerator")) == [
        ("TKL-01", 1, None),
        ("KES-01", None, 9),
        ("KES-09", 3, None),
    ]
