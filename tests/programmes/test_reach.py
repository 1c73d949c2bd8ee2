"""The rule of each service: how far it reaches a kelurahan, from rows that are no rows."""

from datetime import date
from types import SimpleNamespace

import pytest

from programmes.coverage import reach
from programmes.coverage.reach import State
from programmes.coverage.services import SERVICES
from programmes.registers import REGISTERS

DAY = date(2026, 11, 1)


def row(**fields):
    return SimpleNamespace(**fields)


PATBM = {"decree": "12", "decree_until": None, "last_activity": None}
PLACE = {"condition": "good", "inspected_on": date(2026, 2, 1)}
TAUGHT = {
    "attended": True,
    "left_on": None,
    "certificate": "7/2026",
    "valid_until": None,
    "training": row(state="held", held_on=date(2026, 3, 1)),
    "name": "Peserta Contoh",
    "institution": "",
    "person": None,
    "area_id": 1,
    "pk": 1,
}
CASES = [
    (reach.trained, [row(**TAUGHT)], "full"),
    (reach.trained, [row(**TAUGHT | {"valid_until": date(2026, 10, 31)})], "part"),
    (reach.trained, [row(**TAUGHT | {"certificate": ""})], "part"),
    (reach.trained, [row(**TAUGHT | {"left_on": date(2026, 6, 1)})], "none"),
    (reach.trained, [row(**TAUGHT | {"training": row(state="planned", held_on=None)})], "none"),
    (reach.families, [row(families=0, sessions=2), row(families=3, sessions=0)], "full"),
    (reach.families, [row(families=None, sessions=2)], "part"),
    (reach.families, [], "none"),
    (reach.patbm, [row(**PATBM | {"last_activity": date(2026, 9, 1)})], "full"),
    (reach.patbm, [row(**PATBM | {"last_activity": date(2026, 2, 1)})], "part"),
    (reach.patbm, [row(**PATBM | {"decree_until": date(2026, 10, 31)})], "part"),
    (reach.patbm, [row(**PATBM | {"decree": ""})], "none"),
    (reach.schools, [row(standing="standard"), row(standing="decreed")], "full"),
    (reach.schools, [row(standing="none"), row(standing="decreed")], "part"),
    (reach.schools, [row(standing="none")], "none"),
    (reach.schools, [], "none"),
    (reach.puskesmas, [row(child_friendly=True, certified_until=None)], "full"),
    (reach.puskesmas, [row(child_friendly=True, certified_until=date(2026, 5, 1))], "none"),
    (reach.play_spaces, [row(**PLACE)], "full"),
    (reach.play_spaces, [row(**PLACE), row(**PLACE | {"condition": "unsafe"})], "part"),
    (reach.play_spaces, [row(**PLACE | {"inspected_on": date(2025, 2, 1)})], "part"),
    (reach.play_spaces, [], "none"),
    (reach.information, [row(open_weekly=False), row(open_weekly=True)], "full"),
    (reach.information, [row(open_weekly=False)], "part"),
    (reach.forum, [row(decree="1", meetings=4, each_quarter=True)], "full"),
    (reach.forum, [row(decree="", meetings=4, each_quarter=True)], "part"),
    (reach.forum, [row(decree="", meetings=None, each_quarter=False)], "none"),
    (reach.sessions("digital", "bullying"), [row(topic="bullying")], "full"),
    (reach.sessions("digital", "bullying"), [row(topic="violence")], "none"),
    (reach.marriage, [row(sessions=2, agreement=True)], "full"),
    (reach.marriage, [row(sessions=None, agreement=True)], "part"),
    (reach.marriage, [row(sessions=0, agreement=False)], "none"),
    (reach.back_to_school, [row(out_at_start=9, returned=1)], "full"),
    (reach.back_to_school, [row(out_at_start=9, returned=0)], "none"),
    (reach.back_to_school, [row(out_at_start=0, returned=0)], "out"),
    (reach.back_to_school, [row(out_at_start=None, returned=None)], "none"),
    (reach.special, [row(served=3, get_kind_display=lambda: "Terapi")], "full"),
    (reach.special, [row(served=0, get_kind_display=lambda: "Terapi")], "part"),
    (reach.referral, [row()], "full"),
    (reach.referral, [], "none"),
]


@pytest.mark.parametrize(("rule", "own", "state"), CASES)
def test_a_rule_tells_how_far_a_service_reaches(rule, own, state):
    assert rule(own, [], DAY).state == state


def test_what_lies_near_reaches_half():
    near = [row(child_friendly=True, certified_until=None)]
    assert reach.puskesmas([], near, DAY).state is State.PART
    assert reach.referral([], near, DAY).state is State.FULL


def test_every_service_has_a_case_its_register_and_known_issues(city):
    tried = {rule.__qualname__ for rule, *_ in CASES}
    slugs = set(city.framework.issues.values_list("slug", flat=True))
    for one in SERVICES:
        assert one.rule.__qualname__ in tried
        assert one.slug in REGISTERS
        assert set(one.issues) <= slugs
    assert {issue for one in SERVICES for issue in one.issues} == slugs
