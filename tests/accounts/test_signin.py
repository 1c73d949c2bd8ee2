"""Signing in and out: who is kept out, for how long, and where one lands."""

import re
from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kla.accounts import actions
from kla.accounts.models import User
from kla.audit.models import Record
from tests.world import PASSWORD

LOGIN, HOME = reverse("account_login"), reverse("clusters:home")
RESET = reverse("account_reset_password")
OWN = "kopi-pahit-pagi-ini"


def sign_in(client, login="ani", password=PASSWORD, **more):
    headers = {"REMOTE_ADDR": more.pop("ip", "10.0.0.1")}
    return client.post(LOGIN, {"login": login, "password": password, **more}, **headers)


def fail(client, times, login="ani", **more):
    return [sign_in(client, login, "salah", **more).status_code for _ in range(times)]


def is_in(client):
    return client.get(HOME).status_code == 200


def account_page(client, user):
    return client.get(reverse("accounts:account-detail", args=[user.pk]))


def test_a_person_signs_in_by_name_whatever_its_case(client, cast):
    assert sign_in(client, "ANI").url == HOME
    assert is_in(client)


@pytest.mark.parametrize(
    ("login", "password"),
    [("ani", "salah"), ("nihil", PASSWORD), ("", ""), ("a" * 5000, "x"), ("ani\0", "x")],
)
def test_a_refusal_says_the_same_whoever_it_is(client, cast, login, password):
    response = sign_in(client, login, password)
    assert response.status_code == 200
    assert "Nama pengguna atau kata sandi tidak cocok" in response.text
    assert PASSWORD not in response.text
    assert not is_in(client)


def test_five_failures_lock_the_name_at_that_address_only(client, cast):
    assert fail(client, 5) == [200, 200, 200, 200, 429]
    locked = sign_in(client)
    assert locked.status_code == 429
    assert "Akun terkunci sementara" in locked.text
    assert not is_in(client)
    assert sign_in(Client(), ip="10.0.0.2").status_code == 302
    assert sign_in(Client(), "budi").status_code == 302


def test_another_case_or_browser_is_no_fresh_start(client, cast):
    for name in ("ani", "Ani", "ANI", " ani "):
        fail(client, 1, name)
    client.post(
        LOGIN,
        {"login": "aNi", "password": "salah"},
        REMOTE_ADDR="10.0.0.1",
        HTTP_USER_AGENT="peramban lain",
    )
    assert sign_in(client, "anI").status_code == 429


def test_the_lock_opens_by_itself_after_a_quarter_of_an_hour(client, cast):
    fail(client, 5)
    minutes = AccessAttempt.objects.update
    minutes(attempt_time=timezone.now() - timedelta(minutes=14))
    assert sign_in(client).status_code == 429
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=16))
    assert sign_in(client).status_code == 302


def test_an_admin_sees_the_lock_and_opens_it(client, cast):
    User.objects.filter(pk=cast.ani.pk).update(username="Ani.Baru")
    fail(client, 5, "ani.baru")
    desk = Client()
    desk.force_login(cast.fitri)
    due = desk.get(reverse("accounts:account-list"), {"peran": "tindakan"})
    assert [row.user.pk for row in due.context["page"]] == [cast.ani.pk]
    page = account_page(desk, cast.ani)
    assert page.context["row"].state == "locked"
    assert "Buka kunci" in page.text
    response = desk.post(reverse("accounts:account-act", args=[cast.ani.pk, "buka-kunci"]))
    assert response.status_code == 302
    assert account_page(desk, cast.ani).context["row"].state == "active"
    assert sign_in(client, "ani.baru").status_code == 302
    assert Record.objects.get(verb="account.unlock").by == cast.fitri


def test_a_lock_that_is_over_is_not_shown(client, cast):
    fail(client, 5)
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=16))
    desk = Client()
    desk.force_login(cast.fitri)
    assert account_page(desk, cast.ani).context["row"].state == "active"


def test_suspending_ends_every_session_and_keeps_out(client, cast):
    desk = Client()
    desk.force_login(cast.fitri)
    sign_in(client)
    assert is_in(client)
    desk.post(reverse("accounts:account-act", args=[cast.ani.pk, "tangguhkan"]))
    assert not is_in(client)
    assert sign_in(Client(), password="salah").status_code == 200
    refused = sign_in(Client())
    assert (refused.status_code, "Akun ditangguhkan" in refused.text) == (403, True)
    assert Record.objects.get(verb="account.suspend").by == cast.fitri
    assert account_page(desk, cast.ani).context["row"].state == "suspended"
    desk.post(reverse("accounts:account-act", args=[cast.ani.pk, "pulihkan"]))
    assert sign_in(Client()).status_code == 302


