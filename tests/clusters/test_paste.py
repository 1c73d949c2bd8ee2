"""Pure: what a pasted block says, and how each bad one is refused."""

from types import SimpleNamespace

import pytest

from clusters.answers import Answer
from clusters.paste import MOST_BYTES, Asked, BadBlock, block_of, place
from clusters.paste_preview import Standing, preview

ROWS = [
    Asked("A-1", "percentage", pair=True),
    Asked("A-2", "count", pair=False),
    Asked("A-3", "boolean", pair=False),
    Asked("A-4", "level", pair=False, most=2),
]


def cells(text, start="A-1", at="number"):
    return place(block_of(text), ROWS, start, at)


def standing(code="A-1", kind="percentage", answer=None, version=0, based_on=0, writable=True):
    indicator = SimpleNamespace(
        code=code,
        kind=kind,
        numerator="",
        denominator="",
        levels=["a", "b", "c"],
        may_not_apply=False,
        extra=[],
    )
    return Standing(indicator, answer or Answer(), version, based_on, writable)


def shown(text, one, **at):
    rows = {one.indicator.code: one}
    return preview(place(block_of(text), [one.asked], one.indicator.code, **at), rows)


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("1\t2", [["1", "2"]]),
        ("1\t2\r\n3\t4\r\n", [["1", "2"], ["3", "4"]]),
        ("1\r2", [["1"], ["2"]]),
        ("1\t2\n\t\n\n", [["1", "2"]]),
        ('1\t"dua\nbaris ""kutip"""', [["1", 'dua\nbaris "kutip"']]),
        ("\ufeff1\u200b\t\u202a2\u202c", [["1", "2"]]),
        (" 1.217 \t1\u00a0251", [["1.217", "1\u00a0251"]]),
    ],
)
def test_a_block_is_taken_apart(text, rows):
    assert block_of(text) == rows


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("", "Tidak ada yang ditempel"),
        (" \t \n", "Tidak ada yang ditempel"),
        ("1\t2\n3", "Baris 2 berisi 1 kolom, baris 1 berisi 2 kolom"),
        ("1\x002", "tidak dapat dibaca"),
        ("1\x1b2", "tidak dapat dibaca"),
        ("\ud800", "tidak dapat dibaca"),
        ('"tidak ditutup', "tidak ditutup"),
        ("\n".join(["1"] * 201), "201 baris"),
        ("\t".join(["1"] * 11), "11 kolom"),
        ("1" * (MOST_BYTES + 1), "terlalu besar"),
        ("é" * (MOST_BYTES // 2 + 1), "terlalu besar"),
    ],
)
def test_a_block_that_cannot_be_taken_says_why(text, word):
    with pytest.raises(BadBlock, match=word):
        block_of(text)


def test_the_largest_block_is_taken():
    assert len(block_of("\n".join(["\t".join(["1"] * 10)] * 200))) == 200


@pytest.mark.parametrize(
    ("text", "value"),
    [("1.217", 1217), ("1 217", 1217), ("1\u00a0217", 1217), ("0", 0), ("007", 7), ("", None)],
)
def test_indonesian_numbers(text, value):
    assert [cell.value for cell in cells(f"{text}\t5")] == [value, 5]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("dua", "bukan angka"),
        ("-3", "negatif"),
        ("(3)", "negatif"),
        ("12,5", "bukan bilangan bulat"),
        ("1,217", "bukan bilangan bulat"),
        ("12.5", "bukan bilangan bulat"),
        ("1.217,50", "bukan bilangan bulat"),
        ("=A1+B1", "rumus"),
        ("+5", "rumus"),
        ("@SUM(A1)", "rumus"),
        ("#REF!", "kesalahan rumus"),
        ("98%", "persen"),
        ("1e3", "bukan angka"),
        ("٣", "bukan angka"),
        ("1" * 30, "1.000.000.000"),
    ],
)
def test_what_is_no_number_says_why_and_where(text, word):
    first, second = cells(f"7\t{text}")
    assert (first.fault, first.value) == ("", 7)
    assert word in second.fault
    assert second.place == "baris 1, kolom 2"
    assert second.value is None


