"""Small counts and foreign rows in a register's workbook and pages: decided row by row."""

import pytest

from kla.accounts.models import Assignment
from kla.areas.models import Office
from programmes.registers.session import Session
from tests.programmes.rows import at, make
from tests.programmes.test_exchange import apply, download, places, put, upload
from tests.world import build_user


@pytest.fixture
def office(client, city):
    """The browser of the office that keeps the sessions of the whole kota."""
    keeper, _ = Office.objects.get_or_create(key="women_children", defaults={"name": "DP3A"})
    client.force_login(build_user("hana", "operator", city.kota, office=keeper))
    return client


@pytest.fixture
def mixed(client, city, cast):
    """Ani's browser: she writes the first kelurahan and looks at the kota."""
    Assignment.objects.create(user=cast.ani, role="viewer", area=city.kota)
    client.force_login(cast.ani)
    return client


def values(book):
    return [cell.value for row in book.worksheets[0] for cell in row]


def test_the_office_that_writes_a_row_sees_its_small_counts(office, city, cast):
    row = make("sesi", city.kelurahan[0], cast.ani, boys=3, girls=20)
    labels = {
        c.label: c.words for c in office.get(at("row-detail", "sesi", row.pk)).context["cells"]
    }
    assert labels["Anak laki-laki"] == "3"
    book = download(office, "sesi")
    assert 3 in values(book)
    assert "<5" not in values(book)
    put(book.worksheets[0], 5, Anak_perempuan=21)
    answer = upload(office, "sesi", book)
    assert (answer.status_code, answer.context["faults"]) == (200, [])
    assert apply(office, "sesi", answer).status_code == 302
    row.refresh_from_db()
    assert (row.boys, row.girls) == (3, 21)


def test_an_office_sees_no_small_counts_of_what_it_does_not_write(client, city, cast):
    """Gita's office keeps another register."""
    row = make("sesi", city.kelurahan[0], cast.ani, boys=3)
    client.force_login(cast.gita)
    assert "3" not in {
        c.words for c in client.get(at("row-detail", "sesi", row.pk)).context["cells"]
    }
    assert "<5" in values(download(client, "sesi"))


def test_own_rows_show_their_numbers_beside_hidden_ones(mixed, city, cast):
    own = make("sesi", city.kelurahan[0], cast.ani, boys=3)
    far = make("sesi", city.kelurahan[1], cast.dewi, boys=2)
    book = download(mixed, "sesi")
    sheet = book.worksheets[0]
    heads = [cell.value for cell in sheet[4]]
    pk, boys = heads.index("Nomor baris"), heads.index("Anak laki-laki")
    said = {row[pk].value: row[boys] for row in sheet.iter_rows(min_row=5, max_row=6)}
    assert said[str(own.pk)].value == 3
    assert said[str(far.pk)].value == "<5"
    assert (said[str(own.pk)].protection.locked, said[str(far.pk)].protection.locked) == (0, 1)


def test_rows_that_one_only_reads_are_passed_over(mixed, city, cast):
    own = make("sesi", city.kelurahan[0], cast.ani, boys=3)
    far = make("sesi", city.kelurahan[1], cast.dewi, boys=2)
    book = download(mixed, "sesi")
    sheet = book.worksheets[0]
    heads = [cell.value for cell in sheet[4]]
    for row in sheet.iter_rows(min_row=5, max_row=6):
        if row[heads.index("Nomor baris")].value == str(own.pk):
            row[heads.index("Anak laki-laki")].value = 9
    answer = upload(mixed, "sesi", book)
    assert (answer.status_code, answer.context["faults"]) == (200, [])
    assert sorted(line.state for line in answer.context["lines"]) == ["changed", "read"]
    assert "1 baris hanya untuk dibaca" in answer.text
    assert apply(mixed, "sesi", answer).status_code == 302
    assert dict(Session.objects.values_list("pk", "boys")) == {own.pk: 9, far.pk: 2}


def test_a_row_that_one_only_reads_is_not_brought_over(mixed, city, cast):
    far = make("sesi", city.kelurahan[1], cast.dewi, boys=2)
    book = download(mixed, "sesi")
    put(book.worksheets[0], 5, Kode_wilayah=city.kelurahan[0].code)
    answer = upload(mixed, "sesi", book)
    assert list(places(answer).values()) == [
        "Baris ini sudah dihapus atau bukan untuk Anda. Kosongkan baris ini."
    ]
    far.refresh_from_db()
    assert far.area == city.kelurahan[1]


def test_what_gives_a_small_count_away_is_hidden_on_the_page_and_in_the_file(client, city, cast):
    numbers = {"out_at_start": 30, "returned": 11, "to_school": 8, "to_package": 3}
    row = make("kembali-sekolah", city.kelurahan[0], cast.ani, **numbers)
    Assignment.objects.filter(user=cast.eko).update(sees_small_counts=False)
    client.force_login(cast.eko)
    page = client.get(at("row-detail", "kembali-sekolah", row.pk))
    told = {cell.name: cell.words for cell in page.context["cells"]}
    shown = [told[name] for name in ("out_at_start", "returned", "to_school", "to_package")]
    assert shown == ["30", "11", "disembunyikan", "<5"]
    cells = [cell.value for cell in download(client, "kembali-sekolah").worksheets[0][5]]
    assert "<5" in cells
    assert "disembunyikan" in cells
    assert 8 not in cells
