"""Which services reach the children of each kelurahan."""

from types import SimpleNamespace
from typing import Any

from programmes.coverage import picture
from programmes.coverage.reach import State, tally
from programmes.coverage.reading import reached
from reports import charts, coverage_data, drawing
from reports.sections.book import Book

SIGNS = {State.FULL: "●", State.PART: "◐", State.NONE: "○", State.OUT: "n. a."}


def chapter(book: Book, name: str, part: str, section: Any) -> dict[str, Any]:
    """Services and their map on the first pages, then the matrix by kecamatan."""
    piece = int(part or 0)
    data = book.data["coverage"]
    told = coverage_data.told_of(data)
    services = [SimpleNamespace(**one) for one in data["services"]]
    lines = service_lines(book)
    return {
        "first": piece == 0,
        "final": piece == len(book.pieces) - 1,
        "services": services,
        "lines": lines,
        "sums": _sums(lines),
        "registers": data["registers"],
        "records": sum(one["rows"] for one in data["registers"]),
        "body": _body(book, told, services, piece),
        "city": [reached(told[one.key], book.kelurahan) for one in services],
        **(_spread(book, told, services) if piece == 0 else {}),
    }


def _sums(lines: list[dict[str, Any]]) -> dict[str, Any]:
    """All services together; of the year before only where every register tells it."""
    known = [line["before"] for line in lines if line["before"] is not None]
    return {
        "before": sum(known) if len(known) == len(lines) else None,
        **{name: sum(line[name] for line in lines) for name in ("now", "most", "half", "lacking")},
    }


def _spread(book: Book, told: Any, services: list[Any]) -> dict[str, Any]:
    """The map of how many services reach each kelurahan; bars where there are no boundaries."""
    areas = [SimpleNamespace(code=code, name=book.names[code]) for code in book.kelurahan]
    spots = picture.spots_of_all(areas, told, services)  # type: ignore[arg-type]
    caption = f"Layanan yang menjangkau anak menurut kelurahan, {book.year.year}"
    sheet = coverage_data.sheet_of(book.data)
    places = {one.code: drawing.Place(one.name, one.label, max(one.step, 0)) for one in spots}
    maps = drawing.valued(sheet, places, caption)
    rows = [
        (book.distinct_names[one.code], round(100 * one.value / one.most, 1))
        for one in spots
        if one.most
    ]
    bars = charts.bars(rows, alt=f"{caption}, persen layanan") if not maps else ""
    return {
        "lead": _lead(spots, len(services)),
        "maps": maps,
        "map_alt": picture.in_words(spots),
        "legend": [(words, picture.FILL[max(step, 0)]) for step, words in picture.LEGEND_ALL],
        "source": sheet.source if sheet else "",
        "caption": caption,
        "chart": bars,
    }


def service_lines(book: Book, issue: str = "") -> list[dict[str, Any]]:
    """Each service (of one issue): kelurahan it reaches, the year before, those without it."""
    data = book.data.get("coverage")
    if not data:
        return []
    told = coverage_data.told_of(data)
    found = []
    for one in data["services"]:
        if issue and issue not in one["issues"]:
            continue
        now, most = reached(told[one["key"]], book.kelurahan)
        missing = [
            book.distinct_names[code]
            for code in book.kelurahan
            if told[one["key"]][code].state is State.NONE
        ]
        found.append(
            one
            | {
                "now": now,
                "most": most,
                "half": sum(told[one["key"]][code].state is State.PART for code in book.kelurahan),
                "missing": missing,
                "lacking": len(missing),
            }
        )
    return found


def _lead(spots: list[picture.Spot], services: int) -> str:
    ranked = [one for one in picture.ranked(spots) if one.most]
    if not ranked:
        return "Belum ada layanan yang dicatat."
    worst, best = ranked[0], ranked[-1]
    return (
        f"Dari {services} layanan, {best.name} dijangkau {best.words}; "
        f"paling sedikit {worst.name}, {worst.words}."
    )


def _body(book: Book, told: Any, services: list[Any], piece: int) -> list[dict[str, Any]]:
    rows = []
    for code, areas in book.pieces[piece]:
        pairs = [reached(told[one.key], dict(book.by_kecamatan)[code]) for one in services]
        rows.append(
            {
                "name": book.names[code],
                "group": True,
                "cells": [f"{now}/{most}" for now, most in pairs],
                "total": f"{sum(now for now, _ in pairs)}/{sum(most for _, most in pairs)}",
            }
        )
        for area in areas:
            states = [told[one.key][area].state for one in services]
            full, most = tally(states)
            cells = [SIGNS[state] for state in states]
            rows.append(
                {
                    "name": book.names[area],
                    "group": False,
                    "cells": cells,
                    "total": f"{full}/{most}",
                }
            )
    return rows
