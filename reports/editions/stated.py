"""What the public edition states of hidden entries: of a group of them, between which two numbers
their sum lies, and never nearer.

The entries of one indicator that count up to the same view are a group, and no entry is in two.
The sums that a group could have are cut into equal steps, each wider than what one entry alone can
change. So whatever step is stated, every entry can still have any of its candidates, the
others making up for it (docs/decisions/0022-edisi-publik.md has the proof). Where the steps lie
depends on no numerator.
"""

from collections import defaultdict
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil, floor
from typing import Any

from clusters.scoring.attainment import attainment, attainment_of
from clusters.scoring.model import Entry, Indicator
from clusters.scoring.score import counts
from reports.editions.alone import bounds
from reports.editions.small import LEAST, MOST, attained, candidates

ADJUSTED = "adjusted"  # the group of those with a reviewer's value: nothing is stated of them
NOWHERE = "none"  # counts in no view
_MILLION = 10**6


@dataclass(frozen=True)
class Group:
    """Hidden entries of one indicator: how many, and the bounds of their mean attainment.

    `total` has the bounds of their sum, of counts only.
    """

    code: str
    standing: str
    entries: int
    least: Fraction = Fraction(0)
    most: Fraction = Fraction(1)
    total: tuple[int, int] | None = None

    def as_data(self) -> dict[str, Any]:
        """As the attachment states it; the stated attainment lies midway."""
        return {
            "code": self.code,
            "standing": self.standing,
            "entries": self.entries,
            "least": _decimal(floor(self.least * _MILLION)),
            "most": _decimal(ceil(self.most * _MILLION)),
            "attainment": _decimal(round((self.least + self.most) / 2 * _MILLION)),
            "total": list(self.total) if self.total else None,
        }


def standing(indicator: Indicator, entry: Entry) -> str:
    """The strictest view in which the entry counts; `none` without one."""
    views = ("verified", "evidenced", "claimed")
    return next((view for view in views if counts(view, indicator, entry)), NOWHERE)


def groups(cells: Iterable[tuple[Indicator, Entry]], whole: Container[str]) -> list[Group]:
    """The groups of these hidden entries, in the order in which their first ones come.

    `whole` has the codes of the indicators of the whole city, whose entries stand alone.
    """
    found: dict[tuple[str, str], list[tuple[Indicator, Entry]]] = defaultdict(list)
    for indicator, entry in cells:
        name = standing(indicator, entry)
        if name != NOWHERE:
            name = ADJUSTED if entry.mark == ADJUSTED else name
            found[indicator.code, name].append((indicator, entry))
    return [
        _group(
            rows[0][0], Group(code, name, len(rows)), [entry for _, entry in rows], code in whole
        )
        for (code, name), rows in found.items()
    ]


def _group(indicator: Indicator, group: Group, entries: Sequence[Entry], alone: bool) -> Group:
    if group.standing == ADJUSTED:
        return group
    if indicator.kind == "count":
        return _of_counts(indicator, group, entries)
    if not indicator.is_scored:
        return group
    if alone:
        least, most = bounds(indicator, entries[0])
        return replace(group, least=least, most=most)
    could = [
        {attained(indicator, entry, *answer) for answer in candidates(indicator, entry)}
        for entry in entries
    ]
    reached = sum((Fraction(attainment_of(indicator, entry)) for entry in entries), Fraction(0))
    low, high = step(could, reached)
    return replace(group, least=low / len(entries), most=high / len(entries))


def _of_counts(indicator: Indicator, group: Group, entries: Sequence[Entry]) -> Group:
    one = {Fraction(n) for n in range(LEAST, MOST + 1)}
    total = sum((Fraction(entry.value or 0) for entry in entries), Fraction(0))
    low, high = step([one] * len(entries), total)
    last = high == MOST * len(entries)  # a step holds its upper bound only where it is the last
    group = replace(group, total=(ceil(low), floor(high) if last else ceil(high) - 1))
    if not indicator.is_scored:
        return group
    reached = [Fraction(attainment(indicator, n)) for n in sorted(one)]
    if len({b - a for a, b in zip(reached, reached[1:], strict=False)}) == 1:  # a straight line
        mean = (low / len(entries), high / len(entries))
        reached = [Fraction(attainment(indicator, n)) for n in mean]
    return replace(group, least=min(reached), most=max(reached))


def step(could: Sequence[set[Fraction]], total: Fraction) -> tuple[Fraction, Fraction]:
    """The step in which `total` lies: its lower bound, and its upper, which is the next one's.

    `could` has the candidates of each entry. All steps are equally wide, and wider than the
    candidates of any one entry lie apart (as wide, where there is but one step).
    """
    low = sum((min(one) for one in could), Fraction(0))
    high = sum((max(one) for one in could), Fraction(0))
    widest = max((max(one) - min(one) for one in could), default=Fraction(0))
    if not widest:
        return low, high
    number = max(ceil((high - low) / widest) - 1, 1)
    width = (high - low) / number
    at = min(floor((total - low) / width), number - 1)
    return low + at * width, low + (at + 1) * width


def _decimal(millionths: int) -> str:
    return f"{millionths // _MILLION}.{millionths % _MILLION:06d}"
