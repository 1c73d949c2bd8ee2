"""A register's workbook where rows went, were copied, are too many, or are brought twice."""

from datetime import timedelta

import pytest
from django.utils import timezone

from programmes.exchange import layout, parcel
from programmes.models import AppliedBook
from programmes.registers.patbm import Patbm
from programmes.registers.puspaga import Puspaga
from programmes.registers.session import Session
from tests.programmes.rows import at, make
from tests.programmes.test_exchange import apply, download, places, put, upload

GONE = "Baris ini sudah dihapus atau bukan untuk Anda. Kosongkan baris ini."


def session(sheet, row, area, **more):
    """The cells of a new session."""
    told = {"Tanggal": "2/3/2026", "Topik": "Pengasuhan", "Tempat": "Balai"} | more
    put(sheet, row, Kode_wilayah=area.code, **told)


def test_a_row_removed_after_the_preview_is_not_added_anew(dewi, city, cast):
    row = make("sesi", city.kelurahan[0], cast.ani)
    book = download(dewi, "sesi")
    put(book.worksheets[0], 5, Tempat="Aula")
    session(book.worksheets[0], 6, city.kelurahan[1])
    answer = upload(dewi, "sesi", book)
    Session.objects.filter(pk=row.pk).update(removed_at=timezone.now())
    refused = apply(dewi, "sesi", answer)
    assert refused.status_code == 422
    assert GONE in refused.context["refused"]
    assert list(Session.objects.values_list("pk", "place")) == [(row.pk, "Balai Contoh")]


def test_a_row_moved_out_of_reach_after_the_preview_is_refused(client, city, cast):
    row = make("sesi", city.kelurahan[0], cast.ani)
    client.force_login(cast.ani)
    book = download(client, "sesi")
    put(book.worksheets[0], 5, Tempat="Aula")
    answer = upload(client, "sesi", book)
    Session.objects.filter(pk=row.pk).update(area=city.kelurahan[1])
    assert GONE in apply(client, "sesi", answer).context["refused"]
    assert list(Session.objects.values_list("place", flat=True)) == ["Balai Contoh"]


def test_a_copied_line_does_not_write_over_its_row(dewi, city, cast):
    make("sesi", city.kelurahan[0], cast.ani)
    book = download(dewi, "sesi")
    sheet = book.worksheets[0]
    for cell in sheet[5]:
        sheet.cell(6, cell.column, cell.value)
    put(sheet, 5, Tempat="Aula")
    put(sheet, 6, Tempat="Lapangan")
    answer = upload(dewi, "sesi", book)
    assert answer.status_code == 422
    assert places(answer) == {
        "Sesi anak dan orang tua!A6": "Ini salinan baris 5, bersama nomornya yang "
        "tersembunyi. Kosongkan baris ini, lalu salin hanya sel kuningnya ke baris kosong."
    }
    # As told: the yellow cells once more, without what is hidden.
    for cell in sheet[6]:
        sheet.cell(7, cell.column, None if cell.protection.locked else cell.value)
        sheet.cell(6, cell.column).value = None
    session(sheet, 7, city.kelurahan[0], Tempat="Lapangan")
    assert apply(dewi, "sesi", upload(dewi, "sesi", book)).status_code == 302
    assert sorted(Session.objects.values_list("place", flat=True)) == ["Aula", "Lapangan"]


def test_a_preview_is_applied_once(dewi, city):
    book = download(dewi, "sesi")
    session(book.worksheets[0], 5, city.kelurahan[0])
    answer = upload(dewi, "sesi", book)
    assert apply(dewi, "sesi", answer).status_code == 302
    for _ in range(2):
        again = apply(dewi, "sesi", answer)
        assert again.status_code == 422
        assert again.context["refused"].startswith("Pratinjau ini sudah diterapkan")
    assert Session.objects.count() == 1
    used = AppliedBook.objects.get()
    assert (used.by.username, used.register) == ("dewi", "sesi")
    # The same file, looked at anew, is a preview of its own.
    assert apply(dewi, "sesi", upload(dewi, "sesi", book)).status_code == 302
    assert Session.objects.count() == 2


def test_a_preview_that_was_refused_is_not_used_up(dewi, city, cast):
    book = download(dewi, "patbm")
    put(book.worksheets[0], 5, Kode_wilayah=city.kelurahan[0].code, Tahun=2026)
    answer = upload(dewi, "patbm", book)
    row = make("patbm", city.kelurahan[0], cast.ani)
    assert apply(dewi, "patbm", answer).status_code == 422
    assert not AppliedBook.objects.exists()
    row.delete()
    assert apply(dewi, "patbm", answer).status_code == 302


