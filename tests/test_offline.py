"""The installable app as the server gives it: manifest, worker, key, whose page it is."""

import json
import re

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from PIL import Image

from kla import offline
from kla.opaque import HEADER, KEPT, person_of
from tests.world import sheet_of


def config(client):
    """What the worker is told, and its code."""
    first, code = client.get("/sw.js").content.decode().split("\n", 1)
    return json.loads(first.removeprefix("self.KLA = ").removesuffix(";")), code


def test_the_manifest_names_the_city_and_pictures_that_are_there(client, city):
    response = client.get("/manifest.webmanifest")
    assert response["Content-Type"] == "application/manifest+json"
    given = response.json()
    assert given["name"] == "KLA Kota Contoh"
    assert (given["lang"], given["start_url"], given["display"]) == ("id", "/", "standalone")
    assert (given["theme_color"], given["background_color"]) == ("#0B3C49", "#FAF7F0")
    pictures = [one for one in given["icons"] if one["type"] == "image/png"]
    assert [one["sizes"] for one in pictures] == ["192x192", "512x512"] * 2
    for one in pictures:
        path = settings.ASSETS_DIR / one["src"].removeprefix("/static/")
        with Image.open(path) as picture:
            assert "x".join(map(str, picture.size)) == one["sizes"]


def test_the_manifest_of_a_server_with_two_cities_names_neither(client, city, other_city):
    assert client.get("/manifest.webmanifest").json()["name"] == "KLA"


def test_the_worker_stands_at_the_root_and_is_always_asked_for(client, db):
    response = client.get("/sw.js")
    assert response["Content-Type"].startswith("text/javascript")
    assert response["Service-Worker-Allowed"] == "/"
    assert "no-cache" in response["Cache-Control"]
    told, code = config(client)
    assert "/static/js/entry.js" in told["files"]
    assert "/static/idb.min.js" in told["files"]
    assert not any(word in name for name in told["files"] for word in ("worker.js", "tus", "print"))
    assert 'addEventListener("fetch"' in code


def test_a_changed_file_makes_another_worker(client, db, monkeypatch):
    before = config(client)[0]["version"]
    assert config(client)[0]["version"] == before
    files = offline.static_files()
    changed = files | {"js/app.js": files["js/app.js"] + b"\n"}
    monkeypatch.setattr(offline, "static_files", lambda: changed)
    assert config(client)[0]["version"] != before


@pytest.mark.parametrize(
    ("path", "is_kept"),
    [
        ("/", True),
        ("/penduduk/", True),
        ("/lembar/7/", True),
        ("/lembar/7/tabel/", True),
        ("/lembar/7/periksa/", False),
        ("/lembar/7/isian/KES-01/bukti/", False),
        ("/lembar/7/tabel/tempel/", False),
        ("/bukti/", False),
        ("/penduduk/7/", False),
        ("/periksa/lembar/7/", False),
        ("/akun/", False),
        ("/masuk/", False),
    ],
)
def test_only_entry_pages_may_be_kept(path, is_kept):
    assert bool(re.search(KEPT, path)) is is_kept


def test_the_key_says_who_is_signed_in_under_an_opaque_name(client, cast):
    assert client.get("/luring/kunci/").json()["person"] == ""
    client.force_login(cast.ani)
    response = client.get("/luring/kunci/")
    given = response.json()
    assert given["person"] == person_of(cast.ani) != person_of(cast.budi)
    assert re.fullmatch("[0-9a-f]{32}", given["person"])
    assert "no-store" in response["Cache-Control"]


def test_what_waited_goes_out_with_the_fresh_key(cast, city):
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.ani)
    sheet = sheet_of(city, "health")
    address = reverse("clusters:entry-save", args=[sheet.pk, "KES-09"])
    fields = {"KES-09-value": "4", "KES-09-version": "0"}
    stale = client.post(address, fields, headers={"HX-Request": "true", "X-CSRFToken": "x" * 64})
    assert stale.status_code == 403
    token = client.get("/luring/kunci/").json()["token"]
    sent = client.post(address, fields, headers={"HX-Request": "true", "X-CSRFToken": token})
    assert sent.status_code == 200
    assert 'id="versi-KES-09" value="1"' in sent.content.decode()
    assert [(e.value, e.version) for e in sheet.entries.all()] == [(4, 1)]


def test_a_page_says_whose_it_is_and_is_not_kept_by_the_browser(client, cast):
    assert client.get("/masuk/")[HEADER] == "-"
    client.force_login(cast.ani)
    response = client.get("/")
    assert response[HEADER] == person_of(cast.ani)
    assert response["Cache-Control"] == "private, no-store"
    assert person_of(cast.ani) in response.content.decode()
    client.force_login(cast.budi)
    response = client.get(reverse("clusters:review-queue"))
    assert response[HEADER] == person_of(cast.budi)
    assert person_of(cast.budi) in response.content.decode(), "text of an operator's days may wait"


@pytest.mark.parametrize("address", ["/luring/", "/luring/keluar/"])
def test_offline_pages_name_nobody(client, cast, address):
    page = client.get(address).content.decode()
    assert "<h1>" in page
    assert "kla-person" not in page


def test_a_token_that_is_not_there_is_said():
    with pytest.raises(LookupError):
        offline.token("warna-yang-tidak-ada")
