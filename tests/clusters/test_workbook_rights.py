"""Who gets a workbook of what, who may bring one back, and what it costs."""

import pytest
from django.core import signing
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from clusters.models import Entry
from clusters.workbook.layout import AT, HEADER_ROW
from kla.accounts.models import Assignment
from tests.clusters import books
from tests.world import fill, sheet_of


@pytest.fixture
def sheet(city):
    return sheet_of(city, "health")


def seen_by(client, cast, address):
    found = set()
    for name, user in vars(cast).items():
        client.force_login(user)
        status = client.get(address).status_code
        assert status in (200, 404), (name, status)
        if status == 200:
            found.add(name)
    return found


def test_each_workbook_is_there_for_its_own_people(client, city, cast, sheet):
    operators = {"ani", "citra", "gita"}
    one = reverse("clusters:workbook-sheet", args=[sheet.pk])
    assert seen_by(client, cast, one) == {"ani"}
    assert seen_by(client, cast, reverse("clusters:workbook-upload")) == operators
    assert seen_by(client, cast, reverse("clusters:workbook-place")) == operators
    whole = reverse("clusters:workbook-city", args=[city.period.pk])
    assert seen_by(client, cast, whole) == {"dewi"}
    place = reverse("clusters:workbook-place") + f"?wilayah={city.kelurahan[1].code}"
    assert seen_by(client, cast, place) == set()
    year = reverse("clusters:workbook-place") + f"?wilayah={city.kelurahan[0].code}&tahun=2031"
    assert seen_by(client, cast, year) == set()


def test_the_city_is_for_reading_and_has_every_kelurahan(client, city, cast, sheet):
    fill(sheet, "KES-09", cast.ani, value=3)
    client.force_login(cast.dewi)
    answer = client.get(reverse("clusters:workbook-city", args=[city.period.pk]))
    assert answer["Content-Disposition"].startswith("attachment")
    book = books.opened(answer.content)
    tab = book["Kesehatan"]
    areas = {tab.cell(row, 1).value for row in range(HEADER_ROW + 1, tab.max_row + 1)}
    assert areas == {area.name for area in city.kelurahan} | {"Kota Contoh, Dinas kesehatan"}
    assert not tab.column_dimensions["A"].hidden
    for one in book:
        for line in one.iter_rows(min_row=HEADER_ROW + 1):
            assert all(cell.protection.locked for cell in line)


def test_who_does_not_enter_brings_nothing_back(client, city, cast, ani, sheet):
    content = books.filled(books.download(ani, sheet), ("KES-09", {"number": 4}))
    parcel = books.upload(ani, content).context["parcel"]
    for user in (cast.budi, cast.dewi, cast.eko, cast.fitri):
        client.force_login(user)
        assert books.upload(client, content).status_code == 404
        address = reverse("clusters:workbook-apply")
        assert client.post(address, {"parcel": parcel}).status_code == 404
    assert Entry.objects.count() == 0


@pytest.mark.parametrize("spoil", ["another person", "tampered", "old", "none", "lost right"])
def test_a_parcel_that_is_not_good_stores_nothing(client, cast, ani, sheet, spoil, monkeypatch):
    content = books.filled(books.download(ani, sheet), ("KES-09", {"number": 4}))
    parcel = books.upload(ani, content).context["parcel"]
    if spoil == "another person":
        client.force_login(cast.gita)
    if spoil == "tampered":
        parcel = parcel.replace(":", "x:", 1)
    if spoil == "none":
        parcel = ""
    if spoil == "old":
        monkeypatch.setattr("clusters.workbook.parcel.SECONDS", -1)
    if spoil == "lost right":
        Assignment.objects.filter(user=cast.ani).update(clusters=["education"])
    answer = client.post(reverse("clusters:workbook-apply"), {"parcel": parcel})
    assert answer.status_code == 422
    assert answer.context["refused"]
    assert Entry.objects.count() == 0


def test_a_parcel_cannot_grow_without_end(ani, sheet, monkeypatch):
    monkeypatch.setattr("clusters.workbook.parcel.MOST_LENGTH", 100)
    content = books.filled(books.download(ani, sheet), ("KES-09", {"number": 4}))
    answer = books.upload(ani, content)
    assert answer.status_code == 422
    assert "Terlalu banyak perubahan" in answer.context["refused"]


def test_a_parcel_sealed_for_something_else_is_no_parcel(ani, cast):
    text = signing.dumps([cast.ani.pk, "64.71", 2026, []], salt="lain")
    answer = ani.post(reverse("clusters:workbook-apply"), {"parcel": text})
    assert answer.status_code == 422


def test_nothing_chosen_is_refused(ani):
    answer = ani.post(reverse("clusters:workbook-upload"), {})
    assert answer.status_code == 422
    assert "Pilih dulu berkas" in answer.context["refused"]


def test_one_person_with_two_places_is_told_which(client, city, cast, ani):
    Assignment.objects.create(user=cast.ani, role="operator", area=city.kelurahan[1])
    theirs = sheet_of(city, "health", city.kelurahan[1])
    content = books.filled(books.download(ani, theirs), ("KES-09", {"number": 4}))
    answer = books.upload(ani, content)
    assert "Desa Ujian 64.71 2 · Kesehatan!B" in answer.content.decode()
    assert books.apply(ani, answer).url == theirs.get_absolute_url()
    assert [entry.sheet for entry in Entry.objects.all()] == [theirs]


def test_a_year_that_no_database_holds_is_refused(ani, sheet):
    book = books.opened(books.download(ani, sheet))
    book["Kesehatan"].cell(1, AT["print"]).value = "999999999"
    book["Kesehatan"].cell(1, AT["version"]).value = "64.71" * 400
    answer = books.upload(ani, books.closed(book))
    assert answer.status_code == 422


def asked(act):
    with CaptureQueriesContext(connection) as seen:
        act()
    return len(seen)


def test_rows_cost_no_queries(client, city, cast, ani, sheet):
    whole = reverse("clusters:workbook-city", args=[city.period.pk])
    one = books.filled(books.download(ani, sheet), ("KES-09", {"number": 4}))
    pair = {"number": 1, "denominator": 2}
    three = books.filled(one, ("KES-01", pair), ("KES-02", pair))
    books.upload(ani, one)
    assert asked(lambda: books.upload(ani, one)) == asked(lambda: books.upload(ani, three))
    client.force_login(cast.dewi)
    client.get(whole)
    before = asked(lambda: client.get(whole))
    for area in city.kelurahan:
        for code in ("KES-01", "KES-02"):
            fill(sheet_of(city, "health", area), code, cast.ani, numerator=1, denominator=2)
    assert asked(lambda: client.get(whole)) == before
    assert AT["key"] == 12
