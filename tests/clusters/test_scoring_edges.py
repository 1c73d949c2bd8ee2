"""Edges of scoring: what counts, where a category begins, what JSON says, small counts."""

from decimal import Decimal
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clusters.display import score_words
from clusters.scoring.attainment import rounded
from clusters.scoring.category import category, next_category
from clusters.scoring.model import VIEWS, Entry, Official
from clusters.scoring.score import counts, plain, score_city, to_json
from clusters.scoring.suppression import hidden_cells, hides
from tests.clusters.test_scoring import A, B, indicator

MARKS = ("", "accepted", "adjusted", "rejected", "returned")


def views_of(one, **entry):
    """In which views an entry counts."""
    entry = Entry(one.code, "1", **({"numerator": 9, "denominator": 10} | entry))
    return {view for view in VIEWS if counts(view, one, entry)}


@pytest.mark.parametrize("mark", MARKS)
def test_a_draft_counts_nowhere(mark):
    assert views_of(A, sheet_state="draft", mark=mark, evidenced=True) == set()


@pytest.mark.parametrize(
    ("state", "mark"), list(product(("submitted", "verified", "locked", "returned"), MARKS))
)
def test_a_settled_entry_counts_as_verified_and_the_rest_as_claimed(state, mark):
    expected = {"claimed", "evidenced"}
    if mark in ("accepted", "adjusted"):
        expected |= {"verified"}
    if (state, mark) == ("returned", "returned"):
        expected = set()
    assert views_of(A, sheet_state=state, mark=mark, evidenced=True) == expected


@pytest.mark.parametrize("mark", ["", "accepted", "adjusted"])
def test_evidence_is_needed_where_it_is_asked(mark):
    assert views_of(A, sheet_state="verified", mark=mark) == {"claimed"}
    without = indicator("X")
    assert "evidenced" in views_of(without, sheet_state="verified", mark=mark)


def test_not_applicable_needs_no_evidence():
    asks = indicator("X", evidence_required=True, may_not_apply=True)
    skipped = {"sheet_state": "submitted", "numerator": 0, "denominator": 0}
    assert views_of(asks, **skipped) == {"claimed", "evidenced"}
    assert views_of(asks, **skipped, mark="accepted") == set(VIEWS)
    # where it always applies, a denominator of 0 is a claim like any other
    assert views_of(A, **skipped) == {"claimed"}


@pytest.mark.parametrize(
    "answer",
    [
        {"numerator": None},
        {"denominator": None},
        {"numerator": None, "denominator": None},
        {"numerator": None, "denominator": None, "value": 3},
    ],
)
def test_half_a_pair_is_no_answer(answer):
    assert views_of(A, sheet_state="verified", mark="accepted", evidenced=True, **answer) == set()


@pytest.mark.parametrize(
    ("score", "name", "following"),
    [
        ("0", None, ("Pratama", "500")),
        ("499.999999", None, ("Pratama", "0.000001")),
        ("500", "Pratama", ("Madya", "101")),
        ("600", "Pratama", ("Madya", "1")),
        ("600.99", "Pratama", ("Madya", "0.01")),
        ("601", "Madya", ("Nindya", "100")),
        ("700.999999", "Madya", ("Nindya", "0.000001")),
        ("701", "Nindya", ("Utama", "100")),
        ("800.99", "Nindya", ("Utama", "0.01")),
        ("801", "Utama", ("KLA", "100")),
        ("900.999", "Utama", ("KLA", "0.001")),
        ("901", "KLA", None),
        ("1000", "KLA", None),
    ],
)
def test_a_category_begins_at_its_exact_score(score, name, following):
    exact = Fraction(score)
    assert category(exact) == name
    assert next_category(exact) == (following and (following[0], Fraction(following[1])))


def test_without_a_score_there_is_no_category():
    assert (category(None), next_category(None)) == (None, None)


def test_a_score_on_a_page_is_never_rounded_into_a_category():
    assert score_words(Fraction("900.99")) == "900,9"
    assert score_words(Fraction(1000)) == "1.000,0"
    assert score_words(None) == "n. a."


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (Fraction(1, 3), 0.3333),
        (Fraction(5, 100000), 0.0),  # 0.00005: half to the even 0.0000
        (Fraction(15, 100000), 0.0002),  # 0.00015: half to the even 0.0002
        (Fraction(2, 3), 0.6667),
        (None, None),
    ],
)
def test_json_rounds_half_even_to_four_decimals(number, expected):
    assert plain(number) == expected


