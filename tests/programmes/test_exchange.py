"""A register's workbook: out, filled in, in again; each fault with its cell, all or nothing."""

import io
from datetime import date

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from programmes.exchange.comparing import BOOK_WARNING
from programmes.registers import REGISTERS
from programmes.registers.patbm import Patbm
from programmes.registers.play_space import PlaySpace
from tests.programmes.faults import NO_AREA
from tests.programmes.rows import home_of, make


def at(name, slug):
    return reverse(f"programmes:{name}", args=[slug])


def download(client, slug):
    answer = client.get(at("book-download", slug))
    assert answer.status_code == 200
    return openpyxl.load_workbook(io.BytesIO(answer.content))


def upload(client, slug, book):
    file = io.BytesIO()
    book.save(file)
    sent = SimpleUploadedFile("lembar.xlsx", file.getvalue())
    return client.post(at("book-upload", slug), {"file": sent})


def apply(client, slug, answer):
    return client.post(at("book-upload", slug), {"parcel": answer.context["parcel"]})


def places(answer):
    return {fault.place: fault.text for fault in answer.context["faults"]}


def put(sheet, row, **texts):
    heads = {cell.value: cell.column for cell in sheet[4]}
    for title, text in texts.items():
        sheet.cell(row, heads[title.replace("_", " ")], text)


@pytest.mark.parametrize("slug", REGISTERS)
def test_what_goes_out_comes_back_the_same(dewi, city, cast, slug):
    make(slug, home_of(slug, city), cast.ani)
    answer = upload(dewi, slug, download(dewi, slug))
    assert (answer.status_code, answer.context["faults"]) == (200, [])
    assert [line.state for line in answer.context["lines"]] == ["unchanged"]


def test_rows_are_added_and_changed_all_at_once(dewi, city, cast):
    row = make("ruang-bermain", city.kelurahan[0], cast.ani, size=100)
    book = download(dewi, "ruang-bermain")
    sheet = book.worksheets[0]
    put(sheet, 5, Keadaan="Perlu perbaikan", Terakhir_diperiksa=date(2026, 5, 2))
    code = city.kelurahan[1].code
    put(
        sheet,
        6,
        Kode_wilayah=code,
        Nama_tempat="Taman =1+1",
        Keadaan="baik",
        Bersertifikat_RBRA="ya",
    )
    put(sheet, 6, Lintang="-1,2654", Bujur="116,8312")
    answer = upload(dewi, "ruang-bermain", book)
    assert [line.state for line in answer.context["lines"]] == ["changed", "new"]
    assert ("Keadaan", "Baik", "Perlu perbaikan") in answer.context["lines"][0].changes
    assert PlaySpace.objects.count() == 1  # looking stores nothing
    assert apply(dewi, "ruang-bermain", answer).status_code == 302
    row.refresh_from_db()
    assert (row.condition, row.inspected_on, row.size) == ("mend", date(2026, 5, 2), 100)
    new = PlaySpace.objects.exclude(pk=row.pk).get()
    assert (new.area.code, new.certified, str(new.latitude)) == (code, True, "-1.265400")


def test_each_fault_has_its_cell_and_nothing_is_stored(dewi, city, other_city, cast):
    make("patbm", city.kelurahan[0], cast.ani, activists=5)
    book = download(dewi, "patbm")
    sheet = book.worksheets[0]
    put(sheet, 5, Aktivis="lima", Aktivis_terlatih="=1+1")
    put(sheet, 6, Kode_wilayah=other_city.kelurahan[0].code, Tahun=2026)
    put(sheet, 7, Kode_wilayah=city.kelurahan[1].code, Tahun=1999)
    put(sheet, 8, Kode_wilayah=city.kelurahan[1].code, Tahun=2026, Nomor_SK="6471 0101 0101 0001")
    put(
        sheet, 9, Kode_wilayah=city.kelurahan[1].code, Tahun=2026, Punya_rencana_kerja_tahun_ini="x"
    )
    answer = upload(dewi, "patbm", book)
    assert answer.status_code == 422
    told = places(answer)
    assert told["PATBM!G5"].startswith("Aktivis: Isi dengan bilangan bulat")
    assert told["PATBM!H5"] == "Sel ini berisi rumus. Tempel sebagai nilai."
    assert told["PATBM!A6"] == NO_AREA
    assert told["PATBM!C7"].startswith("Tahun: ")
    assert told["PATBM!D8"].startswith("Nomor SK: Jangan tulis NIK")
    assert told["PATBM!F9"] == "Isi dengan ya atau tidak."
    assert Patbm.objects.count() == 1
    assert answer.context["parcel"] == ""


def test_one_bad_row_keeps_the_whole_file_out(dewi, city, cast):
    book = download(dewi, "patbm")
    for number, area in enumerate(city.kelurahan[:2]):
        put(book.worksheets[0], 5 + number, Kode_wilayah=area.code, Tahun=2026)
    answer = upload(dewi, "patbm", book)
    make("patbm", city.kelurahan[1], cast.ani)  # somebody adds the same meanwhile
    refused = apply(dewi, "patbm", answer)
    assert refused.status_code == 422
    assert "PATBM kelurahan itu sudah ada untuk tahun ini." in refused.text
    assert Patbm.objects.count() == 1