def test_each_cell_falls_in_its_place():
    found = cells("5\t9\tsatu\n3\t\tdua\nya\t\t\n2\t\t")
    assert [(c.code, c.field, c.value) for c in found if c.value is not None] == [
        ("A-1", "number", 5),
        ("A-1", "denominator", 9),
        ("A-1", "note", "satu"),
        ("A-2", "number", 3),
        ("A-2", "note", "dua"),
        ("A-3", "number", 1),
        ("A-4", "number", 2),
    ]
    assert [c.fault for c in found if c.fault] == []


@pytest.mark.parametrize(
    ("text", "start", "at", "word"),
    [
        ("1\t2", "A-2", "number", "hanya satu angka"),
        ("mungkin", "A-3", "number", "bukan angka"),
        ("2", "A-3", "number", "ya atau tidak"),
        ("3", "A-4", "number", "tingkat 0 sampai 2"),
        ("1\n2", "A-4", "number", "bawah baris terakhir"),
        ("a\tb", "A-1", "note", "kanan kolom terakhir"),
        ("x" * 2001, "A-1", "note", "2.000 huruf"),
    ],
)
def test_what_cannot_stand_there_is_a_fault(text, start, at, word):
    faults = [cell.fault for cell in cells(text, start, at) if cell.fault]
    assert len(faults) == 1
    assert word in faults[0]


@pytest.mark.parametrize(("start", "at"), [("X-9", "number"), ("A-1", "lain"), ("", "")])
def test_a_place_that_is_not_there_is_refused(start, at):
    with pytest.raises(BadBlock):
        cells("1", start, at)


@pytest.mark.parametrize(
    ("text", "one", "state"),
    [
        ("5\t9", standing(), "new"),
        ("5\t9", standing(answer=Answer(4, 9), version=1, based_on=1), "changed"),
        ("5\t9", standing(answer=Answer(5, 9), version=2), "unchanged"),
        ("5\t9", standing(answer=Answer(4, 9), version=2, based_on=1), "conflict"),
        ("9\t5", standing(), "faulty"),
        ("5\tx", standing(), "faulty"),
        ("5\t9", standing(writable=False), "faulty"),
    ],
)
def test_the_preview_says_what_would_become_of_a_row(text, one, state):
    assert [line.state for line in shown(text, one, at="number").lines] == [state]


def test_an_empty_cell_leaves_what_stands_and_a_number_ends_no_data():
    kept = standing(answer=Answer(numerator=4, denominator=9, note="lama"))
    assert shown("5\t\t", kept, at="number").lines[0].answer == Answer(5, 9, note="lama")
    absent = standing(answer=Answer(no_data=True, note="belum ada"))
    assert shown("5\t9", absent, at="number").lines[0].answer == Answer(5, 9, note="belum ada")
    noted = shown("sebab lain", absent, at="note").lines[0].answer
    assert noted == Answer(no_data=True, note="sebab lain")


def test_a_contradiction_names_the_cell():
    (line,) = shown("215\t198", standing(), at="number").lines
    assert line.faults == (
        "Baris 1, kolom 1: 215 lebih besar dari 198. Periksa kedua angka, mungkin tertukar.",
    )


@pytest.mark.parametrize(
    ("text", "at", "rows"),
    [
        ("Jumlah\tDari\n5\t9\n7\t", "number", [2, 3]),
        ("Jumlah\n5", "number", [2]),
        ("Balita ditimbang\nya", "number", [2]),
        ("ya\ntidak", "number", [1, 2]),  # answers, no heading
        ("abc\ndef", "number", [1, 2]),  # two faults, no heading
        ("Judul", "number", [1]),
        ("Judul\n5", "note", [1, 2]),  # a note may say anything
    ],
)
def test_a_heading_is_passed_over_and_counted(text, at, rows):
    found = [one for one in cells(text, at=at) if one.column == 1]
    assert [one.row for one in found] == rows
    assert found[0].code == "A-1"
