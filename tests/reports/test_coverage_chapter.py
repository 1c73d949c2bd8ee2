"""The chapter on coverage: what the registers say is printed, with a map where there is one."""

from datetime import timedelta

import pytest
from django.utils import timezone

from kla.areas.models import Boundary
from programmes.registers import REGISTERS
from reports import content, snapshot
from tests.programmes.rows import make

RING = [[116, -1], [117, -1], [117, -2], [116, -2], [116, -1]]


@pytest.fixture
def told(city, cast):
    make("sesi", city.kelurahan[0], cast.ani, topic="violence")
    make("patbm", city.kelurahan[0], cast.ani, received=3)
    return city


def html(city, key="program:cakupan-0"):
    return content.section_html(snapshot.collect(city.period), key)


def test_each_service_stands_with_its_kelurahan(told):
    page = html(told)
    assert "Sesi pencegahan kekerasan" in page
    assert "Desa Ujian 64.71 1 dijangkau 1 dari" in page
    assert page.count("○") > 4
    assert "n. a." in page


def test_the_map_is_drawn_from_the_snapshot_alone(told):
    for number, area in enumerate(told.kelurahan):
        ring = [[x + number, y] for x, y in RING]
        Boundary.objects.create(area=area, shape=[ring], source="Sumber contoh")
    data = snapshot.collect(told.period)
    Boundary.objects.all().delete()
    page = content.section_html(data, "program:cakupan-0")
    assert page.count("<path") == 4
    assert "Batas: Sumber contoh." in page
    assert "Layanan yang menjangkau anak menurut kelurahan, 2026:" in page  # the alternative text


def test_without_boundaries_there_are_bars(told):
    page = html(told)
    assert '<path class="map-area' not in page
    assert "persen layanan</title>" in page


def test_the_issues_have_their_services(told):
    page = html(told, "isu")
    assert page.count("Layanan untuk isu ini") == 6
    assert "Sesi pencegahan kekerasan" in page


def test_a_city_without_registers_has_no_such_chapter(city):
    data = snapshot.collect(city.period)
    keys = [one.key for one in content.plan(data)]
    assert data["coverage"] == {}
    assert not any("cakupan" in key for key in keys)
    assert "Layanan untuk isu ini" not in content.section_html(data, "isu")


def test_the_same_rows_give_the_same_snapshot_on_any_day(told):
    model = REGISTERS["patbm"].model
    then = timezone.now() - timedelta(days=90)
    for register in REGISTERS.values():
        register.model.objects.update(changed_at=then)
    model.objects.update(decree="1", last_activity=then.date())
    first = snapshot.canonical(snapshot.collect(told.period))
    model.objects.update(decree_until=then.date() + timedelta(days=30))  # has ended by today
    again = snapshot.collect(told.period)
    assert again["coverage"]["cells"]["patbm"][told.kelurahan[0].code] == ["full", "giat"]
    assert snapshot.canonical(again) == first
