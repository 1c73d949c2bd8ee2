"""Gives invented places a point within the boundary of their area, where one was loaded."""

from collections.abc import Iterable
from decimal import Decimal
from random import Random
from typing import Any

from kla.areas.maps import contains
from kla.areas.models import Area, Boundary

TRIES = 60


def put_on_map(rows: Iterable[Any], kota: Area, rng: Random) -> None:
    """Set latitude and longitude of each row that has them; nothing is saved here."""
    boundaries = Boundary.objects.filter(area__code__startswith=f"{kota.code}.")
    shapes = dict(boundaries.values_list("area_id", "shape"))
    for row in rows:
        shape = shapes.get(row.area_id)
        if shape is None or not hasattr(row, "latitude"):
            continue
        across = [x for ring in shape for x, _ in ring]
        down = [y for ring in shape for _, y in ring]
        for _ in range(TRIES):
            x, y = rng.uniform(min(across), max(across)), rng.uniform(min(down), max(down))
            if contains(shape, x, y):
                row.longitude, row.latitude = (Decimal(f"{part:.6f}") for part in (x, y))
                break
