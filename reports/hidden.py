"""How the public edition reads its hidden entries: what stands in for them in the score, and what
is printed in their place.

Everything here is told from the public data alone, so nothing printed tells more than they do.
"""

from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from clusters.scoring.category import CATEGORIES, SPOKEN, category
from clusters.scoring.model import Entry, Indicator, ViewScore

FEW = "<5"  # a count of 1 to 4
CLOSED = "*"  # rests on a count of 1 to 4, as a share or as the sum of several


# by the strictest view in which an entry counts
_COUNTS_IN = {
    "verified": ("claimed", "evidenced", "verified"),
    "evidenced": ("claimed", "evidenced"),
    "claimed": ("claimed",),
    "none": (),
}


@dataclass(frozen=True)
class Stated:
    """What the data state of a group of hidden entries (reports/editions/stated.py)."""

    entries: int
    least: Decimal
    most: Decimal
    attainment: Decimal
    total: tuple[int, int] | None


class Hidden:
    """The hidden entries of one year; empty in the full edition."""

    def __init__(self, data: dict[str, Any]) -> None:
        self.groups = {
            (row["code"], row["standing"]): Stated(
                row["entries"],
                Decimal(row["least"]),
                Decimal(row["most"]),
                Decimal(row["attainment"]),
                tuple(row["total"]) if row["total"] else None,
            )
            for row in data.get("stated", [])
        }
        rows = [row for row in data["entries"] if row.get("hidden")]
        self.standings = {(row["area"], row["code"]): row["hidden"] for row in rows}
        self.group_of = {
            (row["area"], row["code"]): "adjusted" if row["mark"] == "adjusted" else row["hidden"]
            for row in rows
        }

    def counts_in(self, view: str, area: str, code: str) -> bool:
        """Is it a hidden entry that counts in this view?"""
        found = self.standings.get((area, code))
        return found is not None and view in _COUNTS_IN[found]

    def stated_of(self, area: str, code: str) -> Stated | None:
        """What is stated of the group of a hidden entry; None where it counts nowhere."""
        return self.groups.get((code, self.group_of[area, code]))

    def stand_in(self, indicator: Indicator, entry: Entry) -> Entry:
        """The entry as the score takes it: answered, with the attainment its group has midway."""
        stated = self.stated_of(entry.area, entry.indicator)
        value = _value_at(indicator, Fraction(stated.attainment)) if stated else Fraction(0)
        if indicator.has_pair:
            told = {"numerator": value / (indicator.per or 1), "denominator": 1}
        else:
            told = {"value": value}
        return replace(entry, adjusted_value=value, **told)  # type: ignore[arg-type]

    def settle(self, name: str, view: ViewScore) -> ViewScore:
        """A score with stand-ins as it may be told: no city value of what is hidden, and the
        category only as far as the stated bounds leave no other."""
        codes = {code for area, code in self.standings if self.counts_in(name, area, code)}
        if not codes:
            return view
        indicators = {
            code: replace(one, value=None) if code in codes else one
            for code, one in view.indicators.items()
        }
        low, high = self.bounds(view) or (None, None)
        return replace(view, indicators=indicators, category=_between(low, high))

    def bounds(self, view: ViewScore) -> tuple[Fraction, Fraction] | None:
        """Between which scores the full edition's lies; None without a score."""
        if view.score is None:
            return None
        low = high = sum((one.points for one in view.indicators.values()), Fraction(0))
        for area, code in self.standings:
            stated = self.stated_of(area, code)
            if stated and (area, code) in view.entries:
                worth = view.indicators[code].max / view.indicators[code].applicable
                low += worth * Fraction(stated.least) - view.entries[area, code]
                high += worth * Fraction(stated.most) - view.entries[area, code]
        most = sum((one.max for one in view.indicators.values()), Fraction(0))
        return 1000 * low / most, 1000 * high / most

    def total_words(self, indicator: Indicator, shown: list[Fraction], hidden: list[str]) -> str:
        """What stands for the sum of an indicator over areas, those in `hidden` hidden.

        Of a count it is between which two numbers the sum lies; where a whole group is in it, as
        that is stated. `shown` has the values of the other areas.
        """
        if indicator.kind != "count":
            return CLOSED
        names = [self.group_of[area, indicator.code] for area in hidden]
        low = high = int(sum(shown))
        for name in set(names):
            stated, often = self.groups.get((indicator.code, name)), names.count(name)
            if stated is None or stated.total is None:
                return CLOSED
            whole = stated.entries == often
            low += stated.total[0] if whole else often
            high += stated.total[1] if whole else 4 * often
        return f"{low}–{high}"


def _value_at(indicator: Indicator, reached: Fraction) -> Fraction:
    if not indicator.is_scored:
        return Fraction(0)
    low, high = Fraction(indicator.baseline or 0), Fraction(indicator.target or 0)
    return low + reached * (high - low)


def _between(low: Fraction | None, high: Fraction | None) -> str | None:
    """The category, or those between which it lies: `Madya atau Nindya`."""
    least, most = category(low), category(high)
    if least == most:
        return least
    ranked = [None, *(name for _, name in reversed(CATEGORIES))]
    words = [SPOKEN.get(name or "", name or "belum berkategori") for name in (least, most)]
    next_to = ranked.index(most) - ranked.index(least) == 1
    return (" atau " if next_to else " sampai ").join(words)
