"""An entries file with a fault is refused whole: each fault with its row, and nothing stored."""

import zipfile
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from clusters.exchange import files
from clusters.exchange.files import UnreadableFile, read_rows, write_rows
from clusters.models import Entry
from tests.clusters.test_exchange_import import HEADER, refused, stored, take
from tests.world import fill, sheet_of

__all__ = ["refused", "take"]  # fixtures
WHOLE = "diisi bilangan bulat, misalnya 12, bukan"
BIG = "Isi dengan bilangan bulat dari 0 sampai 1.000.000.000."

FAULTS = [
    ("KES-01,215,198,,,,", "215 lebih besar dari 198. Periksa kedua angka, mungkin tertukar."),
    ("KES-01,-1,10,,,,", BIG),
    ("KES-01,1,10000000000,,,,", BIG),
    ("KES-01,9.5,10,,,,", f"pembilang {WHOLE} 9.5."),
    ("KES-01,9,sepuluh,,,,", f"penyebut {WHOLE} sepuluh."),
    ("KES-01,9,1.000,,,,", f"penyebut {WHOLE} 1.000."),  # a thousand, to a person here
    ('KES-01,9,"1,5",,,,', f"penyebut {WHOLE} 1,5."),
    ("KES-01,9,1e3,,,,", f"penyebut {WHOLE} 1e3."),
    ("KES-01,9,1_000,,,,", f"penyebut {WHOLE} 1_000."),
    ("KES-01,9,NaN,,,,", f"penyebut {WHOLE} NaN."),
    ("KES-01,,,90,,,", "indikator ini diisi pembilang dan penyebut, bukan nilai."),
    ("KES-09,3,,,,,", "Indikator ini diisi nilai, bukan pembilang dan penyebut."),
    ("KES-09,,,ya,,,", f"nilai {WHOLE} ya."),
    ("TKL-01,,,2,,,", "Pilih ya atau tidak."),
    ("PER-01,,,4,,,", "Pilih tingkat 0 sampai 3."),
    ("KES-09,,,3,mungkin,,", "tidak_berlaku diisi ya, tidak, atau kosong, bukan mungkin."),
    ("KES-09,,,3,,1,", "tidak_tersedia diisi ya, tidak, atau kosong, bukan 1."),
    ("KES-09,,,3,ya,,", "Indikator ini berlaku di setiap wilayah."),
    ("KES-01,0,0,,ya,,", "Indikator ini berlaku di setiap wilayah."),
    ("KES-02,3,9,,ya,,", "Tidak berlaku berarti penyebut 0. Kosongkan angkanya dulu."),
    ("KES-09,,,3,,ya,", "Kosongkan angkanya, atau hapus centang data belum tersedia."),
    ("KES-02,,,,ya,ya,", "Pilih salah satu: tidak berlaku, atau data belum tersedia."),
    (f"KES-09,,,3,,,{'a' * 2001}", "catatan paling panjang 2000 huruf."),
    ("XYZ-01,,,3,,,", "kode_indikator XYZ-01 tidak dikenal."),
    (",,,3,,,", "kode_indikator kosong tidak dikenal."),
    ("KES-K2,,,1,,,", "indikator KES-K2 tidak diisi di wilayah 64.71.01.1001."),
    ("KES-09,,,3,,,,,lebih", "sel lebih banyak daripada kolom judul."),
    ("2025,64.71.01.1001,KES-09,,,3,,,", "tahun 2025 belum dibuka."),
    (
        "2026,64.71.09.1001,KES-09,,,3,,,",
        "kode_wilayah 64.71.09.1001 tidak dikenal pada tahun 2026.",
    ),
    ("2026,,KES-09,,,3,,,", "kode_wilayah kosong tidak dikenal pada tahun 2026."),
    ("2026,64.71.01,KES-09,,,3,,,", "kode_wilayah 64.71.01 tidak dikenal pada tahun 2026."),
    ("2026,64.71,KES-09,,,3,,,", "indikator KES-09 tidak diisi di wilayah 64.71."),
]


