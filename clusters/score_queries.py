"""A period's entries as scoring is told them, and its score; six queries whatever the size."""

import dataclasses
from collections import Counter
from typing import Any

from clusters.models import Entry, Indicator, Period
from clusters.queries import entries_with_current_evidence, indicators_by_sheet
from clusters.scoring import model
from clusters.scoring.score import score_city


def scoring_indicator(row: Indicator) -> model.Indicator:
    """A row of the catalogue as scoring is told it."""
    return model.Indicator(
        code=row.code,
        cluster=row.cluster.slug,
        kind=row.kind,
        direction=row.direction,
        per=row.per,
        baseline=row.baseline,
        target=row.target,
        share=row.share,
        official=tuple(row.official),
        evidence_required=bool(row.evidence),
        may_not_apply=row.may_not_apply,
    )


def score_period(period: Period) -> dict[str, model.ViewScore]:
    """The city's score in the three views, from what stands in the database now."""
    asked = indicators_by_sheet(period)
    rows = Indicator.objects.filter(framework_id=period.framework_id).order_by("position")
    officials = [
        model.Official(number, points)
        for number, points in period.framework.officials.values_list("number", "points")
    ]
    expected = Counter(indicator.code for listed in asked.values() for indicator in listed)
    return score_city(
        [scoring_indicator(row) for row in rows.select_related("cluster")],
        officials,
        expected,
        scoring_entries(period),
    )


def scoring_entries(period: Period) -> list[model.Entry]:
    """Every entry of the period as scoring is told it."""
    proven = entries_with_current_evidence(period)
    fields = Entry.objects.filter(sheet__period=period).values_list(
        "pk",
        "indicator__code",
        "sheet__area__code",
        "sheet__state",
        "numerator",
        "denominator",
        "value",
        "not_applicable",
        "no_data",
        "mark",
        "adjusted_value",
    )
    names = [f.name for f in dataclasses.fields(model.Entry)][:-1]
    return [model.Entry(**_named(names, rest), evidenced=pk in proven) for pk, *rest in fields]


def _named(names: list[str], values: list[Any]) -> dict[str, Any]:
    return dict(zip(names, values, strict=True))
