"""A page for each kelurahan, all values, the evidence register, the glossary."""

from typing import Any

from clusters.display import target_words
from reports.sections.book import Book


def cards(book: Book, name: str, part: str, section: Any) -> dict[str, Any]:
    """One page a kelurahan, at most ten in a section; `part` is kecamatan and start."""
    code, _, start = part.rpartition("-")
    first = int(start)
    areas = dict(book.by_kecamatan)[code][first : first + 10]
    return {
        "cards": [_card(book, area, code) for area in areas],
        "city_share": book.year.share_of_city(),
    }


def _card(book: Book, area: str, kecamatan: str) -> dict[str, Any]:
    clusters = [
        {
            "name": cluster["short_name"],
            "share": book.year.share_of(area, cluster["slug"]),
            "rows": [
                _line(book, area, row) for row in book.indicators(cluster["slug"], "kelurahan")
            ],
        }
        for cluster in book.year.data["clusters"]
    ]
    return {
        "code": area,
        "name": book.names[area],
        "kecamatan": book.names[kecamatan],
        "share": book.year.share_of(area),
        "clusters": clusters,
        "columns": (clusters[0::2], clusters[1::2]),
    }


def _line(book: Book, area: str, row: Any) -> dict[str, Any]:
    cell = book.year.cell(area, row.code)
    return {
        "row": row,
        "last": book.last_words(area, row.code),
        "now": cell.words,
        "sign": cell.sign,
        "raw": cell.raw,
        "target": "–" if row.direction == "none" else target_words(row),
    }


def values(book: Book, name: str, part: str, section: Any) -> dict[str, Any]:
    """Every value with the numbers behind it: the kota's own, or a kecamatan's."""
    if part == "kota":
        areas, scope = [book.kota["code"]], "kota"
    else:
        areas, scope = dict(book.by_kecamatan)[part], "kelurahan"
    rows = [row for row in book.year.indicators.values() if row.scope == scope]
    tables = [
        {
            "area": book.names[area],
            "code": area,
            "lines": [_line(book, area, row) for row in rows],
        }
        for area in areas
    ]
    return {"tables": tables, "central": part == "kota"}


def evidence(book: Book, name: str, part: str, section: Any) -> dict[str, Any]:
    """The files behind the claims with their hashes."""
    first = int(part or 0)
    files = book.data["evidence"][first : first + 200]
    return {"files": [file | {"area_name": book.names[file["area"]]} for file in files]}


def glossary(book: Book, name: str, part: str, section: Any) -> dict[str, Any]:
    """Words and what each indicator counts."""
    return {"rows": list(book.year.indicators.values())}
