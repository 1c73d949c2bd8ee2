"""Every main page at both widths: axe finds nothing, nothing overflows, the keyboard suffices."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.once

AXE = Path(__file__).resolve().parents[2] / "node_modules/axe-core/axe.min.js"
PAGES = [
    ("operator", "/"),
    ("operator", "lembar"),
    ("operator", "lembar-tabel"),
    ("operator", "lembar-periksa"),
    ("operator", "/bukti/"),
    ("operator", "/penduduk/"),
    ("operator", "/lembar-kerja/"),
    ("operator", "/program/"),
    ("operator", "/program/ruang-bermain/"),
    ("operator", "/program/ruang-bermain/baru/"),
    ("coordinator", "/program/rapat/"),
    ("coordinator", "/program/patbm/unggah/"),
    ("coordinator", "/program/pelatihan/cakupan/"),
    ("viewer", "/program/peserta/"),
    ("reviewer", "/periksa/"),
    ("reviewer", "lembar-verifikator"),
    ("reviewer", "/dasbor/"),
    ("coordinator", "/kelengkapan/"),
    ("coordinator", "/periode/"),
    ("coordinator", "/dasbor/"),
    ("coordinator", "/dasbor/jalan/"),
    ("coordinator", "/program/cakupan/"),
    ("coordinator", "/program/isu/violence/"),
    ("coordinator", "/kota/"),
    ("coordinator", "/laporan/"),
    ("viewer", "/laporan/"),
    ("admin", "/akun/"),
    ("admin", "/akun/baru/"),
    ("admin", "/akun/impor/"),
]
SIZES = [(360, 740), (1280, 800)]


def go(page, site, where):
    if where == "lembar-verifikator":
        page.goto(f"{site.base}/periksa/")
        where = page.locator('main a[href*="/periksa/"]').first.get_attribute("href")
    elif where.startswith("lembar"):
        page.goto(f"{site.base}/")
        sheet = page.locator('main a[href^="/lembar/"]').first.get_attribute("href").split("#")[0]
        where = sheet + {"lembar-periksa": "periksa/", "lembar-tabel": "tabel/"}.get(where, "")
    answer = page.goto(site.base + where)
    assert answer.status == 200, where


def findings(page):
    """What axe finds, as (rule, first place), once the page that is coming has come."""
    page.wait_for_load_state()
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run().then(result => result.violations)")
    return [(one["id"], one["nodes"][0]["html"][:200]) for one in found]


@pytest.mark.parametrize("size", SIZES, ids=lambda size: str(size[0]))
@pytest.mark.parametrize(("role", "where"), PAGES)
def test_a_page_is_clean_and_fits(site, sign_in, role, where, size):
    page = sign_in(role, viewport={"width": size[0], "height": size[1]})
    faults = []
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    go(page, site, where)
    assert findings(page) == []
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= size[0], f"{wide} px"
    assert faults == []


def test_the_sign_in_page_is_clean(site, new_context):
    page = new_context(viewport={"width": 360, "height": 740}).new_page()
    page.goto(f"{site.base}/masuk/")
    assert findings(page) == []


def test_signing_in_and_saving_by_keyboard_alone(site, new_context):
    page = new_context().new_page()
    page.goto(f"{site.base}/masuk/")
    page.get_by_label("Nama pengguna").focus()
    username, password = site.accounts()["operator"]
    page.keyboard.type(username)
    page.keyboard.press("Tab")
    page.keyboard.type(password)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{site.base}/")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_attribute("href", "#isi")
    page.keyboard.press("Enter")
    go(page, site, "lembar")
    box = page.locator('input[type="text"]:not([readonly])').first
    box.focus()
    page.keyboard.press("Control+A")
    with page.expect_response(lambda answer: "/isian/" in answer.url) as saved:
        page.keyboard.type("7")
        page.keyboard.press("Tab")
    assert saved.value.status in (200, 422)
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    shadow = page.evaluate("getComputedStyle(document.activeElement).boxShadow")
    assert outline != "none" or shadow != "none"


def test_filling_and_saving_without_javascript(site, sign_in):
    page = sign_in("operator", java_script_enabled=False)
    go(page, site, "lembar")
    box = page.locator('input[type="text"]:not([readonly])').first
    name = box.get_attribute("name")
    box.fill("3")
    page.get_by_role("button", name="Simpan semua").click()
    expect(page.locator(f'[name="{name}"]')).to_have_value("3")
