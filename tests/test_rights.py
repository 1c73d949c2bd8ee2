"""Every address declares its right, and what a person may not see is not there."""

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.world import sheet_of


def walk(patterns, prefix=""):
    for one in patterns:
        if isinstance(one, URLResolver):
            if str(one.pattern) != "admin/":
                yield from walk(one.url_patterns, prefix + str(one.pattern))
        elif isinstance(one, URLPattern):
            yield prefix + str(one.pattern), one.callback


def test_every_address_declares_its_right():
    undeclared = [
        path for path, view in walk(get_resolver().url_patterns) if not hasattr(view, "right")
    ]
    assert undeclared == []


# name → who gets a page; everybody else who signed in gets 404
PAGES = {
    "clusters:review-queue": {"budi"},
    "clusters:dashboard": {"budi", "dewi", "eko"},
    "clusters:completeness": {"dewi"},
    "clusters:period-list": {"dewi"},
    "clusters:thread-list": {"ani", "budi", "citra", "dewi", "gita"},
    "clusters:evidence-list": {"ani", "citra", "gita"},
    "clusters:population": {"ani", "citra"},
    "reports:report-list": {"budi", "dewi", "eko"},
    "reports:chapter-list": {"dewi"},
    "accounts:account-list": {"fitri"},
    "accounts:account-create": {"fitri"},
    "accounts:account-import": {"fitri"},
    "areas:city": {"dewi", "fitri"},
}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_there_for_its_roles_only(client, cast, name):
    seen = set()
    for person, user in vars(cast).items():
        client.force_login(user)
        status = client.get(reverse(name)).status_code
        assert status in (200, 404), (person, status)
        if status == 200:
            seen.add(person)
    assert seen == PAGES[name]


@pytest.mark.parametrize("name", [*PAGES, "clusters:home"])
def test_a_stranger_is_asked_to_sign_in(client, db, name):
    response = client.get(reverse(name))
    assert response.status_code == 302
    assert response.url.startswith(reverse("account_login"))


@pytest.mark.parametrize(
    ("name", "who"),
    [
        ("clusters:sheet", {"ani"}),
        ("clusters:sheet-check", {"ani"}),
        ("clusters:grid", {"ani"}),
        ("clusters:review-sheet", {"budi"}),
        ("clusters:sheet-exception", {"dewi"}),
    ],
)
def test_a_sheet_is_there_for_its_own_people_only(client, city, cast, name, who):
    sheet = sheet_of(city, "health")
    type(sheet).objects.filter(pk=sheet.pk).update(state="submitted")
    seen = set()
    for person, user in vars(cast).items():
        client.force_login(user)
        if client.get(reverse(name, args=[sheet.pk])).status_code == 200:
            seen.add(person)
    assert seen == who