def test_the_same_row_written_in_two_ways_is_refused_when_it_is_stored(dewi, city):
    book = download(dewi, "rapat")
    for at_row, clock in ((5, "09.30"), (6, "9.30")):
        row = {"Tanggal": "2/3/2026", "Mulai_pukul": clock, "Tempat": "Balai", "Acara": "x"}
        put(book.worksheets[0], at_row, Kode_wilayah=city.kota.code, **row)
    refused = apply(dewi, "rapat", upload(dewi, "rapat", book))
    assert refused.context["refused"].startswith(
        "Rapat Gugus Tugas baris 6: Rapat pada tanggal dan jam itu sudah ada."
    )
    assert not REGISTERS["rapat"].model.objects.exists()


def test_impossible_numbers_are_told_at_their_row(dewi, city):
    book = download(dewi, "patbm")
    code = city.kelurahan[0].code
    put(book.worksheets[0], 5, Kode_wilayah=code, Tahun=2026, Aktivis=3, Aktivis_terlatih=5)
    told = places(upload(dewi, "patbm", book))
    words = "Aktivis terlatih tidak boleh lebih dari aktivis. Periksa kedua angka."
    assert told == {"PATBM!H5": f"Aktivis terlatih: {words}"}


def test_a_row_changed_since_the_download_is_told(dewi, city, cast):
    row = make("patbm", city.kelurahan[0], cast.ani)
    book = download(dewi, "patbm")
    Patbm.objects.filter(pk=row.pk).update(version=2, activists=9)
    put(book.worksheets[0], 5, Aktivis=4)
    assert "diubah orang lain" in next(iter(places(upload(dewi, "patbm", book)).values()))


def test_an_operator_brings_in_no_foreign_row(client, city, cast):
    foreign = make("patbm", city.kelurahan[1], cast.dewi)
    client.force_login(cast.ani)
    book = download(client, "patbm")
    sheet = book.worksheets[0]
    heads = [cell.value for cell in sheet[4]]
    put(sheet, 5, Kode_wilayah=city.kelurahan[0].code, Tahun=2026)
    sheet.cell(5, heads.index("Nomor baris") + 1, str(foreign.pk))
    sheet.cell(5, heads.index("Versi") + 1, "1")
    answer = upload(client, "patbm", book)
    assert list(places(answer).values()) == [
        "Baris ini sudah dihapus atau bukan untuk Anda. Kosongkan baris ini."
    ]


def test_who_only_reads_downloads_without_small_counts_and_uploads_nothing(client, city, cast):
    make("patbm", city.kelurahan[0], cast.ani, received=3)
    cast.eko.assignments.update(sees_small_counts=False)
    client.force_login(cast.eko)
    values = [cell.value for row in download(client, "patbm").worksheets[0] for cell in row]
    assert "<5" in values
    assert 3 not in values
    assert client.get(at("book-upload", "patbm")).status_code == 404


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "Berkas ini kosong."),
        (b"bukan xlsx", "Isi berkas ini bukan XLSX"),
        (b"PK\x03\x04" + b"x" * 99, "Berkas ini rusak"),
        (b"x" * (5 * 1024 * 1024 + 1), "Berkas lebih besar dari 5 MB."),
    ],
)
def test_what_is_no_workbook_is_one_line(dewi, city, content, why):
    sent = SimpleUploadedFile("a.xlsx", content)
    answer = dewi.post(at("book-upload", "patbm"), {"file": sent})
    assert answer.status_code == 422
    assert answer.context["form"].errors["file"][0].startswith(why)


def test_the_workbook_of_another_register_is_refused(dewi, city):
    answer = upload(dewi, "patbm", download(dewi, "puspaga"))
    assert "bukan lembar kerja PATBM" in answer.context["form"].errors["file"][0]


def test_a_parcel_is_one_persons(client, city, cast):
    client.force_login(cast.dewi)
    book = download(client, "patbm")
    put(book.worksheets[0], 5, Kode_wilayah=city.kelurahan[0].code, Tahun=2026)
    answer = upload(client, "patbm", book)
    client.force_login(cast.ani)
    assert "tidak berlaku" in apply(client, "patbm", answer).text
    assert not Patbm.objects.exists()


def test_a_name_beside_a_number_is_shown_before_it_is_applied(dewi, city):
    book = download(dewi, "lembaga")
    told = {"Nama_lembaga": "Lembaga Contoh", "Layanan": "Psikolog"}
    told["Jam_layanan"] = "ananda Budi, 081234567890"
    put(book.worksheets[0], 5, **told)
    book.worksheets[0].cell(5, 1, city.kelurahan[0].code)
    answer = upload(dewi, "lembaga", book)
    assert answer.status_code == 200, places(answer)
    assert f"Jam layanan: {BOOK_WARNING}" in answer.text
