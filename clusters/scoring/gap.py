"""Pure: what each single entry would add to the verified score, and which of them are enough."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from clusters.scoring.attainment import attainment, is_answered, is_not_applicable, operator_value
from clusters.scoring.model import Entry, Indicator, Official
from clusters.scoring.score import counts, score_view


class Step(StrEnum):
    """What has to be done with an entry, in the order of the work."""

    FILL = "fill"  # it is missing, without data, given back, or was rejected
    PROVE = "prove"  # it is a claim whose evidence does not suffice
    REVIEW = "review"  # everything is there; a reviewer decides
    RAISE = "raise"  # it is verified, below its target


@dataclass(frozen=True)
class Gain:
    """One entry: what is to be done, and the points of 1000 that the city's score would gain.

    For PROVE and REVIEW by the value that stands; for FILL and RAISE by reaching the target.
    """

    area: str
    code: str
    step: Step
    points: Fraction


def gains(
    indicators: Iterable[Indicator],
    officials: Iterable[Official],
    expected: Mapping[str, Collection[str]],
    entries: Iterable[Entry],
) -> list[Gain]:
    """Every single improvement of the verified score, the largest first.

    `expected` names the areas that owe each indicator, by its code. Accepting an answer that it
    does not apply changes what the others weigh and is no improvement of its own: left out.
    """
    indicators, officials, entries = list(indicators), list(officials), list(entries)
    sizes = {code: len(areas) for code, areas in expected.items()}
    view = score_view("verified", indicators, officials, sizes, entries)
    most = sum((one.max for one in view.indicators.values()), Fraction(0))
    there = {(entry.area, entry.indicator): entry for entry in entries}
    found = []
    for indicator in indicators:
        one = view.indicators[indicator.code]
        if not one.max:
            continue
        whole = 1000 * one.max / one.applicable / most  # of one area, at its target
        for area in sorted(expected.get(indicator.code, ())):
            told = _step(indicator, there.get((area, indicator.code)))
            if told and told[1]:
                found.append(Gain(area, indicator.code, told[0], whole * told[1]))
    return sorted(found, key=lambda gain: (-gain.points, gain.code, gain.area))


def _step(indicator: Indicator, entry: Entry | None) -> tuple[Step, Fraction] | None:
    """What is to be done and the part of a whole it adds; None where it does not apply."""
    if entry is None or not is_answered(indicator, entry) or entry.no_data:
        return Step.FILL, Fraction(1)
    if is_not_applicable(indicator, entry):
        return None
    if not counts("claimed", indicator, entry) or entry.mark == "rejected":
        return Step.FILL, Fraction(1)
    got = Fraction(attainment(indicator, operator_value(indicator, entry)))
    if not counts("evidenced", indicator, entry):
        return Step.PROVE, got
    if not counts("verified", indicator, entry):
        return Step.REVIEW, got
    if entry.mark == "adjusted" and entry.adjusted_value is not None:
        got = Fraction(attainment(indicator, entry.adjusted_value))
    return Step.RAISE, 1 - got


def enough(listed: Sequence[Gain], missing: Fraction) -> list[Gain] | None:
    """The first of these, in their order, that add up to `missing`; None where all do not.

    Points of several entries add up exactly as long as none of them is answered not applicable.
    """
    total = Fraction(0)
    for number, gain in enumerate(listed, start=1):
        total += gain.points
        if total >= missing:
            return list(listed[:number])
    return None
