"""From an answer to its attainment, 0 to 1 (design page, *Scoring, exactly*)."""

from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from typing import Any

_MILLIONTH = Decimal("0.000001")


def is_answered(indicator: Any, entry: Any) -> bool:
    """A whole pair, a value, not applicable or no data; half a pair is no answer."""
    if entry.no_data or entry.not_applicable:
        return True
    if indicator.has_pair:
        return entry.numerator is not None and entry.denominator is not None
    return entry.value is not None


def is_not_applicable(indicator: Any, entry: Any) -> bool:
    """The tick, or a denominator of 0 where the catalogue says it may not apply."""
    if entry.not_applicable:
        return True
    return indicator.may_not_apply and indicator.has_pair and entry.denominator == 0


def operator_value(indicator: Any, entry: Any) -> Fraction | None:
    """The operator's value: per · n / d or the value; None for no data, n. a. or d = 0."""
    if entry.no_data or entry.not_applicable or not is_answered(indicator, entry):
        return None
    if not indicator.has_pair:
        return Fraction(entry.value)
    if entry.denominator == 0:
        return None
    return Fraction(entry.numerator * indicator.per, entry.denominator)


def attainment(indicator: Any, value: Fraction | Decimal | None) -> Decimal:
    """How far `value` lies from baseline (0) to target (1), rounded half-even to 6 decimals.

    0 without a value. The indicator must be scored (direction higher or lower).
    """
    if value is None:
        return Decimal(0).quantize(_MILLIONTH)
    low, high = Fraction(indicator.baseline), Fraction(indicator.target)
    share = (Fraction(value) - low) / (high - low)  # both signs turn where lower is better
    return rounded(min(max(share, Fraction(0)), Fraction(1)), 6)


def attainment_of(indicator: Any, entry: Any) -> Decimal:
    """The attainment of the operator's own value."""
    return attainment(indicator, operator_value(indicator, entry))


def rounded(number: Fraction, places: int) -> Decimal:
    """`number` with so many decimals, exactly half-even."""
    scaled = round(number * 10**places)  # Fraction rounds half to even, exactly
    return Decimal(scaled).scaleb(-places).quantize(Decimal(1).scaleb(-places), ROUND_HALF_EVEN)