def test_rounding_is_half_even_at_every_place():
    halves = [Fraction(2 * n + 1, 2) for n in range(4)]
    assert [rounded(half, 0) for half in halves] == [0, 2, 2, 4]
    assert str(rounded(Fraction(1), 6)) == "1.000000"


def test_the_json_of_a_city_has_every_view_cluster_and_indicator():
    entries = [Entry("A", "1", "submitted", numerator=9, denominator=10)]
    views = score_city(
        [A, B], [Official(1, Decimal(1)), Official(2, Decimal(2))], {"A": 3}, entries
    )
    answer = to_json("64.71", 2026, "2026.1", views)
    assert {key: answer[key] for key in ("kota", "year", "framework")} == {
        "kota": "64.71",
        "year": 2026,
        "framework": "2026.1",
    }
    assert list(answer["views"]) == ["claimed", "evidenced", "verified"]
    # weight 1000/3; one area of three at 0.5: 55.5556 of 333.3333
    assert answer["views"]["claimed"] == {
        "score": 166.6667,
        "category": None,
        "clusters": {"health": {"points": 55.5556, "max": 333.3333}},
        "indicators": {
            "A": {"points": 55.5556, "max": 333.3333, "value": 90.0, "applicable": 3, "counted": 1},
            "B": {"points": 0.0, "max": 0.0, "value": None, "applicable": 0, "counted": 0},
        },
    }
    evidenced = answer["views"]["evidenced"]["indicators"]["A"]
    assert (evidenced["value"], evidenced["counted"]) == (None, 0)


@pytest.mark.parametrize(
    ("numerator", "denominator", "value", "hidden"),
    [
        (1, 100, None, True),
        (4, 100, None, True),
        (5, 100, None, False),
        (0, 100, None, False),
        (96, 100, None, True),  # four children are left out
        (95, 100, None, False),
        (100, 100, None, False),
        (0, 4, None, True),
        (0, 0, None, False),
        (3, None, None, True),
        (None, None, 0, False),
        (None, None, 1, True),
        (None, None, 4, True),
        (None, None, 5, False),
        (None, None, None, False),
    ],
)
def test_counts_of_one_to_four_are_hidden(numerator, denominator, value, hidden):
    assert hides(numerator, denominator, value) is hidden


@pytest.mark.parametrize(
    ("cells", "total_shown", "hidden"),
    [
        ({"a": 3, "b": 9, "c": 7}, False, "a"),
        ({"a": 3, "b": 9, "c": 7}, True, "ac"),  # the smallest other one goes with it
        ({"a": 3, "b": 9, "c": 0}, True, "ab"),
        ({"a": 3, "b": 0, "c": None}, True, "ab"),
        ({"a": 3, "b": 2, "c": 7}, True, "ab"),
        ({"a": 1, "b": 1, "c": 7}, True, "abc"),  # two that add up to 2 are 1 and 1
        ({"a": 4, "b": 4, "c": 7, "d": 8}, True, "abc"),  # two below 5 that add up to 8 are 4 and 4
        ({"a": 5, "b": 9, "c": 0}, True, ""),
        ({}, True, ""),
    ],
)
def test_a_hidden_cell_is_never_alone_beside_its_total(cells, total_shown, hidden):
    assert hidden_cells(cells, total_shown=total_shown) == set(hidden)


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from("abcde"), st.integers(0, 12), min_size=2))
def test_hidden_cells_can_not_be_computed_from_their_total(cells):
    hidden = hidden_cells(cells, total_shown=True)
    small = {key for key, count in cells.items() if 1 <= count <= 4}
    assert small <= hidden
    if not small or hidden == set(cells):  # where all are hidden, the total is hidden too
        return
    # a reader knows the sum of the hidden cells and that they may be 1 to 4
    total = sum(cells[key] for key in hidden)
    possible = [c for c in product(range(1, 5), repeat=len(hidden)) if sum(c) == total]
    assert len(hidden) > 1
    assert len(possible) != 1
