"""How the score is made and how good the data are: completeness, adjustments, assumptions."""

from collections import Counter
from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from kla.templatetags.kla_ui import angka
from reports.figures import Year, plain_words
from reports.sections.book import NONE, Book

MARKS = (
    ("accepted", "diterima"),
    ("adjusted", "disesuaikan"),
    ("rejected", "ditolak"),
    ("returned", "dikembalikan"),
)
ASSUMED = (("baseline", "titik awal"), ("target", "target"), ("share", "bobot bagian"))


def method(book: Book, name: str, part: str, section: Any) -> dict[str, Any]:
    """How complete the year is, what reviewers changed, what is assumed."""
    now, last = _Filled(book.year), _Filled(book.before) if book.before else None
    every = [area for area, _, _ in book.year.owed]
    total = _line("", sorted(set(every)), now, last)
    return {
        "lead": _lead(book, total),
        "rows": [
            {
                "name": book.names[code],
                "sum": _line("", areas, now, last),
                "areas": [_line(book.names[area], [area], now, last) for area in areas],
            }
            for code, areas in book.by_kecamatan
        ],
        "central": _line("", [book.kota["code"]], now, last),
        "total": total,
        **_marks(book),
        "adjusted": _adjusted(book),
        "assumed": _assumed(book),
        "assumed_sum": _assumed_sum(book),
        "indicators": len(book.year.indicators),
        "officials": len(book.year.data["officials"]),
    }


def _lead(book: Book, total: dict[str, Any]) -> str:
    marks = Counter(row["mark"] for row in book.year.data["entries"])
    told = ", ".join(f"{angka(marks[mark], 0)} {word}" for mark, word in MARKS[:3])
    done, owed = angka(total["done"], 0), angka(total["owed"], 0)
    return f"{done} dari {owed} isian terisi; {told} verifikator."


class _Filled:
    """How many entries of each area are owed, answered, proven and verified in a year."""

    def __init__(self, year: Year) -> None:
        self.owed = Counter(area for area, _, _ in year.owed)
        cells = {(area, code): year.cell(area, code) for area, code, _ in year.owed}
        self.done = Counter(area for (area, _), cell in cells.items() if cell.words != "…")
        self.verified = Counter(
            row["area"]
            for row in year.data["entries"]
            if row["mark"] in ("accepted", "adjusted") and (row["area"], row["code"]) in cells
        )


def _line(name: str, areas: list[str], now: _Filled, last: _Filled | None) -> dict[str, Any]:
    def share(of: Counter[str], year: _Filled) -> Fraction | None:
        owed = sum(year.owed[area] for area in areas)
        return Fraction(sum(of[area] for area in areas), owed) if owed else None

    return {
        "name": name,
        "owed": sum(now.owed[area] for area in areas),
        "done": sum(now.done[area] for area in areas),
        "verified": sum(now.verified[area] for area in areas),
        "share": share(now.done, now),
        "last": share(last.done, last) if last else None,
    }


def _marks(book: Book) -> dict[str, Any]:
    """The reviewers' marks by cluster; what bears none is not yet looked at."""
    rows = []
    for one in book.year.data["clusters"]:
        codes = {row.code for row in book.year.indicators.values() if row.cluster == one["slug"]}
        found = Counter(row["mark"] for row in book.year.data["entries"] if row["code"] in codes)
        owed = sum(code in codes for _, code, _ in book.year.owed)
        rows.append((one["name"], _counts(found, owed)))
    every = Counter(row["mark"] for row in book.year.data["entries"])
    return {
        "mark_words": [word for _, word in MARKS],
        "marks": rows,
        "marks_sum": _counts(every, len(book.year.owed)),
    }


def _counts(found: Counter[str], owed: int) -> list[int]:
    told = [found[mark] for mark, _ in MARKS]
    return [*told, owed - sum(told), owed]


def _adjusted(book: Book) -> list[dict[str, Any]]:
    """What reviewers changed, from what to what; their reasons are words of a person."""
    return [
        {
            "area": book.names[row["area"]],
            "code": row["code"],
            "label": book.year.indicators[row["code"]].label,
            "given": _given(book, row),
            "value": book.year.cell(row["area"], row["code"]).words,
            "reason": "" if book.is_public else row["reason"],
        }
        for row in _in_order(book.year.data["entries"])
        if row["mark"] == "adjusted"
    ]


def _in_order(entries: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(entries, key=lambda row: (row["area"], row["code"]))


def _given(book: Book, row: dict[str, Any]) -> str:
    """The operator's own value, before it was adjusted."""
    indicator = book.year.indicators[row["code"]]
    if row["numerator"] is not None and row["denominator"]:
        return plain_words(
            indicator, Fraction(row["numerator"] * indicator.per, row["denominator"])
        )
    return NONE if row["value"] is None else plain_words(indicator, row["value"])


def _assumed(book: Book) -> list[tuple[str, list[int]]]:
    """By cluster: of how many indicators each number is ours."""
    return [
        (one["name"], _kinds(book.indicators_of(one["slug"]))) for one in book.year.data["clusters"]
    ]


def _assumed_sum(book: Book) -> list[int]:
    return _kinds(book.year.indicators.values())


def _kinds(rows: Iterable[Any]) -> list[int]:
    rows = list(rows)
    scored = [row for row in rows if row.direction != "none"]
    return [
        len(rows),
        len(scored),
        *(sum(kind in row.assumption for row in rows) for kind, _ in ASSUMED),
    ]
