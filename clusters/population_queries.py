"""What the population page reads: its places, its numbers, and the sheets that differ."""

from dataclasses import dataclass, field
from typing import Any

from clusters.models import Entry, Indicator, Period, Population, Scope
from clusters.operator_queries import Place, own_sheets, places_of
from kla.areas.models import Area


@dataclass
class Number:
    """One common denominator: what it is, what stands, last year's, and where it is used."""

    key: str
    label: str
    row: Population | None = None
    last: int | None = None
    uses: list[Indicator] = field(default_factory=list)
    differing: list[Entry] = field(default_factory=list)  # on the reader's own sheets

    @property
    def version(self) -> int:
        return self.row.version if self.row else 0

    @property
    def value(self) -> int | None:
        return self.row.value if self.row else None


def population_places(user: Any) -> list[Place]:
    """The kelurahan the user is an operator of; an office of the kota has no such page."""
    own = [place for place in places_of(user) if place.assignment.office_id is None]
    return list({place.key: place for place in own}.values())


def numbers_of(area: Area, period: Period, user: Any) -> list[Number]:
    """The year's common denominators in the order the catalogue first asks for them."""
    numbers: dict[str, Number] = {}
    asked = Indicator.objects.filter(framework_id=period.framework_id, scope=Scope.KELURAHAN)
    for indicator in asked.exclude(denominator_key="").order_by("position"):
        key = indicator.denominator_key
        numbers.setdefault(key, Number(key, indicator.denominator)).uses.append(indicator)
    years = (period.year, period.year - 1)
    for row in Population.objects.filter(area=area, year__in=years).select_related("entered_by"):
        if row.key in numbers and row.year == period.year:
            numbers[row.key].row = row
        elif row.key in numbers:
            numbers[row.key].last = row.value
    for entry in _entries(area, period, user):
        number = numbers.get(entry.indicator.denominator_key)
        if number and number.value is not None and entry.denominator != number.value:
            number.differing.append(entry)
    return list(numbers.values())


def _entries(area: Area, period: Period, user: Any) -> list[Entry]:
    mine = own_sheets(user).filter(period=period, area=area).order_by().values("pk")
    found = Entry.objects.filter(sheet__in=mine, denominator__isnull=False, not_applicable=False)
    return list(
        found.exclude(indicator__denominator_key="")
        .select_related("indicator", "sheet")
        .order_by("indicator__position")
    )
