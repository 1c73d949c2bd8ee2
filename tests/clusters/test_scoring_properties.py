"""What holds of the score of every city there could be."""

import dataclasses
from decimal import Decimal
from fractions import Fraction

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from clusters.scoring.attainment import attainment, attainment_of, is_not_applicable
from clusters.scoring.model import VIEWS, Entry, Indicator, Official
from clusters.scoring.score import score_city, weights

KINDS = ("percentage", "rate", "count", "boolean", "level")
STATES = ("draft", "submitted", "returned", "verified", "locked")
MARKS = ("", "accepted", "adjusted", "rejected", "returned")
AREAS = ("1", "2", "3")
# A slow machine is no fault: nothing here looks at the clock.
patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
_DIRECTIONS = st.sampled_from(["higher", "lower", "none"])
_TENTHS = st.integers(0, 1000).map(lambda n: Decimal(n) / 10)


@st.composite
def indicators(draw, code, direction=_DIRECTIONS):
    """Any indicator: a baseline apart from its target, or none of both."""
    kind, way = draw(st.sampled_from(KINDS)), draw(direction)
    low, high = sorted(draw(st.lists(_TENTHS, min_size=2, max_size=2, unique=True)))
    scored = way != "none"
    return Indicator(
        code=code,
        cluster=draw(st.sampled_from(["health", "education"])),
        kind=kind,
        direction=way,
        per={"percentage": 100, "rate": 1000}.get(kind),
        baseline=(low if way == "higher" else high) if scored else None,
        target=(high if way == "higher" else low) if scored else None,
        share=Decimal(draw(st.integers(1, 3))) if scored else None,
        official=(draw(st.integers(1, 2)),),
        evidence_required=draw(st.booleans()),
        may_not_apply=draw(st.booleans()),
    )


@st.composite
def entries(draw, indicator, area):
    """Any entry: a whole pair, half of one, a value, not applicable, no data, or blank."""
    whole, flags = st.integers(0, 60), {}
    answer = draw(st.sampled_from(["number", "number", "number", "half", "skip", "none", "blank"]))
    if answer == "number" and indicator.has_pair:
        n, d = sorted((draw(whole), draw(whole)))
        flags = {"numerator": n, "denominator": d}
    elif answer == "number":
        flags = {"value": draw(whole)}
    elif answer == "half" and indicator.has_pair:
        flags = {"numerator": draw(whole)}
    elif answer == "skip" and indicator.may_not_apply:
        flags = {"not_applicable": True}
    elif answer == "none":
        flags = {"no_data": True}
    entry = Entry(
        indicator.code,
        area,
        draw(st.sampled_from(STATES)),
        mark=draw(st.sampled_from(MARKS)),
        evidenced=draw(st.booleans()),
        **flags,
    )
    if entry.mark != "adjusted":
        return entry
    if answer != "number" or is_not_applicable(indicator, entry):
        return dataclasses.replace(entry, mark="accepted")
    return dataclasses.replace(entry, adjusted_value=draw(_TENTHS))


@st.composite
def cities(draw):
    """(indicators, officials, expected, entries) of a city of three areas."""
    listed = [draw(indicators(f"X{number}")) for number in range(draw(st.integers(1, 4)))]
    officials = [Official(n, Decimal(draw(st.integers(1, 5)))) for n in (1, 2)]
    expected = {one.code: 3 if one.cluster == "health" else 1 for one in listed}
    made = [
        draw(entries(one, area))
        for one in listed
        for area in AREAS[: expected[one.code]]
        if draw(st.integers(0, 9)) > 0
    ]
    return listed, officials, expected, made


@patient
@given(cities())
def test_a_score_lies_between_0_and_1000_and_points_within_their_weight(city):
    worth = weights(city[0], city[1])
    for view in score_city(*city).values():
        assert view.score is None or 0 <= view.score <= 1000
        for code, one in view.indicators.items():
            assert 0 <= one.points <= one.max <= worth[code]
            assert 0 <= one.counted <= one.applicable


