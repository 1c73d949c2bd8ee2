"""Evidence in a real browser: previews, using a file again, a newer version, at both widths."""

import re

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser.test_pages import SIZES, findings, go
from tests.clusters.office_files import workbook
from tests.clusters.papers import pdf

DECLARED = re.compile("tidak memuat nama")


@pytest.fixture
def papers(tmp_path):
    """A photo, a workbook, and two versions of a decree, as files."""
    photo = tmp_path / "foto.jpg"
    Image.new("RGB", (1600, 1200), "#2f7593").save(photo)
    made = {"tabel.xlsx": workbook(), "SK.pdf": pdf(1), "SK baru.pdf": pdf(2)}
    for name, content in made.items():
        (tmp_path / name).write_bytes(content)
    return tmp_path


def bring(page, path, button="Simpan bukti"):
    page.locator("input[type=file]").first.set_input_files(str(path))
    page.get_by_label(DECLARED).check()
    page.get_by_role("button", name=button).click()
    if button == "Simpan bukti":  # sent in pieces, so the page stays until one goes on
        page.get_by_role("link", name="Kembali ke isian").click()
    page.wait_for_url("**/lembar/*/#ind-*")


def looks_right(page):
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        assert findings(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_file_is_brought_used_again_and_renewed(site, sign_in, papers):
    page = sign_in("operator")
    faults = []
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    go(page, site, "lembar")
    links = page.locator('a[href*="/isian/"][href$="/bukti/"]')
    first, second = (links.nth(n).get_attribute("href") for n in (0, 1))
    for name in ("foto.jpg", "tabel.xlsx", "SK.pdf"):
        page.goto(site.base + first)
        bring(page, papers / name)
    card = page.locator(f"#ind-{first.split('/')[4]}")
    thumb = card.locator(".evidence", has_text="foto.jpg").locator("img")
    thumb.scroll_into_view_if_needed()
    expect(thumb).to_have_js_property("complete", True)
    expect(thumb).to_have_js_property("naturalWidth", 480)
    expect(card.locator(".evidence", has_text="tabel.xlsx").locator(".thumb")).to_have_text("XLSX")
    looks_right(page)

    page.goto(site.base + second)
    looks_right(page)
    page.get_by_role("button", name="Pakai SK.pdf").click()
    page.wait_for_url("**/lembar/*/#ind-*")
    page.get_by_role("link", name="Ganti dengan versi baru dari SK.pdf").first.click()
    looks_right(page)
    bring(page, papers / "SK baru.pdf", "Simpan versi baru")
    for address in (first, second):  # both entries follow
        card = page.locator(f"#ind-{address.split('/')[4]}")
        expect(card.locator(".evidence", has_text="SK baru.pdf")).to_contain_text("Versi 2")
        expect(card.get_by_text("SK.pdf", exact=True)).to_have_count(0)
    card.get_by_role("link", name="versi sebelumnya").click()
    expect(page.get_by_role("link", name="SK.pdf")).to_be_visible()
    looks_right(page)
    page.goto(f"{site.base}/bukti/")
    looks_right(page)
    assert faults == []
