"""A city's score in three views, a plain sum over entries (design page, *Scoring, exactly*)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction

from clusters.scoring.attainment import (
    attainment,
    is_answered,
    is_not_applicable,
    operator_value,
)
from clusters.scoring.category import category
from clusters.scoring.model import (
    VIEWS,
    Entry,
    Indicator,
    IndicatorScore,
    Official,
    ViewScore,
)


def weights(indicators: Iterable[Indicator], officials: Iterable[Official]) -> dict[str, Fraction]:
    """Code → what its full attainment is worth of 1000; 0 for those that are not scored."""
    indicators, officials = list(indicators), list(officials)
    total = sum((Fraction(o.points) for o in officials), Fraction(0))
    points = {o.number: Fraction(o.points) for o in officials}
    shares: dict[int, Fraction] = defaultdict(Fraction)
    for indicator in indicators:
        if indicator.is_scored:
            shares[indicator.official[0]] += Fraction(indicator.share or 0)
    return {
        i.code: 1000
        * points[i.official[0]]
        / total
        * Fraction(i.share or 0)
        / shares[i.official[0]]
        if i.is_scored
        else Fraction(0)
        for i in indicators
    }


def counts(view: str, indicator: Indicator, entry: Entry) -> bool:
    """Does this entry count in the view (the design page's table of views)?"""
    if not is_answered(indicator, entry) or entry.sheet_state == "draft":
        return False
    if entry.sheet_state == "returned" and entry.mark == "returned":
        return False
    if view == "claimed":
        return True
    suffices = not indicator.evidence_required or entry.evidenced
    if not (suffices or is_not_applicable(indicator, entry)):
        return False
    return view == "evidenced" or entry.mark in ("accepted", "adjusted")


def value_in_view(view: str, indicator: Indicator, entry: Entry) -> Fraction | None:
    """The operator's value; in the verified view the reviewer's where it was adjusted."""
    if view == "verified" and entry.mark == "adjusted" and entry.adjusted_value is not None:
        return Fraction(entry.adjusted_value)
    return operator_value(indicator, entry)


def score_view(
    view: str,
    indicators: Iterable[Indicator],
    officials: Iterable[Official],
    expected: Mapping[str, int],
    entries: Iterable[Entry],
) -> ViewScore:
    """The score of one city in one view.

    `expected` says for how many areas a sheet asks each indicator (1 for city scope);
    `entries` may come in any order, at most one an area and indicator.
    """
    indicators = list(indicators)
    worth = weights(indicators, officials)
    by_code: dict[str, list[Entry]] = defaultdict(list)
    known = {indicator.code: indicator for indicator in indicators}
    for entry in entries:
        if entry.indicator in known and counts(view, known[entry.indicator], entry):
            by_code[entry.indicator].append(entry)
    scored: dict[str, IndicatorScore] = {}
    earned: dict[tuple[str, str], Fraction] = {}
    for indicator in indicators:
        result, each = _score_indicator(
            view, indicator, worth[indicator.code], expected, by_code[indicator.code]
        )
        scored[indicator.code] = result
        earned |= each
    return _sum(indicators, scored, earned)


def score_city(
    indicators: Iterable[Indicator],
    officials: Iterable[Official],
    expected: Mapping[str, int],
    entries: Iterable[Entry],
) -> dict[str, ViewScore]:
    """The three views: claimed, evidenced, verified."""
    indicators, officials, entries = list(indicators), list(officials), list(entries)
    return {view: score_view(view, indicators, officials, expected, entries) for view in VIEWS}


def _score_indicator(
    view: str,
    indicator: Indicator,
    worth: Fraction,
    expected: Mapping[str, int],
    counting: list[Entry],
) -> tuple[IndicatorScore, dict[tuple[str, str], Fraction]]:
    skipped = sum(is_not_applicable(indicator, entry) for entry in counting)
    applicable = expected.get(indicator.code, 0) - skipped
    there = [entry for entry in counting if not is_not_applicable(indicator, entry)]
    earned: dict[tuple[str, str], Fraction] = {}
    reached = 0
    if indicator.is_scored and applicable > 0:
        for entry in there:
            got = attainment(indicator, value_in_view(view, indicator, entry))
            earned[(entry.area, indicator.code)] = worth * Fraction(got) / applicable
            reached += got == 1
    result = IndicatorScore(
        points=sum(earned.values(), Fraction(0)),
        max=worth if applicable > 0 else Fraction(0),
        value=city_value(view, indicator, there),
        applicable=applicable,
        counted=len(there),
        reached=reached,
    )
    return result, earned


def city_value(view: str, indicator: Indicator, entries: Iterable[Entry]) -> Fraction | None:
    """The value of several areas together; entries without data are left out.

    per · Σ n / Σ d for percentages and rates, the sum of counts, the share of yes, the mean
    level; None where nothing is left, or Σ d is 0.
    """
    there = [entry for entry in entries if not entry.no_data]
    if not there:
        return None
    if indicator.has_pair:
        per = indicator.per or 1
        numerators = [_numerator(view, entry, per) for entry in there]
        denominator = sum(entry.denominator or 0 for entry in there)
        return sum(numerators, Fraction(0)) * per / denominator if denominator else None
    values = [value_in_view(view, indicator, entry) or Fraction(0) for entry in there]
    total = sum(values, Fraction(0))
    return total if indicator.kind == "count" else total / len(values)


def _numerator(view: str, entry: Entry, per: int) -> Fraction:
    """The operator's numerator, or value · denominator / per where it was adjusted."""
    if view == "verified" and entry.mark == "adjusted" and entry.adjusted_value is not None:
        return Fraction(entry.adjusted_value) * (entry.denominator or 0) / per
    return Fraction(entry.numerator or 0)


def _sum(
    indicators: list[Indicator],
    scored: dict[str, IndicatorScore],
    earned: dict[tuple[str, str], Fraction],
) -> ViewScore:
    clusters: dict[str, tuple[Fraction, Fraction]] = {}
    for indicator in indicators:
        points, most = clusters.get(indicator.cluster, (Fraction(0), Fraction(0)))
        one = scored[indicator.code]
        clusters[indicator.cluster] = (points + one.points, most + one.max)
    points = sum((one.points for one in scored.values()), Fraction(0))
    most = sum((one.max for one in scored.values()), Fraction(0))
    score = 1000 * points / most if most else None
    return ViewScore(score, category(score), clusters, scored, earned)


def to_json(
    kota: str, year: int, framework: str, views: Mapping[str, ViewScore]
) -> dict[str, object]:
    """The answer of `score --json` as the design page lays it down."""
    return {
        "kota": kota,
        "year": year,
        "framework": framework,
        "views": {name: _view_json(view) for name, view in views.items()},
    }


def _view_json(view: ViewScore) -> dict[str, object]:
    return {
        "score": plain(view.score),
        "category": view.category,
        "clusters": {
            slug: {"points": plain(points), "max": plain(most)}
            for slug, (points, most) in view.clusters.items()
        },
        "indicators": {
            code: {
                "points": plain(one.points),
                "max": plain(one.max),
                "value": plain(one.value),
                "applicable": one.applicable,
                "counted": one.counted,
            }
            for code, one in view.indicators.items()
        },
    }


def plain(number: Fraction | None) -> float | None:
    """Rounded half-even to 4 decimals, as JSON writes it."""
    if number is None:
        return None
    return float(Decimal(round(number * 10**4)).scaleb(-4))
