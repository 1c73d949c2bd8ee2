"""Django's admin: every table of ours is there, for superusers, and only to be read."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.urls import reverse

from kla.accounts.actions import make_link
from kla.accounts.models import AccessLink, User
from kla.audit.actions import record
from tests.world import fill, sheet_of

OURS = [
    model
    for model in apps.get_models()
    if model.__module__.split(".")[0] in ("kla", "clusters", "programmes", "reports")
]
NAMES = [model._meta.label for model in OURS]
each_model = pytest.mark.parametrize("model", OURS, ids=NAMES)


@pytest.fixture
def root(client, cast):
    user = User.objects.create_superuser("akar", name="Akar")
    client.force_login(user)
    return client


def address(model, page, *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def test_every_own_table_is_there():
    assert {"accounts.User", "clusters.Entry", "audit.Record", "reports.Report"} <= set(NAMES)
    assert [name for name, model in zip(NAMES, OURS, strict=True) if model not in shown()] == []


def shown():
    return admin.site._registry


@each_model
def test_a_superuser_reads_the_list(root, model):
    assert root.get(address(model, "changelist")).status_code == 200


@each_model
def test_a_superuser_adds_changes_and_deletes_nothing(root, city, model):
    before = list(model.objects.order_by("pk").values())
    pk = before[0]["id"] if before else 1
    for page, args in [("add", ()), ("change", (pk,)), ("delete", (pk,))]:
        assert root.post(address(model, page, *args), {"post": "yes"}).status_code == 403
    act = {"action": "delete_selected", "_selected_action": [pk], "post": "yes"}
    root.post(address(model, "changelist"), act)
    assert list(model.objects.order_by("pk").values()) == before


def test_a_superuser_opens_one_row_without_a_way_to_save(root, city, cast):
    entry = fill(sheet_of(city, "health"), "KES-09", cast.ani, value=3, note="catatan asli")
    page = root.get(address(type(entry), "change", entry.pk))
    assert page.status_code == 200
    assert "catatan asli" in page.text
    assert 'name="_save"' not in page.text


def test_no_hash_is_shown(root, cast):
    make_link(cast.ani, by=cast.fitri)
    link = AccessLink.objects.get()
    for thing, secret in [(cast.ani, cast.ani.password), (link, link.token_hash)]:
        page = root.get(address(type(thing), "change", thing.pk))
        assert page.status_code == 200
        assert secret not in page.text


@each_model
def test_staff_that_is_no_superuser_sees_nothing(client, cast, model):
    User.objects.filter(pk=cast.fitri.pk).update(is_staff=True)
    client.force_login(cast.fitri)
    assert client.get(address(model, "changelist")).status_code == 403


def test_the_audit_list_asks_no_query_a_row(root, cast, django_assert_max_num_queries):
    for _ in range(20):
        record("entry.save", cast.ani, by=cast.ani)
    with django_assert_max_num_queries(10):
        root.get(reverse("admin:audit_record_changelist"))


def test_everybody_else_is_sent_to_sign_in(client, cast):
    client.force_login(cast.fitri)
    page = client.get(reverse("admin:index"))
    assert (page.status_code, page.url.split("?")[0]) == (302, reverse("admin:login"))
