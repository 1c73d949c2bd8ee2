"""The list of a register with places: its points on the map of the city."""

from decimal import Decimal

import pytest
from django.urls import reverse

from kla.areas.models import Boundary
from tests.programmes.rows import make

LIST = "programmes:row-list"


@pytest.fixture
def outlined(city):
    for number, area in enumerate(city.kelurahan):
        x = 116 + number
        ring = [[x, -1], [x + 1, -1], [x + 1, -2], [x, -2], [x, -1]]
        Boundary.objects.create(area=area, shape=[ring], source="Sumber contoh")
    return city


@pytest.mark.parametrize("slug", ["ruang-bermain", "sra", "prap", "pisa", "puspaga", "lembaga"])
def test_a_point_leads_to_its_row(client, outlined, cast, slug):
    place = {"latitude": Decimal("-1.5"), "longitude": Decimal("116.5")}
    row = make(slug, outlined.kelurahan[0], cast.dewi, **place)
    make(slug, outlined.kelurahan[1], cast.dewi, name="Tanpa titik")
    client.force_login(cast.dewi)
    page = client.get(reverse(LIST, args=[slug])).content.decode()
    assert "Peta: 1 dari 2 baris punya titik" in page
    address = reverse("programmes:row-detail", args=[slug, row.pk])
    assert f'<a href="{address}"><title>{row}, {outlined.kelurahan[0]}</title>' in page


def test_a_point_outside_the_city_is_told_and_not_drawn(client, outlined, cast):
    make("sra", outlined.kelurahan[0], cast.dewi, latitude=Decimal(40), longitude=Decimal(3))
    inside = {"latitude": Decimal("-1.5"), "longitude": Decimal("116.5")}
    make("sra", outlined.kelurahan[1], cast.dewi, name="SD Dalam", **inside)
    client.force_login(cast.dewi)
    page = client.get(reverse(LIST, args=["sra"])).content.decode()
    assert page.count("<circle") == 1
    assert "1 titik di luar batas kota tidak digambar." in page


@pytest.mark.parametrize(
    ("place", "why"),
    [
        ({"latitude": "-1,5"}, "Isi lintang dan bujur keduanya, atau kosongkan."),
        ({"longitude": "116,5"}, "Isi lintang dan bujur keduanya, atau kosongkan."),
        ({"latitude": "-1,5", "longitude": "11,65"}, "Titik ini jauh dari Desa Ujian 64.71 1."),
        ({"latitude": "-1,5", "longitude": "116,5"}, ""),
    ],
)
def test_a_point_is_whole_and_near_its_area(ani, outlined, cast, place, why):
    typed = {"area": outlined.kelurahan[0].pk, "name": "Taman", "condition": "good", "version": 0}
    answer = ani.post(reverse("programmes:row-add", args=["ruang-bermain"]), typed | place)
    assert answer.status_code == (422 if why else 302)
    assert why in answer.content.decode()


def test_no_map_without_boundaries_places_or_points(client, city, cast):
    place = {"latitude": Decimal("-1.5"), "longitude": Decimal("116.5")}
    make("sra", city.kelurahan[0], cast.dewi, **place)
    client.force_login(cast.dewi)
    assert "Peta:" not in client.get(reverse(LIST, args=["sra"])).content.decode()
    assert "Peta:" not in client.get(reverse(LIST, args=["patbm"])).content.decode()


def test_an_operator_sees_no_point_of_another_kelurahan(client, outlined, cast):
    place = {"latitude": Decimal("-1.5"), "longitude": Decimal("117.5")}
    make("sra", outlined.kelurahan[1], cast.dewi, name="SD Sebelah", **place)
    make("sra", outlined.kelurahan[0], cast.dewi)
    client.force_login(cast.ani)
    page = client.get(reverse(LIST, args=["sra"])).content.decode()
    assert "SD Sebelah" not in page
    assert "<circle" not in page
