"""One cluster: its points, its city values, where it stands on the map, its tables by kelurahan."""

from fractions import Fraction
from typing import Any

from clusters.display import target_words
from reports.figures import plain_words
from reports.sections.book import NONE, Book, percent
from reports.sections.spread import spread

GROUP = 5  # indicators side by side in one table at most
KEY = 3  # figures at the chapter's head, beside its points


def cluster(book: Book, name: str, part: str, section: Any) -> dict[str, Any]:
    """One cluster: points, city indicators, map and chart, and its tables by kelurahan."""
    slug, piece = name.removeprefix("klaster-"), int(part or 0)
    view = book.year.views["verified"]
    points, most = view.clusters.get(slug, (Fraction(0), Fraction(0)))
    rows = book.indicators(slug, "kelurahan")
    made: dict[str, Any] = {
        "first": piece == 0,
        "tables": [_table(book, group, book.pieces[piece]) for group in _groups(rows)],
        "final": piece == len(book.pieces) - 1,
    }
    if piece > 0:
        return made
    lines = [_overview(book, row) for row in [*rows, *book.indicators(slug, "kota")]]
    return made | {
        "points": points,
        "max": most,
        "last_points": book.before.views["verified"].clusters.get(slug, (None,))[0]
        if book.before
        else None,
        "overview": lines,
        "sums": {
            "points": sum(line["points"] for line in lines),
            "max": sum(line["max"] for line in lines),
        },
        "keys": _keys(lines),
        "lead": _lead(lines),
        **spread(book, slug, section.title),
    }


def _groups(rows: list[Any]) -> list[list[Any]]:
    """The indicators for tables of at most GROUP columns that are as even as they can be."""
    tables = -(-len(rows) // GROUP)
    size = -(-len(rows) // tables) if tables else 1
    return [rows[start : start + size] for start in range(0, len(rows), size)]


def _overview(book: Book, row: Any) -> dict[str, Any]:
    one = book.year.views["verified"].indicators[row.code]
    return {
        "row": row,
        "last": book.last_city(row.code),
        "now": book.year.city_words(row.code),
        "target": target_words(row),
        "points": one.points,
        "max": one.max,
        "share": one.points / one.max if one.max else None,
        "counted": one.counted,
        "applicable": one.applicable,
        "reached": one.reached,
    }


def _keys(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The indicators with most points that have a number of their own."""
    told = [
        line
        for line in lines
        if line["max"] and line["now"] != "n. a." and line["row"].kind not in ("boolean", "level")
    ]
    return sorted(told, key=lambda line: (-line["max"], line["row"].code))[:KEY]


def _lead(lines: list[dict[str, Any]]) -> str:
    """The chapter's first sentence: how many have all their points, and which has least."""
    scored = [line for line in lines if line["share"] is not None]
    if not scored:
        return "Belum ada indikator yang dapat dinilai."
    worst = min(scored, key=lambda line: (line["share"], line["row"].code))
    done = sum(line["share"] == 1 for line in scored)
    return (
        f"{done} dari {len(scored)} indikator meraih semua poinnya. "
        f"Bagian poin terkecil: {worst['row'].label}, {percent(worst['share'])} diraih."
    )


def _table(book: Book, rows: list[Any], piece: list[tuple[str, list[str]]]) -> dict[str, Any]:
    """Years side by side: a row a kelurahan under its kecamatan, then the city and targets."""
    body = []
    for code, areas in piece:
        whole = dict(book.by_kecamatan)[code]
        cells = [
            {"last": _group(book, row.code, whole), "now": book.year.group_words(row.code, whole)}
            for row in rows
        ]
        body.append({"name": book.names[code], "group": True, "cells": cells})
        for area in areas:
            cells = [_now(book, area, row, book.farthest(row)) for row in rows]
            body.append({"name": book.names[area], "group": False, "cells": cells})
    return {
        "rows": rows,
        "body": body,
        "city": [
            (
                _group(book, row.code, book.kelurahan),
                book.year.group_words(row.code, book.kelurahan),
            )
            for row in rows
        ],
        "targets": [aim(row) for row in rows],
    }


def aim(row: Any) -> str:
    """The target for a table whose head has the unit: `≤ 14,2`, `100,0`, `ya`, `3`."""
    if row.direction == "none":
        return NONE
    words = plain_words(row, row.target)
    return f"≤ {words}" if row.direction == "lower" else words


def _group(book: Book, code: str, areas: list[str]) -> str:
    """Last year's verified value of several areas together."""
    if book.before is None or code not in book.before.indicators:
        return NONE
    return book.before.group_words(code, areas)


def _now(book: Book, area: str, row: Any, far: set[str]) -> dict[str, Any]:
    cell = book.year.cell(area, row.code)
    return {
        "last": book.last_words(area, row.code),
        "now": cell.words,
        "sign": cell.sign,
        "far": area in far,
    }
