"""A page asks the database as often for a large city as for a small one."""

from types import SimpleNamespace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from clusters.actions import post_comment
from clusters.models import EvidenceLink
from kla.accounts.actions import make_link
from kla.accounts.models import Assignment
from kla.areas.models import Office
from reports.models import Report, Snapshot
from tests.clusters.entering import save
from tests.clusters.reviewing import hand_in, proof
from tests.world import build_city, build_user, fill, sheet_of

PAGES = {
    "home": ("ani", lambda city: reverse("clusters:home")),
    "sheet": ("ani", lambda city: sheet_of(city, "health").get_absolute_url()),
    "table": (
        "ani",
        lambda city: reverse("clusters:grid", args=[sheet_of(city, "health").pk]),
    ),
    "sheet check": (
        "ani",
        lambda city: reverse("clusters:sheet-check", args=[sheet_of(city, "health").pk]),
    ),
    "threads": ("budi", lambda city: reverse("clusters:thread-list")),
    "one thread": (
        "ani",
        lambda city: reverse("clusters:thread", args=[sheet_of(city, "health").pk, "KES-01"]),
    ),
    "evidence list": ("ani", lambda city: reverse("clusters:evidence-list")),
    "population": ("ani", lambda city: reverse("clusters:population")),
    "queue": ("budi", lambda city: reverse("clusters:review-queue")),
    "review sheet": ("budi", lambda city: sheet_of(city, "education").get_review_url()),
    "review entry": (
        "budi",
        lambda city: reverse(
            "clusters:review-entry", args=[sheet_of(city, "education").pk, "PEN-01"]
        ),
    ),
    "dashboard": ("dewi", lambda city: reverse("clusters:dashboard")),
    "completeness": ("dewi", lambda city: reverse("clusters:completeness")),
    "years": ("dewi", lambda city: reverse("clusters:period-list")),
    "reports of the secretariat": ("dewi", lambda city: reverse("reports:report-list")),
    "reports of a viewer": ("eko", lambda city: reverse("reports:report-list")),
    "accounts": ("fitri", lambda city: reverse("accounts:account-list")),
    "one account": (
        "fitri",
        lambda city: reverse("accounts:account-detail", args=[city.people.ani.pk]),
    ),
}

SUMMED_UP = {"table", "sheet check", "review sheet", "dashboard"}  # show no row more, but read more


def build(code, kelurahan):
    """A city in which everything grows with the number of its kelurahan."""
    city = build_city(code=code, name=f"Kota {code}", kelurahan=kelurahan)
    people = SimpleNamespace(
        ani=build_user(f"ani{code}", "operator", city.kelurahan[0]),
        budi=build_user(f"budi{code}", "reviewer", city.kota),
        dewi=build_user(f"dewi{code}", "coordinator", city.kota),
        eko=build_user(f"eko{code}", "viewer", city.kota, sees_small_counts=True),
        fitri=build_user(f"fitri{code}", "admin", city.kota),
    )
    city.people = people
    office = Office.objects.get(key="health")
    Assignment.objects.create(user=people.ani, role="operator", area=city.kota, office=office)
    own = fill(sheet_of(city, "health"), "KES-01", people.ani, numerator=9, denominator=10)
    for number, area in enumerate(city.kelurahan):
        somebody = build_user(f"operator{number}.{code}", "operator", area)
        make_link(somebody, by=people.fitri)
        if number:
            Assignment.objects.create(user=people.ani, role="operator", area=area)
            proof(fill(sheet_of(city, "health", area), "KES-01", somebody, numerator=9))
        claim = sheet_of(city, "education", area)
        entry = fill(claim, "PEN-01", somebody, numerator=1, denominator=50, note="satu anak")
        hand_in(claim, somebody)
        EvidenceLink.objects.create(
            entry=own, file=proof(entry).file, linked_by=people.ani
        )  # as many files on one entry as there are kelurahan
        talk(city, area, number)
        report(city, number)
    first = sheet_of(city, "education").entries.get()
    for link in EvidenceLink.objects.filter(entry=own).exclude(file__links__entry=first):
        EvidenceLink.objects.create(entry=first, file=link.file, linked_by=people.ani)
    return city


def talk(city, area, number):
    """A thread in each kelurahan, and as many messages in that of the first."""
    for sheet in (sheet_of(city, "education", area), sheet_of(city, "health")):
        indicator = sheet.cluster.indicators.get(code__in=("PEN-01", "KES-01"))
        post_comment(sheet, indicator, f"pesan {number}", by=city.people.dewi)


def report(city, number):
    snapshot = Snapshot.objects.create(
        period=city.period, sha256=f"{number:02d}{city.kota.code}".ljust(64, "0"), content=b""
    )
    Report.objects.create(
        period=city.period,
        snapshot=snapshot,
        state="published",
        sha256=snapshot.sha256,
        heartbeat=timezone.now(),
        published_at=timezone.now(),
        published_by=city.people.dewi,
        requested_by=city.people.dewi,
        number=number + 1,
    )


@pytest.fixture
def cities(db):
    return build("64.71", 4), build("64.72", 12)


def asked(city, who, address):
    """The queries of one look at a page that was looked at before, and the page's size."""
    client = Client()
    client.force_login(getattr(city.people, who))
    assert client.get(address).status_code == 200
    with CaptureQueriesContext(connection) as seen:
        response = client.get(address)
    assert response.status_code == 200
    return [query["sql"] for query in seen], len(response.content)


@pytest.mark.parametrize("name", PAGES)
def test_a_city_three_times_as_large_asks_no_more(cities, name):
    who, address = PAGES[name]
    (small, before), (large, after) = (asked(city, who, address(city)) for city in cities)
    assert (after > before + 300) is (name not in SUMMED_UP)
    assert len(large) == len(small), "\n".join(sql for sql in large if large.count(sql) > 1)


def test_one_save_asks_the_same_in_every_city(cities):
    counts = []
    for city in cities:
        client = Client()
        client.force_login(city.people.ani)
        sheet = sheet_of(city, "health")
        for number in (1, 2, 3):  # the first save makes the row
            with CaptureQueriesContext(connection) as seen:
                answer = save(client, sheet, "KES-09", value=number, version=number - 1)
            assert answer.status_code == 200
            counts.append(len(seen))
    assert counts[:3] == counts[3:]
    assert counts[1] == counts[2]