@pytest.mark.parametrize(("line", "why"), FAULTS)
def test_a_fault_has_its_row_and_nothing_is_stored(refused, line, why):
    assert refused("PER-03,,,7,,,", line) == [f"baris 3: {why}"]


def test_all_faults_are_told_at_once(city, cast, refused):
    """Also those that only the sheet's state makes faults."""
    fill(sheet_of(city, "health"), "KES-09", cast.ani, value=3)
    city.period.sheets.filter(cluster__slug="health").update(state="submitted")
    assert refused(
        "PER-03,,,7,,,",
        "",
        "PER-03,,,7,,,",
        "KES-09,,,3,,,",
        "KES-09,,,4,,,",
        "KES-01,9,10,,,,",
        "XYZ-01,,,1,,,",
        "TKL-01,,,5,,,",
    ) == [
        "baris 3: kode_indikator kosong tidak dikenal.",
        "baris 4: wilayah dan indikator ini sudah ada di baris 2.",
        "baris 6: wilayah dan indikator ini sudah ada di baris 5.",
        "baris 7: lembar diajukan; isiannya tidak dapat diubah.",
        "baris 8: kode_indikator XYZ-01 tidak dikenal.",
        "baris 9: Pilih ya atau tidak.",
    ]


@pytest.mark.parametrize(
    ("state", "word"),
    [("submitted", "diajukan"), ("verified", "terverifikasi"), ("locked", "terkunci")],
)
def test_a_sheet_that_left_its_operator_is_not_changed(city, refused, state, word):
    city.period.sheets.filter(cluster__slug="health").update(state=state)
    assert refused("KES-09,,,4,,,") == [f"baris 2: lembar {word}; isiannya tidak dapat diubah."]


def test_of_a_returned_sheet_only_what_was_returned_is_changed(city, cast, refused, take):
    marked = {"marked_by": cast.budi, "marked_at": timezone.now(), "reason": "periksa"}
    sheet = sheet_of(city, "health")
    fill(sheet, "KES-09", cast.ani, value=3, mark="returned", **marked)
    adjusted = {"mark": "adjusted", "adjusted_value": Decimal(90)}
    fill(sheet, "KES-01", cast.ani, numerator=9, denominator=9, **adjusted, **marked)
    city.period.sheets.filter(cluster__slug="health").update(state="returned")
    why = "lembar dikembalikan; hanya isian yang dikembalikan dapat diubah."
    for trial in (True, False):
        assert refused("KES-09,,,4,,,", "KES-01,8,9,,,,", "KES-02,1,9,,,,", dry_run=trial) == [
            f"baris 3: {why}",
            f"baris 4: {why}",
        ]
    take("KES-09,,,4,,,")
    assert Entry.objects.get(indicator__code="KES-09").value == 4


def test_further_numbers_that_no_longer_add_up_are_a_fault(city, cast, refused):
    parts = {"putus": 2, "lain": 3}
    sheet = sheet_of(city, "education")
    fill(sheet, "PEN-01", cast.ani, numerator=5, denominator=50, extra=parts)
    assert refused("PEN-01,6,50,,,,") == [
        "baris 2: Rincian berjumlah 5, pembilang 6. Samakan keduanya."
    ]


