"""Pure: a city's outlines with a value in each kelurahan, as the print map component draws them."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from kla.areas.maps import Canvas, Outline, coarse
from programmes.coverage.picture import FILL, Sheet

PALE, LINE, DASHED = "#f4f6f7", "#ffffff", "#566873"
INK, PALE_INK = "#16242d", "#ffffff"
TINTS = (FILL[3], FILL[2], FILL[5], FILL[4], FILL[1])  # neighbours differ; none is a rank
SHARES = (Fraction(6, 10), Fraction(7, 10), Fraction(8, 10), Fraction(9, 10))
SHARE_WORDS = ("di bawah 60%", "60–69%", "70–79%", "80–89%", "90% ke atas")
VALUE, NAME = 25, 19  # size of the words, in units of the canvas
SMALL = 1.7  # times as large, on a whole city drawn small beside its enlarged part
COARSE = 10  # units of the canvas: 0.3 mm on the card of a kelurahan
NARROW = 0.7  # of the usual size, where a value is wider than its area
_WIDE = 0.58  # width of a letter in parts of its size


@dataclass(frozen=True)
class Place:
    """What is drawn of one kelurahan: its name, its value in words, and the step of its colour
    (1 to 5; 0 is missing)."""

    name: str
    words: str
    step: int


@dataclass(frozen=True)
class Line:
    """One line of words, centred on x, standing on y."""

    x: int
    y: int
    size: int
    words: str

    @property
    def width(self) -> float:
        """About how wide it is."""
        return len(self.words) * self.size * _WIDE


def share_step(share: Fraction | None) -> int:
    """The step of a share; 0 where there is none."""
    return 0 if share is None else 1 + sum(share >= least for least in SHARES)


def tinted(sheet: Sheet, caption: str) -> dict[str, Any]:
    """The whole city with one tint a kecamatan: it ranks nobody."""
    kecamatan = sorted({code.rsplit(".", 1)[0] for code in sheet.whole.outlines})
    fills = {code: TINTS[number % len(TINTS)] for number, code in enumerate(kecamatan)}
    areas = [
        {"path": outline.path, "fill": fills[code.rsplit(".", 1)[0]], "line": LINE, "lines": []}
        for code, outline in sheet.whole.outlines.items()
    ]
    return _canvas(sheet.whole, areas, caption)


def located(sheet: Sheet, code: str, caption: str) -> dict[str, Any]:
    """The whole city in pale with one kelurahan marked."""
    outlines = sheet.whole.outlines
    paths = {area: coarse(outline.path, COARSE) for area, outline in outlines.items()}
    rest = "".join(path for area, path in paths.items() if area != code)
    areas = [  # the others as one path: a card a kelurahan is drawn in half the time
        {"path": rest, "fill": FILL[1], "line": LINE, "lines": []},
        {"path": paths[code] or outlines[code].path, "fill": FILL[5], "line": LINE, "lines": []},
    ]
    return _canvas(sheet.whole, areas, caption)


def valued(sheet: Sheet | None, places: Mapping[str, Place], caption: str) -> list[dict[str, Any]]:
    """The whole city and, where it has one, its crowded part, with the value in each area;
    nothing where a kelurahan has no boundary: a map with holes would say that nothing is there."""
    if sheet is None or not set(places) <= set(sheet.whole.outlines):
        return []
    crowded = sheet.crowded
    enlarged = set(crowded.outlines) if crowded else set()
    is_small = bool(crowded and enlarged & set(places))
    # What is enlarged beside it has its words there.
    shown = {code: place for code, place in places.items() if not (is_small and code in enlarged)}
    drawn = _areas(sheet.whole, places, shown, SMALL if is_small else 1)
    maps = [_canvas(sheet.whole, drawn, caption)]
    if crowded and is_small:
        words = f"{caption}, bagian yang padat diperbesar"
        inside = {code: place for code, place in places.items() if code in enlarged}
        maps.append(_canvas(crowded, _areas(crowded, places, inside, 1), words))
    return maps


def _areas(
    canvas: Canvas, places: Mapping[str, Place], shown: Mapping[str, Place], size: float
) -> list[dict[str, Any]]:
    """Every area with its colour; `shown` have their value written in, `size` times as large."""
    lines = _written(canvas, shown, size)
    found = []
    for code, outline in canvas.outlines.items():
        place = places.get(code)
        dark = place is not None and place.step >= 4
        found.append(
            {
                "path": outline.path,
                "fill": PALE if place is None else FILL[place.step],
                "line": DASHED if place and not place.step else LINE,
                "dashed": bool(place and not place.step),
                "ink": PALE_INK if dark else INK,
                "lines": lines.get(code, []),
            }
        )
    return found


def _written(canvas: Canvas, shown: Mapping[str, Place], size: float) -> dict[str, list[Line]]:
    """The value of each area, and above it the name where it fits and touches no other words."""
    there = {code: one for code, one in canvas.outlines.items() if code in shown}
    lines = {code: _lines(one, shown[code].words, [], size) for code, one in there.items()}
    largest = sorted(there, key=lambda code: (-there[code].width * there[code].height, code))
    for code in largest:
        name = shown[code].name
        for above in ([name], _halves(name)):
            tried = _lines(there[code], shown[code].words, above, size)
            others = [line for other, told in lines.items() if other != code for line in told]
            if above and _fits(tried, there[code]) and not _touch(tried, others):
                lines[code] = tried
                break
    return lines


def _lines(outline: Outline, value: str, above: list[str], size: float) -> list[Line]:
    """The lines of one area from above, in the middle of it."""
    if VALUE * size * _WIDE * len(value) > outline.width:  # it must be told, if in small
        size *= NARROW
    sizes = [*(NAME * size for _ in above), VALUE * size]
    y = outline.y - sum(sizes) / 2
    found = []
    for words, height in zip([*above, value], sizes, strict=True):
        y += height
        found.append(Line(outline.x, round(y - height * 0.15), round(height), words))
    return found


def _fits(lines: list[Line], outline: Outline) -> bool:
    high = sum(line.size for line in lines) * 1.15
    wide = max(line.width for line in lines)
    return wide <= outline.width * 0.85 and high <= outline.height * 0.6


def _touch(lines: list[Line], others: list[Line]) -> bool:
    return any(
        abs(one.x - two.x) < (one.width + two.width) / 2
        and one.y - one.size < two.y
        and two.y - two.size < one.y
        for one in lines
        for two in others
    )


def _halves(name: str) -> list[str]:
    """The name on two lines, cut where they are most alike; nothing for a single word."""
    words = name.split()
    cuts = [(" ".join(words[:at]), " ".join(words[at:])) for at in range(1, len(words))]
    return list(min(cuts, key=lambda pair: max(map(len, pair)))) if cuts else []


def _canvas(canvas: Canvas, areas: list[dict[str, Any]], caption: str) -> dict[str, Any]:
    return {"width": canvas.width, "height": canvas.height, "areas": areas, "caption": caption}
