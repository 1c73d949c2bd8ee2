"""What a snapshot takes from the registers: sums of this city and these years, and no person."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from django.utils import timezone

from kla.areas.models import Boundary
from programmes.registers import REGISTERS
from reports import coverage_data, data_date, drawing, legal_data, programme_data, snapshot
from reports.drawing import Place
from tests.programmes.rows import join, make

RING = [[116, -1], [117, -1], [117, -2], [116, -2], [116, -1]]
SERVICE = {"kind": "counselling", "sessions": 2, "families": 5, "boys": 1}


@pytest.fixture
def collected(city):
    def act():
        return programme_data.collect(city.kota, 2026)

    return act


def test_services_are_summed_by_kind_and_year(city, other_city, cast, collected):
    make("layanan-puspaga", city.kelurahan[0], cast.ani, **SERVICE)
    make("layanan-puspaga", city.kelurahan[1], cast.ani, **SERVICE | {"boys": None})
    make("layanan-puspaga", city.kelurahan[0], cast.ani, **SERVICE | {"year": 2025})
    make("layanan-puspaga", city.kelurahan[0], cast.ani, **SERVICE | {"year": 2024})
    make("layanan-puspaga", city.kelurahan[0], cast.ani, month=2, removed_at=timezone.now())
    make("layanan-puspaga", other_city.kelurahan[0], cast.ani, **SERVICE)
    (row,) = collected()["services"]
    assert row["title"] == "Konseling keluarga"
    assert row["now"] == {
        "sessions": 4,
        "families": 10,
        "boys": 1,
        "girls": None,
        "parents": None,
    }
    assert row["before"]["families"] == 5


def test_patbm_and_play_spaces_are_summed_by_kecamatan(city, cast, collected):
    first, _, third, _ = city.kelurahan
    make("patbm", first, cast.ani, decree="1/2026", activists=4, trained=3)
    make("patbm", third, cast.ani, plan=True)
    make("patbm", third, cast.ani, year=2025, activists=2)
    day = date(2026, 5, 1)
    make("ruang-bermain", first, cast.ani, certified=True, inspected_on=day)
    ended = {"certified": True, "certified_until": day}
    make("ruang-bermain", first, cast.ani, name="B", condition="mend", **ended)
    data = collected()
    assert [row["key"] for row in data["patbm"]] == [first.parent.code, third.parent.code]
    assert data["patbm"][0]["now"]["decreed"] == 1
    assert data["patbm"][0]["before"] is None
    assert data["patbm"][1]["now"]["activists"] is None
    assert data["patbm"][1]["before"]["activists"] == 2
    (row,) = data["play_spaces"]
    told = {name: row["now"][name] for name in ("there", "certified", "inspected", "mend")}
    assert told == {"there": 2, "certified": 1, "inspected": 1, "mend": 1}


def test_trainings_count_what_was_held_and_who_attended(city, cast, collected):
    held = make("pelatihan", city.kota, cast.dewi, girls=3)
    make("pelatihan", city.kota, cast.dewi, title="Kelak", state="planned", held_on=None)
    join(city.kelurahan[0], cast, held, name="Orang Rekaan Satu", certificate="1")
    join(city.kelurahan[0], cast, held, name="Orang Rekaan Dua", attended=False)
    make("aparat", city.kelurahan[0], cast.ani, cadre=7)
    data = collected()
    assert data["trainings"]["planned"] == 1
    (topic,) = data["trainings"]["topics"]
    assert (topic["key"], topic["now"]["there"], topic["now"]["girls"]) == ("kha", 1, 3)
    (group,) = data["participants"]
    assert group["now"] == {"there": 1, "certificates": 1}
    assert (group["before"], group["needed"]) == (None, 7)
    assert b"Orang Rekaan" not in snapshot.canonical(data)


def test_a_city_without_rows_has_sums_of_nothing(collected):
    data = collected()
    assert data["puspaga"] == {"units": 0, "standardised": 0, "staff": None, "counsellors": None}
    assert data["services"] == data["patbm"] == data["play_spaces"] == data["participants"] == []


def test_the_legal_basis_stands_by_rank_and_tells_no_names(city, other_city, cast):
    later = {"name": "Kelak", "issued_on": date(2027, 1, 2)}
    make("regulasi", city.kota, cast.dewi, form="se", name="Edaran rekaan")
    make("regulasi", city.kota, cast.dewi, form="perda", name="Perda rekaan", number="1/2020")
    make("regulasi", city.kota, cast.dewi, **later)
    make("regulasi", city.kelurahan[0], cast.ani, name="SK rekaan")
    make("regulasi", other_city.kota, cast.citra, name="Kota sebelah")
    make("gugus-tugas", city.kota, cast.dewi, institution="B", official="Pejabat Rekaan")
    make("gugus-tugas", city.kota, cast.dewi, institution="A", role="head", decree="188/1")
    data = legal_data.collect(city.kota, 2026)
    assert [row["name"] for row in data["regulations"]] == ["Perda rekaan", "Edaran rekaan"]
    assert data["kelurahan"] == {"rows": 1, "areas": 1}
    assert [(row["role_word"], row["institution"]) for row in data["members"]] == [
        ("Ketua", "A"),
        ("Anggota", "B"),
    ]
    assert b"Pejabat Rekaan" not in snapshot.canonical(data)


def test_the_day_of_the_report_is_that_of_the_last_change(city, cast):
    assert data_date.day_of_report(city.period) == city.period.opens_on
    make("patbm", city.kelurahan[0], cast.ani)
    day = timezone.now() - timedelta(days=40)
    REGISTERS["patbm"].model.objects.update(changed_at=day.replace(hour=3))
    assert data_date.day_of_report(city.period) == day.date()


@pytest.fixture
def sheet(city):
    for number, area in enumerate(city.kelurahan):
        ring = [[x + number, y] for x, y in RING]
        Boundary.objects.create(area=area, shape=[ring], source="Sumber contoh")
    return coverage_data.sheet_of({"map": coverage_data.outlines(city.kota)})


def test_the_map_has_each_value_and_a_name_where_it_fits(city, sheet):
    places = {
        area.code: Place("Nama yang panjang sekali" * number or "Teratai", f"{number}", number)
        for number, area in enumerate(city.kelurahan)
    }
    (drawn,) = drawing.valued(sheet, places, "Peta")
    words = [[line.words for line in area["lines"]] for area in drawn["areas"]]
    assert words[0] == ["Teratai", "0"]
    assert [lines[-1] for lines in words] == ["0", "1", "2", "3"]
    assert [area["dashed"] for area in drawn["areas"]] == [True, False, False, False]
    assert len({area["fill"] for area in drawn["areas"]}) == 4


def test_a_map_with_a_hole_is_not_drawn(city, sheet):
    places = {"64.71.99.1001": Place("Tanpa batas", "1", 1)}
    assert drawing.valued(sheet, places, "Peta") == []
    assert drawing.valued(None, {}, "Peta") == []


def test_the_cover_has_one_tint_a_kecamatan(city, sheet):
    fills = [area["fill"] for area in drawing.tinted(sheet, "Peta")["areas"]]
    kecamatan = [area.parent.code for area in city.kelurahan]
    assert len(set(fills)) == len(set(kecamatan)) == 2
    assert len(set(zip(kecamatan, fills, strict=True))) == 2


def test_shares_have_five_steps_and_none_for_nothing():
    steps = [drawing.share_step(Fraction(n, 100)) for n in (0, 59, 60, 70, 80, 90, 100)]
    assert steps == [1, 1, 2, 3, 4, 5, 5]
    assert drawing.share_step(None) == 0
