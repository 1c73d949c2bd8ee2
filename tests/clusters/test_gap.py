"""The gap list: each gain is what the score really gains, and the first ones are enough."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusters.scoring.gap import Step, enough, gains
from clusters.scoring.model import Entry
from clusters.scoring.score import score_view
from tests.clusters.test_scoring import CITY, ENTRIES, EXPECTED, OFFICIALS

KNOWN = {one.code: one for one in CITY}
AREAS = {code: ["1", "2", "3"][:size] for code, size in EXPECTED.items()}


def score(entries):
    return score_view("verified", CITY, OFFICIALS, EXPECTED, entries).score


def done(gain, entries):
    """The entries once this one thing has been done."""
    there = next((e for e in entries if (e.area, e.indicator) == (gain.area, gain.code)), None)
    rest = [entry for entry in entries if entry is not there]
    if gain.step in (Step.PROVE, Step.REVIEW):
        return [*rest, replace(there, evidenced=True, mark="accepted", sheet_state="verified")]
    pair = {"numerator": 1, "denominator": 1} if KNOWN[gain.code].has_pair else {"value": 1}
    target = KNOWN[gain.code].target
    new = Entry(
        gain.code,
        gain.area,
        "verified",
        mark="adjusted",
        adjusted_value=target,
        evidenced=True,
        **pair,
    )
    return [*rest, new]


def check(entries):
    listed = gains(CITY, OFFICIALS, AREAS, entries)
    before = score(entries) or Fraction(0)
    assert [one.points for one in listed] == sorted((g.points for g in listed), reverse=True)
    for gain in listed:
        assert score(done(gain, entries)) - before == gain.points > 0
    return listed


def test_each_gain_is_what_the_score_gains():
    listed = check(ENTRIES)
    assert {one.step for one in listed} >= {Step.FILL, Step.PROVE, Step.RAISE}
    assert not any(one.code == "N" for one in listed)  # recorded, never scored


@given(
    st.lists(
        st.builds(
            Entry,
            st.sampled_from(["A", "B"]),
            st.sampled_from(["1", "2", "3"]),
            st.sampled_from(["draft", "submitted", "verified", "returned"]),
            numerator=st.integers(0, 10),
            denominator=st.just(10),
            mark=st.sampled_from(["", "accepted", "rejected", "returned"]),
            evidenced=st.booleans(),
            no_data=st.booleans(),
        ),
        unique_by=lambda entry: (entry.indicator, entry.area),
    )
)
def test_of_any_city_too(entries):
    check(entries)


def test_the_first_gains_are_enough_or_nothing_is():
    listed = gains(CITY, OFFICIALS, AREAS, ENTRIES)
    chosen = enough(listed, listed[0].points + 1)
    assert chosen == listed[:2]
    assert enough(listed, Fraction(0)) == listed[:1]
    assert enough(listed, Fraction(10_000)) is None


@pytest.mark.parametrize("step", list(Step))
def test_every_step_is_met_somewhere(step):
    waiting = Entry("C", "3", "submitted", value=2, evidenced=True)
    listed = gains(CITY, OFFICIALS, AREAS, [*ENTRIES, waiting])
    assert step in {one.step for one in listed}
