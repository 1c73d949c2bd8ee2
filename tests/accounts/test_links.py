"""An account begins with a link that works once; no password is ever shown or sent."""

import io
import logging
from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kla.accounts import actions
from kla.accounts.links import token_hash
from kla.accounts.models import AccessLink, User
from kla.audit.models import Record
from tests.world import PASSWORD

OWN = "kopi-pahit-pagi-ini"


@pytest.fixture
def fitri(client, cast):
    client.force_login(cast.fitri)
    return client


def create(client, place, **more):
    sent = {"name": "Wulan Contoh", "username": "wulan.1", "role": "operator", "area": place.pk}
    return client.post(reverse("accounts:account-create"), sent | more)


def address(token):
    return reverse("accounts:link-use", args=[token])


def use(client, token, first=OWN, second=None):
    sent = {"password1": first, "password2": first if second is None else second}
    return client.post(address(token), sent)


def shown_token(response):
    """The token on the page that shows a link, the only time it is there."""
    assert response.status_code == 200
    (row,) = response.context["rows"]
    assert row[1] in response.text
    return row[1].rstrip("/").rpartition("/")[2]


def test_a_new_account_has_a_link_and_no_password(fitri, city, cast):
    response = create(fitri, city.kelurahan[1], email="wulan@contoh.test")
    token = shown_token(response)
    assert response["Cache-Control"] == "no-store"
    user = User.objects.get(username="wulan.1")
    assert not user.has_usable_password()
    assert (user.name, user.email) == ("Wulan Contoh", "wulan@contoh.test")
    link = user.links.get()
    assert (link.token_hash, link.made_by) == (token_hash(token), cast.fitri)
    assert len(token) >= 43
    assert mail.outbox == []
    verbs = Record.objects.filter(thing=f"user:{user.pk}").values_list("verb", "by")
    assert set(verbs) == {("account.create", cast.fitri.pk), ("account.link", cast.fitri.pk)}


def test_nothing_kept_gives_the_token_away(fitri, city):
    token = shown_token(create(fitri, city.kelurahan[1]))
    user = User.objects.get(username="wulan.1")
    kept = [*AccessLink.objects.values(), *Record.objects.values(), *User.objects.values()]
    assert not [row for row in kept if token in str(row)]
    page = fitri.get(reverse("accounts:account-detail", args=[user.pk]))
    assert token not in page.text
    assert token not in fitri.get(reverse("accounts:account-list")).text


def test_the_person_sets_an_own_password_and_is_in(fitri, city):
    token = shown_token(create(fitri, city.kelurahan[1]))
    person = Client()
    page = person.get(address(token))
    assert (page.status_code, "wulan.1" in page.text) == (200, True)
    assert "no-store" in page["Cache-Control"]
    assert person.get(address(token)).status_code == 200  # looking does not use it up
    response = use(person, token)
    assert (response.status_code, response.url) == (302, reverse("clusters:home"))
    assert person.get(reverse("clusters:home")).status_code == 200
    user = User.objects.get(username="wulan.1")
    assert user.check_password(OWN)
    record = Record.objects.get(verb="account.activate")
    assert (record.by, record.area, record.detail) == (user, city.kelurahan[1], {})


def test_a_link_works_once(fitri, city, client):
    token = shown_token(create(fitri, city.kelurahan[1]))
    use(Client(), token)
    second = use(Client(), token, "lain-lagi-dan-panjang")
    assert second.status_code == 410
    assert Client().get(address(token)).status_code == 410
    assert User.objects.get(username="wulan.1").check_password(OWN)
    with pytest.raises(ValidationError, match="sudah dipakai"):
        actions.use_link(token, "lain-lagi-dan-panjang")


def test_a_link_lives_72_hours(cast):
    before = timezone.now()
    token = actions.make_link(cast.ani, by=cast.fitri)
    link = cast.ani.links.get()
    life = link.expires_at - before
    assert timedelta(hours=72) <= life < timedelta(hours=72, minutes=1)
    cast.ani.links.update(expires_at=timezone.now() + timedelta(minutes=1))
    assert Client().get(address(token)).status_code == 200
    cast.ani.links.update(expires_at=timezone.now())
    assert Client().get(address(token)).status_code == 410
    assert use(Client(), token).status_code == 410
    assert User.objects.get(pk=cast.ani.pk).check_password(PASSWORD)


