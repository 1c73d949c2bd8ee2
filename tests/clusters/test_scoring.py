"""The score by hand: a worked city in three views, each kind and each direction."""

from decimal import Decimal
from fractions import Fraction

import pytest

from clusters.scoring.attainment import attainment, attainment_of, operator_value
from clusters.scoring.model import Entry, Indicator, Official
from clusters.scoring.score import score_city, score_view, weights


def indicator(code, kind="percentage", direction="higher", **more):
    """An indicator of official number 1 with baseline 0, target 100 and share 1 unless said."""
    scored = direction != "none"
    fields = {
        "cluster": "health",
        "per": {"percentage": 100, "rate": 1000}.get(kind),
        "baseline": Decimal(0) if scored else None,
        "target": Decimal(100) if scored else None,
        "share": Decimal(1) if scored else None,
        "official": (1,),
        "evidence_required": False,
        "may_not_apply": False,
    }
    return Indicator(code=code, kind=kind, direction=direction, **(fields | more))


# Four official points: 1 is worth 1000 · 1/4 = 250, 2 is worth 750, shared 1 to 2 by B and C.
OFFICIALS = [Official(1, Decimal(1)), Official(2, Decimal(3))]
A = indicator("A", baseline=Decimal(80), evidence_required=True)
B = indicator(
    "B",
    direction="lower",
    baseline=Decimal(30),
    target=Decimal(10),
    official=(2, 1),
    may_not_apply=True,
)
C = indicator("C", "count", target=Decimal(4), share=Decimal(2), official=(2,), cluster="education")
N = indicator("N", "count", "none", official=(2,), cluster="education")
CITY = [A, B, C, N]
EXPECTED = {"A": 3, "B": 3, "C": 3, "N": 3}
ENTRIES = [
    # area 1 is verified: A accepted with evidence, B rejected, C adjusted from 1 to 3
    Entry("A", "1", "verified", numerator=9, denominator=10, mark="accepted", evidenced=True),
    Entry("B", "1", "verified", numerator=2, denominator=10, mark="rejected"),
    Entry("C", "1", "verified", value=1, mark="adjusted", adjusted_value=Decimal(3)),
    Entry("N", "1", "verified", value=7, mark="accepted"),
    # area 2 is submitted and not looked at: A without evidence, B does not apply
    Entry("A", "2", "submitted", numerator=19, denominator=20),
    Entry("B", "2", "submitted", numerator=0, denominator=0),
    Entry("C", "2", "submitted", value=4),
    # area 3 got C back; B was accepted before; A is a draft, as if of another sheet
    Entry("A", "3", "draft", numerator=10, denominator=10, mark="accepted", evidenced=True),
    Entry("B", "3", "returned", numerator=1, denominator=10, mark="accepted"),
    Entry("C", "3", "returned", value=9, mark="returned"),
]


def scored():
    return score_city(CITY, OFFICIALS, EXPECTED, ENTRIES)


def test_weights_share_the_points_of_their_official_number():
    assert weights(CITY, OFFICIALS) == {"A": 250, "B": 250, "C": 500, "N": 0}


def test_claimed_counts_what_the_operators_handed_in():
    view = scored()["claimed"]
    # A: (90−80)/20 = 0.5 and (95−80)/20 = 0.75 of three areas: 250 · 1.25 / 3
    # B: (30−20)/20 = 0.5 and (30−10)/20 = 1 of the two where it applies: 250 · 1.5 / 2
    # C: 1/4 and 4/4, the returned 9 is not there: 500 · 1.25 / 3
    parts = {code: one.points for code, one in view.indicators.items()}
    assert parts == {"A": Fraction(625, 6), "B": Fraction(375, 2), "C": Fraction(625, 3), "N": 0}
    assert view.score == 500
    assert view.category == "Pratama"
    assert view.clusters == {
        "health": (Fraction(875, 3), 500),
        "education": (Fraction(625, 3), 500),
    }
    assert [view.indicators[code].applicable for code in "ABCN"] == [3, 2, 3, 3]
    assert [view.indicators[code].counted for code in "ABCN"] == [2, 2, 2, 1]
    # 100·(9+19)/(10+20), 100·(2+1)/(10+10), 1+4, 7
    values = [view.indicators[code].value for code in "ABCN"]
    assert values == [Fraction(280, 3), 15, 5, 7]


def test_evidenced_leaves_out_what_lacks_its_evidence():
    view = scored()["evidenced"]
    # A loses area 2: 250 · 0.5 / 3; B and C ask for none
    assert view.indicators["A"].points == Fraction(125, 3)
    assert view.indicators["A"].value == 90
    assert view.score == Fraction(125, 3) + Fraction(375, 2) + Fraction(625, 3) == Fraction(875, 2)
    assert view.category is None


def test_verified_takes_only_what_a_reviewer_settled():
    view = scored()["verified"]
    # A 125/3 as before; B only area 3, and area 2's n/a is not accepted yet: 250 · 1 / 3;
    # C only area 1, with the reviewer's 3: 500 · 0.75 / 3
    assert view.entries == {
        ("1", "A"): Fraction(125, 3),
        ("3", "B"): Fraction(250, 3),
        ("1", "C"): 125,
    }
    assert view.indicators["B"].applicable == 3
    assert (view.indicators["C"].value, view.indicators["N"].value) == (3, 7)
    assert view.score == 250


