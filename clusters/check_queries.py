"""What an answer is held against: last year, the other kelurahan, the area's own numbers."""

from collections.abc import Iterable
from decimal import Decimal
from types import SimpleNamespace

from clusters import display, plausibility, sources
from clusters.answers import Answer
from clusters.models import Entry, Indicator, Population, Sheet
from clusters.plausibility import Around
from clusters.queries import indicators_of, last_year_entries


def around_of(sheet: Sheet, indicators: Iterable[Indicator]) -> Around:
    """Everything the checks of a sheet need, in four queries however large the city is, and
    one for each derived indicator."""
    asked = list(indicators)
    return Around(
        before=last_year_entries(sheet),
        others=_others(sheet, {one.pk: one for one in asked}),
        answers=_answers(sheet),
        population=population_of(sheet.area_id, sheet.period.year),
        supplied=supplied_of(sheet, asked),
    )


def supplied_of(sheet: Sheet, indicators: Iterable[Indicator]) -> dict[str, sources.Supplied]:
    """Code → what the registers say of the sheet's derived indicators."""
    found = {
        one.code: sources.supplied_to(one, sheet.area, sheet.period.year)
        for one in indicators
        if one.derived_from
    }
    return {code: supplied for code, supplied in found.items() if supplied is not None}


def population_of(area_id: int, year: int) -> dict[str, int]:
    """Key → number of an area's common denominators of a year, those that are filled in."""
    rows = Population.objects.filter(area_id=area_id, year=year, value__isnull=False)
    return {key: value for key, value in rows.values_list("key", "value") if value is not None}


def unanswered(sheet: Sheet) -> list[tuple[str, str, str]]:
    """(code, label, why) of each indicator that keeps the sheet from being submitted: without
    an answer, or with a warning that nobody explained."""
    entries = {entry.indicator_id: entry for entry in sheet.entries.all()}
    indicators = list(indicators_of(sheet))
    around = around_of(sheet, indicators)
    whys = [
        (one.code, one.label, plausibility.lacks(one, entries.get(one.pk) or Answer(), around))
        for one in indicators
    ]
    return [found for found in whys if found[2]]


def _others(sheet: Sheet, indicators: dict[int, Indicator]) -> dict[str, list[Decimal]]:
    """Code → what the other areas answered this year, where a rule asks for it."""
    asked = [
        pk
        for pk, one in indicators.items()
        if any(check["rule"] == "outlier" for check in one.checks)
    ]
    names = ("indicator_id", "numerator", "denominator", "value", "not_applicable", "no_data")
    rows = Entry.objects.filter(sheet__period_id=sheet.period_id, indicator__in=asked)
    found: dict[str, list[Decimal]] = {}
    for row in rows.exclude(sheet__area_id=sheet.area_id).values_list(*names):
        indicator = indicators[row[0]]
        value = display.value_of(indicator, SimpleNamespace(**dict(zip(names, row, strict=True))))
        if value is not None:
            found.setdefault(indicator.code, []).append(value)
    return found


def _answers(sheet: Sheet) -> dict[str, tuple[Indicator, Entry]]:
    """Code → indicator and answer of everything the area (at the kota every office) said."""
    rows = Entry.objects.filter(sheet__period_id=sheet.period_id, sheet__area_id=sheet.area_id)
    return {e.indicator.code: (e.indicator, e) for e in rows.select_related("indicator")}
