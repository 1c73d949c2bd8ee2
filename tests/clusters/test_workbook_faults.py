"""What a workbook cannot say: each fault with the cell it stands in, and nothing stored."""

import pytest

from clusters.models import Entry, Period, Sheet
from clusters.workbook.layout import AT, HEADER_ROW
from tests.clusters import books
from tests.world import fill, sheet_of


@pytest.fixture
def sheet(city):
    return sheet_of(city, "health")


@pytest.fixture
def book(ani, sheet):
    return books.opened(books.download(ani, sheet))


def told(ani, book):
    answer = books.upload(ani, books.closed(book))
    assert answer.status_code == 422
    assert "parcel" not in answer.context
    assert Entry.objects.count() == 0
    return books.faults(answer)


@pytest.mark.parametrize(
    ("code", "cells", "column", "words"),
    [
        ("KES-01", {"number": 5, "denominator": 4}, "E", "5 lebih besar dari 4."),
        ("KES-01", {"number": "lima"}, "E", "“lima” bukan angka."),
        ("KES-01", {"number": 12.5, "denominator": 20}, "E", "“12,5” bukan bilangan bulat."),
        ("KES-01", {"number": "12,5"}, "E", "“12,5” bukan bilangan bulat."),
        ("KES-01", {"denominator": -3}, "F", "“-3” negatif."),
        ("KES-01", {"denominator": "98%"}, "F", "“98%” adalah persen."),
        ("KES-01", {"number": 2 * 10**9}, "E", "dari 0 sampai 1.000.000.000"),
        ("KES-09", {"denominator": 3}, "F", "hanya satu angka"),
        ("KES-01", {"flag": "tidak berlaku"}, "G", "berlaku di setiap wilayah"),
        ("KES-02", {"flag": "entah"}, "G", "Pilih “tidak berlaku”"),
        ("KES-09", {"number": 3, "flag": "data belum tersedia"}, "G", "Kosongkan angkanya"),
        ("KES-01", {"note": "a" * 2001}, "H", "paling panjang 2.000 huruf"),
        ("KES-01", {"number": "=1+1"}, "E", "berisi rumus. Salin, lalu tempel sebagai nilai."),
        ("KES-01", {"note": '=HYPERLINK("http://x")'}, "H", "berisi rumus"),
        ("KES-01", {"number": "#REF!"}, "E", "kesalahan rumus"),
    ],
)
def test_a_cell_that_cannot_be_is_named(ani, book, code, cells, column, words):
    row = books.put(book, code, **cells)
    [(place, text)] = told(ani, book)
    assert place == f"Kesehatan!{column}{row}"
    assert words in text


def test_several_faults_are_all_told_and_good_rows_wait(ani, book):
    first = books.put(book, "KES-01", number=9, denominator=8)
    books.put(book, "KES-02", number=1, denominator=8)
    last = books.put(book, "KES-09", number="banyak")
    assert [place for place, _ in told(ani, book)] == [
        f"Kesehatan!E{first}",
        f"Kesehatan!E{last}",
    ]


def test_details_that_do_not_add_up_are_told_where_they_stand(ani, city):
    book = books.opened(books.download(ani, sheet_of(city, "education")))
    books.put(book, "PEN-01", tab="Pendidikan", number=5, denominator=9)
    row = books.put(book, "PEN-01", "putus", tab="Pendidikan", number=6)
    assert told(ani, book) == [
        (f"Pendidikan!E{row}", "Rincian berjumlah 6, pembilang 5. Samakan keduanya.")
    ]
    books.put(book, "PEN-01", "putus", tab="Pendidikan", number=1, denominator=4)
    assert told(ani, book) == [
        (f"Pendidikan!F{row}", "Rincian hanya diisi di kolom Jumlah. Kosongkan sel ini.")
    ]


def test_a_row_twice_is_told_at_the_second(ani, book):
    tab = book["Kesehatan"]
    row = books.put(book, "KES-09", number=4)
    for at in AT.values():
        tab.cell(row + 1, at).value = tab.cell(row, at).value
    assert told(ani, book) == [
        (
            f"Kesehatan!B{row + 1}",
            f"Baris KES-09 ini sudah ada di Kesehatan!B{row}. Hapus salah satu.",
        )
    ]


def test_a_row_that_was_sorted_apart_from_its_key_is_told(ani, book):
    row = books.row_of(book["Kesehatan"], "KES-09")
    book["Kesehatan"].cell(row, AT["code"]).value = "KES-01"
    [(place, text)] = told(ani, book)
    assert place == f"Kesehatan!B{row}"
    assert "milik KES-09" in text


