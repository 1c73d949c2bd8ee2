"""Writes to areas and to what a city says of itself."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from kla.areas.loading import AreaRow
from kla.areas.models import Area
from kla.audit.actions import record


@transaction.atomic
def store_areas(rows: Iterable[AreaRow], *, by: Any) -> tuple[int, int]:
    """Insert new areas and rename known ones; gives how many of each. Parents come first."""
    rows = list(rows)
    known = {area.code: area for area in Area.objects.all()}
    made = renamed = 0
    for level in ("kota", "kecamatan", "kelurahan"):
        new = [
            Area(
                code=row.code,
                name=row.name,
                level=level,
                parent=known.get(row.parent),
            )
            for row in rows
            if row.level == level and row.code not in known
        ]
        known |= {area.code: area for area in Area.objects.bulk_create(new, batch_size=1000)}
        made += len(new)
    for row in rows:
        area = known[row.code]
        if area.name != row.name:
            record("area.rename", area, by=by, area=area, before=area.name, after=row.name)
            area.name = row.name
            area.save(update_fields=["name"])
            renamed += 1
    return made, renamed