def test_what_can_no_longer_be_brought_is_forgotten(dewi, city):
    for number in (5, 6):
        book = download(dewi, "patbm")
        put(book.worksheets[0], 5, Kode_wilayah=city.kelurahan[number - 5].code, Tahun=2026)
        assert apply(dewi, "patbm", upload(dewi, "patbm", book)).status_code == 302
        late = timezone.now() - timedelta(seconds=2 * parcel.SECONDS)
        first = AppliedBook.objects.get()
        AppliedBook.objects.update(at=late)
    assert AppliedBook.objects.get().pk == first.pk


@pytest.fixture
def five_rows(city, cast, monkeypatch):
    """Five rows where a file to fill in holds three."""
    monkeypatch.setattr(layout, "MOST_ROWS", 3)
    for year in range(2021, 2026):
        make("patbm", city.kelurahan[0], cast.ani, year=year)


def years(book):
    return [row[2].value for row in book.worksheets[0].iter_rows(min_row=5) if row[2].value]


def test_who_only_reads_downloads_every_row(client, cast, five_rows):
    client.force_login(cast.eko)
    book = download(client, "patbm")
    assert years(book) == [2025, 2024, 2023, 2022, 2021]
    assert book.worksheets[0]["A2"].value == "Untuk dibaca."
    assert "baris pertama" not in client.get(at("row-list", "patbm")).text


def test_a_file_to_fill_in_says_that_it_does_not_hold_all(dewi, city, five_rows):
    book = download(dewi, "patbm")
    assert years(book) == [2025, 2024, 2023]
    told = book.worksheets[0]["A3"].value
    assert told == (
        "Lembar kerja hanya memuat 3 baris pertama dari 5. "
        "Saring per wilayah untuk mengunduh yang lain."
    )
    for page in ("row-list", "book-upload"):
        assert "hanya memuat 3 baris pertama dari 5" in dewi.get(at(page, "patbm")).text
    Patbm.objects.filter(year__lt=2023).delete()
    assert download(dewi, "patbm").worksheets[0]["A3"].value is None
    for page in ("row-list", "book-upload"):
        assert "baris pertama" not in dewi.get(at(page, "patbm")).text


@pytest.mark.parametrize("column", ["Tanggal", "Anak laki-laki", "Topik", "Kode wilayah"])
@pytest.mark.parametrize("content", ["9" * 18, "9" * 400, "9" * 5000, f"{'9' * 400}.5"])
def test_a_cell_of_endless_digits_is_a_fault(dewi, city, column, content):
    book = download(dewi, "sesi")
    sheet = book.worksheets[0]
    session(sheet, 5, city.kelurahan[0])
    heads = {cell.value: cell.column for cell in sheet[4]}
    sheet.cell(5, heads[column], content)
    answer = upload(dewi, "sesi", book)
    assert answer.status_code == 422
    assert len(places(answer)) == 1


@pytest.mark.parametrize("column", ["Tahun standardisasi", "Lintang"])
def test_endless_digits_in_other_numbers_are_a_fault_too(dewi, city, column):
    book = download(dewi, "puspaga")
    sheet = book.worksheets[0]
    put(sheet, 5, Kode_wilayah=city.kelurahan[0].code, Nama_unit="Unit")
    sheet.cell(5, {cell.value: cell.column for cell in sheet[4]}[column], "9" * 5000)
    assert upload(dewi, "puspaga", book).status_code == 422


def test_a_row_without_its_area_tells_that_and_its_other_faults(dewi, city):
    book = download(dewi, "puspaga")
    sheet = book.worksheets[0]
    put(sheet, 5, Nama_unit="Unit", Petugas="dua", Terstandardisasi="entah")
    put(sheet, 6, Kode_wilayah="99.99", Petugas="dua", Terstandardisasi="entah")
    answer = upload(dewi, "puspaga", book)
    assert places(answer) == {
        "Puspaga!A5": "Kode wilayah kosong. Pilih dari daftar di sel itu.",
        "Puspaga!E5": "Petugas: Isi dengan bilangan bulat, misalnya 12 atau 12.500.",
        "Puspaga!H5": "Isi dengan ya atau tidak.",
        "Puspaga!A6": "Kode wilayah ini tidak ada, atau bukan untuk Anda. "
        "Pilih dari daftar di sel itu.",
        "Puspaga!C6": "Nama unit: Bidang ini tidak boleh kosong.",
        "Puspaga!E6": "Petugas: Isi dengan bilangan bulat, misalnya 12 atau 12.500.",
        "Puspaga!H6": "Isi dengan ya atau tidak.",
    }


@pytest.mark.parametrize("word", ["iya", "Iya", "YA", "Ya"])
def test_yes_is_understood_as_people_write_it(dewi, city, word):
    book = download(dewi, "puspaga")
    told = {"Nama_unit": "Unit", "Terstandardisasi": word, "Tahun_standardisasi": 2025}
    put(book.worksheets[0], 5, Kode_wilayah=city.kelurahan[0].code, **told)
    assert apply(dewi, "puspaga", upload(dewi, "puspaga", book)).status_code == 302
    assert Puspaga.objects.get().standardised
