"""Hostile and mistaken files: refused with a line, before they cost anything."""

import io
import re
from contextlib import suppress
from random import Random
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZipFile

import pytest

from clusters.workbook.intake import RefusedWorkbook, open_workbook
from clusters.workbook.layout import Book, Row, Tab
from clusters.workbook.probe import budget as budgets
from clusters.workbook.probe import opening, parts
from clusters.workbook.probe.budget import MOST_INFLATED, Budget, Refused
from clusters.workbook.probe.opening import read
from clusters.workbook.writing import write_book
from tests.clusters import books

SHEET = "xl/worksheets/sheet2.xml"
_TEXTS = {"number": "", "denominator": "", "flag": "", "note": ""}


@pytest.fixture(scope="module")
def content():
    row = Row(1, "KES-01", "", 0, "Desa", "Indikator", "Jumlah", _TEXTS, flags=("a", "b"))
    return write_book(Book("64.71", 2026, "Uji", (Tab("Kesehatan", "Uji", (row,)),)))


def refusal(content):
    with pytest.raises(RefusedWorkbook) as refused:
        open_workbook(content)
    return str(refused.value)


def replaced(content, old, new, part=SHEET):
    def change(name, body):
        if name != part:
            return body
        assert old in body
        return body.replace(old, new, 1)

    return books.repacked(content, change)


def bomb(content, size):
    """A worksheet that unpacks to `size` bytes of blanks."""
    return replaced(content, b"<sheetData>", b"<sheetData>" + b" " * size)


def test_a_workbook_of_ours_is_read(content):
    names = [raw.name for raw in open_workbook(content)]
    assert names == ["Petunjuk", "Kesehatan", "Pilihan"]


def test_a_bomb_is_refused_by_its_directory_alone(content):
    packed, budget = bomb(content, 400 * 1024 * 1024), Budget()
    assert len(packed) < 1024 * 1024
    with pytest.raises(Refused, match="bomb"):
        read(packed, budget)
    assert budget.inflated == 0
    assert "terlalu besar sesudah dibuka" in refusal(packed)


def test_a_bomb_with_a_lying_directory_is_unpacked_only_so_far(content):
    size = 400 * 1024 * 1024
    packed, budget = books.lying(bomb(content, size), SHEET, 1000), Budget()
    with ZipFile(io.BytesIO(packed)) as archive:
        assert archive.getinfo(SHEET).file_size == 1000
    with pytest.raises(Refused):
        read(packed, budget)
    assert budget.inflated <= MOST_INFLATED
    assert refusal(packed)


def test_many_parts_together_are_bounded(content, monkeypatch):
    monkeypatch.setattr(budgets, "MOST_INFLATED", 4 * 1024 * 1024)
    budget = Budget()
    monkeypatch.setattr(opening, "_refuse_archive", lambda archive: None)  # as if it had lied well
    with pytest.raises(Refused, match="bomb"):
        read(bomb(content, 50 * 1024 * 1024), budget)
    assert budget.inflated <= 4 * 1024 * 1024 + 64 * 1024


def test_a_text_used_a_million_times_is_bounded(content):
    cell = b'<c r="A%d" t="inlineStr"><is><t>' + b"x" * 30_000 + b"</t></is></c>"
    rows = b"".join(b'<row r="%d">' % n + cell % n + b"</row>" for n in range(1, 800))
    assert "terlalu besar" in refusal(replaced(content, b"<sheetData>", b"<sheetData>" + rows))


def parsed(monkeypatch):
    """The parts that a parser was made for."""
    seen, make = [], parts.ParserCreate
    monkeypatch.setattr(parts, "ParserCreate", lambda: seen.append(1) or make())
    return seen


def whole(content, body, part=SHEET):
    """The workbook with one part of it put in the place of what it was."""
    return books.repacked(content, lambda name, old: body if name == part else old)


