"""Which single entries would bring a city to the next category, and who can make each."""

from dataclasses import dataclass
from fractions import Fraction

from clusters.models import Indicator, Period, Sheet
from clusters.queries import indicators_by_sheet
from clusters.score_queries import scoring_entries, scoring_indicator
from clusters.scoring import gap, model
from clusters.scoring.gap import Gain, Step

WORDS = {
    Step.FILL: "isi dan ajukan",
    Step.PROVE: "tambah bukti yang berlaku",
    Step.REVIEW: "periksa",
    Step.RAISE: "capai targetnya",
}


@dataclass(frozen=True)
class Way:
    """One entry that would move the score: what, where, and by how many points."""

    indicator: Indicator
    area: str
    words: str
    points: Fraction


@dataclass(frozen=True)
class Group:
    """What one party can do, and what it comes to."""

    who: str
    ways: list[Way]
    points: Fraction


def ways_to(
    period: Period, missing: Fraction, hidden: frozenset[str]
) -> tuple[bool, Fraction, list[Group]]:
    """(do they suffice, their points, by who can make them): the fewest entries that come to
    `missing` points, else all there are.

    The sensitive indicators of the clusters in `hidden` are left out: a gain tells the answer.
    """
    rows = list(
        Indicator.objects.filter(framework=period.framework)
        .select_related("cluster", "owner")
        .order_by("position")
    )
    known = {row.code: row for row in rows}
    expected, sheets = _expected(period)
    officials = [
        model.Official(number, points)
        for number, points in period.framework.officials.values_list("number", "points")
    ]
    listed = [
        one
        for one in gap.gains(
            [scoring_indicator(row) for row in rows], officials, expected, scoring_entries(period)
        )
        if not (known[one.code].sensitive and known[one.code].cluster.slug in hidden)
    ]
    chosen = gap.enough(listed, missing)
    taken = listed if chosen is None else chosen
    total = sum((one.points for one in taken), Fraction(0))
    return chosen is not None, total, _groups(taken, known, sheets)


def _expected(period: Period) -> tuple[dict[str, list[str]], dict[tuple[str, str], Sheet]]:
    """Code → codes of the areas that owe it; and the sheet of each (area, code)."""
    asked = indicators_by_sheet(period)
    expected: dict[str, list[str]] = {}
    sheets: dict[tuple[str, str], Sheet] = {}
    for sheet in period.sheets.select_related("area", "office", "cluster"):
        for indicator in asked[sheet.pk]:
            expected.setdefault(indicator.code, []).append(sheet.area.code)
            sheets[(sheet.area.code, indicator.code)] = sheet
    return expected, sheets


def _groups(
    taken: list[Gain], known: dict[str, Indicator], sheets: dict[tuple[str, str], Sheet]
) -> list[Group]:
    found: dict[str, list[Way]] = {}
    for one in taken:
        sheet = sheets[(one.area, one.code)]
        found.setdefault(_who(one, sheet), []).append(
            Way(known[one.code], sheet.area.name, WORDS[one.step], one.points)
        )
    groups = [
        Group(who, ways, sum((way.points for way in ways), Fraction(0)))
        for who, ways in found.items()
    ]
    return sorted(groups, key=lambda group: (-group.points, group.who))


def _who(gain: Gain, sheet: Sheet) -> str:
    if gain.step == Step.REVIEW:
        return f"Verifikator {sheet.cluster}"
    return str(sheet.office) if sheet.office else f"Operator {sheet.area.full_name}"