@pytest.mark.parametrize(
    ("first", "second", "box"),
    [
        ("pendek", "pendek", "password1"),
        ("1234509876", "1234509876", "password1"),
        ("password123", "password123", "password1"),
        ("wulan-contoh", "wulan-contoh", "password1"),
        (OWN, OWN + "!", "password2"),
        ("", "", "password1"),
    ],
)
def test_a_weak_password_is_refused_and_the_link_stays(fitri, city, first, second, box):
    token = shown_token(create(fitri, city.kelurahan[1]))
    person = Client()
    response = use(person, token, first, second)
    assert response.status_code == 422
    assert box in response.context["form"].errors
    assert f'value="{first}"' not in response.text
    assert reverse("account_login") in person.get(reverse("clusters:home")).url
    assert use(person, token).status_code == 302


def test_a_new_link_kills_the_old_one(fitri, cast):
    make = reverse("accounts:account-link", args=[cast.ani.pk])
    old, new = shown_token(fitri.post(make)), shown_token(fitri.post(make))
    assert Client().get(address(old)).status_code == 410
    assert use(Client(), old).status_code == 410
    assert use(Client(), new).status_code == 302


def test_a_forgotten_password_is_replaced_and_open_sessions_end(fitri, cast):
    thief = Client()
    thief.force_login(cast.ani)
    home = reverse("clusters:home")
    assert thief.get(home).status_code == 200
    token = shown_token(fitri.post(reverse("accounts:account-link", args=[cast.ani.pk])))
    assert User.objects.get(pk=cast.ani.pk).check_password(PASSWORD)  # until it is used
    assert use(Client(), token).status_code == 302
    assert User.objects.get(pk=cast.ani.pk).check_password(OWN)
    assert thief.get(home).status_code == 302


def test_a_made_up_link_is_gone_like_a_used_one(client, db):
    for token in ("x" * 43, "0", "..", "a b", "%27--", "x" * 2000):
        response = client.get(address(token))
        assert response.status_code == 410, token
        assert "Minta tautan baru" in response.text


def test_a_link_of_a_suspended_account_is_dead(fitri, cast):
    token = actions.make_link(cast.ani, by=cast.fitri)
    actions.suspend(cast.ani, by=cast.fitri)
    assert use(Client(), token).status_code == 410
    assert User.objects.get(pk=cast.ani.pk).check_password(PASSWORD)
    actions.restore(User.objects.get(pk=cast.ani.pk), by=cast.fitri)
    assert Client().get(address(token)).status_code == 410  # it does not come back to life


def test_the_logs_never_hold_a_secret(cast, capsys):
    (console,) = (h for h in logging.getLogger().handlers if h.get_name() == "console")
    # Not by setStream: it flushes the usual one, which may be an earlier test's and closed.
    usual, console.stream = console.stream, io.StringIO()
    token, key = actions.make_link(cast.ani, by=cast.fitri), f"111111-{'a' * 32}"
    person = Client()
    person.get(address(token))
    use(person, token, "pendek")
    person.get(f"/masuk/lupa/1-{key}/")
    said, console.stream = console.stream, usual
    logged = capsys.readouterr().out + said.getvalue()
    assert "POST /akun/tautan/…/" in logged
    assert "Unprocessable Entity: /akun/tautan/…/" in logged
    assert "GET /masuk/lupa/…/" in logged
    assert token not in logged
    assert key not in logged


@pytest.mark.parametrize(
    ("more", "box"),
    [
        ({"username": "ani"}, "username"),
        ({"username": "ANI"}, "username"),
        ({"username": "аni"}, "username"),  # a Cyrillic first letter
        ({"username": "wu lan"}, "username"),
        ({"username": "w"}, "username"),
        ({"username": "w" * 151}, "username"),
        ({"username": "<b>wulan</b>"}, "username"),
        ({"name": "  "}, "name"),
        ({"name": "W" * 121}, "name"),
        ({"name": "Wulan \u202enatuS"}, "name"),
        ({"email": "bukan-alamat"}, "email"),
        ({"role": "superuser"}, "role"),
        ({"area": "999999"}, "area"),
        ({"clusters": ["lain"]}, "clusters"),
    ],
)
def test_an_account_that_makes_no_sense_is_refused_beside_its_box(fitri, city, more, box):
    before = User.objects.count()
    response = create(fitri, city.kelurahan[1], **more)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [box]
    assert User.objects.count() == before
    assert AccessLink.objects.count() == 0


@pytest.mark.parametrize(
    "name", ["O'Neill-Contoh", "Drs. H. Joko, M.Si.", "=2+2", "Nurul 'Ain", "<b>Tono</b>", "Ümit Ş"]
)
def test_an_odd_name_is_kept_as_written_and_shown_as_text(fitri, city, name):
    create(fitri, city.kelurahan[1], name=name)
    user = User.objects.get(username="wulan.1")
    assert user.name == name
    page = fitri.get(reverse("accounts:account-detail", args=[user.pk])).text
    assert "<b>Tono</b>" not in page
