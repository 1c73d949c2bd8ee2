"""Giving an account one thing more to do, and taking one away."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from kla.accounts import actions
from kla.accounts.models import Assignment, User
from kla.areas.models import Area, Office
from kla.audit.models import Record
from tests.world import build_user, sheet_of


@pytest.fixture
def fitri(client, cast):
    client.force_login(cast.fitri)
    return client


def detail(user):
    return reverse("accounts:account-detail", args=[user.pk])


def add(client, user, role, area, **more):
    sent = {"role": role, "area": area.pk, **more}
    return client.post(reverse("accounts:assignment-add", args=[user.pk]), sent)


def end(client, user, assignment):
    return client.post(reverse("accounts:assignment-end", args=[user.pk, assignment.pk]))


def held_by(user):
    rows = Assignment.objects.filter(user=user)
    return [(row.role, row.area.code, row.office and row.office.key) for row in rows]


def kecamatan(city):
    return Area.objects.get(code=f"{city.kota.code}.01")


ALLOWED = {
    "operator of another kelurahan": ("operator", lambda c: c.kelurahan[1], False),
    "operator of an office of the kota": ("operator", lambda c: c.kota, True),
    "reviewer of the kota": ("reviewer", lambda c: c.kota, False),
    "reviewer of a kecamatan": ("reviewer", kecamatan, False),
    "coordinator": ("coordinator", lambda c: c.kota, False),
    "viewer of a kelurahan": ("viewer", lambda c: c.kelurahan[2], False),
    "admin of a kecamatan": ("admin", kecamatan, False),
}


@pytest.mark.parametrize("case", ALLOWED)
def test_one_thing_more_is_given_and_recorded(fitri, city, cast, case):
    role, place, with_office = ALLOWED[case]
    area, office = place(city), Office.objects.get(key="health") if with_office else None
    more = {"office": office.pk} if office else {}
    response = add(fitri, cast.ani, role, area, clusters=["health"], sees_small_counts="on", **more)
    assert (response.status_code, response.url) == (302, detail(cast.ani))
    key = "health" if with_office else None
    assert held_by(cast.ani)[1:] == [(role, area.code, key)]
    made = Assignment.objects.filter(user=cast.ani).last()
    assert (made.clusters, made.sees_small_counts) == (["health"], True)
    record = Record.objects.get(verb="account.assign")
    assert (record.by, record.area, record.thing) == (cast.fitri, area, f"user:{cast.ani.pk}")
    assert record.detail == {
        "role": role,
        "code": area.code,
        "office": key or "",
        "clusters": ["health"],
        "sees_small_counts": True,
    }


REFUSED = {
    "operator of a kecamatan": ("operator", kecamatan, False, "area"),
    "operator of the kota without an office": ("operator", lambda c: c.kota, False, "office"),
    "an office in a kelurahan": ("operator", lambda c: c.kelurahan[1], True, "office"),
    "an office of a reviewer": ("reviewer", lambda c: c.kota, True, "office"),
    "what is held already": ("operator", lambda c: c.kelurahan[0], False, "__all__"),
    "no such role": ("raja", lambda c: c.kota, False, "role"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_makes_no_sense_is_refused_beside_its_box(fitri, city, cast, case):
    role, place, with_office, box = REFUSED[case]
    more = {"office": Office.objects.get(key="health").pk} if with_office else {}
    response = add(fitri, cast.ani, role, place(city), **more)
    assert response.status_code == 422
    assert list(response.context["assignment"].errors) == [box]
    assert "penugasan belum ditambahkan" in response.text
    assert held_by(cast.ani) == [("operator", city.kelurahan[0].code, None)]
    assert not Record.objects.filter(verb="account.assign").exists()


def test_a_foreign_area_is_refused(fitri, cast, other_city):
    response = add(fitri, cast.ani, "viewer", other_city.kota)
    assert response.status_code == 422
    assert list(response.context["assignment"].errors) == ["area"]
    with pytest.raises(PermissionDenied):
        actions.add_assignment(
            cast.ani, actions.Grant(role="viewer", area=other_city.kota), by=cast.fitri
        )
    assert len(held_by(cast.ani)) == 1


def test_a_kecamatan_admin_gives_nothing_outside_the_kecamatan(client, city, cast):
    block = build_user("hadi", "admin", kecamatan(city))
    client.force_login(block)
    assert add(client, cast.ani, "viewer", city.kota).status_code == 422
    assert add(client, cast.ani, "viewer", city.kelurahan[2]).status_code == 422
    assert add(client, cast.ani, "viewer", city.kelurahan[1]).status_code == 302
    assert len(held_by(cast.ani)) == 2
    # Budi's assignment reaches beyond the kecamatan: he is not Hadi's to look after.
    assert add(client, cast.budi, "viewer", city.kelurahan[1]).status_code == 404


@pytest.mark.parametrize("who", ["ani", "budi", "dewi", "eko"])
def test_only_an_admin_gives_and_takes(client, city, cast, who):
    second = Assignment.objects.create(user=cast.ani, role="viewer", area=city.kota)
    client.force_login(getattr(cast, who))
    assert add(client, cast.gita, "viewer", city.kota).status_code == 404
    assert end(client, cast.ani, second).status_code == 404
    assert (len(held_by(cast.ani)), len(held_by(cast.gita))) == (2, 1)


def test_an_account_of_another_city_is_not_there(fitri, city, cast, other_city):
    second = Assignment.objects.create(user=cast.citra, role="viewer", area=other_city.kota)
    assert add(fitri, cast.citra, "viewer", city.kota).status_code == 404
    assert end(fitri, cast.citra, second).status_code == 404
    # nor by the address of an own account
    assert end(fitri, cast.ani, second).status_code == 404
    assert len(held_by(cast.citra)) == 2
    with pytest.raises(PermissionDenied):
        actions.end_assignment(second, by=cast.fitri)


def test_an_assignment_is_ended_and_what_was_done_by_it_stays(fitri, city, cast):
    second = Assignment.objects.create(
        user=cast.budi, role="operator", area=city.kelurahan[1], clusters=["health"]
    )
    sheet = sheet_of(city, "health", city.kelurahan[1])
    sheet.state, sheet.submitted_by, sheet.submitted_at = "submitted", cast.budi, timezone.now()
    sheet.save()
    assert cast.budi.has_perm("clusters.enter", sheet)
    response = end(fitri, cast.budi, second)
    assert (response.status_code, response.url) == (302, detail(cast.budi))
    assert held_by(cast.budi) == [("reviewer", city.kota.code, None)]
    assert not User.objects.get(pk=cast.budi.pk).has_perm("clusters.enter", sheet)
    sheet.refresh_from_db()
    assert sheet.submitted_by == cast.budi
    record = Record.objects.get(verb="account.unassign")
    assert (record.by, record.area) == (cast.fitri, city.kelurahan[1])
    assert (record.detail["role"], record.detail["clusters"]) == ("operator", ["health"])


def test_the_last_assignment_stays_so_that_the_account_can_be_found(fitri, cast):
    last = cast.ani.assignments.get()
    page = fitri.get(end(fitri, cast.ani, last).url)
    assert "Ini penugasan terakhir" in page.text
    assert len(held_by(cast.ani)) == 1
    assert not Record.objects.filter(verb="account.unassign").exists()


def test_what_another_admin_ended_meanwhile_is_not_ended_twice(city, cast):
    first = cast.ani.assignments.get()
    Assignment.objects.create(user=cast.ani, role="viewer", area=city.kota)
    Assignment.objects.create(user=cast.ani, role="reviewer", area=city.kota)
    stale = Assignment.objects.get(pk=first.pk)
    actions.end_assignment(first, by=cast.fitri)
    with pytest.raises(ValidationError, match="sudah diakhiri"):
        actions.end_assignment(stale, by=cast.fitri)
    assert [role for role, *_ in held_by(cast.ani)] == ["viewer", "reviewer"]


def test_admins_do_not_raise_their_own_rights(fitri, city, cast):
    page = fitri.get(detail(cast.fitri))
    assert "Tambah penugasan" not in page.text
    response = add(fitri, cast.fitri, "reviewer", city.kota)
    assert response.status_code == 422
    assert "diubah admin lain" in response.text
    assert held_by(cast.fitri) == [("admin", city.kota.code, None)]


def test_a_handed_over_account_gets_nothing_more(fitri, city, cast):
    actions.hand_over(cast.ani, name="Baru", username="baru", by=cast.fitri)
    page = fitri.get(detail(cast.ani))
    assert "Tambah penugasan" not in page.text
    response = add(fitri, cast.ani, "viewer", city.kota)
    assert response.status_code == 422
    assert "sudah diserahterimakan" in response.text
    assert held_by(cast.ani) == []


def test_the_page_says_clusters_and_offices_in_words(fitri, city, cast):
    Assignment.objects.filter(user=cast.gita).update(clusters=["family_environment", "health"])
    page = fitri.get(detail(cast.gita)).text
    assert "Lingkungan Keluarga, Kesehatan" in page
    assert "Dinas kesehatan" in page
    assert "family_environment</" not in page
    assert "semua klaster" in fitri.get(detail(cast.ani)).text
