"""A page for each kelurahan, all values, and the glossary."""

from fractions import Fraction
from typing import Any

from clusters.display import number, target_words, with_unit
from clusters.scoring.gap import Step
from reports import coverage_data, drawing
from reports.sections.book import CARDS, NONE, Book
from reports.sections.terms import TERMS

_JOBS = 3  # works at the foot of a card
_DO = {
    Step.FILL: "Isi dan ajukan.",
    Step.PROVE: "Tambah bukti yang berlaku.",
    Step.REVIEW: "Menunggu verifikator.",
    Step.RAISE: "Capai targetnya.",
}
_AGAIN = "Perbaiki, lalu ajukan kembali."


def cards(book: Book, name: str, part: str, section: Any) -> dict[str, Any]:
    """One page a kelurahan, at most ten in a section; `part` is kecamatan and start."""
    code, _, start = part.rpartition("-")
    first = int(start)
    areas = dict(book.by_kecamatan)[code][first : first + CARDS]
    return {
        "cards": [_card(book, area, code) for area in areas],
        "city_share": book.year.share_of_city(),
    }


def _card(book: Book, area: str, kecamatan: str) -> dict[str, Any]:
    clusters = [
        {
            "name": cluster["name"],
            "share": book.year.share_of(area, cluster["slug"]),
            "last": book.before.share_of(area, cluster["slug"]) if book.before else None,
            "rows": [
                _line(book, area, row) for row in book.indicators(cluster["slug"], "kelurahan")
            ],
        }
        for cluster in book.year.data["clusters"]
    ]
    lines = [line for cluster in clusters for line in cluster["rows"]]
    sheet = coverage_data.sheet_of(book.data)
    return {
        "code": area,
        "number": book.kelurahan.index(area) + 1,
        "name": book.names[area],
        "kecamatan": book.names[kecamatan],
        "share": book.year.share_of(area),
        "last": book.before.share_of(area) if book.before else None,
        "clusters": clusters,
        "columns": _columns(clusters),
        "owed": len(lines),
        "done": sum(line["now"] != "…" for line in lines),
        "verified": sum(line["sign"] in ("●", "◆") for line in lines),
        "jobs": _jobs(book, area),
        "map": drawing.located(sheet, area, f"Letak {book.names[area]} di {book.kota['name']}")
        if sheet and area in sheet.whole.outlines
        else None,
    }


def _columns(clusters: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """The clusters in their order on two columns that are as even as they can be."""
    sizes = [len(cluster["rows"]) + 1 for cluster in clusters]
    cut = min(
        range(1, len(sizes)) or [0],
        key=lambda at: abs(sum(sizes[:at]) - sum(sizes[at:])),
        default=0,
    )
    return [clusters[:cut], clusters[cut:]] if cut else [clusters]


def _jobs(book: Book, area: str) -> list[dict[str, Any]]:
    """The works of this kelurahan that would add most to the city's score."""
    return [
        {
            "label": book.year.indicators[one.code].label,
            "words": _AGAIN
            if one.step == Step.FILL and book.year.cell(area, one.code).raw
            else _DO[one.step],
            "points": one.points,
        }
        for one in book.gains_of.get(area, [])[:_JOBS]
    ]


def _line(book: Book, area: str, row: Any) -> dict[str, Any]:
    cell = book.year.cell(area, row.code)
    view = book.year.views["verified"]
    earned = view.entries.get((area, row.code))
    return {
        "row": row,
        "last": book.last_words(area, row.code),
        "now": cell.words,
        "sign": cell.sign,
        "raw": cell.raw or NONE,
        "target": NONE if row.direction == "none" else _aim(row),
        "aim": target_words(row),
        "points": earned if row.direction != "none" and cell.words != NONE else None,
    }


def _aim(row: Any) -> str:
    """The target with its unit, as short as it can be: of a level its number alone."""
    return number(row.target) if row.kind == "level" else with_unit(row, row.target)


def values(book: Book, name: str, part: str, section: Any) -> dict[str, Any]:
    """Every value with the numbers behind it: the kota's own, or a kecamatan's."""
    if part == "kota":
        areas, scope = [book.kota["code"]], "kota"
    else:
        areas, scope = dict(book.by_kecamatan)[part], "kelurahan"
    rows = [row for row in book.year.indicators.values() if row.scope == scope]
    order = [book.kota["code"], *book.kelurahan]
    return {
        "tables": [_values(book, area, rows, order.index(area) + 1) for area in areas],
        "central": part == "kota",
        "points": not book.is_public,  # the points of a sensitive entry tell its value
    }


def _values(book: Book, area: str, rows: list[Any], number: int) -> dict[str, Any]:
    lines = [_line(book, area, row) for row in rows]
    return {
        "area": book.names[area],
        "code": area,
        "number": number,
        "lines": lines,
        "done": sum(line["now"] != "…" for line in lines),
        "owed": len(lines),
        "points": sum((line["points"] or Fraction(0) for line in lines), Fraction(0)),
    }


def glossary(book: Book, name: str, part: str, section: Any) -> dict[str, Any]:
    """Words and abbreviations, and what each indicator counts, cluster by cluster."""
    return {
        "terms": TERMS,
        "clusters": [
            (one["name"], book.indicators_of(one["slug"])) for one in book.year.data["clusters"]
        ],
    }
