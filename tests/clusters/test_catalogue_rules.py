"""Every fault of a check is named; the real catalogue checks each cluster."""

from decimal import Decimal

import pytest

from clusters.catalogue import rules
from clusters.catalogue.reader import read
from tests.clusters.catalogues import copy_to, edit, faults_of

PAIR = {"code": "X-01", "kind": "percentage", "scope": "kelurahan", "denominator_key": ""}
JUMP = {"rule": "jump", "grade": "warning", "points": 5}
SAME = {"rule": "same", "grade": "warning", "part": "denominator", "of": "X-02"}
OUTLIER = {"rule": "outlier", "grade": "warning", "z": Decimal("3.5"), "areas": 6, "points": 5}


@pytest.mark.parametrize(
    ("check", "why"),
    [
        ("jump", "harus berupa tabel."),
        ({"rule": "lompat"}, "rule harus salah satu dari jump, outlier, same, at_most,"),
        ({"rule": ["jump"]}, "rule harus salah satu dari"),
        (JUMP | {"z": 3}, "z tidak dipakai pada jump."),
        ({"rule": "jump", "points": 5}, "grade belum ada."),
        (JUMP | {"grade": "error"}, "grade harus warning atau hint."),
        (JUMP | {"points": -1}, "points diisi angka yang tidak negatif."),
        (JUMP | {"points": Decimal("nan")}, "points diisi angka yang tidak negatif."),
        (JUMP | {"points": True}, "points diisi angka yang tidak negatif."),
        (JUMP | {"ratio": 2}, "jump memakai points atau ratio, salah satu."),
        ({"rule": "jump", "grade": "warning"}, "jump memakai points atau ratio, salah satu."),
        ({"rule": "jump", "grade": "warning", "ratio": 1}, "ratio harus lebih besar dari 1."),
        (OUTLIER | {"z": 0}, "z harus lebih besar dari 0."),
        (OUTLIER | {"areas": 3}, "areas diisi bilangan bulat, paling sedikit 4."),
        (SAME, "of_part belum ada."),
        (SAME | {"of_part": " "}, "of_part diisi teks."),
        (SAME | {"of_part": "value", "part": "value"}, "part harus numerator atau denominator."),
        (
            {"rule": "population", "grade": "warning", "percent": 5},
            "population memerlukan denominator_key.",
        ),
        ({"rule": "hint", "grade": "hint"}, "text belum ada."),
        ({"rule": "hint", "grade": "warning", "text": "x"}, "grade hint harus hint."),
    ],
)
def test_a_fault_of_a_check_says_which_and_why(check, why):
    found = rules.faults(PAIR | {"check": [JUMP, check]})
    assert [(field, told.startswith(f"ke-2, {why}")) for field, told in found] == [("check", True)]


def test_a_choice_has_no_jump():
    row = PAIR | {"kind": "level", "check": [JUMP]}
    assert rules.faults(row) == [("check", "ke-1, jump tidak dipakai pada level.")]


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (PAIR | {"check": [SAME | {"of_part": "value"}]}, "of_part harus numerator atau"),
        (PAIR | {"check": [SAME | {"of": "X-09", "of_part": "value"}]}, "of X-09 tidak dikenal."),
        (PAIR | {"check": [SAME | {"of": "X-01", "of_part": "value"}]}, "of menunjuk indikator"),
        (
            PAIR | {"check": [SAME | {"of": "X-K1", "of_part": "value"}]},
            "of X-K1 diisi kota, bukan kelurahan.",
        ),
        (PAIR | {"scope": "kota", "check": [OUTLIER]}, "outlier tidak dipakai pada kota"),
    ],
)
def test_what_a_check_says_of_others_must_be_there(row, why):
    others = [PAIR | {"code": "X-02"}, PAIR | {"code": "X-K1", "scope": "kota"}]
    found = rules.references([row, *others])
    assert [one.startswith(f"X-01, check: ke-1, {why}") for one in found] == [True]


def test_the_reader_tells_both_sorts_with_file_or_code(tmp_path):
    copy_to(tmp_path)
    edit(tmp_path, "health.toml", 'of = "KES-03"', 'of = "KES-99"')
    assert faults_of(tmp_path) == ["KES-02, check: ke-3, of KES-99 tidak dikenal."]
    edit(tmp_path, "health.toml", 'rule = "jump"', 'rule = "lompat"')
    assert faults_of(tmp_path)[0].startswith("health.toml, KES-01, check: ke-1, rule harus")


def test_every_cluster_checks_its_numbers():
    specs = read().indicators
    checked = {(spec.cluster, check.rule) for spec in specs for check in spec.checks}
    assert {cluster for cluster, rule in checked if rule == "jump"} == {s.cluster for s in specs}
    assert {rule for _, rule in checked} == set(rules.RULES)
    keyed = [spec for spec in specs if spec.denominator_key]
    assert all("population" in {check.rule for check in spec.checks} for spec in keyed)
    numbers = [s for s in specs if s.kind in ("percentage", "rate", "count")]
    assert all("jump" in {check.rule for check in spec.checks} for spec in numbers)
