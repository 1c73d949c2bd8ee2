"""Pure: reads a GeoJSON of boundaries and lists everything that is wrong with it, by feature."""

import json
from collections.abc import Collection
from itertools import pairwise
from typing import Any

CODE = "kode"  # the property that names the area
PLACES = 5  # decimals of a degree that are kept: about a metre
MOST_BYTES = 50 * 1024 * 1024
Ring = list[tuple[float, float]]  # (longitude, latitude) in degrees, closed
Shape = list[Ring]  # outer rings and holes alike: filled by the even-odd rule


class BoundariesError(Exception):
    """The file is refused; `faults` has an Indonesian sentence a fault, by its feature."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


def read_boundaries(content: bytes, known: Collection[str]) -> dict[str, Shape]:
    """Code → shape. `known` are the codes of the areas that stand.

    Raises BoundariesError with every fault.
    """
    found: dict[str, Shape] = {}
    faults: list[str] = []
    for number, feature in enumerate(_features(content), start=1):
        try:
            code, shape = _read(feature, known)
            if code in found:
                raise _Fault(f"kode {code} sudah ada di bidang sebelumnya")
            found[code] = shape
        except _Fault as why:
            faults.append(f"Bidang {number}: {why}.")
    if not faults and not found:
        faults.append("Berkas tidak memuat bidang satu pun.")
    if faults:
        raise BoundariesError(faults)
    return found


class _Fault(Exception):
    """What is wrong with one feature."""


def _features(content: bytes) -> list[Any]:
    if len(content) > MOST_BYTES:
        raise BoundariesError(["Berkas lebih dari 50 MB. Sederhanakan batasnya dahulu."])
    try:
        whole = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise BoundariesError(["Berkas ini bukan GeoJSON yang utuh."]) from None
    features = whole.get("features") if isinstance(whole, dict) else None
    if not isinstance(features, list) or whole.get("type") != "FeatureCollection":
        raise BoundariesError(["Berkas ini bukan GeoJSON berisi FeatureCollection."])
    return features


def _read(feature: Any, known: Collection[str]) -> tuple[str, Shape]:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    code = properties.get(CODE) if isinstance(properties, dict) else None
    if not isinstance(code, str) or not code:
        raise _Fault(f"tidak ada {CODE} wilayahnya (tulis sebagai teks)")
    if code not in known:
        raise _Fault(f"kode {code} belum dimuat; muat wilayahnya dengan load_areas dahulu")
    geometry = feature.get("geometry")
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if kind not in ("Polygon", "MultiPolygon"):
        raise _Fault(f"bentuk {kind or 'kosong'} tidak dikenal; pakai Polygon atau MultiPolygon")
    parts = geometry.get("coordinates")
    polygons = [parts] if kind == "Polygon" else parts
    if not isinstance(polygons, list) or not all(isinstance(one, list) for one in polygons):
        raise _Fault("titik-titiknya tidak terbaca")
    shape = [_ring(ring) for polygon in polygons for ring in polygon]
    if not shape:
        raise _Fault("tidak ada titiknya")
    return code, shape


def _ring(points: Any) -> Ring:
    if not isinstance(points, list) or len(points) < 4:
        raise _Fault("satu garisnya kurang dari empat titik")
    ring = [_point(point) for point in points]
    if ring[0] != ring[-1]:
        raise _Fault("satu garisnya tidak tertutup")
    if not any(x1 * y2 != x2 * y1 for (x1, y1), (x2, y2) in _from_first(ring)):
        raise _Fault("satu garisnya tidak punya luas")
    return ring


def _from_first(ring: Ring) -> list[tuple[tuple[float, float], tuple[float, float]]]:
    """Each two points in a row, seen from the first."""
    x, y = ring[0]
    moved = [(one - x, other - y) for one, other in ring]
    return list(pairwise(moved))


def _point(point: Any) -> tuple[float, float]:
    if not isinstance(point, list) or len(point) < 2:
        raise _Fault("titik-titiknya tidak terbaca")
    for part, most in zip(point, (180, 90), strict=False):
        if isinstance(part, bool) or not isinstance(part, int | float) or part != part:
            raise _Fault("titik-titiknya tidak terbaca")
        if not -most <= part <= most:
            raise _Fault("titiknya bukan bujur dan lintang dalam derajat")
    return round(float(point[0]), PLACES), round(float(point[1]), PLACES)
