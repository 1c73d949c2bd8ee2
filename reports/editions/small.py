"""Which entries of a sensitive indicator publik hides, and what each of them might have said."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from clusters.scoring.attainment import attainment_of, is_answered
from clusters.scoring.model import Entry, Indicator
from clusters.scoring.suppression import hides

LEAST, MOST = 1, 4  # a small count (design page)
_BOTH = 9  # up to so many, every share but none and all rests on 1 to 4 on one side
Answer = tuple[int | None, int | None, int | None]  # numerator, denominator, value


def is_hidden(indicator: Indicator, entry: Entry) -> bool:
    """Does the answer, or what a reviewer put in its place, rest on 1 to 4 children?

    Only counts and shares can: yes/no and levels count no children.
    """
    if indicator.kind not in ("count", "percentage", "rate") or entry.no_data:
        return False
    if entry.not_applicable or not is_answered(indicator, entry):
        return False
    if hides(entry.numerator, entry.denominator, entry.value):
        return True
    return entry.mark == "adjusted" and _is_small_share(indicator, entry, entry.adjusted_value)


def _is_small_share(indicator: Indicator, entry: Entry, adjusted: Decimal | None) -> bool:
    """Is what the reviewer's value stands for, or what is left of the whole, below 5?"""
    if adjusted is None:
        return False
    if not indicator.has_pair:
        return 0 < adjusted < MOST + 1
    there = Fraction(adjusted) * (entry.denominator or 0) / (indicator.per or 1)
    rest = (entry.denominator or 0) - there
    return 0 < there < MOST + 1 or 0 < rest < MOST + 1


def candidates(indicator: Indicator, entry: Entry) -> Iterator[Answer]:
    """Every answer that could stand in the place of this hidden one, itself among them.

    Who knew all denominators of 5 and more would still be left with these; each of them is hidden
    too, and has these same candidates.
    """
    whole = entry.denominator
    if not indicator.has_pair:
        yield from ((None, None, n) for n in range(LEAST, MOST + 1))
    elif whole is None or whole <= MOST:
        for d in range(LEAST, MOST + 1):
            yield from ((n, d, None) for n in range(d + 1))
    elif whole <= _BOTH:
        yield from ((n, whole, None) for n in range(1, whole))
    elif (entry.numerator or 0) <= MOST:
        yield from ((n, whole, None) for n in range(LEAST, MOST + 1))
    else:
        yield from ((n, whole, None) for n in range(whole - MOST, whole))


def attained(
    indicator: Indicator,
    entry: Entry,
    numerator: int | None,
    denominator: int | None,
    value: int | None,
) -> Fraction:
    """The attainment of a scored entry if this were its answer."""
    told = replace(entry, numerator=numerator, denominator=denominator, value=value)
    return Fraction(attainment_of(indicator, told))
