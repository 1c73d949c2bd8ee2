"""`load_boundaries` and the canvas: a whole file or nothing, and areas where they lie."""

import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from kla.areas.boundaries import BoundariesError, read_boundaries
from kla.areas.maps import TALLEST, WIDTH, contains, draw
from kla.areas.models import Boundary
from kla.audit.models import Record

DATA = Path(__file__).parents[2] / "data"
SQUARE = [[116.0, -1.0], [117.0, -1.0], [117.0, -2.0], [116.0, -2.0], [116.0, -1.0]]


def feature(code="A", kind="Polygon", coordinates=None):
    geometry = {"type": kind, "coordinates": [SQUARE] if coordinates is None else coordinates}
    return {"type": "Feature", "properties": {"kode": code}, "geometry": geometry}


def written(*features):
    return json.dumps({"type": "FeatureCollection", "features": list(features)}).encode()


def test_balikpapan_has_an_outline_for_each_kelurahan(db):
    call_command("load_areas", str(DATA / "balikpapan_kelurahan.csv"))
    call_command("load_boundaries", str(DATA / "balikpapan.geojson"), source="Contoh")
    call_command("load_boundaries", str(DATA / "balikpapan.geojson"), source="Contoh")
    assert Boundary.objects.filter(area__level="kelurahan", source="Contoh").count() == 34
    assert Record.objects.filter(verb="area.boundaries", detail__total=34).count() == 2
    canvas = draw(dict(Boundary.objects.values_list("area__code", "shape")))
    assert len(canvas.outlines) == 34
    assert max(canvas.width, canvas.height / TALLEST) == pytest.approx(WIDTH, abs=2)
    for outline in canvas.outlines.values():
        assert 0 <= outline.x <= canvas.width
        assert 0 <= outline.y <= canvas.height
        assert outline.path.startswith("M")


FAULTS = {
    b"bukan": "Berkas ini bukan GeoJSON yang utuh.",
    b"\xff\xfe": "Berkas ini bukan GeoJSON yang utuh.",
    b"[" * 100_000: "Berkas ini bukan GeoJSON yang utuh.",
    b"[]": "Berkas ini bukan GeoJSON berisi FeatureCollection.",
    b'{"type": "FeatureCollection", "features": []}': "Berkas tidak memuat bidang satu pun.",
    written(feature(code=None)): "Bidang 1: tidak ada kode wilayahnya (tulis sebagai teks).",
    written(feature(code="Z")): (
        "Bidang 1: kode Z belum dimuat; muat wilayahnya dengan load_areas dahulu."
    ),
    written(feature(), feature()): "Bidang 2: kode A sudah ada di bidang sebelumnya.",
    written(feature(kind="Point")): (
        "Bidang 1: bentuk Point tidak dikenal; pakai Polygon atau MultiPolygon."
    ),
    written(feature(coordinates=[])): "Bidang 1: tidak ada titiknya.",
    written(feature(coordinates=[SQUARE[:3]])): (
        "Bidang 1: satu garisnya kurang dari empat titik."
    ),
    written(feature(coordinates=[SQUARE[:4]])): "Bidang 1: satu garisnya tidak tertutup.",
    written(feature(coordinates=[[["x", 1]] * 4])): "Bidang 1: titik-titiknya tidak terbaca.",
    written(feature(coordinates=[[[500000, 9800000]] * 4])): (
        "Bidang 1: titiknya bukan bujur dan lintang dalam derajat."
    ),
    written(feature(coordinates=[[[10**400, 1]] * 4])): (
        "Bidang 1: titiknya bukan bujur dan lintang dalam derajat."
    ),
    written(feature(coordinates=[[[116, -1]] * 4])): "Bidang 1: satu garisnya tidak punya luas.",
    written(feature(coordinates=[[[116, -1], [117, -2], [116, -1], [116, -1]]])): (
        "Bidang 1: satu garisnya tidak punya luas."
    ),
    written(feature(coordinates=[[[float("nan"), 1]] * 4])): (
        "Bidang 1: titik-titiknya tidak terbaca."
    ),
}


@pytest.mark.parametrize("content", FAULTS)
def test_a_faulty_file_is_refused_with_its_feature(content):
    with pytest.raises(BoundariesError) as refused:
        read_boundaries(content, {"A"})
    assert refused.value.faults == [FAULTS[content]]


def test_a_refused_file_stores_nothing(city, tmp_path):
    path = tmp_path / "batas.geojson"
    path.write_bytes(written(feature(code=city.kota.code), feature(code="99.99")))
    with pytest.raises(CommandError, match="Bidang 2: kode 99.99 belum dimuat"):
        call_command("load_boundaries", str(path))
    assert not Boundary.objects.exists()
    with pytest.raises(CommandError, match="tidak dapat dibaca"):
        call_command("load_boundaries", str(tmp_path))


def test_a_square_is_drawn_where_it_lies():
    east = [(x + 1, y) for x, y in SQUARE]
    canvas = draw({"A": [SQUARE], "B": [east]})
    left, right = canvas.outlines["A"], canvas.outlines["B"]
    assert left.x < right.x
    assert left.y == right.y
    assert canvas.frame.at(116.0, -1.0) == (0, 0)
    assert left.path.count("L") == 3
    assert draw({}) is None


@given(
    st.lists(
        st.tuples(st.floats(-180, 180, allow_nan=False), st.floats(-90, 90, allow_nan=False)),
        min_size=3,
        max_size=12,
    )
)
def test_any_ring_stays_on_its_canvas(points):
    canvas = draw({"A": [[*points, points[0]]]})
    assert 1 <= canvas.width <= WIDTH + 1
    assert 1 <= canvas.height <= WIDTH * TALLEST + 1


def test_a_point_lies_within_or_without():
    hole = [[116.4, -1.4], [116.6, -1.4], [116.6, -1.6], [116.4, -1.6], [116.4, -1.4]]
    assert contains([SQUARE], 116.5, -1.5)
    assert not contains([SQUARE, hole], 116.5, -1.5)
    assert not contains([SQUARE], 117.5, -1.5)
