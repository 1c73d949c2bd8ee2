"""Pure: what a card says of an answer beside last year and the target."""

import json
from decimal import Decimal
from types import SimpleNamespace

import pytest

from clusters.answers import Answer
from clusters.live import live_data, live_words


def indicator(kind="percentage", direction="higher", target="90", unit="%", **more):
    fields = {
        "kind": kind,
        "direction": direction,
        "target": Decimal(target) if target else None,
        "unit": unit,
        "per": 100,
        "levels": [],
        "may_not_apply": False,
    }
    return SimpleNamespace(**(fields | more))


AGO = "dari tahun lalu"
LEVEL = {"kind": "level", "unit": "", "levels": ["a", "b", "c"], "target": "2"}
YES_NO = {"kind": "boolean", "unit": "", "target": "1"}


@pytest.mark.parametrize(
    ("asked", "now", "before", "words"),
    [
        ({}, Answer(9, 10), Answer(8, 10), "naik 10 poin dari tahun lalu · target tercapai"),
        ({}, Answer(1, 8), Answer(1, 4), f"turun 12,5 poin {AGO} · 77,5 poin lagi ke target"),
        ({}, Answer(8, 10), Answer(80, 100), "sama dengan tahun lalu · 10 poin lagi ke target"),
        ({}, Answer(8, 10), None, "10 poin lagi ke target"),
        ({}, Answer(8, None), Answer(8, 10), ""),
        ({}, Answer(0, 0), Answer(8, 10), ""),
        ({}, Answer(no_data=True), Answer(8, 10), ""),
        ({"direction": "lower", "target": "14.2"}, Answer(2, 10), None, "5,8 poin lagi ke target"),
        ({"direction": "lower", "target": "14.2"}, Answer(1, 10), None, "target tercapai"),
        (
            {"kind": "count", "direction": "none", "target": "", "unit": "anak"},
            Answer(value=1_217),
            Answer(value=3),
            "naik 1.214 anak dari tahun lalu",
        ),
        (
            LEVEL,
            Answer(value=1),
            Answer(value=0),
            f"naik 1 tingkat {AGO} · 1 tingkat lagi ke target",
        ),
        (YES_NO, Answer(value=0), Answer(value=1), "target belum tercapai"),
        (YES_NO, Answer(value=1), None, "target tercapai"),
    ],
)
def test_the_words_beside_an_answer(asked, now, before, words):
    assert live_words(indicator(**asked), now, before) == words


def test_the_browser_gets_exact_numbers():
    data = json.loads(live_data(indicator(target="14.20"), Answer(1, 3)))
    assert (data["last"], data["target"], data["per"]) == ("100/3", "14.2", "100")
    unscored = indicator(kind="count", direction="none", target="")
    assert json.loads(live_data(unscored, None))["target"] == ""
