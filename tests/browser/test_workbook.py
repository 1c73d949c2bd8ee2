"""The trip of a workbook: downloaded, filled in with faults, mended, looked at, applied."""

import re

import openpyxl
import pytest
from playwright.sync_api import expect

from clusters.workbook.layout import AT, HEADER_ROW
from tests.browser.test_pages import findings

SIZES = [(360, 740), (1280, 800)]


@pytest.fixture
def trip(site, sign_in, tmp_path):
    """`trip()`: the operator's page on the upload, and the downloaded workbook's path."""

    def act(**context):
        page = sign_in("operator", viewport={"width": 1280, "height": 800}, **context)
        page.goto(f"{site.base}/")
        with page.expect_download() as got:
            page.get_by_role("link", name="Unduh semua lembar (XLSX)").click()
        path = tmp_path / got.value.suggested_filename
        got.value.save_as(path)
        page.get_by_role("link", name="Unggah lembar kerja").click()
        page.wait_for_url("**/lembar-kerja/")
        return page, path

    return act


def pairs_of(book):
    """(tab, row, code) of each row with two open number cells, in order."""
    for tab in book:
        for row in range(HEADER_ROW + 1, tab.max_row + 1):
            cells = [tab.cell(row, AT[name]) for name in ("number", "denominator")]
            key = tab.cell(row, AT["key"]).value
            if key and not any(cell.protection.locked for cell in cells):
                yield tab, row, key.split("|")[1]


def send(page, path):
    page.get_by_label(re.compile("^Lembar kerja XLSX")).set_input_files(path)
    with page.expect_navigation():
        page.get_by_role("button", name="Periksa lembar kerja").click()


def clean(page):
    assert findings(page) == []
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_three_faults_are_told_mended_and_applied(trip, site):
    page, path = trip()
    clean(page)
    book = openpyxl.load_workbook(path)
    rows = list(pairs_of(book))[:5]
    for tab, row, _ in rows:
        for name, value in (("number", 12), ("denominator", 15), ("note", "dari lembar kerja")):
            tab.cell(row, AT[name]).value = value
    wrong = [("number", 99, "99 lebih besar dari 15"), ("number", "=6+6", "berisi rumus")]
    wrong.append(("denominator", "lima belas", "bukan angka"))
    places = []
    for (tab, row, _), (name, value, words) in zip(rows, wrong, strict=False):
        tab.cell(row, AT[name]).value = value
        places.append((f"{tab.title}!{tab.cell(row, AT[name]).coordinate}", words))
    book.save(path)
    send(page, path)
    expect(page.locator(".error-summary")).to_contain_text("3 sel perlu diperbaiki")
    told = page.locator("#salah tbody tr")
    expect(told).to_have_count(3)
    for place, words in places:
        expect(told.filter(has_text=place)).to_contain_text(words)
    expect(page.get_by_role("button", name=re.compile("^Terapkan"))).to_have_count(0)
    clean(page)
    for tab, row, _ in rows:
        tab.cell(row, AT["number"]).value = 12
        tab.cell(row, AT["denominator"]).value = "15"
    book.save(path)
    send(page, path)
    expect(page.locator(".error-summary")).to_have_count(0)
    assert site.sql("SELECT count(*) FROM clusters_entry WHERE note = 'dari lembar kerja'") == [
        (0,)
    ]
    clean(page)
    with page.expect_navigation():
        page.get_by_role("button", name="Terapkan 5 perubahan").click()
    expect(page.get_by_role("status").first).to_contain_text("5 isian dari lembar kerja tersimpan")
    tab, row, code = rows[0]
    sheet = tab.cell(row, AT["key"]).value.split("|")[0]
    page.goto(f"{site.base}/lembar/{sheet}/")
    expect(page.locator(f'[name="{code}-numerator"]')).to_have_value("12")
    expect(page.locator(f'[name="{code}-denominator"]')).to_have_value("15")
    assert site.sql("SELECT count(*) FROM clusters_entry WHERE note = 'dari lembar kerja'") == [
        (5,)
    ]


def test_somebody_quicker_is_shown_and_chosen_without_script(trip, site):
    page, path = trip(java_script_enabled=False)
    book = openpyxl.load_workbook(path)
    tab, row, code = list(pairs_of(book))[-1]
    sheet = tab.cell(row, AT["key"]).value.split("|")[0]
    tab.cell(row, AT["number"]).value, tab.cell(row, AT["denominator"]).value = 3, 40
    tab.cell(row, AT["note"]).value = "dari lembar kerja"
    book.save(path)
    other = page.context.new_page()
    other.goto(f"{site.base}/lembar/{sheet}/")
    other.locator(f'[name="{code}-numerator"]').fill("4")
    other.locator(f'[name="{code}-denominator"]').fill("40")
    with other.expect_navigation():
        other.get_by_role("button", name="Simpan semua").last.click()
    send(page, path)
    conflict = page.locator("#conflict")
    expect(conflict).to_contain_text("4 dari 40")
    expect(conflict).to_contain_text("3 dari 40")
    conflict.get_by_label("Pakai lembar kerja").check()
    with page.expect_navigation():
        page.get_by_role("button", name="Terapkan pilihan Anda").click()
    expect(page.get_by_role("status").first).to_contain_text("1 isian dari lembar kerja tersimpan")
    expect(page.locator(f'[name="{code}-numerator"]')).to_have_value("3")
