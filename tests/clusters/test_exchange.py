"""The entries file out: its columns, its rows, and how it disarms a spreadsheet."""

import csv
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from django.core.management import call_command
from django.utils import timezone

from clusters.models import EvidenceFile, EvidenceLink
from tests.world import fill, sheet_of

COLUMNS = (
    "tahun,kode_wilayah,wilayah,klaster,kode_indikator,indikator,pembilang,penyebut,nilai,"
    "tidak_berlaku,tidak_tersedia,catatan,status,verifikasi,nilai_verifikasi,berbukti,capaian"
)
CLUSTERS = ["governance", "health", "education", "family_environment", "inclusion", "protection"]


@pytest.fixture
def export(city, tmp_path):
    """The rows of the city's file, by name of column; `.csv` unless said."""

    def export(ending="csv"):
        path = tmp_path / f"isian.{ending}"
        call_command("export_entries", "--kota", "64.71", "--year", "2026", "--output", str(path))
        return path

    return export


def rows_of(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def row_of(path, code, area="64.71.01.1001"):
    """What follows area and label in the row of an indicator."""
    found = [
        row for row in rows_of(path) if (row["kode_wilayah"], row["kode_indikator"]) == (area, code)
    ]
    assert len(found) == 1
    return ",".join(list(found[0].values())[6:])


def marked(cast, mark, **more):
    return {"mark": mark, "marked_by": cast.budi, "marked_at": timezone.now()} | more


def prove(entry, by, valid_until=None):
    """Link a file to an entry."""
    file = EvidenceFile.objects.create(
        area=entry.sheet.area,
        name="SK.pdf",
        stored_name=f"{entry.pk:048}",
        content_type="application/pdf",
        size=1,
        pages=1,
        received_sha256="0" * 64,
        kept_sha256="0" * 64,
        valid_until=valid_until,
        names_no_child=True,
        uploaded_by=by,
    )
    EvidenceLink.objects.create(entry=entry, file=file, linked_by=by)


def test_the_columns_are_those_of_the_design(export):
    assert export().read_text(encoding="utf-8").splitlines()[0] == COLUMNS
    sheet = openpyxl.load_workbook(export("xlsx")).worksheets[0]
    assert [cell.value for cell in sheet[1]] == COLUMNS.split(",")


def test_every_expected_answer_has_a_row_in_order(export, city, other_city):
    rows = rows_of(export())
    assert len(rows) == 4 * 9 + 2
    order = [
        (row["kode_wilayah"], CLUSTERS.index(row["klaster"]), row["kode_indikator"]) for row in rows
    ]
    assert order == sorted(order)
    assert {row["kode_wilayah"] for row in rows} == {"64.71", *(a.code for a in city.kelurahan)}
    assert [row["kode_indikator"] for row in rows[:2]] == ["KES-K2", "KEL-K1"]
    assert {row["tahun"] for row in rows} == {"2026"}
    assert (rows[0]["wilayah"], rows[0]["indikator"]) == ("Kota Contoh", "Indikator KES-K2")
    # unanswered ones are empty but for the state of their sheet
    assert {",".join(list(row.values())[6:]) for row in rows} == {",,,,,,draf,,,,"}


def test_each_kind_of_answer_has_its_row(export, city, cast):
    health, kota = sheet_of(city, "health"), sheet_of(city, "family_environment", city.kota)
    fill(health, "KES-01", cast.ani, numerator=412, denominator=418, note="rekap, Desember")
    fill(health, "KES-02", cast.ani, numerator=0, denominator=0, note="tidak ada balita")
    fill(health, "KES-09", cast.ani, value=3)
    fill(sheet_of(city, "governance"), "TKL-01", cast.ani, value=1)
    fill(sheet_of(city, "protection"), "PER-01", cast.ani, value=2)
    fill(sheet_of(city, "protection"), "PER-03", cast.ani, value=7)
    fill(sheet_of(city, "education"), "PEN-01", cast.ani, numerator=0, denominator=0)
    fill(sheet_of(city, "family_environment"), "KEL-06", cast.ani, no_data=True, note="menunggu")
    fill(sheet_of(city, "inclusion"), "INK-02", cast.ani, not_applicable=True)
    fill(kota, "KEL-K1", cast.gita, numerator=5, denominator=300)
    path = export()
    # 100 · 412/418 = 98.564593…; (98.564593… − 80)/20 = 0.928230 rounded to 6 decimals
    assert row_of(path, "KES-01") == (
        "412,418,98.564593,tidak,tidak,rekap, Desember,draf,,,tidak,0.928230"
    )
    assert row_of(path, "KES-02") == "0,0,,ya,tidak,tidak ada balita,draf,,,ya,"
    assert row_of(path, "KES-09") == ",,3,tidak,tidak,,draf,,,ya,0.700000"
    assert row_of(path, "TKL-01") == ",,1,tidak,tidak,,draf,,,tidak,1.000000"
    assert row_of(path, "PER-01") == ",,2,tidak,tidak,,draf,,,tidak,0.666667"
    assert row_of(path, "PER-03") == ",,7,tidak,tidak,,draf,,,ya,"  # never scored
    assert row_of(path, "PEN-01") == "0,0,,tidak,tidak,,draf,,,ya,0.000000"  # it always applies
    assert row_of(path, "KEL-06") == ",,,tidak,ya,menunggu,draf,,,ya,"
    assert row_of(path, "INK-02") == ",,,ya,tidak,,draf,,,ya,"
    # 1000 · 5/300 = 16.666667; (30 − 16.666…)/30 = 0.444444
    assert row_of(path, "KEL-K1", "64.71") == ("5,300,16.666667,tidak,tidak,,draf,,,ya,0.444444")


def test_half_a_pair_is_written_and_has_no_value(export, city, cast):
    fill(sheet_of(city, "health"), "KES-01", cast.ani, numerator=412)
    assert row_of(export(), "KES-01").startswith("412,,,,,,draf,,,")
    assert row_of(export(), "KES-01").endswith(",")


@pytest.mark.parametrize(
    ("numerator", "denominator", "value"),
    # 100 / 200.000.000 is 0.0000005 and goes to the even 0; three times that to the even 2
    [(2, 3, "66.666667"), (1, 2 * 10**8, "0.000000"), (3, 2 * 10**8, "0.000002")],
)
def test_values_are_rounded_half_even_to_six_decimals(
    export, city, cast, numerator, denominator, value
):
    fill(sheet_of(city, "health"), "KES-01", cast.ani, numerator=numerator, denominator=denominator)
    assert row_of(export(), "KES-01").split(",")[2] == value


@pytest.mark.parametrize(
    ("state", "word"),
    [
        ("draft", "draf"),
        ("submitted", "diajukan"),
        ("returned", "dikembalikan"),
        ("verified", "terverifikasi"),
        ("locked", "terkunci"),
    ],
)
def test_the_state_is_the_sheets(export, city, state, word):
    sheet = sheet_of(city, "health")
    sheet.state = state
    sheet.save(update_fields=["state"])
    states = {row["kode_indikator"]: row["status"] for row in rows_of(export())[2:11]}
    assert {code for code, given in states.items() if given == word} >= {"KES-01", "KES-02"}
    assert states["TKL-01"] == "draf"


@pytest.mark.parametrize(
    ("mark", "more", "words"),
    [
        ("accepted", {}, "diterima,"),
        ("adjusted", {"reason": "x", "adjusted_value": Decimal("87.5")}, "disesuaikan,87.500000"),
        ("rejected", {"reason": "x"}, "ditolak,"),
        ("returned", {"reason": "x"}, "dikembalikan,"),
    ],
)
def test_the_mark_is_the_entrys(export, city, cast, mark, more, words):
    fields = marked(cast, mark, **more)
    fill(sheet_of(city, "health"), "KES-01", cast.ani, numerator=9, denominator=10, **fields)
    # the attainment stays the operator's, whatever the reviewer says: (90 − 80)/20
    assert row_of(export(), "KES-01") == (
        f"9,10,90.000000,tidak,tidak,,draf,{words},tidak,0.500000"
    )


@pytest.mark.parametrize(
    ("valid_until", "proven"),
    [(None, "ya"), (date(2026, 12, 31), "ya"), (date(2026, 12, 30), "tidak")],
)
def test_evidence_must_hold_to_the_end_of_the_year(export, city, cast, valid_until, proven):
    entry = fill(sheet_of(city, "health"), "KES-01", cast.ani, numerator=9, denominator=10)
    prove(entry, cast.ani, valid_until)
    assert row_of(export(), "KES-01").split(",")[-2] == proven


@pytest.mark.parametrize(
    ("note", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+62", "'+62"),
        ("-", "'-"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\tx", "'\tx"),
        ("'kutip", "'kutip"),
        ("1=1", "1=1"),
        (" =1", " =1"),
        ('a, "b"\nc', 'a, "b"\nc'),
    ],
)
def test_what_a_spreadsheet_would_run_is_disarmed(export, city, cast, note, written):
    fill(sheet_of(city, "health"), "KES-09", cast.ani, value=3, note=note)
    row = next(row for row in rows_of(export()) if row["nilai"] == "3")
    assert row["catatan"] == written
    cells = list(openpyxl.load_workbook(export("xlsx")).worksheets[0].iter_rows())
    cell = next(row[11] for row in cells if row[8].value == 3)
    assert (cell.value, cell.data_type) == (note, "s")


def test_codes_are_text_and_numbers_numbers_in_a_workbook(export, city, cast):
    fill(
        sheet_of(
            city,
            "health",
        ),
        "KES-01",
        cast.ani,
        numerator=9,
        denominator=10,
    )
    row = list(openpyxl.load_workbook(export("xlsx")).worksheets[0].iter_rows(min_row=2))[3]
    assert (row[1].value, row[4].value) == ("64.71.01.1001", "KES-01")
    assert [cell.data_type for cell in row[:9]] == list("nsssssnnn")
    assert [cell.value for cell in row[6:9]] == [9, 10, 90]
