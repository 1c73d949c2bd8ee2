"""The value of an indicator in words with its unit, for a sentence; no small count is told."""

from typing import Any

from clusters import answers, display
from clusters.scoring.suppression import HIDDEN, hides
from reports.figures import Year, plain_words

_WORDS = {"…": "belum diisi", "t.a.d.": "data belum tersedia", "n. a.": "tidak berlaku"}


def city_words(year: Year, code: str, view: str = "verified") -> str:
    """The city value with its unit; yes/no and levels of kelurahan as areas at target."""
    indicator, one = year.indicators[code], year.views[view].indicators[code]
    if one.value is None:
        return "n. a."
    if indicator.sensitive and _is_small(year, code, view):
        return HIDDEN
    if indicator.kind in ("boolean", "level") and indicator.scope == "kelurahan":
        return f"{display.number(one.reached)} dari {display.number(one.applicable)} wilayah"
    if not answers.has_pair(indicator.kind):
        return display.with_unit(indicator, one.value)
    return _with_unit(indicator, plain_words(indicator, one.value))


def _is_small(year: Year, code: str, view: str) -> bool:
    """Does the city value stand on 1 to 4 children?"""
    indicator, one = year.indicators[code], year.views[view].indicators[code]
    if indicator.kind not in ("percentage", "rate"):
        return hides(None, None, int(one.value or 0))
    counting = [key for key in year.views[view].entries if key[1] == code]
    rows = [year.entries[key] for key in counting]
    sums = [sum(row[name] or 0 for row in rows) for name in ("numerator", "denominator")]
    return hides(sums[0], sums[1], None)


def area_words(year: Year, area: str, code: str) -> str | None:
    """What an area's cell in the tables says, with its unit; None for a sensitive indicator:
    a sentence about one kelurahan and few children tells whose they are."""
    indicator: Any = year.indicators[code]
    if indicator.sensitive:
        return None
    words = year.cell(area, code).words
    if words in _WORDS:
        return _WORDS[words]
    return words if indicator.kind in ("boolean", "level") else _with_unit(indicator, words)


def _with_unit(indicator: Any, words: str) -> str:
    """The words of the tables, whose head has the unit, with it."""
    return f"{words}%" if indicator.unit == "%" else f"{words} {indicator.unit}".strip()
