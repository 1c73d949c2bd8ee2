"""No page leads a person to where that person may not go."""

import re

import pytest

from clusters.models import Sheet
from tests.world import sheet_of

PEOPLE = ["ani", "budi", "dewi", "eko", "fitri", "gita"]


@pytest.mark.parametrize("name", PEOPLE)
def test_every_link_of_every_page_leads_somewhere(client, city, cast, name):
    Sheet.objects.filter(pk=sheet_of(city, "health").pk).update(state="submitted")
    client.force_login(getattr(cast, name))
    todo, seen, dead = [("", "/")], set(), []
    while todo:
        source, address = todo.pop(0)
        if address in seen:
            continue
        seen.add(address)
        answer = client.get(address)
        if answer.status_code in (301, 302):
            todo.append((address, answer["Location"]))
        elif answer.status_code != 200:
            dead.append((source, address, answer.status_code))
        elif not answer.streaming and answer["Content-Type"].startswith("text/html"):
            found = re.findall(r'href="(/[^"#]*)', answer.text)
            todo += [(address, link.replace("&amp;", "&")) for link in found]
        todo = [row for row in todo if not row[1].startswith(("/static/", "/masuk/"))]
    assert dead == []
    assert len(seen) >= 3