def test_an_adjusted_share_changes_the_numerator_of_the_city():
    entries = [
        Entry(
            "A",
            "1",
            "verified",
            numerator=9,
            denominator=10,
            mark="adjusted",
            adjusted_value=Decimal(70),
            evidenced=True,
        ),
        Entry("A", "2", "locked", numerator=27, denominator=30, mark="accepted", evidenced=True),
    ]
    views = score_city([A], OFFICIALS, {"A": 2}, entries)
    assert views["claimed"].indicators["A"].value == 90  # 36 of 40
    assert views["verified"].indicators["A"].value == 85  # 70 · 10 / 100 = 7, and 34 of 40


@pytest.mark.parametrize(
    ("kind", "values", "value", "reached"),
    [
        ("boolean", [1, 0, 1, 0], Fraction(1, 2), 2),  # the share of yes
        ("level", [3, 1, 0, 2], Fraction(6, 4), 1),  # the mean
        ("count", [3, 1, 0, 9], Fraction(13), 2),  # the sum
    ],
)
def test_city_values_by_kind_tell_how_many_reach_the_target(kind, values, value, reached):
    one = indicator("X", kind, target=Decimal(1 if kind == "boolean" else 3))
    entries = [Entry("X", str(n), "submitted", value=v) for n, v in enumerate(values)]
    entries.append(Entry("X", "9", "submitted", no_data=True))  # is owed, and lowers no mean
    result = score_view("claimed", [one], OFFICIALS, {"X": 5}, entries).indicators["X"]
    assert (result.value, result.reached, result.counted) == (value, reached, 5)


@pytest.mark.parametrize(
    ("direction", "baseline", "target", "value", "expected"),
    [
        ("higher", "80", "100", "80", "0.000000"),
        ("higher", "80", "100", "79.9", "0.000000"),
        ("higher", "80", "100", "95", "0.750000"),
        ("higher", "80", "100", "100", "1.000000"),
        ("higher", "0", "3", "1", "0.333333"),
        ("higher", "0", "60", "99", "1.000000"),
        ("lower", "30", "14.2", "30", "0.000000"),
        ("lower", "30", "14.2", "31", "0.000000"),
        ("lower", "30", "14.2", "14.2", "1.000000"),
        ("lower", "30", "14.2", "0", "1.000000"),
        ("lower", "30", "14.2", "22.1", "0.500000"),
        ("lower", "10", "0", "9", "0.100000"),
        ("higher", "0", "64", "0.000032", "0.000000"),  # 0.0000005: half goes to the even 0
        ("higher", "0", "64", "0.000096", "0.000002"),  # 0.0000015: half goes to the even 2
    ],
)
def test_attainment_runs_straight_from_baseline_to_target(
    direction, baseline, target, value, expected
):
    one = indicator("X", "count", direction, baseline=Decimal(baseline), target=Decimal(target))
    assert str(attainment(one, Decimal(value))) == expected


def test_a_rate_is_per_its_own_base():
    rate = indicator("X", "rate", "lower", baseline=Decimal(30), target=Decimal(0))
    entry = Entry("X", "1", "submitted", numerator=3, denominator=200)
    assert operator_value(rate, entry) == 15  # 1000 · 3 / 200
    assert attainment_of(rate, entry) == Decimal("0.5")
    assert score_view("claimed", [rate], OFFICIALS, {"X": 1}, [entry]).score == 500


def test_no_data_and_a_denominator_of_zero_earn_nothing_but_are_owed():
    entries = [
        Entry("X", "1", "verified", no_data=True, mark="accepted"),
        Entry("X", "2", "verified", numerator=0, denominator=0, mark="accepted"),
        Entry("X", "3", "verified", numerator=50, denominator=50, mark="accepted"),
    ]
    for direction in ("higher", "lower"):
        one = indicator(
            "X",
            direction=direction,
            baseline=Decimal(0 if direction == "higher" else 100),
            target=Decimal(100 if direction == "higher" else 50),
        )
        result = score_view("verified", [one], OFFICIALS, {"X": 3}, entries).indicators["X"]
        full = 250 if direction == "higher" else 0  # 100 percent is the worst of the second
        assert (result.applicable, result.counted, result.value) == (3, 3, 100)
        assert result.points == Fraction(full, 3)


def test_where_nothing_applies_there_is_no_score():
    entries = [Entry("B", "1", "submitted", not_applicable=True)]
    view = score_view("claimed", [B], OFFICIALS, {"B": 1}, entries)
    assert (view.score, view.category) == (None, None)
    assert (view.indicators["B"].max, view.indicators["B"].value) == (0, None)
    # the same n/a counts as evidenced, but is no verified one before it is accepted
    assert score_view("evidenced", [B], OFFICIALS, {"B": 1}, entries).score is None
    assert score_view("verified", [B], OFFICIALS, {"B": 1}, entries).score == 0
    assert score_view("claimed", [B], OFFICIALS, {}, []).score is None


def test_an_indicator_that_applies_nowhere_leaves_the_scale():
    entries = [Entry("A", "1", "submitted", numerator=9, denominator=10)]
    entries += [Entry("B", "1", "submitted", not_applicable=True)]
    view = score_view("claimed", [A, B], OFFICIALS, {"A": 1, "B": 1}, entries)
    assert view.score == 500  # 1000 · 125 / 250: B's 750 are not missing


def test_direction_none_is_shown_and_never_scored():
    entries = [Entry("N", "1", "submitted", value=7), Entry("N", "2", "submitted", value=5)]
    view = score_view("claimed", [N], OFFICIALS, {"N": 2}, entries)
    assert view.indicators["N"].value == 12
    assert (view.score, view.entries, view.indicators["N"].max) == (None, {}, 0)