def test_a_row_without_its_key_is_told_where_it_was_filled(ani, book):
    row = books.put(book, "KES-09", number=4, key=None)
    [(place, text)] = told(ani, book)
    assert place == f"Kesehatan!E{row}"
    assert "kehilangan tandanya" in text


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (lambda tab: tab.delete_cols(AT["denominator"]), "F4"),
        (lambda tab: tab.insert_cols(AT["code"]), "B4"),
        (lambda tab: tab.move_range("E4:E7", cols=20), "E4"),
        (lambda tab: tab.delete_cols(AT["key"], 3), "L4"),
    ],
    ids=["deleted", "inserted", "moved", "hidden ones deleted"],
)
def test_columns_that_moved_are_told(ani, book, change, place):
    books.put(book, "KES-09", number=4)
    change(book["Kesehatan"])
    [(where, text)] = told(ani, book)
    assert where == f"Kesehatan!{place}"
    assert "Kolom ini seharusnya" in text


def test_merged_cells_are_told(ani, book):
    row = books.put(book, "KES-01", number=4)
    book["Kesehatan"].merge_cells(f"E{row}:E{row + 1}")
    assert told(ani, book) == [
        (
            f"Kesehatan!E{row}",
            f"Sel E{row}:E{row + 1} digabung. Pisahkan lagi, lalu isi tiap baris sendiri.",
        )
    ]


def test_rows_of_somebody_else_are_as_if_they_were_nowhere(ani, city, book):
    theirs = sheet_of(city, "health", city.kelurahan[1])
    row = books.put(book, "KES-09", key=f"{theirs.pk}|KES-09|")
    other = books.put(book, "KES-01", key="999999|KES-01|")
    foreign = told(ani, book)
    assert sorted(place for place, _ in foreign) == sorted(
        [f"Kesehatan!B{row}", f"Kesehatan!B{other}"]
    )
    assert len({text for _, text in foreign}) == 1
    assert "Desa Ujian 64.71 2" not in str(foreign)


def test_a_locked_cell_that_was_changed_all_the_same_is_told(ani, city, cast, sheet):
    fill(sheet, "KES-09", cast.ani, value=3)
    book = books.opened(books.download(ani, sheet))
    Sheet.objects.filter(pk=sheet.pk).update(state="verified")
    row = books.put(book, "KES-09", number=4)
    answer = books.upload(ani, books.closed(book))
    [(place, text)] = books.faults(answer)
    assert place == f"Kesehatan!E{row}"
    assert "tidak dapat diubah sekarang" in text
    assert Entry.objects.get().value == 3


def test_another_city_and_another_year_are_refused(ani, client, city, cast, book):
    for column, value in (("version", "73.71"), ("print", "2031")):
        tab = book["Kesehatan"]
        before, tab.cell(1, AT[column]).value = tab.cell(1, AT[column]).value, value
        answer = books.upload(ani, books.closed(book))
        assert answer.status_code == 422
        assert "bukan milik Anda" in answer.context["refused"]
        tab.cell(1, AT[column]).value = before
    client.force_login(cast.citra)
    answer = books.upload(client, books.closed(book))
    assert "bukan milik Anda" in answer.context["refused"]


def test_last_years_own_workbook_is_told_as_closed(ani, city, cast, book, sheet):
    Period.objects.filter(pk=city.period.pk).update(state="closed")
    row = books.put(book, "KES-09", number=4)
    [(place, text)] = told(ani, book)
    assert place == f"Kesehatan!E{row}"
    assert "tidak dapat diubah sekarang" in text


def test_a_worksheet_of_ones_own_is_left_aside_and_said(ani, book):
    book.create_sheet("Hitungan")["A1"] = "=1+1"
    books.put(book, "KES-09", number=4)
    answer = books.upload(ani, books.closed(book))
    assert answer.status_code == 200
    assert "Lembar “Hitungan” tidak dibaca" in answer.content.decode()


def test_a_worksheet_of_another_city_in_the_same_file_is_told(ani, city, book):
    copy = book.copy_worksheet(book["Kesehatan"])
    copy.title = "Salinan"
    copy.cell(1, AT["version"]).value = "73.71"
    [(place, text)] = told(ani, book)
    assert place == "Salinan!M1"
    assert "kota atau tahun lain" in text


def test_a_workbook_that_is_not_from_here_is_refused(ani, book):
    del book["Kesehatan"]
    answer = books.upload(ani, books.closed(book))
    assert answer.status_code == 422
    assert "bukan lembar kerja yang diunduh dari sini" in answer.context["refused"]
    assert HEADER_ROW == 4  # the addresses above count from it
