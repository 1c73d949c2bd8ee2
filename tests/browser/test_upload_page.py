"""The page that adds evidence in a browser: several files, refusals, keyboard, no script."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.test_pages import findings
from tests.browser.uploading import (
    Line,
    choose,
    declare_and_send,
    is_stored,
    row_of,
    wait_for_percent,
)

pytestmark = pytest.mark.once

MEGA = 1024 * 1024


def test_the_same_photo_under_another_name_is_told_in_its_row(site, adding, photo, tmp_path):
    page = adding()
    copy = tmp_path / "salinan.jpg"
    copy.write_bytes(photo.read_bytes())
    choose(page, photo, copy)
    declare_and_send(page)
    expect(row_of(page, photo)).to_contain_text("tersimpan", timeout=60_000)
    words = f"tersimpan: isi berkas ini sama dengan {photo.name}, yang sudah ada"
    expect(row_of(page, copy)).to_contain_text(words, timeout=60_000)


def test_a_refused_file_says_why_while_another_is_stored(site, adding, photo, tmp_path):
    page = adding()
    bad = tmp_path / "halaman.pdf"
    bad.write_text("<!DOCTYPE html><script>alert(1)</script>")
    huge = tmp_path / "terlalu-besar.pdf"
    with huge.open("wb") as file:
        file.truncate(20 * MEGA + 1)
    choose(page, bad, huge, photo)
    expect(row_of(page, huge)).to_contain_text("ditolak: Berkas lebih besar dari 20 MB.")
    declare_and_send(page)
    expect(row_of(page, photo)).to_contain_text("tersimpan")
    expect(row_of(page, bad)).to_contain_text(re.compile("ditolak: Pilih berkas PDF"))
    expect(page.locator("[data-says]")).to_have_text("1 berkas tersimpan. 2 berkas ditolak.")
    assert is_stored(site, photo)
    assert not is_stored(site, bad)
    expect(row_of(page, photo).get_by_role("link", name=photo.name)).to_be_visible()
    expect(page.get_by_role("link", name="Kembali ke isian")).to_be_visible()


def test_leaving_while_uploading_asks_and_a_row_is_taken_off(site, adding, large):
    page = adding()
    choose(page, large)
    Line(page).set(upload=MEGA)
    declare_and_send(page)
    wait_for_percent(page, large, 3)
    asked = []
    page.once("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.evaluate("setTimeout(() => { location.href = '/' }, 0)")
    expect(row_of(page, large)).to_contain_text("mengunggah")
    with page.expect_request(lambda request: request.method == "DELETE"):
        row_of(page, large).get_by_role("button", name="Batal").click()
    assert asked == ["beforeunload"]
    expect(page.locator(".upload")).to_have_count(0)
    expect(page.get_by_role("button", name="Pilih berkas")).to_be_focused()


def test_what_is_missing_is_said_beside_its_box(adding, photo):
    page = adding()
    page.get_by_label(re.compile("Berlaku mulai")).fill("2027-01-01")
    page.get_by_label(re.compile("Berlaku sampai")).fill("2026-01-01")
    page.get_by_role("button", name="Simpan bukti").click()
    expect(page.get_by_role("button", name="Pilih berkas")).to_be_focused()
    said = page.locator(".field-error")
    expect(said).to_have_text(
        [
            "Pilih berkasnya dulu.",
            "Tanggal akhir mendahului tanggal mulai.",
            "Centang pernyataan ini, atau samarkan berkasnya dulu.",
        ]
    )
    assert findings(page) == []
    page.get_by_label(re.compile("Berlaku mulai")).fill("")
    choose(page, photo)
    declare_and_send(page)
    expect(row_of(page, photo)).to_contain_text("tersimpan")


def test_by_keyboard_alone(adding, photo):
    page = adding()
    page.on("filechooser", lambda _: None)  # a key is quicker than Chromium is told to ask us
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('[data-choose]')"):
            break
    expect(page.get_by_role("button", name="Pilih berkas")).to_be_focused()
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Enter")
    chooser.value.set_files(photo)
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == "declared":
            break
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Simpan bukti")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Kembali ke isian")).to_be_focused()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator("[data-sheet]")).to_contain_text(photo.name)


def test_a_file_chosen_before_the_script_came_is_there(site, adding, photo):
    page = adding(service_workers="block")  # it would bring the script from its store
    held = []
    page.route("**/js/upload.js", lambda route: held.append(route))
    page.goto(page.url, wait_until="commit")
    page.locator("#id_file").set_input_files(photo)
    expect(page.locator(".upload")).to_have_count(0)
    held[0].continue_()
    expect(row_of(page, photo)).to_contain_text("menunggu")
    declare_and_send(page)
    expect(row_of(page, photo)).to_contain_text("tersimpan")
    assert is_stored(site, photo)


def test_files_are_dropped_anywhere_on_the_page(adding):
    page = adding()
    page.evaluate(
        """() => {
          const data = new DataTransfer();
          data.items.add(new File(["%PDF"], "jatuh.pdf", {type: "application/pdf"}));
          const more = {dataTransfer: data, bubbles: true, cancelable: true};
          document.querySelector("h1").dispatchEvent(new DragEvent("drop", more));
        }"""
    )
    expect(page.locator(".upload")).to_contain_text("jatuh.pdf")


@pytest.mark.parametrize("width", [360, 1280])
def test_the_page_is_clean_with_rows_in_every_state(adding, photo, tmp_path, width):
    touch = {"has_touch": True, "is_mobile": True} if width == 360 else {}
    page = adding(viewport={"width": width, "height": 800}, **touch)
    faults = []
    page.on("console", lambda said: faults.append(said.text) if "Security" in said.text else None)
    bad = tmp_path / ("nama yang sangat panjang sekali " * 6 + ".pdf")
    bad.write_text("bukan PDF")
    camera = page.get_by_role("button", name="Ambil foto")
    if width == 360:
        expect(camera).to_be_visible()
        choose(page, photo, button="Ambil foto")
    else:
        expect(camera).to_be_hidden()
        choose(page, photo)
    choose(page, bad)
    assert findings(page) == []
    declare_and_send(page)
    expect(page.get_by_role("link", name="Kembali ke isian")).to_be_visible()
    assert findings(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert faults == []


def test_one_file_without_javascript(site, adding, photo):
    page = adding(java_script_enabled=False)
    page.locator("#id_file").set_input_files(photo)
    expect(page.get_by_role("button", name="Pilih berkas")).to_be_hidden()
    page.get_by_label(re.compile("tidak memuat nama")).check()
    page.get_by_role("button", name="Simpan bukti").click()
    expect(page).to_have_url(re.compile(r"/lembar/\d+/#ind-"))
    assert is_stored(site, photo)
