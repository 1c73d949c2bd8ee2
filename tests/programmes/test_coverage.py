"""Coverage: the cells of a city, who sees which kelurahan, the map and its stand-in."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from clusters.models import Indicator, Sheet
from kla.accounts.models import Assignment
from kla.areas.models import Area, Boundary
from programmes.coverage import picture, reach
from programmes.coverage.reach import State
from programmes.coverage.reading import cells, kelurahan_of, trends
from programmes.coverage.services import SERVICES, served_by
from programmes.registers import REGISTERS
from tests import world
from tests.programmes.rows import make


def test_the_words_never_tell_a_small_count_of_children(city, cast):
    make("kembali-sekolah", city.kelurahan[0], cast.ani, out_at_start=3, returned=2)
    make("layanan-khusus", city.kelurahan[0], cast.ani, needing=4, served=3)
    make("perkawinan-anak", city.kelurahan[0], cast.ani, asked=2, reached=3, sessions=11)
    told = cells(city.kota, 2026, SERVICES)
    for key in ("sekolah", "khusus", "kawin"):
        words = told[key][city.kelurahan[0].code].words
        assert not any(letter.isdigit() for letter in words)


def test_the_cells_of_a_city(city, cast, django_assert_max_num_queries):
    first, second, third, _ = city.kelurahan
    make("sesi", first, cast.ani, topic="digital")
    make("sesi", first, cast.ani, topic="bullying")
    make("sesi", second, cast.ani, topic="digital", held_on=date(2025, 3, 1))
    make("prap", first, cast.ani, child_friendly=True)
    make("prap", third, cast.ani, child_friendly=True, removed_at=timezone.now())
    make("lembaga", city.kota, cast.ani)
    with django_assert_max_num_queries(len(SERVICES) + 1):
        told = cells(city.kota, 2026, SERVICES)
    words = {key: [told[key][a.code].words for a in city.kelurahan] for key in told}
    assert words["digital"] == ["2 sesi", *["belum ada sesi"] * 3]
    assert words["prap"] == ["ramah anak", "di kecamatan", "belum ada", "belum ada"]
    assert words["rujukan"] == ["di kecamatan atau kota"] * 4


def test_the_year_before_is_told_by_the_same_rule_or_not_at_all(city, cast):
    codes = [area.code for area in city.kelurahan]
    make("sesi", city.kelurahan[0], cast.ani, topic="digital", held_on=date(2025, 3, 1))
    told = cells(city.kota, 2026, SERVICES)
    found = {t.service.key: t for t in trends(city.kota, 2026, SERVICES, told, codes)}
    assert (found["digital"].before, found["digital"].now, found["digital"].total) == (1, 0, 4)
    assert found["bermain"].before is None
    assert found["prap"].before is None


def test_schools_are_held_to_the_target_of_their_indicator(city, cast):
    for number, standing in enumerate(["decreed"] * 3 + ["none"]):
        make("sra", city.kelurahan[0], cast.ani, name=f"SD {number}", standing=standing)

    def state():
        return cells(city.kota, 2026, SERVICES)["sra"][city.kelurahan[0].code].state

    assert state() is State.PART
    Indicator.objects.filter(code="PEN-01").update(derived_from="school.decreed", target=75)
    assert state() is State.FULL


def test_what_was_taken_out_and_who_has_left_count_for_nothing(city, cast):
    area = city.kelurahan[0]

    def words():
        return cells(city.kota, 2026, SERVICES)["terlatih"][area.code].words

    training = make("pelatihan", city.kota, cast.dewi)
    held = {"training": training, "certificate": "7/2026"}
    row = make("peserta", area, cast.ani, **held)
    assert words() == "bersertifikat"
    other = make("pelatihan", city.kota, cast.dewi, title="Lain")
    left = make("peserta", area, cast.ani, training=other, left_on=date(2026, 5, 1))
    assert words() == "belum ada"
    left.delete()
    training.removed_at = timezone.now()
    training.save()
    assert words() == "belum ada"
    assert row.training_id == training.pk


def square(number):
    x = 116 + number
    return [[[x, -1], [x + 1, -1], [x + 1, -2], [x, -2], [x, -1]]]


@pytest.fixture
def outlined(city):
    for number, area in enumerate(city.kelurahan):
        Boundary.objects.create(area=area, shape=square(number), source="Sumber contoh")
    return city


def test_the_coordinator_sees_the_whole_city_on_a_map(client, outlined, cast):
    client.force_login(cast.dewi)
    page = client.get(reverse("programmes:coverage")).content.decode()
    assert page.count("map-area map-0") == 4 + 1  # and the key
    assert "Batas: Sumber contoh." in page
    for area in outlined.kelurahan:
        assert area.name in page


def test_one_service_is_shown_alone(client, outlined, cast):
    make("prap", outlined.kelurahan[0], cast.ani, child_friendly=True)
    client.force_login(cast.dewi)
    page = client.get(reverse("programmes:coverage"), {"layanan": "prap"}).content.decode()
    assert '<h2 id="di-mana">Puskesmas ramah anak, 2026</h2>' in page
    assert "belum ada di 2 kelurahan; di kecamatan di 1 kelurahan; ramah anak di 1" in page


def test_without_boundaries_the_ranked_bars_stand_alone(client, outlined, cast):
    Boundary.objects.filter(area=outlined.kelurahan[3]).delete()
    client.force_login(cast.dewi)
    page = client.get(reverse("programmes:coverage")).content.decode()
    assert 'class="map"' not in page
    assert page.count('<ol class="ranked">') == 1
    assert page.count("<li><span>Desa Ujian") == 4


def test_an_operator_sees_its_own_kelurahan_alone(client, outlined, cast):
    client.force_login(cast.ani)
    page = client.get(reverse("programmes:coverage")).content.decode()
    assert outlined.kelurahan[0].name in page
    assert outlined.kelurahan[1].name not in page
    assert 'class="map"' not in page


def test_nobody_but_who_fills_in_reads_the_answers_of_a_kelurahan(client, violent, cast):
    area = violent.kelurahan[0]
    sheet = Sheet.objects.get(area=area, cluster__slug="protection")
    world.fill(sheet, "PER-03", cast.ani, value=3)
    page = reverse("programmes:issue", args=["violence"])
    viewer = world.build_user("hana", "viewer", area)
    reviewer = world.build_user("indra", "reviewer", area)
    for person in (viewer, reviewer):
        client.force_login(person)
        assert "3 anak" not in client.get(page).content.decode()
    Assignment.objects.filter(user=cast.ani).update(clusters=["education"])
    client.force_login(cast.ani)
    assert "3 anak" not in client.get(page).content.decode()
    Assignment.objects.filter(user=cast.ani).update(clusters=["protection"])
    found = client.get(page).content.decode()
    assert "3 anak" in found
    assert f'href="{sheet.get_absolute_url()}#ind-PER-03"' in found


def test_another_city_sees_its_own(client, outlined, other_city, cast):
    client.force_login(cast.citra)
    page = client.get(reverse("programmes:coverage"), {"kota": outlined.kota.code})
    assert outlined.kelurahan[0].name not in page.content.decode()


def test_a_cluster_sees_the_services_of_its_registers(client, outlined, cast):
    Assignment.objects.filter(user=cast.dewi).update(clusters=["health"])
    client.force_login(cast.dewi)
    page = client.get(reverse("programmes:coverage")).content.decode()
    assert "Puskesmas ramah anak" in page
    assert "PATBM yang giat" not in page


def test_an_admin_has_no_coverage(client, cast):
    client.force_login(cast.fitri)
    assert client.get(reverse("programmes:coverage")).status_code == 404
    assert client.get(reverse("programmes:issue", args=["violence"])).status_code == 404


@pytest.fixture
def violent(outlined):
    Indicator.objects.filter(code__in=["PER-01", "PER-03", "KES-K2"]).update(issues=["violence"])
    return outlined


def test_an_issue_has_its_indicators_services_and_registers(client, violent, cast):
    make("patbm", violent.kelurahan[0], cast.ani)
    client.force_login(cast.dewi)
    page = client.get(reverse("programmes:issue", args=["violence"])).content.decode()
    for words in ("Indikator PER-01", "Indikator KES-K2", "PATBM yang giat", "Lembaga rujukan"):
        assert words in page
    assert "Indikator KES-01" not in page
    assert reverse("programmes:row-list", args=["patbm"]) in page
    assert client.get(reverse("programmes:issue", args=["tidak-ada"])).status_code == 404


def test_an_operator_reads_its_own_answers_of_an_issue(client, violent, cast):
    sheet = Sheet.objects.get(area=violent.kelurahan[0], cluster__slug="protection")
    world.fill(sheet, "PER-01", cast.ani, value=2)
    client.force_login(cast.ani)
    page = client.get(reverse("programmes:issue", args=["violence"])).content.decode()
    assert "2 · ber-SK dan rencana" in page
    assert "Indikator KES-K2" not in page


def test_sensitive_values_of_the_city_are_not_told_to_who_may_not(client, violent, cast):
    Assignment.objects.filter(user=cast.eko).update(sees_small_counts=False)
    client.force_login(cast.eko)
    page = client.get(reverse("programmes:issue", args=["violence"])).content.decode()
    assert page.count("tidak ditampilkan") == 2
    client.force_login(cast.dewi)
    page = client.get(reverse("programmes:issue", args=["violence"])).content.decode()
    assert "tidak ditampilkan" not in page


def test_the_least_reached_come_first_and_what_needs_nothing_last(city):
    areas = kelurahan_of(city.kota)
    services = served_by(REGISTERS.values(), "dropout")
    told = {one.key: {area.code: reach.Reach(State.OUT, "–") for area in areas} for one in services}
    told["sra"][areas[0].code] = reach.Reach(State.FULL, "semua")
    told["sra"][areas[1].code] = reach.Reach(State.NONE, "belum")
    spots = picture.ranked(picture.spots_of_all(areas, told, services))
    assert [(one.name, one.step) for one in spots[:2]] == [(areas[1].name, 0), (areas[0].name, 5)]
    assert [one.step for one in spots[2:]] == [-1, -1]


def test_a_crowded_part_is_enlarged(city):
    for number, area in enumerate(Area.objects.filter(level="kelurahan").order_by("code")):
        size = 10 if number == 0 else 0.1
        x, y = number * 0.2, 0.0
        ring = [[x, y], [x + size, y], [x + size, y - size], [x, y - size], [x, y]]
        Boundary.objects.create(area=area, shape=[ring])
    sheet = picture.sheet_of(city.kota)
    assert set(sheet.crowded.outlines) == {area.code for area in city.kelurahan[1:]}


def test_an_issue_has_its_actions_of_the_rad(client, violent, cast):
    late = {"due_on": date(2026, 1, 31), "issues": "dropout,violence"}
    make("rad", violent.kota, cast.dewi, title="Kegiatan kekerasan", **late)
    make("rad", violent.kota, cast.dewi, code="2", title="Kegiatan lain", issues="dropout")
    make("rad", violent.kota, cast.dewi, code="3", title="Tahun lalu", year=2025, issues="violence")
    client.force_login(cast.dewi)
    page = client.get(reverse("programmes:issue", args=["violence"])).content.decode()
    assert "Kegiatan kekerasan" in page
    assert "<b>terlambat</b>" in page
    assert "Kegiatan lain" not in page
    assert "Tahun lalu" not in page
