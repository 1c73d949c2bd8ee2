"""Pure: an answer and a target in Indonesian words and numbers."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

from clusters import answers
from clusters.scoring.attainment import rounded

VIEW_WORDS = {"claimed": "klaim", "evidenced": "berbukti", "verified": "terverifikasi"}


def number(value: Any, places: int = 1) -> str:
    """`1.234,5`: at most `places` decimals, none where they are all zero."""
    if value is None:
        return ""
    text = f"{rounded(Fraction(value), places):,f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.replace(",", "\0").replace(".", ",").replace("\0", ".")


def score_words(score: Fraction | None) -> str:
    """A score with one decimal, cut and never rounded up into a category; `n. a.` without."""
    if score is None:
        return "n. a."
    tenths = int(score * 10)
    return f"{tenths // 10:,}".replace(",", ".") + f",{tenths % 10}"


def with_unit(indicator: Any, value: Any) -> str:
    """A value of this indicator with its unit: `98,6%`, `3 · giat`, `ya`, `6 titik`."""
    if value is None:
        return "–"
    if indicator.kind == "boolean":
        return "ya" if value else "tidak"
    if indicator.kind == "level" and value == int(value) and int(value) < len(indicator.levels):
        return f"{int(value)} · {indicator.levels[int(value)]}"
    if indicator.unit == "%":
        return f"{number(value)}%"
    return f"{number(value)} {indicator.unit}".strip()


def value_of(indicator: Any, entry: Any) -> Decimal | None:
    """The operator's value as a number; None without one (also for a denominator of 0)."""
    if entry is None or entry.no_data or entry.not_applicable:
        return None
    if not answers.has_pair(indicator.kind):
        return None if entry.value is None else Decimal(entry.value)
    if entry.numerator is None or not entry.denominator:
        return None
    return Decimal(entry.numerator) * indicator.per / entry.denominator


def answer_words(indicator: Any, entry: Any) -> str:
    """What the operator answered, in words: a value, or why there is none."""
    if entry is None or not answers.is_answered(indicator.kind, entry):
        return "belum diisi"
    if entry.no_data:
        return "data belum tersedia"
    if answers.is_not_applicable(indicator, entry):
        return "tidak berlaku"
    return with_unit(indicator, value_of(indicator, entry))


def raw_words(indicator: Any, entry: Any) -> str:
    """The numbers behind a share: `412/418`; empty for the other kinds."""
    if entry is None or not answers.has_pair(indicator.kind):
        return ""
    if entry.numerator is None and entry.denominator is None:
        return ""
    n, d = (number(part) or "…" for part in (entry.numerator, entry.denominator))
    return f"{n}/{d}"


def part_words(indicator: Any, entry: Any) -> list[tuple[str, str]]:
    """(label, words) of each further number that was given with an answer."""
    if entry is None:
        return []
    return [
        (part["label"], _part(part["kind"], entry.extra[part["key"]]))
        for part in indicator.extra
        if entry.extra.get(part["key"]) not in (None, "")
    ]


def _part(kind: str, given: Any) -> str:
    if kind == "count":
        return number(given)
    if kind == "date":
        return "/".join(reversed(str(given).split("-")))
    return str(given)


def target_words(indicator: Any) -> str:
    """`paling tinggi 14,2%` where lower is better, `100%` where higher is."""
    if indicator.direction == "none":
        return "dicatat, tidak dinilai"
    words = with_unit(indicator, indicator.target)
    return f"paling tinggi {words}" if indicator.direction == "lower" else words


def change_words(indicator: Any, entry: Any, before: Any) -> str:
    """`naik 2,1 poin dari tahun lalu`; empty where one of the two has no value."""
    now, then = value_of(indicator, entry), value_of(indicator, before)
    if now is None or then is None or indicator.kind == "boolean":
        return ""
    if now == then:
        return "sama dengan tahun lalu"
    unit = "poin" if indicator.unit == "%" else indicator.unit or "tingkat"
    verb = "naik" if now > then else "turun"
    return f"{verb} {number(abs(now - then))} {unit} dari tahun lalu"
