"""The indicators of one strategic issue as the person may see them: the city's or its own."""

from dataclasses import dataclass
from typing import Any

from clusters import city_queries, display
from clusters.models import Entry, Indicator, Period, Sheet
from clusters.score_queries import score_period
from kla.areas.models import Area
from programmes.coverage.asked import Asked

SHIELDED = "tidak ditampilkan"  # a sensitive value could tell a small count


@dataclass(frozen=True)
class Line:
    """One indicator: last year, this year, the target, and how many areas reach it."""

    indicator: Indicator
    before: str
    now: str
    target: str
    reached: str
    address: str = ""  # where it is filled in


def lines_of(asked: Asked, issue: str, user: Any) -> tuple[str, list[Line]]:
    """(whose values these are, the indicators of the issue): the city's verified ones for who
    reads scores, else an operator's answers on the sheets it fills in; nothing for all others."""
    rows = [
        row
        for row in Indicator.objects.filter(framework=asked.period.framework)
        .select_related("cluster", "owner")
        .order_by("position")
        if issue in row.issues
    ]
    if user.has_perm("clusters.read_scores", asked.kota):
        whose = f"{asked.kota.full_name}, nilai terverifikasi"
        return whose, _of_city(asked.period, rows, user)
    if len(asked.areas) == 1:
        area = asked.areas[0]
        found = _of_area(asked.period, area, rows, user)
        return (f"{area.full_name}, isian operator", found) if found else ("", [])
    return "", []


def _of_city(period: Period, rows: list[Indicator], user: Any) -> list[Line]:
    hidden = city_queries.shielded(period, user)
    now = score_period(period)["verified"].indicators
    last = Period.objects.filter(kota=period.kota, year=period.year - 1).first()
    before = score_period(last)["verified"].indicators if last else {}
    found = []
    for row in rows:
        one = now[row.code]
        if row.sensitive and row.cluster.slug in hidden:
            found.append(Line(row, SHIELDED, SHIELDED, display.target_words(row), "–"))
            continue
        reached = f"{one.reached} dari {one.applicable}"
        scored = row.direction != "none" and row.scope == "kelurahan"
        found.append(
            Line(
                row,
                _city_words(row, before.get(row.code)),
                _city_words(row, one),
                _target(row),
                reached if scored else "–",
            )
        )
    return found


def _target(row: Indicator) -> str:
    """The target, with whose it is where the city's value is a sum or a count of kelurahan."""
    words = display.target_words(row)
    is_each = row.scope == "kelurahan" and row.kind in ("count", "boolean", "level")
    return f"{words}, tiap kelurahan" if is_each and row.direction != "none" else words


def _city_words(row: Indicator, one: Any) -> str:
    """The city value; for yes and no and levels of kelurahan, how many reach the target."""
    if one is None or one.value is None:
        return "–"
    if row.kind in ("boolean", "level") and row.scope == "kelurahan":
        return f"{one.reached} dari {one.applicable}"
    return display.with_unit(row, one.value)


def _of_area(period: Period, area: Area, rows: list[Indicator], user: Any) -> list[Line]:
    sheets = Sheet.objects.filter(area=area, office=None, period__kota=period.kota)
    years = [period.year, period.year - 1]
    mine = [
        sheet
        for sheet in sheets.filter(period__year__in=years).select_related("cluster", "period")
        if user.has_perm("clusters.enter", sheet)
    ]
    entries = Entry.objects.filter(sheet__in=mine).select_related("indicator", "sheet__period")
    told = {(entry.sheet.period.year, entry.indicator.code): entry for entry in entries}
    place = {one.cluster.slug: one.get_absolute_url() for one in mine if one.period == period}
    return [
        Line(
            row,
            display.answer_words(row, told.get((period.year - 1, row.code))),
            display.answer_words(row, told.get((period.year, row.code))),
            display.target_words(row),
            "–",
            f"{place[row.cluster.slug]}#ind-{row.code}",
        )
        for row in rows
        if row.scope == "kelurahan" and row.cluster.slug in place
    ]
