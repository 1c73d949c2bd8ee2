"""An admin of one city cannot see or touch the accounts of another."""

import pytest
from django.urls import reverse

from kla.accounts.models import AccessLink, Assignment, User
from kla.areas.models import Area
from kla.audit.models import Record
from tests.world import build_user

POSTS = {
    "link": ("accounts:account-link", (), {}),
    "suspend": ("accounts:account-act", ("tangguhkan",), {}),
    "restore": ("accounts:account-act", ("pulihkan",), {}),
    "unlock": ("accounts:account-act", ("buka-kunci",), {}),
    "hand over": ("accounts:account-handover", (), {"name": "Baru", "username": "baru.1"}),
    "assign": ("accounts:assignment-add", (), {"role": "viewer"}),
}


@pytest.fixture
def fitri(client, cast):
    client.force_login(cast.fitri)
    return client


def listed(client, **asked):
    page = client.get(reverse("accounts:account-list"), asked)
    return {row.user.username for row in page.context["page"]}


def both_cities(city, other_city):
    """Works in both: nobody's alone."""
    user = build_user("ira", "viewer", city.kota)
    Assignment.objects.create(user=user, role="viewer", area=other_city.kota)
    return user


def untouchable(name, cast, city, other_city):
    """An account Fitri has no say over."""
    if name == "of another city":
        return cast.citra
    if name == "of two cities":
        return both_cities(city, other_city)
    if name == "without an assignment":
        return User.objects.create(username="lepas", name="Lepas")
    user = build_user("khusus", "viewer", city.kota)
    user.is_superuser, user.is_system = name == "a superuser", name == "the system"
    user.save()
    return user


NAMES = ["of another city", "of two cities", "without an assignment", "a superuser", "the system"]


@pytest.mark.parametrize("name", NAMES)
def test_it_is_not_there(fitri, city, other_city, cast, name):
    user = untouchable(name, cast, city, other_city)
    assert fitri.get(reverse("accounts:account-detail", args=[user.pk])).status_code == 404
    assert listed(fitri) == {"ani", "budi", "dewi", "eko", "fitri", "gita"}
    assert listed(fitri, cari=user.username) == set()


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("act", POSTS)
def test_nothing_is_done_to_it(fitri, city, other_city, cast, act, name):
    user = untouchable(name, cast, city, other_city)
    address, args, sent = POSTS[act]
    before = User.objects.filter(pk=user.pk).values().get(), user.assignments.count()
    sent = sent | ({"area": city.kota.pk} if act == "assign" else {})
    assert fitri.post(reverse(address, args=[user.pk, *args]), sent).status_code == 404
    assert (User.objects.filter(pk=user.pk).values().get(), user.assignments.count()) == before
    assert not AccessLink.objects.exists()
    assert not Record.objects.filter(verb__startswith="account.").exists()


@pytest.mark.parametrize("act", POSTS)
@pytest.mark.parametrize("who", ["ani", "budi", "dewi", "eko", "gita", "citra"])
def test_whoever_is_no_admin_does_nothing_to_anybody(client, city, cast, act, who):
    client.force_login(getattr(cast, who))
    address, args, sent = POSTS[act]
    sent = sent | {"area": city.kota.pk}
    assert client.post(reverse(address, args=[cast.ani.pk, *args]), sent).status_code == 404
    assert User.objects.get(pk=cast.ani.pk).is_active
    assert not Record.objects.filter(verb__startswith="account.").exists()


@pytest.mark.parametrize("address", ["accounts:account-link", "accounts:account-handover"])
def test_looking_changes_nothing(fitri, cast, address):
    assert fitri.get(reverse(address, args=[cast.ani.pk])).status_code == 405
    assert not AccessLink.objects.exists()


def test_no_account_is_made_in_another_city(fitri, city, other_city):
    sent = {"name": "Jaya", "username": "jaya.1", "role": "viewer", "area": other_city.kota.pk}
    response = fitri.post(reverse("accounts:account-create"), sent)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["area"]
    page = fitri.get(reverse("accounts:account-create"), {"wilayah": other_city.kelurahan[0].code})
    assert other_city.kelurahan[0].name not in page.text
    assert other_city.kota.name not in page.text


def test_search_finds_by_name_account_and_area(fitri, city, cast):
    assert listed(fitri, cari="GIT") == {"gita"}
    assert listed(fitri, cari=city.kelurahan[0].name) == {"ani"}
    assert listed(fitri, peran="reviewer") == {"budi"}
    assert listed(fitri, cari="%") == set()


def test_who_has_no_operator_yet(fitri, city, other_city, cast):
    def unstaffed():
        page = fitri.get(reverse("accounts:account-list"))
        return [area.code for area in page.context["unstaffed"]]

    rest = [area.code for area in city.kelurahan[1:]]
    assert unstaffed() == rest
    build_user("reni", "reviewer", city.kelurahan[1])  # a reviewer is no operator
    assert unstaffed() == rest
    build_user("odi", "operator", city.kelurahan[1])
    assert unstaffed() == rest[1:]
    User.objects.filter(username="odi").update(is_active=False)
    assert unstaffed() == rest
    page = fitri.get(reverse("accounts:account-create"), {"wilayah": rest[0]})
    assert page.context["form"].initial["area"] == Area.objects.get(code=rest[0])
    assert page.context["form"].initial["username"].endswith(".1")


def test_a_kecamatan_admin_sees_that_kecamatan_only(client, city, cast):
    build_user("odi", "operator", city.kelurahan[2])
    hadi = build_user("hadi", "admin", Area.objects.get(code=f"{city.kota.code}.01"))
    client.force_login(hadi)
    assert listed(client) == {"ani", "hadi"}
    page = client.get(reverse("accounts:account-list"))
    assert [area.code for area in page.context["unstaffed"]] == [city.kelurahan[1].code]


def test_an_account_number_that_none_can_have_is_not_found(client, city, cast):
    client.force_login(cast.fitri)
    address = reverse("accounts:account-list")
    assert client.post(f"{address}{'9' * 30}/tangguhkan/").status_code == 404
