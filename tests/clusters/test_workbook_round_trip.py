"""Whatever is answered goes out in a workbook and comes back the same, changing nothing."""

from types import SimpleNamespace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clusters.answers import MOST, Answer, faults
from clusters.paste import HIDDEN
from clusters.workbook.comparing import Standing, compare
from clusters.workbook.intake import Cell, Raw, RefusedWorkbook
from clusters.workbook.layout import (
    Book,
    Row,
    Tab,
    flags_of,
    options_of,
    part_texts,
    print_of,
    texts_of,
    trimmed,
)
from clusters.workbook.probe import opening as probe
from clusters.workbook.probe.budget import Budget
from clusters.workbook.reading import read_book
from clusters.workbook.writing import write_book

# A slow machine is no fault: nothing here looks at the clock.
patient = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
NUMBERS = st.none() | st.integers(0, MOST)
# what a database takes; a form takes less
NOTES = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=60)
LEVELS = ["belum ada", "1 · ber-SK", "tidak", "giat"]
PARTS = [
    {"key": "lk", "label": "Laki-laki", "kind": "count"},
    {"key": "sk", "label": "Tanggal SK", "kind": "date"},
    {"key": "nama", "label": "Nama", "kind": "text"},
]


@st.composite
def answered(draw, number):
    """An indicator of any kind with any answer it may have."""
    kind = draw(st.sampled_from(["percentage", "rate", "count", "boolean", "level"]))
    indicator = SimpleNamespace(
        code=f"X-{number:02d}",
        kind=kind,
        levels=LEVELS if kind == "level" else [],
        may_not_apply=draw(st.booleans()),
        extra=draw(st.sampled_from([[], PARTS])),
    )
    note, extra = draw(NOTES), {}
    if indicator.extra:
        extra = draw(
            st.fixed_dictionaries(
                {},
                optional={
                    "lk": st.integers(0, MOST),
                    "sk": st.dates().map(str),
                    "nama": NOTES.filter(bool),
                },
            )
        )
    flag = draw(st.sampled_from(["", "", "no_data", "not_applicable"]))
    answer = Answer(note=note, extra=extra)
    if flag == "no_data" or (flag and indicator.may_not_apply):
        answer = Answer(note=note, extra=extra, **{flag: True})
    elif kind in ("percentage", "rate"):
        pair = sorted([draw(st.integers(0, MOST)), draw(st.integers(0, MOST))])
        half = draw(st.sampled_from([(True, True), (True, False), (False, True), (False, False)]))
        n, d = (value if kept else None for value, kept in zip(pair, half, strict=True))
        answer = Answer(numerator=n, denominator=d, note=note, extra=extra)
    else:
        most = {"boolean": 1, "level": len(LEVELS) - 1}.get(kind, MOST)
        answer = Answer(value=draw(st.none() | st.integers(0, most)), note=note, extra=extra)
    assert faults(indicator, answer) == {}
    return indicator, answer


def rows_of(indicator, answer, version=3):
    shared = {"sheet": 7, "code": indicator.code, "version": version, "area": "Desa"}
    pair = indicator.kind in ("percentage", "rate")
    yield Row(
        **shared,
        part="",
        label="Nama",
        asks="Jumlah",
        texts=texts_of(indicator, answer),
        kind="pair" if pair else indicator.kind,
        options=options_of(indicator),
        flags=flags_of(indicator),
        writable=True,
        hint="Arti",
    )
    for part in indicator.extra:
        yield Row(
            **shared,
            part=part["key"],
            label="Rincian",
            asks="",
            texts=part_texts(part, answer),
            kind=part["kind"],
            writable=True,
        )


def sent(pairs):
    """What the probe reads of a workbook with these answers."""
    rows = tuple(row for pair in pairs for row in rows_of(*pair))
    content = write_book(Book("64.71", 2026, "Uji", (Tab("Kesehatan", "Uji", rows),)))
    told = probe.read(content, Budget())
    return [
        Raw(tab["name"], {(r, c): Cell(kind, text) for r, c, kind, text in tab["cells"]})
        for tab in told["tabs"]
    ]


