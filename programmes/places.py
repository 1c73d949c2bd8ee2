"""Where the rows of a register lie: the points of its list on the map of the city."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from kla.areas.models import Area
from programmes.base import Registered
from programmes.coverage import picture
from programmes.register import Register

MOST = 1000  # points of one map


def map_of(register: Register, rows: QuerySet[Registered]) -> dict[str, Any] | None:
    """The map with a point for each of these rows that knows where it lies; None where the
    register has no places, the rows are of several cities, or the city has no boundaries.

    A point outside the city's boundaries is counted as `outside` and not drawn: most often
    latitude and longitude were written down wrong.
    """
    if "latitude" not in {field.name for field in register.fields}:
        return None
    placed = rows.exclude(**{"latitude": None}).exclude(**{"longitude": None})
    codes = {".".join(code.split(".")[:2]) for code in rows.values_list("area__code", flat=True)}
    kota = Area.objects.filter(code__in=codes).first() if len(codes) == 1 else None
    sheet = picture.sheet_of(kota) if kota else None
    if sheet is None or sheet.whole.frame is None:
        return None
    points, outside = [], 0
    for row in placed[:MOST]:
        x, y = sheet.whole.frame.at(float(row.longitude), float(row.latitude))  # type: ignore[attr-defined]
        if not (0 <= x <= sheet.whole.width and 0 <= y <= sheet.whole.height):
            outside += 1
            continue
        address = reverse("programmes:row-detail", args=[register.slug, row.pk])
        points.append({"x": x, "y": y, "words": f"{row}, {row.area}", "address": address})
    found = picture.bare(sheet.whole, f"{register.title}: {len(points)} tempat di peta")
    return found | {
        "points": points,
        "outside": outside,
        "placed": placed.count(),
        "total": rows.count(),
        "source": sheet.source,
    }
