"""A real Chromium, and one served installation for all tests of a module."""

import os
import re
import shutil
from pathlib import Path

import pikepdf
import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.site import Site

CHROMIUM = shutil.which("chromium")
# Shared machines stand still for seconds; a page that never comes right fails all the same.
expect.set_options(timeout=15_000)


def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/browser" in str(item.path):
            item.add_marker(pytest.mark.browser)
            # What a standing machine made fail is tried once more, and the run's last line says
            # so; what fails twice has failed.
            item.add_marker(pytest.mark.flaky(reruns=1))
            if CHROMIUM is None:
                item.add_marker(pytest.mark.skip(reason="Chromium tidak ada di mesin ini"))


@pytest.fixture(scope="session")
def browser_type_launch_args():
    return {"executable_path": CHROMIUM, "args": ["--no-sandbox", "--disable-dev-shm-usage"]}


@pytest.fixture(scope="session")
def browser_context_args():
    return {"locale": "id-ID", "timezone_id": "Asia/Makassar", "accept_downloads": True}


@pytest.fixture(scope="module")
def site(tmp_path_factory, filled_site):
    """The invented city with its year under way and a web server; `site.base`."""
    with Site(tmp_path_factory.mktemp("situs") / "situs", like=filled_site) as made:
        made.base = made.serve()
        yield made


@pytest.fixture
def sign_in(new_context, site):
    """`sign_in("operator")`: a page of a browser of its own, signed in as that role."""

    def act(role: str, **context):
        page = new_context(**context).new_page()
        page.set_default_timeout(15_000)
        username, password = site.accounts()[role]
        page.goto(f"{site.base}/masuk/")
        page.get_by_label("Nama pengguna").fill(username)
        page.get_by_label("Kata sandi", exact=True).fill(password)
        page.get_by_role("button", name="Masuk", exact=True).click()
        page.wait_for_url(lambda url: "/masuk/" not in url)
        return page

    return act


@pytest.fixture
def picture(tmp_path) -> Path:
    """A small picture to prove something with."""
    path = tmp_path / "rekap-contoh.png"
    Image.new("RGB", (320, 200), "#2f7593").save(path)
    return path


@pytest.fixture
def large(tmp_path):
    """A valid PDF just under 20 MB, of another content each time."""
    document = pikepdf.new()
    page = document.add_blank_page()
    page.obj.Noise = document.make_indirect(
        pikepdf.Stream(document, os.urandom(20 * 1024 * 1024 - 4096))
    )
    path = tmp_path / "rekap-besar.pdf"
    document.save(path, compress_streams=False)
    assert path.stat().st_size <= 20 * 1024 * 1024
    return path


@pytest.fixture
def photo(tmp_path):
    """A small picture, of another content each time."""
    path = tmp_path / "rekap-contoh.png"
    Image.frombytes("RGB", (40, 30), os.urandom(3600)).save(path)
    return path


@pytest.fixture
def adding(site, sign_in):
    """`adding()`: the page that adds evidence to an entry that may be written."""

    def act(**context):
        page = sign_in("operator", **context)
        page.goto(f"{site.base}/")
        row = page.locator("main a.row-link", has_text=re.compile("Belum mulai|Sedang diisi")).first
        page.goto(site.base + row.get_attribute("href"))
        page.goto(site.base + page.locator('main a[href$="/bukti/"]').first.get_attribute("href"))
        return page

    return act
