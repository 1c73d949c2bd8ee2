"""Every register's workbook with the faults its columns invite: the cell and the sentence.

With FAULTS_TABLE=path the run also writes what the user saw as a Markdown table.
"""

import os
from pathlib import Path

import pytest

from kla.areas.models import Office
from programmes.exchange.layout import HEADER_ROW, columns_of
from programmes.registers import REGISTERS
from programmes.registers.training import Training
from tests.programmes.faults import FORMULA, OFFICE, good_row, keys_of, slips_of
from tests.programmes.rows import home_of, make
from tests.programmes.test_exchange import apply, download, places, upload

FIRST = HEADER_ROW + 1
ONCE = [slug for slug, register in REGISTERS.items() if keys_of(register)]
TABLE = os.environ.get("FAULTS_TABLE", "")
HEAD = "| Daftar | Sel | Yang diisikan | Isi sel | Yang dilihat |\n|---|---|---|---|---|\n"


@pytest.fixture(scope="module", autouse=True)
def table():
    """The file of the Markdown table starts anew."""
    if TABLE:
        Path(TABLE).write_text(HEAD, encoding="utf-8")


@pytest.fixture
def dewi(client, cast):
    Office.objects.update_or_create(key="health", defaults={"name": OFFICE})
    client.force_login(cast.dewi)
    return client


@pytest.fixture
def filled(dewi, city, cast):
    """`filled(slug, rows)`: the downloaded workbook with these rows, cells by field."""

    def act(slug, rows):
        if slug == "peserta" and not Training.objects.exists():
            make("pelatihan", city.kota, cast.dewi)
        book = download(dewi, slug)
        for number, row in enumerate(rows):
            for name, value in row.items():
                book.worksheets[0].cell(FIRST + number, column_of(slug, name)).value = value
        return book

    return act


def column_of(slug, name):
    names = [column.field for column in columns_of(REGISTERS[slug])]
    return names.index(name) + 1


def cell(book, slug, name, number=0):
    sheet = book.worksheets[0]
    return f"{sheet.title}!{sheet.cell(FIRST + number, column_of(slug, name)).coordinate}"


def note(slug, what, value, place, text):
    """One line of the table of what the user saw."""
    if TABLE:
        shown = "(kosong)" if value is None else str(value)
        shown = f"{shown[:12]}…" if len(shown) > 40 else shown
        cells = [REGISTERS[slug].title, place.partition("!")[2], what, shown, text]
        line = " | ".join(one.replace("|", "\\|") for one in cells)
        with Path(TABLE).open("a", encoding="utf-8") as file:
            file.write(f"| {line} |\n")


@pytest.mark.once  # refused while it is read, before any database
@pytest.mark.parametrize("slug", REGISTERS)
def test_each_slip_is_told_at_its_cell_with_what_to_do(dewi, city, filled, slug):
    register, home = REGISTERS[slug], home_of(slug, city)
    slips = list(slips_of(register))
    good = [good_row(register, home, number) for number in range(len(slips))]
    book = filled(slug, [row | slip.cells for row, slip in zip(good, slips, strict=True)])
    answer = upload(dewi, slug, book)
    assert answer.status_code == 422
    seen = [(fault.place, fault.text) for fault in answer.context["faults"]]
    for place, text in seen:
        assert f"<b>{place}</b>" in answer.text
        assert text
    wanted = [(cell(book, slug, one.at, n), one.says) for n, one in enumerate(slips)]
    assert sorted(seen) == sorted(wanted)
    for slip, (place, text) in zip(slips, wanted, strict=True):
        note(slug, slip.what, slip.cells[slip.at], place, text)
    assert not register.model.objects.exists()


@pytest.mark.parametrize("slug", REGISTERS)
def test_the_rows_that_the_slips_are_made_in_are_good(dewi, city, filled, slug):
    register = REGISTERS[slug]
    book = filled(slug, [good_row(register, home_of(slug, city), n) for n in range(2)])
    assert apply(dewi, slug, upload(dewi, slug, book)).status_code == 302
    assert register.model.objects.count() == 2


@pytest.mark.parametrize("slug", ONCE)
def test_the_same_row_twice_and_one_that_stands_are_told(dewi, city, filled, slug):
    register = REGISTERS[slug]
    row = good_row(register, home_of(slug, city))
    told = places(upload(dewi, slug, filled(slug, [row, row])))
    twice = "Sama dengan baris 5. Ubah atau kosongkan salah satunya."
    assert told == {f"{register.title[:31]}!A6": twice}
    note(slug, "baris yang sama dua kali", row["area"], f"{register.title}!A6", twice)
    apply(dewi, slug, upload(dewi, slug, filled(slug, [row])))
    book = filled(slug, [{}, row])  # the first line of the file is the row that stands
    told = places(upload(dewi, slug, book))
    assert list(told) == [f"{register.title[:31]}!A6"]
    text = told[f"{register.title[:31]}!A6"]
    note(slug, "baris yang sudah ada", row["area"], f"{register.title}!A6", text)
    assert register.model.objects.count() == 1


@pytest.mark.once
@pytest.mark.parametrize("slug", REGISTERS)
def test_a_column_that_was_moved_or_taken_out_is_told_at_its_head(dewi, city, filled, slug):
    register = REGISTERS[slug]
    columns = columns_of(register)
    for what, change in (("kolom dihapus", "delete"), ("kolom digeser", "insert")):
        book = filled(slug, [good_row(register, home_of(slug, city))])
        getattr(book.worksheets[0], f"{change}_cols")(3)
        told = places(upload(dewi, slug, book))
        says = f"Kolom ini seharusnya “{columns[2].title}”. "
        says += "Unduh lembar kerja baru, lalu salin isinya ke sana."
        assert told == {f"{register.title[:31]}!C4": says}
        found = columns[3].title if change == "delete" else None
        note(slug, what, found, f"{register.title}!C4", says)
    assert not register.model.objects.exists()


def test_a_formula_is_told_once_however_wrong_its_cell(dewi, city, filled):
    row = good_row(REGISTERS["patbm"], city.kelurahan[0]) | {"year": "=2026"}
    told = upload(dewi, "patbm", filled("patbm", [row])).context["faults"]
    assert [(one.place, one.text) for one in told] == [("PATBM!C5", FORMULA)]
