"""Small counts of one row cannot be computed back from its whole and its other parts."""

from hypothesis import given
from hypothesis import strategies as st

from clusters.scoring.suppression import hidden_in_row, is_small

PARTED = (("all", "back"), ("back", "school", "package"))


def test_a_part_that_follows_from_the_others_is_hidden_with_them():
    row = {"all": 30, "back": 11, "school": 8, "package": 3}
    assert hidden_in_row(row, PARTED) == {"package", "school"}


def test_what_the_parts_leave_is_a_count_too():
    assert hidden_in_row({"needing": 20, "served": 17}, (("needing", "served"),)) == {"served"}
    assert hidden_in_row({"needing": 20, "served": 20}, (("needing", "served"),)) == set()
    assert hidden_in_row({"needing": 20, "served": 9}, (("needing", "served"),)) == set()


def test_a_whole_that_is_hidden_is_not_put_together_from_its_parts():
    row = {"all": 20, "back": 18, "school": 10, "package": 8}
    assert hidden_in_row(row, PARTED) == {"back", "package"}


def test_unknown_counts_give_nothing_away():
    assert hidden_in_row({"needing": None, "served": 3}, (("needing", "served"),)) == {"served"}


@given(st.integers(0, 40), st.integers(0, 40), st.integers(0, 40))
def test_no_small_count_follows_from_what_is_shown(school, package, rest):
    """Every small part and rest has another answer that shows the same."""
    whole = school + package + rest
    row = {"whole": whole, "school": school, "package": package}
    hidden = hidden_in_row(row, (("whole", "school", "package"),))
    parts = {"school": school, "package": package, "rest": rest}
    if "whole" in hidden:
        return
    secret = [name for name in parts if name in hidden or name == "rest"]
    if any(is_small(parts[name]) for name in secret):
        assert len(secret) > 1