STRINGS = "xl/sharedStrings.xml"
HEAD = b'<?xml version="1.0"?><worksheet><sheetData>%s</sheetData>%s</worksheet>'
PREFIXED = (
    b'<x:worksheet xmlns:x="a"><x:sheetData>'
    + b"<x:row/>" * 900_000
    + b"</x:sheetData></x:worksheet>"
)
WIDE = (HEAD % (b"<row/>" * 900_000, b"")).decode().replace("?>", ' encoding="UTF-16"?>')
# what stands in the place of a part → (the part, its content, what is said of it)
BOMBS = {
    "empty rows": (SHEET, HEAD % (b'<row r="1"/>' * 2_000_000, b""), "20.000 baris"),
    "rows with a prefix": (SHEET, PREFIXED, "20.000 baris"),
    "rows in UTF-16": (SHEET, WIDE.encode("utf-16"), "20.000 baris"),
    "rows in a comment": (SHEET, HEAD % (b"<!--" + b"<row " * 900_000 + b"-->", b""), "20.000"),
    "rows in a CDATA": (SHEET, HEAD % (b"<![CDATA[" + b"<row " * 900_000 + b"]]>", b""), "20.000"),
    "empty cells": (SHEET, HEAD % (b"<row>" + b"<c/>" * 2_000_000 + b"</row>", b""), "besar"),
    "attributes": (SHEET, HEAD % (b"<row " + b'a="" ' * 900_000 + b"/>", b""), "terlalu besar"),
    "tags in tags": (SHEET, HEAD % (b"<a>" * 900_000 + b"</a>" * 900_000, b""), "terlalu besar"),
    "ends of lines": (SHEET, HEAD % (b"\n" * 9_000_000, b""), "terlalu besar"),
    "merged cells": (SHEET, HEAD % (b"", b"<mergeCell/>" * 900_000), "terlalu besar"),
    "validations": (SHEET, HEAD % (b"", b"<dataValidation/>" * 900_000), "terlalu besar"),
    "formats": (SHEET, HEAD % (b"", b"<conditionalFormatting/>" * 900_000), "terlalu besar"),
    "shared texts": (STRINGS, b"<sst>" + b"<si/>" * 900_000 + b"</sst>", "terlalu besar"),
    "references": (STRINGS, b"<sst>" + b"&lt;" * 900_000 + b"</sst>", "terlalu besar"),
    "names": ("xl/workbook.xml", b"<a>" + b"<definedName/>" * 900_000 + b"</a>", "terlalu besar"),
    "types": ("[Content_Types].xml", b"<a>" + b"<b/>" * 900_000 + b"</a>", "terlalu besar"),
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_of_marks_is_refused_before_its_part_is_parsed(content, monkeypatch, name):
    part, body, words = BOMBS[name]
    packed = whole(content, body, part)
    assert len(packed) < 200_000
    assert words in refusal(packed)
    seen = parsed(monkeypatch)
    with pytest.raises(Refused):
        read(packed, Budget())
    small = {"[Content_Types].xml": 0, "xl/workbook.xml": 3}
    assert len(seen) == small.get(part, 4)  # only what says which parts there are


def test_what_nobody_reads_is_not_unpacked(content):
    budget = Budget()
    styles = b"<styleSheet>" + b"<xf/>" * 5_000_000 + b"</styleSheet>"
    read(whole(content, styles, "xl/styles.xml"), budget)
    assert budget.inflated < 200_000


def test_a_worksheet_listed_many_times_is_refused_unread(content, monkeypatch):
    sheet = b'<sheet name="a" sheetId="1" r:id="rId2"/>'
    packed = replaced(content, b"<sheets>", b"<sheets>" + sheet * 5_000, "xl/workbook.xml")
    seen = parsed(monkeypatch)
    with pytest.raises(Refused, match="bomb"):
        read(packed, Budget())
    assert len(seen) == 4


def test_a_crowd_of_parts_is_refused_by_counting(monkeypatch):
    file = io.BytesIO()
    with ZipFile(file, "w") as archive:
        for number in range(2_000):
            archive.writestr(str(number), b"")
    monkeypatch.setattr(opening, "ZipFile", None)  # the directory is not even read
    with pytest.raises(Refused, match="bomb"):
        read(file.getvalue(), Budget())


def test_the_number_of_a_row_is_not_said_with_each_cell_however_long(content):
    row = b'<sheetData><row r="' + b"1" * 4_000 + b'"><c><v>1</v></c></row>'
    assert "rusak" in refusal(replaced(content, b"<sheetData>", row))


def test_twenty_thousand_full_rows_of_ours_are_read(content):
    cell = b'<c r="%s1" s="3" t="s"><v>0</v></c>'
    row = b'<row r="%d" spans="1:14" ht="30" customHeight="1">'
    cells = b"".join(cell % bytes([letter]) for letter in b"ABCDEFGHIJKLMN")
    rows = b"".join(row % number + cells + b"</row>" for number in range(1, 19_990))
    raws = open_workbook(whole(content, HEAD % (rows, b"")))
    assert len(raws[1].cells) == 19_989 * 14


def test_too_many_rows_and_columns_are_refused(content):
    rows = b"".join(b'<row r="%d"><c><v>1</v></c></row>' % n for n in range(1, 20_010))
    packed = replaced(content, b"<sheetData>", b"<sheetData>" + rows)
    assert "lebih dari 20.000 baris" in refusal(packed)
    wide = b'<sheetData><row r="1"><c r="BI1"><v>1</v></c></row>'
    assert "lebih dari 60 kolom" in refusal(replaced(content, b"<sheetData>", wide))
    empty = b'<sheetData><row r="1"><c r="XFD1" s="1"/></row>'
    assert open_workbook(replaced(content, b"<sheetData>", empty))


def test_entities_are_refused(content):
    def change(name, body):
        if name != SHEET:
            return body
        head = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
        return re.sub(rb"(<\?xml[^>]*\?>)", rb"\1" + head, body)

    assert "tidak aman (DOCTYPE)" in refusal(books.repacked(content, change))
    utf16 = books.repacked(
        content,
        lambda name, body: (
            '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x><x/>'.encode("utf-16")
            if name == SHEET
            else body
        ),
    )
    assert "tidak aman (DOCTYPE)" in refusal(utf16)


def test_macros_are_refused(content):
    assert "makro" in refusal(books.with_part(content, "xl/vbaProject.bin", b"x"))
    old = b"spreadsheetml.sheet.main+xml"
    typed = replaced(content, old, b"sheet.macroEnabled.main+xml", part="[Content_Types].xml")
    assert "makro" in refusal(typed)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "kosong"),
        (b"x" * (5 * 1024 * 1024 + 1), "lebih besar dari 5 MB"),
        (b"kode;jumlah\nKES-01;4\n", "bukan XLSX, apa pun nama berkasnya"),
        (b"%PDF-1.7 ...", "bukan XLSX"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600, "Excel lama (.xls)"),
        (
            bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage".encode("utf-16-le"),
            "dikunci kata sandi",
        ),
        (b"PK\x03\x04" + b"\0" * 300, "rusak"),
    ],
    ids=["empty", "large", "csv", "pdf", "xls", "encrypted", "cut"],
)
def test_what_is_no_workbook_is_refused(content, words):
    assert words in refusal(content)


