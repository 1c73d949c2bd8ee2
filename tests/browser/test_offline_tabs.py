"""Two tabs and two people on one card: no version goes ahead without the boxes it belongs to."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.luring import enter, note, on_kept_sheet, operators, sheet_number
from tests.browser.test_entry import box, fill_pair, first_pair, status

pytestmark = pytest.mark.once


@pytest.fixture
def operator(new_context, site):
    return on_kept_sheet(new_context, site, viewport={"width": 1280, "height": 800})


def stored(site, page, code):
    """(numerator, denominator, note) as the server has it."""
    return site.sql(
        "SELECT e.numerator, e.denominator, e.note FROM clusters_entry e "
        "JOIN clusters_indicator i ON i.id = e.indicator_id "
        f"WHERE e.sheet_id = {sheet_number(page)} AND i.code = '{code}'"
    )[0]


def second_tab(page):
    """The same sheet once more, its scripts at work."""
    other = page.context.new_page()
    other.goto(page.url)
    other.wait_for_load_state("networkidle")
    return other


def saved(page, code):
    expect(status(page, code)).to_contain_text("Tersimpan")


def test_a_version_comes_with_its_boxes(site, operator):
    page, code = operator, first_pair(operator)
    other = second_tab(page)
    page.context.set_offline(True)
    fill_pair(page, code, 10, 50)
    expect(status(page, code)).to_have_text("Menunggu jaringan")
    page.context.set_offline(False)
    saved(page, code)
    saved(other, code)
    expect(box(other, code, "numerator")).to_have_value("10")
    note(other, f"{code}-note", "hanya catatan")
    saved(other, code)
    page.wait_for_load_state("networkidle")
    assert stored(site, page, code) == (10, 50, "hanya catatan")
    other.get_by_role("button", name="Simpan semua").first.click()
    other.wait_for_load_state("networkidle")
    assert stored(site, page, code) == (10, 50, "hanya catatan")


def test_two_tabs_without_network_add_to_each_other(site, operator):
    page, code = operator, first_pair(operator)
    fill_pair(page, code, 1, 50)
    saved(page, code)
    other = second_tab(page)
    page.context.set_offline(True)
    fill_pair(page, code, 12, 50)
    expect(status(page, code)).to_have_text("Menunggu jaringan")
    expect(status(other, code)).to_contain_text("Diketik di halaman lain")
    note(other, f"{code}-note", "dari tab kedua")
    expect(status(other, code)).to_have_text("Menunggu jaringan")
    expect(box(page, code, "note")).to_have_value("dari tab kedua")
    page.context.set_offline(False)
    saved(page, code)
    saved(other, code)
    assert stored(site, page, code) == (12, 50, "dari tab kedua")


def test_a_note_in_another_tab_while_the_first_still_saves(site, operator):
    page, code = operator, first_pair(operator)
    other = second_tab(page)
    held = []
    page.route("**/isian/**", lambda route: held.append(route), times=1)
    fill_pair(page, code, 40, 80)
    page.wait_for_timeout(800)
    note(other, f"{code}-note", "selagi menyimpan")
    expect(status(other, code)).to_contain_text("Menunggu jaringan")
    held[0].continue_()
    saved(other, code)
    saved(page, code)
    assert stored(site, page, code) == (40, 80, "selagi menyimpan")


@pytest.mark.parametrize("choice", ["mine", "theirs"])
def test_a_conflict_in_two_tabs_says_what_it_stores(site, operator, new_context, choice):
    page, code = operator, first_pair(operator)
    other = second_tab(page)
    page.context.set_offline(True)
    fill_pair(page, code, 33, 41)
    expect(status(page, code)).to_have_text("Menunggu jaringan")
    colleague = new_context().new_page()
    enter(colleague, site, operators(site)[0])
    colleague.goto(page.url)
    fill_pair(colleague, code, 7, 42)
    saved(colleague, code)
    page.context.set_offline(False)
    panel = other.locator(f"#ind-{code} [data-conflict]")
    expect(panel).to_contain_text("33 dari 41")
    expect(box(other, code, "numerator")).to_have_value("33")
    panel.locator(f"input[value={choice}]").check()
    panel.get_by_role("button", name="Simpan pilihan").click()
    saved(other, code)
    saved(page, code)
    chosen = (33, 41) if choice == "mine" else (7, 42)
    assert stored(site, page, code)[:2] == chosen
    other.goto(f"{site.base}/")
    expect(other.locator("[data-queue]")).to_be_empty()
    other.goto(page.url)
    other.wait_for_load_state("networkidle")
    assert stored(site, page, code)[:2] == chosen


def test_a_browser_that_keeps_nothing_sends_plainly(site, operator):
    page, code = operator, first_pair(operator)
    page.evaluate("() => { IDBObjectStore.prototype.put = () => { throw new Error('penuh') } }")
    page.route("**/isian/**", lambda route: route.abort("connectionreset"), times=1)
    fill_pair(page, code, 14, 60)
    again = status(page, code).get_by_role("button", name="Gagal, coba lagi")
    again.click()
    saved(page, code)
    assert stored(site, page, code)[:2] == (14, 60)


def test_an_answer_that_never_came_is_no_conflict(site, operator):
    page, code, address = operator, first_pair(operator), operator.url
    context = page.context
    page.route("**/isian/**", lambda route: route.fetch() and None, times=1)
    fill_pair(page, code, 16, 61)
    page.wait_for_timeout(1500)
    assert stored(site, page, code)[:2] == (16, 61)
    page.close()
    context.set_offline(True)
    page = context.new_page()
    page.goto(address)
    expect(box(page, code, "numerator")).to_have_value("16")
    fill_pair(page, code, 17, 61)
    context.set_offline(False)
    expect(status(page, code)).to_contain_text("Tersimpan", timeout=40_000)
    assert stored(site, page, code)[:2] == (17, 61)


def test_what_is_thrown_away_goes_from_the_other_tab(operator):
    page, code = operator, first_pair(operator)
    stood = box(page, code, "numerator").input_value()
    check = page.context.new_page()
    check.goto(f"{page.url}periksa/")
    check.on("dialog", lambda dialog: dialog.accept())
    page.context.set_offline(True)
    fill_pair(page, code, 99, 100)
    expect(status(page, code)).to_have_text("Menunggu jaringan")
    check.get_by_role("button", name="Buang yang belum tersimpan").click()
    expect(status(page, code)).to_have_text(re.compile("Dibuang di halaman lain"))
    expect(box(page, code, "numerator")).to_have_value(stood)
