"""Pure: invented answers that look like a kelurahan's, the same for the same seed."""

from dataclasses import dataclass, field
from random import Random
from typing import Any

# Denominators everybody in an area shares, as part of its children.
_SHARED = {
    "children_0_17": 1.0,
    "children_7_18": 0.66,
    "children_3_6": 0.22,
    "children_0_4": 0.27,
    "children_1": 0.055,
    "births": 0.056,
    "households": 1.15,
}
# Codes whose denominator is much larger or smaller than a handful of places.
_OWN = {"KES-02": 0.25, "KES-04": 0.026, "PEN-02": 0.012, "PEN-K1": 0.66, "KEL-K1": 0.15}
_FEW = {"INK-02": 14, "INK-03": 12, "PER-07": 6, "KEL-06": 3, "KEL-07": 3, "INK-06": 4}
# An answer that is the denominator of another: (code, part).
SAME_AS = {
    "PER-04": ("PER-03", "value"),
    "INK-05": ("INK-01", "value"),
    "KEL-07": ("KEL-06", "value"),
    "PEN-05": ("PEN-04", "numerator"),
}


# The schools of a kelurahan are counted once, for PEN-04.
_SCHOOLS = ("PEN-04", "PEN-06", "KEL-08", "INK-04")


@dataclass
class Numbers:
    """The numbers of one answer."""

    numerator: int | None = None
    denominator: int | None = None
    value: int | None = None
    extra: dict[str, Any] = field(default_factory=dict)


def children_of(seed: str, area: str) -> int:
    """How many children live in an invented kelurahan."""
    return Random(f"{seed}/{area}/anak").randint(1400, 6200)


def invent(
    indicator: Any, *, seed: str, area: str, year: int, children: int, whole: int | None = None
) -> Numbers:
    """An answer to `indicator` (its catalogue row) in an area with so many children.

    Years move a little towards the target. `whole` is a denominator fixed by another answer.
    """
    steady = Random(f"{seed}/{area}/{indicator.code}")
    yearly = Random(f"{seed}/{area}/{indicator.code}/{year}")
    reach = steady.gauss(0.97, 0.13) + 0.03 * (year - 2025) + yearly.gauss(0, 0.03)
    reach = min(max(reach, 0.05), 1.1)
    if indicator.code in _SCHOOLS:
        whole = Random(f"{seed}/{area}/satuan pendidikan").randint(5, 24)
    if indicator.kind in ("percentage", "rate"):
        size = whole if whole is not None else _denominator(indicator, steady, children)
        numbers = _pair(indicator, reach, size)
    else:
        numbers = Numbers(value=_value(indicator, reach, yearly))
    numbers.extra = _extra(indicator, numbers, yearly, year)
    return numbers


def shared_of(seed: str, area: str) -> dict[str, int]:
    """The common denominators of an invented kelurahan."""
    children = children_of(seed, area)
    return {key: max(1, round(children * part)) for key, part in _SHARED.items()}


def _denominator(indicator: Any, rng: Random, children: int) -> int:
    part = _SHARED.get(indicator.denominator_key) or _OWN.get(indicator.code)
    if part:
        return max(1, round(children * part))
    if indicator.code in _FEW:
        return rng.randint(1, _FEW[indicator.code])
    return rng.randint(5, 24)


def _pair(indicator: Any, reach: float, size: int) -> Numbers:
    low, high = float(indicator.baseline), float(indicator.target)
    share = (low + reach * (high - low)) / indicator.per
    return Numbers(numerator=min(max(round(size * share), 0), size), denominator=size)


def _value(indicator: Any, reach: float, rng: Random) -> int:
    if indicator.direction == "none":
        return rng.choice([0, 0, 1, 2, 3, 5, 7, 9, 12])
    if indicator.kind == "boolean":
        return int(reach > 0.62)
    low, high = float(indicator.baseline), float(indicator.target)
    value = max(round(low + reach * (high - low)), 0)
    return min(value, len(indicator.levels) - 1) if indicator.kind == "level" else value


def _extra(indicator: Any, numbers: Numbers, rng: Random, year: int) -> dict[str, Any]:
    extra: dict[str, Any] = {}
    for whole in ("numerator", "value"):
        parts = [part["key"] for part in indicator.extra if part.get("parts_of") == whole]
        extra |= _split(getattr(numbers, whole) or 0, parts, rng)
    for part in indicator.extra:
        if part.get("parts_of"):
            continue
        if part["kind"] == "count":
            extra[part["key"]] = rng.randint(0, min(numbers.value or 0, 40))
        elif part["kind"] == "date":
            extra[part["key"]] = f"{year + 1}-12-31"
        else:
            extra[part["key"]] = f"188/{rng.randint(10, 99)}/{year - 1}"
    return extra


def _split(total: int, keys: list[str], rng: Random) -> dict[str, int]:
    """Whole parts that add up to `total`."""
    parts, left = {}, total
    for number, key in enumerate(keys):
        parts[key] = left if number == len(keys) - 1 else rng.randint(0, left)
        left -= parts[key]
    return parts
