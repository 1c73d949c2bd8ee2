"""Pure: what a card says of an answer beside last year and the target; live.js says the same."""

import json
from decimal import Decimal
from typing import Any

from clusters import answers, display


def live_words(indicator: Any, answer: Any, before: Any) -> str:
    """`naik 2,1 poin dari tahun lalu · 3 poin lagi ke target`; empty without a value."""
    parts = (display.change_words(indicator, answer, before), way_words(indicator, answer))
    return " · ".join(part for part in parts if part)


def way_words(indicator: Any, answer: Any) -> str:
    """How far the answer is from the target; empty where there is no value or no target."""
    value = display.value_of(indicator, answer)
    if value is None or indicator.target is None or indicator.direction == "none":
        return ""
    left = indicator.target - value
    if indicator.direction == "lower":
        left = -left
    if left <= 0:
        return "target tercapai"
    if indicator.kind == "boolean":
        return "target belum tercapai"
    return f"{display.number(left)} {_step(indicator)} lagi ke target"


def live_data(indicator: Any, before: Any) -> str:
    """What live.js computes from, as JSON; numbers are texts, so that nothing is rounded."""
    scored = indicator.direction != "none" and indicator.target is not None
    return json.dumps(
        {
            "kind": indicator.kind,
            "pair": answers.has_pair(indicator.kind),
            "per": str(indicator.per or 1),
            "unit": indicator.unit,
            "step": _step(indicator),
            "direction": indicator.direction,
            "mayNotApply": indicator.may_not_apply,
            "target": f"{indicator.target.normalize():f}" if scored else "",
            "last": _last(indicator, before),
        },
        ensure_ascii=False,
    )


def _last(indicator: Any, before: Any) -> str:
    value = display.value_of(indicator, before)
    if value is None:
        return ""
    if answers.has_pair(indicator.kind):
        return f"{before.numerator * indicator.per}/{before.denominator}"
    return f"{Decimal(value):f}"


def _step(indicator: Any) -> str:
    return "poin" if indicator.unit == "%" else indicator.unit or "tingkat"