@patient
@given(cities())
def test_the_entries_add_up_to_the_indicators_the_clusters_and_the_city(city):
    for view in score_city(*city).values():
        earned = sum(view.entries.values(), Fraction(0))
        assert earned == sum((one.points for one in view.indicators.values()), Fraction(0))
        assert earned == sum((points for points, _ in view.clusters.values()), Fraction(0))
        most = sum((most for _, most in view.clusters.values()), Fraction(0))
        assert view.score == (1000 * earned / most if most else None)


@patient
@given(cities(), st.randoms(use_true_random=False))
def test_the_order_of_the_input_does_not_matter(city, random):
    listed, officials, expected, made = city
    mixed = [random.sample(part, len(part)) for part in (listed, officials, made)]
    assert score_city(mixed[0], mixed[1], expected, mixed[2]) == score_city(*city)


@patient
@given(cities(), st.integers(0, 99))
def test_a_removed_entry_never_raises_the_score(city, which):
    listed, officials, expected, made = city
    assume(made)
    fewer = [entry for number, entry in enumerate(made) if number != which % len(made)]
    before, after = score_city(*city), score_city(listed, officials, expected, fewer)
    for view in VIEWS:
        # where nothing applied there was no score, and nothing was earned either
        assert (after[view].score or 0) <= (before[view].score or 0)


def not_upwards(city):
    """The city without the adjustments that give more than the operator claimed."""
    listed, officials, expected, made = city
    known = {one.code: one for one in listed}

    def raises(entry):
        one = known[entry.indicator]
        return (
            entry.mark == "adjusted"
            and one.is_scored
            and attainment(one, entry.adjusted_value) > attainment_of(one, entry)
        )

    lowered = [
        dataclasses.replace(entry, mark="accepted", adjusted_value=None) if raises(entry) else entry
        for entry in made
    ]
    return listed, officials, expected, lowered


@patient
@given(cities())
def test_verified_is_within_evidenced_and_evidenced_within_claimed(city):
    views = score_city(*not_upwards(city))
    claimed, evidenced, verified = (views[view] for view in VIEWS)
    assert (verified.score or 0) <= (evidenced.score or 0) <= (claimed.score or 0)
    for code, one in claimed.indicators.items():
        assert verified.indicators[code].points <= evidenced.indicators[code].points <= one.points


@patient
@given(st.data())
def test_attainment_follows_the_value(data):
    one = data.draw(indicators("X", st.sampled_from(["higher", "lower"])))
    low, high = sorted(data.draw(st.tuples(_TENTHS, _TENTHS)))
    worse, better = (low, high) if one.direction == "higher" else (high, low)
    assert 0 <= attainment(one, worse) <= attainment(one, better) <= 1
    assert attainment(one, one.baseline) == 0
    assert attainment(one, one.target) == 1


@patient
@given(cities(), st.integers(0, 99), st.integers(1, 9))
def test_a_better_value_never_lowers_the_score(city, which, step):
    listed, officials, expected, made = city
    known = {one.code: one for one in listed}
    movable = [n for n, entry in enumerate(made) if can_move(known[entry.indicator], entry)]
    assume(movable)
    place = movable[which % len(movable)]
    moved = list(made)
    moved[place] = better(known[made[place].indicator], made[place], step)
    before, after = score_city(*city), score_city(listed, officials, expected, moved)
    for view in VIEWS:
        assert (after[view].score or 0) >= (before[view].score or 0)


def can_move(one, entry):
    """Is there a number on a scale with a better side?"""
    if not one.is_scored or entry.no_data or entry.not_applicable:
        return False
    return entry.value is not None or bool(entry.denominator)


def better(one, entry, step):
    """The same entry with its value or numerator moved to the better side."""
    way = step if one.direction == "higher" else -step
    if entry.value is not None:
        return dataclasses.replace(entry, value=max(entry.value + way, 0))
    if entry.numerator is None:
        return entry
    moved = min(max(entry.numerator + way, 0), entry.denominator)
    return dataclasses.replace(entry, numerator=moved)
