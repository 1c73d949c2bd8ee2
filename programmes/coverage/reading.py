"""Reads the registers of a city and tells how far each service reaches each kelurahan."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from django.db.models import Max, Q
from django.utils import timezone

from clusters.models import Indicator
from kla.areas.models import Area, Level
from kla.areas.timezones import zone_of
from programmes.base import Registered
from programmes.coverage.reach import Reach, Rule, tally
from programmes.coverage.services import Service
from programmes.queries import of_year
from programmes.registers import REGISTERS

Cells = dict[str, dict[str, Reach]]  # key of the service → code of the kelurahan → reach


@dataclass(frozen=True)
class Trend:
    """How many kelurahan a service reached in each of two years; None where nobody wrote it."""

    service: Service
    before: int | None
    now: int
    total: int  # kelurahan that it could reach now


def kelurahan_of(kota: Area) -> list[Area]:
    """The kelurahan of a city in order of code, with their kecamatan."""
    rows = Area.objects.filter(code__startswith=f"{kota.code}.", level=Level.KELURAHAN)
    return list(rows.select_related("parent").order_by("code"))


def day_of(kota: Area, year: int) -> date:
    """The day a year is looked at: its last, or today in the city while it runs."""
    return min(date(year, 12, 31), timezone.localdate(timezone=zone_of(kota.code)))


def day_of_data(kota: Area, year: int) -> date:
    """The day of the last change in the city's registers, no later than the year's last day.

    What is printed goes by it: the same rows tell the same, whenever they are read.
    """
    inside = Q(area=kota) | Q(area__code__startswith=f"{kota.code}.")
    days = [
        one.model._default_manager.filter(inside).aggregate(last=Max("changed_at"))["last"]
        for one in REGISTERS.values()
    ]
    last = max((moment for moment in days if moment), default=None)
    end = date(year, 12, 31)
    return min(end, last.astimezone(zone_of(kota.code)).date()) if last else end


def cells(kota: Area, year: int, services: Sequence[Service], day: date | None = None) -> Cells:
    """Every service in every kelurahan of the city, in that year; one query a register.

    `day` is the day the year is looked at, else today or the year's last.
    """
    areas, day = kelurahan_of(kota), day or day_of(kota, year)
    targets = _targets(service.target_of for service in services)
    found: Cells = {}
    rows: dict[str, list[Any]] = {}
    for service in services:
        if service.slug not in rows:
            rows[service.slug] = _rows(service, kota, year)
        rule = service.rule
        if service.target_of in targets:
            rule = partial(rule, target=targets[service.target_of])
        found[service.key] = _told(rule, areas, rows[service.slug], day)
    return found


def _rows(service: Service, kota: Area, year: int) -> list[Any]:
    register = service.register
    inside = Q(area=kota) | Q(area__code__startswith=f"{kota.code}.")
    every: Any = register.model._default_manager.filter(inside, removed_at=None)
    found = of_year(register, every, year)
    for name in register.links:  # what was taken out counts for nothing
        if issubclass(register.field(name).related_model, Registered):  # type: ignore[arg-type]
            found = found.filter(Q(**{name: None}) | Q(**{f"{name}__removed_at": None}))
    return list(found.select_related("area", *register.links).order_by("pk"))


def _targets(sources: Iterable[str]) -> dict[str, Decimal]:
    """Source → target of the indicator it feeds, as the newest edition says."""
    rows = Indicator.objects.filter(derived_from__in=[one for one in sources if one])
    found = rows.order_by("framework_id").values_list("derived_from", "target")
    return {source: target for source, target in found if target is not None}


def _told(rule: Rule, areas: Sequence[Area], rows: list[Any], day: date) -> dict[str, Reach]:
    own: dict[str, list[Any]] = {}
    for row in rows:
        own.setdefault(row.area.code, []).append(row)
    around: dict[str, list[Any]] = {}
    for row in rows:  # a kelurahan's code begins with its kecamatan's
        around.setdefault(".".join(row.area.code.split(".")[:3]), []).append(row)
    found = {}
    for area in areas:
        kecamatan = area.code.rsplit(".", 1)[0]
        near = around.get(kecamatan, []) + around.get(area.kota_code, [])
        found[area.code] = rule(own.get(area.code, []), near, day)
    return found


def reached(told: dict[str, Reach], codes: Iterable[str]) -> tuple[int, int]:
    """How many of these kelurahan a service reaches, out of how many it could."""
    return tally(told[code].state for code in codes)


def trends(
    kota: Area, year: int, services: Sequence[Service], now: Cells, codes: Sequence[str]
) -> list[Trend]:
    """Each service this year beside the one before, over these kelurahan, by the same rule.

    Registers without years tell nothing of the past: there `before` is None.
    """
    dated = [one for one in services if one.tells_years]
    before = cells(kota, year - 1, dated)
    found = []
    for one in services:
        last = reached(before[one.key], codes)[0] if one.key in before else None
        found.append(Trend(one, last, *reached(now[one.key], codes)))
    return found