def test_other_archives_are_refused(content):
    file = io.BytesIO()
    with ZipFile(file, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    assert "OpenDocument" in refusal(file.getvalue())
    file = io.BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", "<x/>")
    assert "bukan XLSX" in refusal(file.getvalue())
    assert "rusak" in refusal(content[: len(content) // 2])
    file = io.BytesIO()
    with ZipFile(file, "w", ZIP_BZIP2) as archive:
        archive.writestr("[Content_Types].xml", "<x/>")
    assert "rusak" in refusal(file.getvalue())


def test_damaged_files_are_read_or_refused_and_nothing_else(content):
    dice = Random(7)
    for _ in range(150):
        damaged = bytearray(content)
        for _ in range(dice.randint(1, 6)):
            damaged[dice.randrange(len(damaged))] = dice.randrange(256)
        with suppress(Refused):
            assert read(bytes(damaged), Budget())["tabs"] is not None


def test_a_formula_is_never_its_kept_result(content):
    cell = b'<sheetData><row r="5"><c r="E5"><f>1+1</f><v>2</v></c></row>'
    [_, raw, _] = open_workbook(replaced(content, b"<sheetData>", cell))
    assert raw.cells[5, 5].kind == "f"
    assert raw.cells[5, 5].text == "=1+1"


def test_cells_without_an_address_are_counted(content):
    row = b'<row><c t="inlineStr"><is><t>a_x0041_</t></is></c><c><v>7</v></c></row>'

    def change(name, body):
        if name != SHEET:
            return body
        data = b"<sheetData>" + row * 2 + b"</sheetData>"
        return re.sub(b"<sheetData>.*</sheetData>", lambda _: data, body, flags=re.DOTALL)

    [_, raw, _] = open_workbook(books.repacked(content, change))
    assert {at: cell.text for at, cell in raw.cells.items()} == {
        (1, 1): "aA",
        (1, 2): "7",
        (2, 1): "aA",
        (2, 2): "7",
    }
