"""Introduction, method, the clusters, the issues and the closing chapter."""

from collections import Counter
from fractions import Fraction
from typing import Any

from clusters.display import target_words
from reports import charts
from reports.sections.book import Book
from reports.sections.issues import issue_lines

GROUP = 5  # indicators side by side in one table


def introduction(book: Book, name: str, part: str, section: Any) -> dict[str, Any]:
    """Why the report is there and what it covers."""
    return {"kelurahan": len(book.kelurahan), "kecamatan": len(book.by_kecamatan)}


def method(book: Book, name: str, part: str, section: Any) -> dict[str, Any]:
    """How complete the year is, what reviewers changed, what is assumed."""
    answered = {key for key in book.year.entries if book.year.cell(*key).words != "…"}
    owed = Counter(area for area, _, _ in book.year.owed)
    done = Counter(area for area, code, _ in book.year.owed if (area, code) in answered)
    marks = Counter(row["mark"] for row in book.year.data["entries"])
    states = Counter(state for _, _, _, state in book.year.data["sheets"])
    assumed = [row for row in book.year.indicators.values() if row.assumption]
    return {
        "rows": [
            (book.names[code], [(book.names[a], done[a], owed[a]) for a in areas])
            for code, areas in book.by_kecamatan
        ],
        "city": (done[book.kota["code"]], owed[book.kota["code"]]),
        "total": (sum(done.values()), sum(owed.values())),
        "marks": marks,
        "states": states,
        "assumed": assumed,
        "adjusted": [
            (book.names[row["area"]], row["code"], row["reason"])
            for row in book.year.data["entries"]
            if row["mark"] == "adjusted"
        ],
    }


def cluster(book: Book, name: str, part: str, section: Any) -> dict[str, Any]:
    """One cluster: points, city indicators, a chart, and its tables by kelurahan."""
    slug, piece = name.removeprefix("klaster-"), int(part or 0)
    view = book.year.views["verified"]
    points, most = view.clusters[slug]
    rows = book.indicators(slug, "kelurahan")
    central = book.indicators(slug, "kota")
    return {
        "points": points,
        "max": most,
        "first": piece == 0,
        "last_points": book.before.views["verified"].clusters.get(slug, (None,))[0]
        if book.before
        else None,
        "overview": [_overview(book, row) for row in [*rows, *central]],
        "chart": _chart(book, slug) if piece == 0 else "",
        "tables": [
            _table(book, rows[start : start + GROUP], book.pieces[piece])
            for start in range(0, len(rows), GROUP)
        ],
        "final": piece == len(book.pieces) - 1,
        "lead": _lead(book, rows),
    }


def _overview(book: Book, row: Any) -> dict[str, Any]:
    one = book.year.views["verified"].indicators[row.code]
    return {
        "row": row,
        "last": book.last_city(row.code),
        "now": book.year.city_words(row.code),
        "target": target_words(row),
        "points": one.points,
        "max": one.max,
        "counted": one.counted,
        "applicable": one.applicable,
    }


def _lead(book: Book, rows: list[Any]) -> str:
    """The chapter's first sentence: where most areas reach the target, and where fewest."""
    view = book.year.views["verified"]
    scored = [
        (view.indicators[row.code].points / view.indicators[row.code].max, row.label)
        for row in rows
        if view.indicators[row.code].max
    ]
    if not scored:
        return "Belum ada indikator yang dapat dinilai."
    best, worst = max(scored), min(scored)
    return (
        f"Capaian terbaik: {best[1]} ({int(best[0] * 100)}% dari poin). "
        f"Terjauh dari target: {worst[1]} ({int(worst[0] * 100)}% dari poin)."
    )


def _chart(book: Book, slug: str) -> str:
    """Verified share of points by kelurahan, or by kecamatan where there are many."""
    if len(book.kelurahan) <= 60:
        names = book.distinct_names
        shares = [(names[code], book.year.share_of(code, slug)) for code in book.kelurahan]
    else:
        shares = []
        for code, areas in book.by_kecamatan:
            known = [s for a in areas if (s := book.year.share_of(a, slug)) is not None]
            shares.append(
                (book.names[code], sum(known, Fraction(0)) / len(known) if known else None)
            )
    rows = [(name, round(float(share * 100), 1)) for name, share in shares if share is not None]
    return charts.bars(rows, alt="Bagian poin terverifikasi menurut wilayah, persen")


def _table(book: Book, rows: list[Any], piece: list[tuple[str, list[str]]]) -> dict[str, Any]:
    """Years side by side: a row a kelurahan under its kecamatan, then the city and targets."""
    body = []
    for code, areas in piece:
        whole = dict(book.by_kecamatan)[code]
        body.append(
            {
                "name": book.names[code],
                "group": True,
                "cells": [("", book.year.group_words(row.code, whole), "") for row in rows],
            }
        )
        for area in areas:
            cells = [(book.last_words(area, row.code), *_now(book, area, row)) for row in rows]
            body.append({"name": book.names[area], "group": False, "cells": cells})
    return {
        "rows": rows,
        "body": body,
        "city": [
            (book.last_city(row.code), book.year.group_words(row.code, book.kelurahan), "")
            for row in rows
        ],
        "targets": [target_words(row) for row in rows],
    }


def _now(book: Book, area: str, row: Any) -> tuple[str, str]:
    cell = book.year.cell(area, row.code)
    return cell.words, cell.sign


def issues(book: Book, name: str, part: str, section: Any) -> dict[str, Any]:
    """The six issues in full."""
    return {"issues": issue_lines(book)}


def closing(book: Book, name: str, part: str, section: Any) -> dict[str, Any]:
    """What follows, and where the chair signs."""
    view = book.year.views["verified"]
    losses = sorted(
        ((one.max - one.points, code) for code, one in view.indicators.items()), reverse=True
    )[:8]
    return {
        "view": view,
        "losses": [
            (
                book.year.indicators[code],
                gap,
                book.offices.get(book.year.indicators[code].owner, ""),
            )
            for gap, code in losses
            if gap
        ],
    }