def test_another_citys_code_is_its_own(city, other_city, cast, refused, take):
    """A code of a city whose year is not open is unknown; one that is open is stored there."""
    take("2026,73.71.01.1001,KES-09,,,3,,,")
    assert Entry.objects.get().sheet.area == other_city.kelurahan[0]
    other_city.period.year = 2025
    other_city.period.save()
    assert refused("2026,73.71.01.1001,KES-09,,,4,,,") == [
        "baris 2: kode_wilayah 73.71.01.1001 tidak dikenal pada tahun 2026."
    ]


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("kode_wilayah,nilai", ["Kolom tahun tidak ada.", "Kolom kode_indikator tidak ada."]),
        (HEADER.replace(",", "|"), [f"Kolom {name} tidak ada." for name in HEADER.split(",")[:3]]),
        (f"{HEADER},nilai", ["Kolom nilai ada dua kali."]),
        (",,,", ["Berkas kosong."]),
    ],
)
def test_a_header_that_is_not_ours_is_told(refused, header, expected):
    assert refused("2026", header=header) == expected


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("a.csv", b"", "Berkas kosong."),
        ("a.csv", HEADER.encode(), "Berkas tidak memuat baris isian."),
        ("a.csv", b"tahun\n\xe9", "Berkas bukan UTF-8. Simpan sebagai CSV UTF-8."),
        ("a.csv", b"PK\x03\x04\0\0", "Berkas ini bukan CSV."),
        ("a.csv", b'tahun\n"2026', "Berkas CSV rusak: periksa tanda kutipnya."),
        ("a.xlsx", b"", "Berkas XLSX rusak atau bukan XLSX."),
        ("a.xlsx", b"tahun\n2026", "Berkas XLSX rusak atau bukan XLSX."),
        ("a.ods", b"tahun", "Nama berkas harus berakhir .csv atau .xlsx."),
        ("a.csv", b'tahun\n"' + b"9" * 140_000 + b'"', "Satu sel lebih panjang dari 131072 huruf."),
        ("a.csv", None, "berkas atau foldernya tidak ada; periksa nama dan tempatnya."),
    ],
)
def test_what_is_no_entries_file_is_one_line(city, tmp_path, name, content, why):
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(CommandError) as caught:
        call_command("import_entries", str(path))
    assert str(caught.value).endswith(why)
    assert len(str(caught.value).splitlines()) == 1
    assert stored()[0] == []


@pytest.mark.parametrize("name", ["isian.csv", "isian.xlsx"])
def test_a_folder_is_no_entries_file(city, tmp_path, name):
    (tmp_path / name).mkdir()
    with pytest.raises(CommandError) as caught:
        call_command("import_entries", str(tmp_path / name))
    assert len(str(caught.value).splitlines()) == 1


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_half_a_pair_takes_no_stored_number_away(city, cast, tmp_path, ending):
    fill(sheet_of(city, "health"), "KES-01", cast.ani, numerator=121, denominator=124)
    area = city.kelurahan[0].code
    for pair, why in (
        (["", "124"], "pembilang kosong, padahal tersimpan 121; isi keduanya."),
        (["120", ""], "penyebut kosong, padahal tersimpan 124; isi keduanya."),
    ):
        path = tmp_path / f"isian.{ending}"
        write_rows(
            path,
            ["tahun", "kode_wilayah", "kode_indikator", "pembilang", "penyebut"],
            [["2026", area, "KES-01", *pair]],
        )
        with pytest.raises(CommandError, match=why):
            call_command("import_entries", str(path))
    entry = Entry.objects.get()
    assert (entry.numerator, entry.denominator, entry.version) == (121, 124, 1)


def test_a_formula_without_its_result_is_named_and_nothing_is_stored(city, cast, tmp_path):
    fill(sheet_of(city, "health"), "KES-01", cast.ani, numerator=121, denominator=124)
    path = tmp_path / "isian.xlsx"
    book = openpyxl.Workbook()
    book.active.append(["tahun", "kode_wilayah", "kode_indikator", "pembilang", "penyebut"])
    book.active.append([2026, city.kelurahan[0].code, "KES-01", "=60+61", 124])
    book.save(path)
    with pytest.raises(CommandError, match=r"baris 2: pembilang .* bukan =60\+61\.$"):
        call_command("import_entries", str(path))
    entry = Entry.objects.get()
    assert (entry.numerator, entry.denominator, entry.version) == (121, 124, 1)


