"""The sections that only a scope's own document has: its cover, its tables, its short glossary."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from programmes.coverage.reach import tally
from reports import coverage_data, scopes
from reports.sections import annexes
from reports.sections.book import Book
from reports.sections.coverage import SIGNS
from reports.sections.evidence import FILES
from reports.sections.evidence import evidence as register
from reports.sections.missing import count_missing, missing
from reports.sections.terms import TERMS

Row = dict[str, Any]


def cover(book: Book, name: str, part: str, section: Any) -> Row:
    """Which part of the city's report this is."""
    return {"scope": scopes.read(book.data, part)}


def overview(book: Book, name: str, part: str, section: Any) -> Row:
    """A kecamatan's kelurahan side by side: completeness, attainment, services, what is missing."""
    areas = _areas(book, part)
    clusters = book.year.data["clusters"]
    return {
        "kecamatan": book.names[scopes.area_of(part)],
        "rows": [_standing(book, area) for area in areas],
        "clusters": clusters,
        "shares": [
            (book.names[a], [book.year.share_of(a, one["slug"]) for one in clusters]) for a in areas
        ],
        "city": book.year.share_of_city(),
    }


def _areas(book: Book, part: str) -> list[str]:
    """The kelurahan that an area's scope covers."""
    code = scopes.area_of(part)
    return [area for area in book.kelurahan if f"{area}.".startswith(f"{code}.")]


def _standing(book: Book, area: str) -> Row:
    owed = book.year.codes_of.get(area, [])
    filled = [code for code in owed if book.year.cell(area, code).words != "…"]
    return {
        "name": book.names[area],
        "last": book.before.share_of(area) if book.before else None,
        "share": book.year.share_of(area),
        "done": len(filled),
        "owed": len(owed),
        "services": tally(told[area].state for told in _told(book).values()),
        "missing": count_missing(book, area),
    }


def _told(book: Book) -> Any:
    return coverage_data.told_of(book.data["coverage"]) if book.data.get("coverage") else {}


def card(book: Book, name: str, part: str, section: Any) -> Row:
    """The one page of a kelurahan, as it stands in the whole report."""
    code = scopes.area_of(part)
    kecamatan = code.rsplit(".", 1)[0]
    at = dict(book.by_kecamatan).get(kecamatan, []).index(code)
    found = annexes.cards(book, "rapor", f"{kecamatan}-{at}", section)
    return found | {"cards": found["cards"][:1]}


def values(book: Book, name: str, part: str, section: Any) -> Row:
    """Every value of a kelurahan with the numbers behind it."""
    code = scopes.area_of(part)
    found = annexes.values(book, "nilai", code.rsplit(".", 1)[0], section)
    return found | {"tables": [table for table in found["tables"] if table["code"] == code]}


def numbers(book: Book, name: str, part: str, section: Any) -> Row:
    """A cluster's values with the numbers behind them, of some kelurahan and first of the kota."""
    slug = scopes.read(book.data, part).code
    piece = int(name.partition(".")[2] or 0)
    rows = book.indicators(slug, "kelurahan")
    central = book.indicators(slug, "kota") if piece == 0 else []
    kota = book.kota["code"]
    return {
        "central": [(row, book.year.cell(kota, row.code)) for row in central],
        "tables": [
            {"row": row, "groups": _cells(book, row.code, book.pieces[piece])} for row in rows
        ],
        "first": piece == 0,
    }


def _cells(book: Book, code: str, piece: list[tuple[str, list[str]]]) -> list[Row]:
    return [
        {
            "name": book.names[kecamatan],
            "rows": [
                {
                    "name": book.names[area],
                    "last": book.last_words(area, code),
                    "cell": book.year.cell(area, code),
                }
                for area in areas
            ],
        }
        for kecamatan, areas in piece
    ]


def services(book: Book, name: str, part: str, section: Any) -> Row:
    """Which services reach a kelurahan and why, or the kelurahan of a kecamatan in a matrix."""
    data, areas = book.data["coverage"], _areas(book, part)
    told = _told(book)
    listed = [SimpleNamespace(**one) for one in data["services"]]
    lines = []
    for area in areas:
        reached = [(told[one.key][area], one) for one in listed]
        cells = [(SIGNS[reach.state], reach.words, one) for reach, one in reached]
        lines.append((book.names[area], cells, tally(reach.state for reach, _ in reached)))
    return {"services": listed, "lines": lines, "one": part.startswith("kelurahan:")}


def evidence(book: Book, name: str, part: str, section: Any) -> Row:
    """The files behind the claims of a kelurahan."""
    code = scopes.area_of(part)
    every = book.data["evidence"]
    told = [
        file
        for first in range(0, len(every), FILES)
        for file in register(book, name, str(first), section)["files"]
    ]
    own = zip(told, every, strict=True)
    return {"files": [file for file, row in own if row["area"] == code]}


def glossary(book: Book, name: str, part: str, section: Any) -> Row:
    """A few words and, of a cluster, what its indicators count."""
    slug = scopes.read(book.data, part).code
    return {"rows": book.indicators_of(slug), "terms": TERMS}


MAKERS: dict[str, Callable[[Book, str, str, Any], Row]] = {
    "sub-sampul": cover,
    "sub-ringkasan": overview,
    "sub-rapor": card,
    "sub-nilai": values,
    "sub-angka": numbers,
    "sub-kurang": missing,
    "sub-layanan": services,
    "sub-bukti": evidence,
    "sub-istilah": glossary,
}
