"""The files of a register's row in a real browser: a photo brought by keyboard at 360 px."""

import re
from datetime import date

import pytest
from playwright.sync_api import expect

from tests.browser.test_pages import SIZES, findings

pytestmark = pytest.mark.once

SMALL = {"width": 360, "height": 740}


@pytest.fixture
def page(site, sign_in):
    """The page of a new play space, as its operator sees it on a phone."""
    page = sign_in("operator", viewport=SMALL)
    page.goto(f"{site.base}/program/ruang-bermain/baru/")
    page.get_by_label("Nama tempat").fill(f"Taman {id(page)}")
    page.get_by_label("Keadaan").select_option("good")
    page.get_by_role("button", name="Simpan").click()
    page.wait_for_url(re.compile(r"/ruang-bermain/\d+/$"))
    return page


def looks_right(page):
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        assert findings(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.set_viewport_size(SMALL)


def choose_by_keyboard(page, path):
    """The file box is reached with Tab; the window it opens is the browser's own."""
    page.get_by_role("link", name="Hapus", exact=True).focus()
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.type") == "file":
            break
    box = page.locator("input[type=file]")
    expect(box).to_be_focused()
    box.set_input_files(str(path))


def test_a_photo_is_brought_by_keyboard_seen_and_removed(site, page, photo):
    faults = []
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    choose_by_keyboard(page, photo)
    page.keyboard.press("Tab")
    page.keyboard.type("Ayunan di utara")
    page.get_by_label(re.compile("tidak memuat nama")).focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    picture = page.get_by_role("img", name="Ayunan di utara")
    picture.scroll_into_view_if_needed()
    expect(picture).to_have_js_property("naturalWidth", 40)
    looks_right(page)
    with page.expect_download() as got:
        page.get_by_role("link", name="rekap-contoh.png", exact=True).click()
    assert got.value.suggested_filename == "rekap-contoh.png"

    page.goto(f"{site.base}/program/ruang-bermain/")
    expect(page.locator(".file-marks").first).to_contain_text("1 foto")
    looks_right(page)
    page.go_back()
    page.get_by_role("link", name="Hapus rekap-contoh.png").click()
    looks_right(page)
    page.get_by_label("Alasan dihapus").fill("Salah tempat")
    page.get_by_role("button", name="Hapus berkas").click()
    expect(page.get_by_text("Belum ada berkas.")).to_be_visible()
    expect(page.get_by_role("complementary", name="Riwayat")).to_contain_text("Salah tempat")
    assert faults == []


def test_what_is_refused_keeps_what_was_typed(site, page, tmp_path):
    wrong = tmp_path / "foto.jpg"
    wrong.write_text("<!DOCTYPE html><p>halaman</p>")
    page.locator("input[type=file]").set_input_files(str(wrong))
    page.get_by_label(re.compile("Keterangan singkat")).fill("Ayunan patah")
    page.get_by_label(re.compile("Tanggal foto")).fill(str(date.today()))
    page.get_by_label(re.compile("tidak memuat nama")).check()
    page.get_by_role("button", name="Simpan berkas").click()
    summary = page.locator(".error-summary")
    expect(summary).to_contain_text("isi berkas ini jenis lain")
    expect(summary).to_be_focused()
    expect(page.get_by_label(re.compile("Keterangan singkat"))).to_have_value("Ayunan patah")
    expect(page.get_by_label(re.compile("Tanggal foto"))).to_have_value(str(date.today()))
    looks_right(page)
