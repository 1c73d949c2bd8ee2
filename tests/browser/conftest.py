"""A real Chromium, and one served installation for all tests of a module."""

import shutil
from pathlib import Path

import pytest

from tests.site import Site

CHROMIUM = shutil.which("chromium")


def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/browser" in str(item.path):
            item.add_marker(pytest.mark.browser)
            if CHROMIUM is None:
                item.add_marker(pytest.mark.skip(reason="Chromium tidak ada di mesin ini"))


@pytest.fixture(scope="session")
def browser_type_launch_args():
    return {"executable_path": CHROMIUM, "args": ["--no-sandbox", "--disable-dev-shm-usage"]}


@pytest.fixture(scope="session")
def browser_context_args():
    return {"locale": "id-ID", "timezone_id": "Asia/Makassar", "accept_downloads": True}


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The invented city with its year under way, a worker and a web server; `site.base`."""
    with Site(tmp_path_factory.mktemp("situs") / "situs") as made:
        made.fill()
        made.start_worker()
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
    from PIL import Image  # noqa: PLC0415 - only here

    path = tmp_path / "rekap-contoh.png"
    Image.new("RGB", (320, 200), "#2f7593").save(path)
    return path
