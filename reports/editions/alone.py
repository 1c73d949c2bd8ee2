"""What is stated of a hidden entry that has no others to be summed with: one of the whole city.

Its weight is a whole indicator's, so bounds as wide as all its candidates would blur the score by
tens of points. They are drawn around a few neighbouring candidates instead, so many that each of
its small counts still has two values at least.
"""

from collections.abc import Iterable, Sequence
from fractions import Fraction

from clusters.scoring.model import Entry, Indicator
from clusters.scoring.suppression import is_small
from reports.editions.small import attained, candidates

Pair = tuple[int, int]


def bounds(indicator: Indicator, entry: Entry) -> tuple[Fraction, Fraction]:
    """The least and the most attainment of the candidates that cannot be told from this one."""
    ranked = sorted(
        (attained(indicator, entry, *answer), (answer[0] or 0, answer[1] or 0))
        for answer in candidates(indicator, entry)
    )
    own = (entry.numerator, entry.denominator)
    mine = next(part for part in _parts(ranked) if own in [pair for _, pair in part])
    return mine[0][0], mine[-1][0]


def _parts(ranked: Sequence[tuple[Fraction, Pair]]) -> list[list[tuple[Fraction, Pair]]]:
    """The candidates cut into neighbours, by nothing but their order."""
    parts: list[list[tuple[Fraction, Pair]]] = []
    growing: list[tuple[Fraction, Pair]] = []
    for at, one in enumerate(ranked):
        growing.append(one)
        ends = at + 1 == len(ranked) or ranked[at + 1][0] != one[0]
        if ends and _leaves_two(pair for _, pair in growing):
            parts.append(growing)
            growing = []
    if parts:
        parts[-1] += growing
    return parts or [growing]


def _leaves_two(pairs: Iterable[Pair]) -> bool:
    """Has every small count among these another value beside it?"""
    rows = [(n, d, d - n) for n, d in pairs]
    return all(
        len({row[at] for row in rows}) > 1
        for at in range(3)
        if any(is_small(row[at]) for row in rows)
    )
