"""The seconds left: a hand-worked case, nothing where nothing is known, honest words."""

import pytest

from reports.estimate import Job, Pace, kind_of, pace_of, seconds_left, words


def test_the_pace_is_the_median_of_a_kind():
    took = [("klaster-a:0", 2.0), ("klaster-b:1", 4.0), ("klaster-b:2", 9.0), ("sampul", 0.5)]
    assert pace_of(took, [0, -1, 3, 5, 4]) == Pace({"klaster": 4.0, "sampul": 0.5}, 15.5 / 4, 4)
    assert pace_of([], []) == Pace({}, None, None)


def test_all_parts_of_a_kind_are_one():
    assert kind_of("klaster-health:2") == "klaster"
    assert kind_of("rapor:64.71.01-10") == "rapor"
    assert kind_of("sampul") == "sampul"


def test_a_hand_worked_case():
    pace = Pace({"klaster": 4, "rapor": 10}, usual=7, join=6)
    job = Job(waiting=["klaster-a:0", "rapor:x", "unknown"], running=["klaster-b:0", "rapor:y"])
    # waiting 4 + 10 + 7 (what is usual), half of 4 + 10 at work, by two, then the join
    assert seconds_left(job, pace) == (21 + 7) / 2 + 6
    half_kept = Job(waiting=job.waiting, running=job.running, kept=0.5)
    assert seconds_left(half_kept, pace) == (10.5 + 7) / 2 + 6


@pytest.mark.parametrize(("joining", "left"), [(2, 4), (60, 0)])
def test_the_join_counts_down_and_never_below_nothing(joining, left):
    assert seconds_left(Job([], [], joining=joining), Pace({"a": 1}, 1, 6)) == left


def test_nothing_is_guessed_where_nothing_is_known():
    assert seconds_left(Job(["sampul"], []), Pace()) is None
    assert words(None) == ""


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0, "kurang dari 10 detik lagi"),
        (9.9, "kurang dari 10 detik lagi"),
        (10, "kira-kira 10 detik lagi"),
        (24, "kira-kira 20 detik lagi"),
        (54.9, "kira-kira 50 detik lagi"),
        (55, "kira-kira 1 menit lagi"),
        (89, "kira-kira 1 menit lagi"),
        (151, "kira-kira 3 menit lagi"),
    ],
)
def test_in_words(seconds, said):
    assert words(seconds) == said
