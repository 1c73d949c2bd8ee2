"""Writes to areas and to what a city says of itself."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from kla.areas.boundaries import Shape
from kla.areas.loading import AreaRow
from kla.areas.models import Area, Boundary, CityProfile, OfficeName
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


@transaction.atomic
def store_boundaries(shapes: Mapping[str, Shape], *, source: str, by: Any) -> None:
    """Put the outline of each area (code → shape) in place of the one it had."""
    areas = {area.code: area for area in Area.objects.filter(code__in=shapes)}
    for code, shape in shapes.items():
        Boundary.objects.update_or_create(
            area=areas[code], defaults={"shape": shape, "source": source}
        )
    for kota in {area.kota_code for area in areas.values()}:
        there = sum(code.startswith(kota) for code in shapes)
        city = Area.objects.get(code=kota)
        record("area.boundaries", city, by=by, area=city, total=there, source=source)


class StaleProfile(Exception):
    """Somebody else changed the page in the meantime."""


@transaction.atomic
def save_city(
    kota: Area,
    fields: dict[str, Any],
    *,
    office_names: dict[int, str],
    arms: tuple[bytes, str] | None,
    version: int,
    by: Any,
) -> CityProfile:
    """Store the page *Data kota*; `version` is the one the form was based on (1 for none yet).

    Raises StaleProfile where another version stands.
    """
    profile, _ = CityProfile.objects.select_for_update().get_or_create(kota=kota)
    if profile.version != version:
        raise StaleProfile
    for name, value in fields.items():
        setattr(profile, name, value)
    if arms is not None:
        profile.coat_of_arms, profile.coat_of_arms_type = arms
    profile.version += 1
    profile.updated_by = by
    profile.save()
    kept = {key: name for key, name in office_names.items() if name}
    OfficeName.objects.filter(kota=kota).exclude(office_id__in=kept).delete()
    for office_id, name in kept.items():
        OfficeName.objects.update_or_create(kota=kota, office_id=office_id, defaults={"name": name})
    record("city.save", profile, by=by, area=kota, fields=sorted(fields), arms=arms is not None)
    return profile
