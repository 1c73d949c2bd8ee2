"""Staff change: the successor goes on with the work, the history keeps its names."""

import pytest
from django.test import Client
from django.urls import reverse

from clusters import actions as sheet_actions
from clusters.answers import Answer
from clusters.models import Entry, Indicator
from kla.accounts import actions
from kla.accounts.models import Assignment, User
from kla.areas.models import Office
from kla.audit.models import Record
from tests.world import PASSWORD, build_user, sheet_of


@pytest.fixture
def fitri(client, cast):
    client.force_login(cast.fitri)
    return client


def hand_over(client, user, name="Nana Baru", username="nana.1"):
    sent = {"name": name, "username": username}
    return client.post(reverse("accounts:account-handover", args=[user.pk]), sent)


def save(sheet, code, by, version=0, **answer):
    indicator = Indicator.objects.get(code=code)
    return sheet_actions.save_entry(sheet, indicator, Answer(**answer), version=version, by=by)


def test_the_successor_goes_on_where_the_work_stood(fitri, city, cast):
    sheet = sheet_of(city, "health")
    save(sheet, "KES-09", cast.ani, value=3, note="dua titik baru")
    response = hand_over(fitri, cast.ani)
    assert response.status_code == 200
    (row,) = response.context["rows"]
    person = Client()
    person.post(row[1], {"password1": "kopi-pahit-pagi", "password2": "kopi-pahit-pagi"})
    page = person.get(sheet.get_absolute_url())
    assert page.status_code == 200
    assert "dua titik baru" in page.text
    nana = User.objects.get(username="nana.1")
    save(sheet, "KES-09", nana, version=1, value=4, note="dua titik baru")
    records = Record.objects.filter(verb="entry.save").order_by("pk")
    assert [record.by for record in records] == [cast.ani, nana]
    assert Entry.objects.get().entered_by == nana


def test_the_history_stays_under_the_old_name(fitri, city, cast):
    sheet = sheet_of(city, "health")
    save(sheet, "KES-09", cast.ani, value=3)
    hand_over(fitri, cast.ani)
    assert Entry.objects.get().entered_by == cast.ani
    assert Record.objects.get(verb="entry.save").by == cast.ani
    old = fitri.get(reverse("accounts:account-detail", args=[cast.ani.pk]))
    assert old.status_code == 200
    assert "diteruskan Nana Baru" in old.text
    record = Record.objects.get(verb="account.handover")
    assert (record.by, record.thing) == (cast.fitri, f"user:{cast.ani.pk}")
    assert record.detail == {"successor": "nana.1"}


def test_every_assignment_moves_with_all_it_says(fitri, city, cast):
    office = Office.objects.get(key="health")
    more = {"clusters": ["health"], "sees_small_counts": True}
    Assignment.objects.create(user=cast.ani, role="operator", area=city.kota, office=office, **more)
    Assignment.objects.create(user=cast.ani, role="viewer", area=city.kota, **more)
    fields = ("role", "area", "office", "clusters", "sees_small_counts")
    before = list(cast.ani.assignments.values_list(*fields))
    hand_over(fitri, cast.ani)
    assert cast.ani.assignments.count() == 0
    nana = User.objects.get(username="nana.1")
    assert list(nana.assignments.values_list(*fields)) == before


def test_the_old_account_is_closed_for_good(fitri, cast):
    old = Client()
    old.force_login(cast.ani)
    token = actions.make_link(cast.ani, by=cast.fitri)
    hand_over(fitri, cast.ani)
    assert old.get(reverse("clusters:home")).status_code == 302
    assert actions.usable_link(token) is None
    refused = old.post(reverse("account_login"), {"login": "ani", "password": PASSWORD})
    assert refused.status_code == 403
    for path in ("pulihkan", "buka-kunci", "tangguhkan"):
        fitri.post(reverse("accounts:account-act", args=[cast.ani.pk, path]))
    fitri.post(reverse("accounts:account-link", args=[cast.ani.pk]))
    ani = User.objects.get(pk=cast.ani.pk)
    assert (ani.is_active, ani.closed_at is not None) == (False, True)
    assert not ani.links.filter(used_at=None, revoked_at=None).exists()


def test_an_account_is_handed_over_once(fitri, cast):
    hand_over(fitri, cast.ani)
    second = hand_over(fitri, cast.ani, username="lain.1")
    assert second.status_code == 422
    assert "sudah diserahterimakan" in second.text
    assert not User.objects.filter(username="lain.1").exists()


@pytest.mark.parametrize(
    ("name", "username", "box"),
    [
        ("Nana Baru", "ani", "username"),
        ("Nana Baru", "Budi", "username"),
        ("Nana Baru", "nаna.1", "username"),  # a Cyrillic second letter
        ("Nana\u202e Baru", "nana.1", "name"),
        ("", "nana.1", "name"),
    ],
)
def test_a_successor_that_makes_no_sense_is_refused(fitri, cast, name, username, box):
    response = hand_over(fitri, cast.ani, name, username)
    assert response.status_code == 422
    assert list(response.context["handover"].errors) == [box]
    assert "akun belum diserahkan" in response.text
    ani = User.objects.get(pk=cast.ani.pk)
    assert (ani.is_active, ani.successor, ani.assignments.count()) == (True, None, 1)


def test_admins_hand_over_others_accounts_only(fitri, cast):
    response = hand_over(fitri, cast.fitri)
    assert response.status_code == 422
    assert User.objects.get(pk=cast.fitri.pk).is_active


def test_a_chain_of_successors_stays_in_view(fitri, city, cast):
    hand_over(fitri, cast.ani)
    nana = User.objects.get(username="nana.1")
    hand_over(fitri, nana, "Oki Lagi", "oki.1")
    page = fitri.get(reverse("accounts:account-list")).context["page"]
    names = {row.user.username for row in page}
    assert {"ani", "nana.1", "oki.1"} <= names
    for user in (cast.ani, nana):
        page = fitri.get(reverse("accounts:account-detail", args=[user.pk]))
        assert page.status_code == 200


def test_one_city_s_closed_accounts_stay_out_of_another_s_sight(client, cast, city, other_city):
    jono = build_user("jono", "admin", other_city.kota)
    actions.hand_over(cast.citra, name="Baru", username="baru.1", by=jono)
    client.force_login(cast.fitri)
    page = client.get(reverse("accounts:account-detail", args=[cast.citra.pk]))
    assert page.status_code == 404
