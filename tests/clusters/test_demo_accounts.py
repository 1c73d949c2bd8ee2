"""The accounts of an invented city, where it may be made, and what it costs."""

import json
import os
import stat

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from clusters.models import Entry, Period, Sheet
from clusters.score_queries import score_period
from kla.accounts.models import User
from kla.areas.models import Area
from tests.clusters.test_demo_data import build, export, forget, invent, place

__all__ = ["place"]  # a fixture
ROLES = {"operator", "reviewer", "coordinator", "viewer", "admin"}


def accounts(folder):
    return json.loads((folder / "demo-accounts.json").read_text(encoding="utf-8"))


def test_the_accounts_are_for_their_reader_only(place):
    path = place / "demo-accounts.json"
    path.write_text("[]", encoding="utf-8")
    os.chmod(path, 0o644)  # even where somebody put it down before
    invent()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    papers = list((place / "bukti").iterdir())
    assert {stat.S_IMODE(paper.stat().st_mode) for paper in papers} == {0o600}


def test_there_is_an_account_for_each_role_and_two_kelurahan(place):
    invent()
    listed = accounts(place)
    assert all(set(one) == {"role", "username", "password", "areas"} for one in listed)
    assert {one["role"] for one in listed} == ROLES
    operators = [one["areas"] for one in listed if one["role"] == "operator"]
    assert sum(len(codes[0].split(".")) == 4 for codes in operators) >= 2
    for one in listed:
        user = User.objects.get(username=one["username"])
        given = user.assignments.values_list("role", "area__code")
        assert list(given) == [(one["role"], code) for code in one["areas"]]


def test_each_account_can_sign_in_and_no_other(client, place):
    invent()
    listed = accounts(place)
    for one in listed:
        sent = {"login": one["username"], "password": one["password"]}
        assert client.post(reverse("account_login"), sent).status_code == 302
        assert client.session["_auth_user_id"] == str(User.objects.get(username=sent["login"]).pk)
        client.logout()
    silent = User.objects.exclude(username__in=[one["username"] for one in listed])
    assert silent.count() > 10
    assert not [user for user in silent if user.has_usable_password()]


def test_a_second_citys_accounts_are_added(place):
    invent()
    first = accounts(place)
    build("64.72", "Kota Contoh", 2)  # a namesake: nobody of the one works in the other
    invent(kota="64.72")
    both = accounts(place)
    assert both[: len(first)] == first
    second = both[len(first) :]
    assert {one["role"] for one in second} == ROLES
    assert {code[:5] for one in second for code in one["areas"]} == {"64.72"}
    names = [one["username"] for one in both]
    assert len(set(names)) == len(names)
    for one in second:
        assignments = User.objects.get(username=one["username"]).assignments
        assert {code[:5] for code in assignments.values_list("area__code", flat=True)} == {"64.72"}


def test_production_is_refused(place, settings):
    settings.PRODUCTION = True
    users = User.objects.count()
    with pytest.raises(CommandError, match="production") as caught:
        invent()
    assert caught.value.returncode == 1
    assert User.objects.count() == users
    assert not Period.objects.exists()
    assert sorted(path.name for path in place.iterdir()) == ["bukti"]


@pytest.mark.parametrize(
    ("kota", "year", "why"),
    [
        ("99.99", 2026, "Kota atau kabupaten dengan kode 99.99 belum dimuat."),
        ("64.71.01", 2026, "Kota atau kabupaten dengan kode 64.71.01 belum dimuat."),
        ("64.71", 1999, "Tahun diisi empat angka, dari 2000 sampai 2100."),
    ],
)
def test_a_refusal_is_one_line_and_leaves_nothing(place, kota, year, why):
    with pytest.raises(CommandError) as caught:
        invent(kota=kota, year=year)
    assert (str(caught.value), caught.value.returncode) == (why, 1)
    assert not Period.objects.exists()
    assert not User.objects.filter(assignments__isnull=False).exists()
    assert not (place / "demo-accounts.json").exists()


def test_a_closed_year_is_refused_and_stays(place):
    invent()
    Period.objects.filter(year=2026).update(state="closed")
    before = export(place)
    with pytest.raises(CommandError, match="Tahun 2026 sudah ditutup"):
        invent()
    assert export(place) == before


def test_every_answer_of_a_handed_in_year_is_there(place):
    invent("--state", "submitted")
    # three kelurahan answer 49 each, and the offices of the kota 28
    for year in (2025, 2026):
        assert Entry.objects.filter(sheet__period__year=year).count() == 3 * 49 + 28
        sheets = Sheet.objects.filter(period__year=year)
        assert sheets.exclude(office=None).count() == sheets.filter(area__code="64.71").count()
        assert sheets.filter(office=None).count() == 3 * 6


def queries(act):
    with CaptureQueriesContext(
        connection,
    ) as caught:
        act()
    return len(caught)


def test_a_larger_city_costs_no_more_queries_to_score_and_export(place):
    def cost():
        period = Period.objects.select_related("framework").get(year=2026)
        return queries(lambda: score_period(period)), queries(lambda: export(place))

    invent("--state", "submitted")
    small = cost()
    forget()
    for number in range(4, 9):
        Area.objects.create(
            code=f"64.71.01.{1000 + number}",
            name=f"Desa Ujian {number}",
            level="kelurahan",
            parent=Area.objects.get(code="64.71.01"),
        )
    invent("--state", "submitted")
    assert cost() == small
    assert small[0] == 6


def test_inventing_writes_in_batches(place):
    """A few hundred queries for 350 answers, most of them the people's; none an answer."""
    call_command("open_period", "--kota=64.71", "--year=2026")
    with CaptureQueriesContext(connection) as caught:
        invent("--state", "submitted")
    wrote = [one["sql"] for one in caught if 'INTO "clusters_entry"' in one["sql"]]
    assert 1 <= len(wrote) <= 10
    assert len(caught) < Entry.objects.count()
