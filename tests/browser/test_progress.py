"""The progress page in each state: nothing flickers or loses the focus, and the keyboard does."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.test_pages import SIZES, findings
from tests.system.driving import Driver

pytestmark = pytest.mark.once


@pytest.fixture(scope="module")
def driver(site):
    return Driver(site)


def assert_clean(page, words):
    """The heading says the state, axe finds nothing and nothing overflows, at both widths."""
    expect(page.get_by_role("heading", level=1)).to_contain_text(words)
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        assert findings(page) == [], words
        assert page.evaluate("document.documentElement.scrollWidth") <= width, words


def press(page, name):
    """By the keyboard alone."""
    page.get_by_role("button", name=name).focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_a_job_from_the_queue_to_its_draft(site, sign_in, driver):
    page = sign_in("coordinator")
    page.goto(f"{site.base}/laporan/")
    press(page, "Susun laporan 2026")
    assert_clean(page, "sedang disusun")
    expect(page.get_by_role("heading", name="Menunggu giliran")).to_be_visible()

    pk = driver.newest()[0]
    driver.shell(f"from reports import jobs; first = jobs.prepare({pk})[0]; jobs.render(first)")
    link = page.get_by_role("link", name="Sampul")
    expect(link).to_be_visible()
    assert_clean(page, "sedang disusun")
    _stays(page, link)

    page.keyboard.press("Enter")
    large = page.get_by_role("img", name="Halaman 1 dari 1 pada Sampul")
    expect(large).to_have_js_property("naturalWidth", 1000)
    assert_clean(page, "Sampul")
    page.get_by_role("link", name="Tahun 2026").click()

    expect(page.locator("#job-says")).to_have_text("")
    driver.shell(
        f"from reports import faults; faults.fail({pk}, 'Bagian Sampul gagal disusun: x.')"
    )
    expect(page.locator("#job-says")).to_have_text("Laporan tahunan 2026 gagal disusun.")
    assert_clean(page, "gagal disusun")

    press(page, "Coba lagi")
    assert_clean(page, "sedang disusun")
    press(page, "Batalkan")
    assert_clean(page, "dibatalkan")

    press(page, "Susun lagi")
    driver.shell(
        "Report.objects.filter(state='queued').update(state='draft', sha256='0' * 64, step='done')"
    )
    expect(page.locator("#job-says")).to_have_text("Laporan tahunan 2026 selesai disusun.")
    assert_clean(page, "siap diperiksa")


def _stays(page, link):
    """Two more answers come, and the link keeps the focus and its picture."""
    picture = link.locator("img")
    expect(picture).to_have_js_property("naturalWidth", 220)
    picture.evaluate("picture => { picture.dataset.same = 'yes'; }")
    link.focus()
    fetched = []
    page.on("request", lambda one: fetched.append(one.url) if one.url.endswith(".png") else None)
    for _ in range(2):
        with page.expect_response(re.compile(r"/laporan/\d+/$")):
            pass
    expect(picture).to_have_attribute("data-same", "yes")
    expect(link).to_be_focused()
    assert fetched == []
