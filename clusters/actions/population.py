"""Writing the common denominators of a kelurahan for one year."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from clusters import workflow
from clusters.actions.base import EditConflict
from clusters.catalogue.population import faults
from clusters.models import Indicator, Period, Population
from kla.areas.models import Area
from kla.audit.actions import record

Given = tuple[int | None, int]  # the number (None: emptied), and the version it is based on


@transaction.atomic
def save_population(area: Area, period: Period, given: Mapping[str, Given], *, by: Any) -> int:
    """Store what was typed for each key, all or nothing; gives how many numbers changed.

    A number equal to what stands changes nothing. Raises EditConflict where one of them was
    changed meanwhile, ValidationError (key → sentence) where a number cannot be, alone or beside
    the others, and PermissionDenied in a closed year.
    """
    # Held, so that the year is not closed between this look and the numbers.
    held = Period.objects.select_for_update(of=("self",)).get(pk=period.pk)
    if not workflow.is_open(held.state, has_exception=False):
        raise PermissionDenied("Tahun ini sudah ditutup. Angkanya dapat dibaca.")
    rows = {row.key: row for row in Population.objects.filter(area=area, year=period.year)}
    typed = {key: value for key, (value, _) in given.items()}
    standing = {key: row.value for key, row in rows.items()}
    wrong = faults(standing | typed, typed, _names(held))
    if wrong:
        raise ValidationError(wrong)
    changed = 0
    for key, (value, version) in given.items():
        row = rows.get(key)
        before = row.value if row else None
        if value == before:
            continue
        if (row.version if row else 0) != version:
            raise EditConflict(row)
        row = _write(row, value, by) if row else _create(area, period.year, key, value, by)
        record("population.save", row, by=by, area=area, key=key, before=before, after=value)
        changed += 1
    return changed


def _names(period: Period) -> dict[str, str]:
    """Key → what the page calls it."""
    asked = Indicator.objects.filter(framework_id=period.framework_id).exclude(denominator_key="")
    rows = asked.order_by("-position").values_list("denominator_key", "denominator")
    return dict(rows)  # the first that asks for it wins


def _create(area: Area, year: int, key: str, value: int | None, by: Any) -> Population:
    try:
        with transaction.atomic():
            return Population.objects.create(
                area=area,
                year=year,
                key=key,
                value=value,
                entered_by=by,
                entered_at=timezone.now(),
            )
    except IntegrityError:
        standing = Population.objects.filter(area=area, year=year, key=key).first()
        raise EditConflict(standing) from None


def _write(row: Population, value: int | None, by: Any) -> Population:
    changed = Population.objects.filter(pk=row.pk, version=row.version).update(
        value=value, version=row.version + 1, entered_by=by, entered_at=timezone.now()
    )
    if not changed:
        raise EditConflict(row)
    row.refresh_from_db()
    return row
