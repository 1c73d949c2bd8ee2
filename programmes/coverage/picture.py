"""The map of a coverage page, or what stands in its place: each kelurahan with its colour."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kla.areas.maps import Canvas, Outline, draw
from kla.areas.models import Area, Boundary, Level
from programmes.coverage.reach import Reach, State, tally
from programmes.coverage.reading import Cells
from programmes.coverage.services import Service

STEPS = 5  # colours of the scale; 0 is what is missing
_STEP = {State.FULL: 5, State.PART: 3, State.NONE: 0, State.OUT: -1}
LETTER, LINE = 15, 30  # units of the canvas that a label needs, a letter across and in height
FEWEST = 3  # areas too small for their label that are worth an enlargement
# What stands in the file; a page's style sheet puts its own colours over them.
FILL = ("#ffffff", "#dce9ef", "#a9cbda", "#6ba3bb", "#2f7593", "#0b4560")
_ELSE, _LINE, _DASHED = "#f4f6f7", "#ffffff", "#566873"
_INK, _PALE_INK = "#16242d", "#ffffff"
LEGEND_ALL = (
    (0, "belum satu pun"),
    (1, "kurang dari 25%"),
    (2, "25% ke atas"),
    (3, "50% ke atas"),
    (4, "75% ke atas"),
    (5, "semua"),
)
LEGEND_ONE = (
    (0, "belum ada"),
    (3, "ada, belum memadai"),
    (5, "menjangkau"),
    (-1, "tidak diperlukan"),
)


@dataclass(frozen=True)
class Spot:
    """One kelurahan on the map and in the list beside it."""

    code: str
    name: str
    step: int  # 1 to 5; 0 is missing, -1 has nothing to serve
    words: str
    label: str  # short enough to stand inside
    value: int  # for the order of the list: least first
    most: int


def spots_of_all(areas: Sequence[Area], told: Cells, services: Sequence[Service]) -> list[Spot]:
    """How many of the services reach each kelurahan, out of how many it could have."""
    found = []
    for area in areas:
        full, most = tally(told[one.key][area.code].state for one in services)
        step = -1 if not most else 0 if not full else 1 + (full * (STEPS - 1)) // most
        found.append(
            Spot(area.code, area.name, step, f"{full} dari {most}", f"{full}/{most}", full, most)
        )
    return found


def spots_of_one(areas: Sequence[Area], told: dict[str, Reach]) -> list[Spot]:
    """How far one service reaches each kelurahan."""
    found = []
    for area in areas:
        reach = told[area.code]
        step = _STEP[reach.state]
        value = max(step, 0)
        found.append(Spot(area.code, area.name, step, reach.words, "", value, STEPS))
    return found


def ranked(spots: Iterable[Spot]) -> list[Spot]:
    """Those that miss most first; what has nothing to serve comes last."""
    return sorted(spots, key=lambda one: (one.step < 0, one.value * 1000 // max(one.most, 1)))


@dataclass(frozen=True)
class Sheet:
    """The outlines of a city: where they come from, the whole, and the crowded part enlarged."""

    whole: Canvas
    crowded: Canvas | None
    source: str


def sheet_of(kota: Area) -> Sheet | None:
    """The city's kelurahan drawn; None where no boundaries were loaded."""
    rows = Boundary.objects.filter(
        area__code__startswith=f"{kota.code}.", area__level=Level.KELURAHAN
    ).values_list("area__code", "shape", "source")
    shapes = {code: shape for code, shape, _ in rows}
    whole = draw(shapes)
    if whole is None:
        return None
    small = {code: shapes[code] for code, one in whole.outlines.items() if not _fits(one, "10/13")}
    crowded = draw(small) if FEWEST <= len(small) < len(shapes) else None
    return Sheet(whole, crowded, "; ".join(sorted({source for *_, source in rows if source})))


def _fits(outline: Outline, label: str) -> bool:
    return outline.width >= LETTER * len(label) and outline.height >= LINE


def maps_of(sheet: Sheet | None, spots: Iterable[Spot], caption: str) -> list[dict[str, Any]]:
    """What the map component draws, the whole and where needed the enlargement; nothing where a
    kelurahan has no boundary: a map with holes would say that nothing is there."""
    there = {one.code: one for one in spots}
    if sheet is None or not set(there) <= set(sheet.whole.outlines):
        return []
    maps = [_map(sheet.whole, there, caption)]
    if sheet.crowded and set(sheet.crowded.outlines) & set(there):
        maps.append(_map(sheet.crowded, there, f"{caption}, bagian yang padat diperbesar"))
    return maps


def bare(canvas: Canvas, caption: str) -> dict[str, Any]:
    """The map without a colour for anybody, for points to stand on."""
    return _map(canvas, {}, caption)


def _map(canvas: Canvas, there: Mapping[str, Spot], caption: str) -> dict[str, Any]:
    drawn = [
        {
            "path": outline.path,
            "x": outline.x,
            "y": outline.y,
            "spot": (spot := there.get(code)),
            "fits": spot is not None and _fits(outline, spot.label),
            **_paint(spot),
        }
        for code, outline in canvas.outlines.items()
    ]
    words = in_words(there[code] for code in canvas.outlines if code in there)
    return {
        "width": canvas.width,
        "height": canvas.height,
        "areas": drawn,
        "caption": caption,
        "in_words": words,
    }


def in_words(spots: Iterable[Spot]) -> str:
    """The map for who does not see it: how many kelurahan have which words."""
    tally = Counter(one.words for one in spots)
    ordered = sorted(tally.items(), key=lambda pair: (-pair[1], pair[0]))
    return "; ".join(f"{words} di {count} kelurahan" for words, count in ordered)


def _paint(spot: Spot | None) -> dict[str, str]:
    if spot is None:
        return {"fill": _ELSE, "line": _LINE, "ink": _INK}
    return {
        "fill": FILL[max(spot.step, 0)],
        "line": _LINE if spot.step > 0 else _DASHED,
        "ink": _PALE_INK if spot.step >= 4 else _INK,
    }