def test_half_a_character_in_a_note_is_left_out(city, tmp_path):
    path = tmp_path / "isian.xlsx"
    header = ["tahun", "kode_wilayah", "kode_indikator", "nilai", "catatan"]
    book = openpyxl.Workbook()
    book.active.append(header)
    book.active.append([2026, city.kelurahan[0].code, "KES-09", 3, "a_xD800_b"])
    book.save(path)
    call_command("import_entries", str(path))
    assert Entry.objects.get().note == "ab"


@pytest.mark.parametrize(
    "torn", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "[Content_Types].xml"]
)
@pytest.mark.parametrize("content", [b"<a", b"", b"<x/>"])
def test_a_torn_workbook_is_refused(tmp_path, torn, content):
    whole, path = tmp_path / "utuh.xlsx", tmp_path / "rusak.xlsx"
    write_rows(whole, ["tahun"], [["2026"]])
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(path, "w") as target:
        for name in source.namelist():
            target.writestr(name, content if name == torn else source.read(name))
    with pytest.raises(UnreadableFile):
        list(read_rows(path))


def test_what_is_too_large_is_refused_before_it_is_read(tmp_path):
    path = tmp_path / "besar.xlsx"
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/workbook.xml", "w") as part,
    ):
        for _ in range(files.MOST_UNPACKED // 2**20 + 1):
            part.write(b" " * 2**20)
    assert path.stat().st_size < files.MOST_BYTES
    with pytest.raises(UnreadableFile, match="terlalu besar"):
        list(read_rows(path))
    (tmp_path / "besar.csv").write_bytes(b"x" * (files.MOST_BYTES + 1))
    with pytest.raises(UnreadableFile, match="20 MB"):
        read_rows(tmp_path / "besar.csv")


@pytest.mark.parametrize(
    ("part", "content", "words"),
    [
        ("xl/worksheets/sheet1.xml", b'<row r="1"/>' * 900_000, "lebih dari 200000 baris"),
        ("xl/worksheets/sheet1.xml", b"<x:row/>" * 900_000, "lebih dari 200000 baris"),
        ("xl/worksheets/sheet1.xml", b"<c/>" * 900_000, "terlalu besar"),
        ("xl/sharedStrings.xml", b"<si/>" * 900_000, "terlalu besar"),
        ("xl/styles.xml", b"<xf/>" * 900_000, "terlalu besar"),
    ],
)
def test_a_bomb_of_marks_is_refused_before_openpyxl_sees_it(
    tmp_path, monkeypatch, part, content, words
):
    whole, path = tmp_path / "utuh.xlsx", tmp_path / "bom.xlsx"
    write_rows(whole, ["tahun"], [["2026"]])
    with (
        zipfile.ZipFile(whole) as source,
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            body = b"<a>" + content + b"</a>" if name == part else source.read(name)
            target.writestr(name, body)
        if part not in source.namelist():
            target.writestr(part, b"<a>" + content + b"</a>")
    monkeypatch.setattr(files.openpyxl, "load_workbook", None)
    with pytest.raises(UnreadableFile, match=words):
        list(read_rows(path))


@pytest.mark.parametrize("place", ["isian.txt", "tidak/ada/isian.csv", "tidak/ada/isian.xlsx"])
def test_an_export_that_can_not_be_written_is_one_line(city, tmp_path, place):
    with pytest.raises(CommandError) as caught:
        call_command(
            "export_entries", "--kota=64.71", "--year=2026", f"--output={tmp_path / place}"
        )
    assert caught.value.returncode == 1
    assert len(str(caught.value).splitlines()) == 1
    assert list(Path(tmp_path).iterdir()) == []


@settings(deadline=None)
@given(st.text(st.characters(exclude_characters="\0\r", exclude_categories=["Cs"]), max_size=30))
def test_every_text_comes_back_from_a_file(tmp_path_factory, text):
    folder = tmp_path_factory.mktemp("teks")
    for path in (folder / "a.csv", folder / "a.xlsx"):
        write_rows(path, ["tahun", "catatan"], [["2026", text]])
        assert [row["catatan"] for _, row in read_rows(path)] == [text]