def standing(pairs, version=3):
    return {
        (7, indicator.code): Standing(7, "Desa", indicator, answer, version, True)
        for indicator, answer in pairs
    }


PAIRS = st.integers(1, 5).flatmap(lambda n: st.tuples(*(answered(number) for number in range(n))))


@patient
@given(PAIRS)
def test_what_goes_out_comes_back_untouched(pairs):
    found = read_book(sent(pairs))
    assert (found.kota, found.year, found.faults, found.unread) == ("64.71", 2026, (), ())
    seen = compare(found.rows, standing(pairs))
    assert (seen.lines, seen.faults, seen.same) == ((), (), len(pairs))


def seen(text):
    return HIDDEN.sub("", trimmed(text)).strip()[:120].strip()


def tidy(answer):
    """An answer as a person could have typed it; a part holds no sign that nobody sees."""
    extra = {k: seen(v) if isinstance(v, str) else v for k, v in answer.extra.items()}
    return Answer(
        **{
            **vars(answer),
            "note": trimmed(answer.note),
            "extra": {k: v for k, v in extra.items() if v != ""},
        }
    )


@patient
@given(PAIRS)
def test_what_was_filled_in_on_an_empty_sheet_is_read_as_it_was_meant(pairs):
    """The same cells over an empty sheet: each row counts as touched and gives the answer."""
    pairs = [(indicator, tidy(answer)) for indicator, answer in pairs]
    raws = sent(pairs)
    for raw in raws:
        for at, cell in list(raw.cells.items()):
            if at[0] > 4 and at[1] == 14:
                raw.cells[at] = Cell(cell.kind, "another print")
    empty = [(indicator, Answer()) for indicator, _ in pairs]
    seen = compare(read_book(raws).rows, standing(empty))
    assert seen.faults == ()
    assert {line.key[1]: line.answer for line in seen.lines} == {
        indicator.code: answer for indicator, answer in pairs
    }


def test_texts_that_look_like_something_else_stay_texts():
    notes = ["_x0041_", "=1+1", "'007", "007", "+62", "-", "@x", "_x005F_", "1,5", "1e5", "TRUE"]
    indicator = SimpleNamespace(code="X-1", kind="count", levels=[], may_not_apply=False, extra=[])
    for note in notes:
        pairs = [(indicator, Answer(value=0, note=note))]
        [row] = read_book(sent(pairs)).rows
        assert row.texts["note"] == note
        assert row.texts["number"] == "0"
        assert not row.touched


_POSITIONS = st.tuples(st.integers(1, 8), st.integers(1, 15))
_TEXTS = st.text(max_size=12) | st.sampled_from(
    ["7|X-00|", "7|X-00|lk", "7|X-00|zz", "3", "1E5", "NaN", "1E999999", "-Infinity", "KLA-1"]
)
_CELLS = st.builds(Cell, st.sampled_from("nsbef"), _TEXTS)


@patient
@given(PAIRS, st.dictionaries(_POSITIONS, _CELLS, max_size=12), st.sampled_from(["", "E5:F6"]))
def test_whatever_stands_in_the_cells_is_read_or_told(pairs, cells, merged):
    raws = [
        Raw(raw.name, {**raw.cells, **cells} if raw.name == "Kesehatan" else raw.cells, (merged,))
        for raw in sent(pairs)
    ]
    try:
        found = read_book(raws)
    except RefusedWorkbook:  # what makes it a book of ours was overwritten
        return
    seen = compare(found.rows, standing(pairs), found.faults)
    for line in seen.lines:
        assert line.faults or faults(line.standing.indicator, line.answer) == {}


def test_a_print_tells_cells_apart():
    texts = {"number": "1", "denominator": "2", "flag": "", "note": ""}
    assert print_of(texts) == print_of(texts | {"note": "  "})
    assert print_of(texts) != print_of(texts | {"number": "12", "denominator": ""})
    assert print_of(texts) != print_of(texts | {"note": "x"})