def test_nobody_suspends_the_own_account(client, cast):
    client.force_login(cast.fitri)
    client.post(reverse("accounts:account-act", args=[cast.fitri.pk, "tangguhkan"]))
    assert User.objects.get(pk=cast.fitri.pk).is_active
    assert not Record.objects.filter(verb="account.suspend").exists()


def test_signing_out_takes_a_post(client, cast):
    sign_in(client)
    out = reverse("account_logout")
    assert client.get(out).status_code == 200
    assert is_in(client)
    assert client.post(out).status_code == 302
    assert not is_in(client)


def test_signing_out_and_in_ask_for_the_token_of_the_form(cast):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(cast.ani)
    assert strict.post(reverse("account_logout")).status_code == 403
    assert is_in(strict)
    assert sign_in(Client(enforce_csrf_checks=True)).status_code == 403


@pytest.mark.parametrize(
    "place",
    [
        "https://jahat.test/",
        "//jahat.test/",
        "/\\jahat.test/",
        "\\\\jahat.test",
        "http:jahat.test",
        "https:///jahat.test",
        "javascript:alert(1)",
        "data:text/html,x",
        " //jahat.test",
    ],
)
def test_nobody_is_sent_to_another_site(client, cast, place):
    assert sign_in(client, next=place).url == HOME
    assert client.get(LOGIN, {"next": place}).url == HOME


def test_one_lands_where_one_wanted_to_go(client, cast):
    asked = client.get(reverse("clusters:evidence-list"))
    assert asked.url == f"{LOGIN}?next=/bukti/"
    assert 'name="next" value="/bukti/"' in client.get(asked.url).text
    assert sign_in(client, next="/bukti/").url == "/bukti/"


@pytest.fixture
def with_mail(settings, cast):
    settings.MAIL_IS_SET = True
    settings.PUBLIC_URL = "https://kla.contoh.test"
    User.objects.filter(pk=cast.ani.pk).update(email="ani@contoh.test")


def ask(client, address="ani@contoh.test"):
    return client.post(RESET, {"email": address})


def test_mail_brings_a_link_and_never_a_password(client, cast, with_mail):
    link = actions.make_link(cast.ani, by=cast.fitri)
    assert ask(client).url == reverse("account_reset_password_done")
    (letter,) = mail.outbox
    assert letter.to == ["ani@contoh.test"]
    assert letter.subject == "Kata sandi baru untuk aplikasi KLA"
    assert PASSWORD not in letter.body
    assert "nama pengguna ani" in letter.body
    (way,) = re.findall(r"https://kla\.contoh\.test(/\S+)", letter.body)
    form = client.get(client.get(way).url)
    assert form.status_code == 200
    done = client.post(form.request["PATH_INFO"], {"password1": OWN, "password2": OWN})
    assert done.url == reverse("account_reset_password_from_key_done")
    assert sign_in(Client(), password=OWN).status_code == 302
    assert actions.usable_link(link) is None  # the older way in is closed
    assert "Minta tautan baru" in client.get(way, follow=True).text


@pytest.mark.parametrize("address", ["nihil@contoh.test", "citra@contoh.test"])
def test_an_address_of_nobody_gets_no_mail_and_the_same_answer(client, cast, with_mail, address):
    User.objects.filter(pk=cast.citra.pk).update(email="citra@contoh.test", is_active=False)
    assert ask(client, address).url == reverse("account_reset_password_done")
    assert mail.outbox == []


def test_without_mail_the_page_names_the_admin_and_nothing_is_sent(client, cast, settings):
    settings.MAIL_IS_SET = False
    User.objects.filter(pk=cast.ani.pk).update(email="ani@contoh.test")
    page = client.get(RESET)
    assert "Minta tautan baru kepada Admin KLA" in page.text
    assert "<form" not in page.text
    ask(client)
    assert mail.outbox == []


def test_there_is_no_way_to_sign_up(client, db):
    for path in ("/masuk/daftar/", "/masuk/signup/", "/accounts/signup/"):
        assert client.get(path).status_code == 404


def test_an_own_password_is_changed_with_the_old_one(client, cast):
    sign_in(client)
    other = Client()
    other.force_login(cast.ani)
    change, sent = reverse("account_change_password"), {"password1": OWN, "password2": OWN}
    client.post(change, sent | {"oldpassword": "salah"})
    assert User.objects.get(pk=cast.ani.pk).check_password(PASSWORD)
    assert client.post(change, sent | {"oldpassword": PASSWORD}).status_code == 302
    assert User.objects.get(pk=cast.ani.pk).check_password(OWN)
    assert is_in(client)
    assert not is_in(other)


@pytest.mark.parametrize("path", ["/akun/?cari=%00", "/akun/baru/?wilayah=%00", "/akun/%00/"])
def test_a_nul_sign_in_an_address_is_answered(client, cast, path):
    client.force_login(cast.fitri)
    assert client.get(path).status_code == 400
