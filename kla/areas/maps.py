"""Pure: boundaries and places drawn on a canvas, as the paths and points of one SVG."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kla.areas.boundaries import Ring, Shape

WIDTH = 1000  # of the canvas, in its own units
NEAR = 0.1  # degrees, about 11 km: boundaries are rough, and a mistyped point is further off
TALLEST = 1.1  # height of the canvas at most this many times its width


@dataclass(frozen=True)
class Outline:
    """One area on the canvas: its path, where its label stands, how wide and high it is."""

    path: str
    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True)
class Canvas:
    """A map: its size in its own units, the outline of each area by code, and how to place a
    point of the earth on it (None where it was read back from a snapshot)."""

    width: int
    height: int
    outlines: dict[str, Outline]
    frame: "Frame | None" = None


@dataclass(frozen=True)
class Frame:
    """From degrees to the canvas: equirectangular, true to scale at the middle latitude."""

    west: float
    north: float
    squeeze: float  # cosine of the middle latitude
    scale: float  # units a degree of latitude

    def at(self, longitude: float, latitude: float) -> tuple[int, int]:
        """Where this point lies, in whole units from the left and from the top."""
        x = (longitude - self.west) * self.squeeze * self.scale
        return round(x), round((self.north - latitude) * self.scale)


def draw(shapes: Mapping[str, Shape]) -> Canvas | None:
    """The areas (code → shape in degrees) on one canvas; None without an area."""
    points = [point for shape in shapes.values() for ring in shape for point in ring]
    if not points:
        return None
    west, east = min(x for x, _ in points), max(x for x, _ in points)
    south, north = min(y for _, y in points), max(y for _, y in points)
    squeeze = max(math.cos(math.radians((south + north) / 2)), 0.01)
    across, down = max((east - west) * squeeze, 1e-6), max(north - south, 1e-6)
    scale = min(WIDTH / across, WIDTH * TALLEST / down)
    frame = Frame(west, north, squeeze, scale)
    outlines = {code: _outline(shape, frame) for code, shape in sorted(shapes.items())}
    return Canvas(
        max(1, math.ceil(across * scale)), max(1, math.ceil(down * scale)), outlines, frame
    )


def coarse(path: str, step: int) -> str:
    """A path of this module with its points on a grid of `step` units, for a map drawn small.

    Neighbours share their points and go on sharing them; a ring that becomes a line is left out.
    """
    rings = []
    for ring in path.split("Z")[:-1]:
        kept: list[tuple[int, int]] = []
        for pair in ring[1:].split("L"):
            x, y = (round(int(one) / step) * step for one in pair.split())
            if (x, y) not in kept[-1:]:
                kept.append((x, y))
        if len(kept) > 2:
            rings.append(f"M{'L'.join(f'{x} {y}' for x, y in kept)}Z")
    return "".join(rings)


def contains(shape: Shape, longitude: float, latitude: float) -> bool:
    """Does this point lie within the shape (even-odd rule)?"""
    crossings = 0
    for ring in shape:
        for (x1, y1), (x2, y2) in zip(ring, ring[1:], strict=False):
            if (y1 > latitude) != (y2 > latitude):
                at = x1 + (latitude - y1) / (y2 - y1) * (x2 - x1)
                crossings += at > longitude
    return crossings % 2 == 1


def is_near(shape: Shape, longitude: float, latitude: float) -> bool:
    """Does this point lie within the frame of the shape, or no further than NEAR beside it?"""
    across = [x for ring in shape for x, _ in ring]
    down = [y for ring in shape for _, y in ring]
    beside = min(across) - NEAR <= longitude <= max(across) + NEAR
    return beside and min(down) - NEAR <= latitude <= max(down) + NEAR


def _outline(shape: Shape, frame: Frame) -> Outline:
    rings = [_placed(ring, frame) for ring in shape]
    path = "".join(
        f"M{'L'.join(f'{x} {y}' for x, y in ring[:-1])}Z" for ring in rings if len(ring) > 3
    )
    largest = max(rings, key=lambda ring: abs(_area(ring)))
    x, y = _middle(largest)
    across, down = [x for x, _ in largest], [y for _, y in largest]
    return Outline(path, x, y, max(across) - min(across), max(down) - min(down))


def _placed(ring: Ring, frame: Frame) -> list[tuple[int, int]]:
    """The ring in whole units; points that fall on the one before are left out."""
    kept: list[tuple[int, int]] = []
    for longitude, latitude in ring:
        point = frame.at(longitude, latitude)
        if not kept or kept[-1] != point:
            kept.append(point)
    return kept if kept[0] == kept[-1] else [*kept, kept[0]]


def _pairs(ring: list[tuple[int, int]]) -> Iterable[tuple[tuple[int, int], tuple[int, int]]]:
    return zip(ring, ring[1:], strict=False)


def _area(ring: list[tuple[int, int]]) -> float:
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in _pairs(ring)) / 2


def _middle(ring: list[tuple[int, int]]) -> tuple[int, int]:
    """The centre of the ring's area; of its corners where it has none."""
    area = _area(ring)
    if not area:
        return ring[0]
    x = sum((x1 + x2) * (x1 * y2 - x2 * y1) for (x1, y1), (x2, y2) in _pairs(ring))
    y = sum((y1 + y2) * (x1 * y2 - x2 * y1) for (x1, y1), (x2, y2) in _pairs(ring))
    return round(x / 6 / area), round(y / 6 / area)
