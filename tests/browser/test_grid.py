"""The table mode in a browser: keys, and a block from a spreadsheet pasted, mended and saved."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.test_pages import findings

pytestmark = pytest.mark.once

PASTE = """([selector, text]) => {
  const cell = document.querySelector(selector), data = new DataTransfer();
  data.setData("text/plain", text);
  cell.focus();
  const more = {clipboardData: data, bubbles: true, cancelable: true};
  cell.dispatchEvent(new ClipboardEvent("paste", more));
}"""


@pytest.fixture
def table(site, sign_in):
    """The table of the operator's longest sheet that may be written."""
    page = sign_in("operator", viewport={"width": 1280, "height": 800})
    page.goto(f"{site.base}/")
    rows = page.locator("main a.row-link", has_text=re.compile("Belum mulai|Sedang diisi"))
    longest, most = "", 0
    for address in rows.evaluate_all("rows => rows.map(row => row.getAttribute('href'))"):
        page.goto(f"{site.base}{address}tabel/")
        count = page.locator("tbody[data-card][hx-post]").count()
        if count > most:
            longest, most = page.url, count
    page.goto(longest)
    return page


def rows_of(page):
    """(code, has it a pair, is it a choice) of each row, in order."""
    return page.locator("tbody[data-card]").evaluate_all(
        """rows => rows.map(row => [
          row.dataset.code,
          Boolean(row.querySelector('[data-column="denominator"]')),
          Boolean(row.querySelector("select"))])"""
    )


def line(number, row):
    _, pair, choice = row
    if pair:
        return f"1.2{number:02d}\t1.3{number:02d}\tdari lembar kerja"
    return f"{1 if choice else number}\t\tdari lembar kerja"


def test_enter_goes_down_and_tab_goes_right(table):
    rows = rows_of(table)
    first, second = two(rows)
    box = table.locator(f'#ind-{first} [data-column="number"]')
    box.focus()
    table.keyboard.press("Tab")
    expect(table.locator(f'#ind-{first} [data-column="denominator"]')).to_be_focused()
    table.keyboard.press("Shift+Tab")
    table.keyboard.press("Enter")
    expect(table.locator(f'#ind-{second} [data-column="number"]')).to_be_focused()
    table.keyboard.press("Shift+Enter")
    expect(box).to_be_focused()


def two(rows):
    """The first row with a pair that another row follows, and that row."""
    for one, following in zip(rows, rows[1:], strict=False):
        if one[1]:
            return one[0], following[0]
    raise AssertionError(rows)


def test_a_cell_saves_itself_and_says_so(table):
    code = next(code for code, pair, _ in rows_of(table) if pair)
    table.locator(f'[name="{code}-numerator"]').fill("1.217")
    table.locator(f'[name="{code}-denominator"]').fill("1251")
    expect(table.locator(f"#hasil-{code}")).to_have_text(re.compile("97,3"))
    with table.expect_response(re.compile(f"/tabel/{code}/")):
        table.keyboard.press("Enter")
    expect(table.locator(f"#status-{code}")).to_contain_text("Tersimpan")
    table.reload()
    expect(table.locator(f'[name="{code}-numerator"]')).to_have_value("1217")


def test_two_browsers_of_the_table_choose(table, sign_in):
    code = next(code for code, pair, _ in rows_of(table) if pair)
    other = sign_in("operator")
    other.goto(table.url)
    for page, number in ((table, "4"), (other, "3")):
        page.locator(f'[name="{code}-numerator"]').fill(number)
        page.locator(f'[name="{code}-denominator"]').fill("10")
        with page.expect_response(re.compile(f"/tabel/{code}/")):
            page.keyboard.press("Tab")
    expect(other.locator(f"#status-{code}")).to_contain_text("Bentrok")
    choice = other.locator(f"#ind-{code} [data-conflict]")
    expect(choice).to_contain_text("3 dari 10")
    expect(choice).to_contain_text("4 dari 10")
    assert findings(other) == []
    other.set_viewport_size({"width": 360, "height": 740})
    assert other.evaluate("document.documentElement.scrollWidth") <= 360
    choice.get_by_label(re.compile("Tersimpan oleh")).check()
    choice.get_by_role("button", name="Simpan pilihan").click()
    expect(other.locator(f'[name="{code}-numerator"]')).to_have_value("4")


def test_ten_rows_with_faults_are_mended_and_saved(table):
    rows = rows_of(table)[:9]
    lines = [line(number, row) for number, row in enumerate(rows, 1)]
    lines += ["7\t9\tbaris yang tersalin lebih"] * (10 - len(lines))
    wrong = next(number for number, row in enumerate(rows) if row[1])
    good = lines[wrong]
    lines[wrong] = "1.300\t1.200\tdari lembar kerja"
    cell = f'#ind-{rows[0][0]} [data-column="number"]'
    with table.expect_navigation():
        table.evaluate(PASTE, [cell, "\r\n".join(lines) + "\r\n"])
    summary = table.locator(".error-summary")
    expect(summary).to_contain_text("kesalahan dalam tempelan")
    expect(table.locator("#pratinjau")).to_contain_text("Di bawah baris terakhir tabel")
    expect(table.locator("#pratinjau")).to_contain_text(
        f"Baris {wrong + 1}, kolom 1: 1.300 lebih besar dari 1.200"
    )
    expect(table.get_by_role("button", name="Simpan semua")).to_have_count(0)
    assert findings(table) == []
    table.set_viewport_size({"width": 360, "height": 740})
    assert table.evaluate("document.documentElement.scrollWidth") <= 360
    block = table.get_by_label(re.compile("^Tempelan"))
    assert block.input_value().split("\n")[wrong] == lines[wrong]
    lines[wrong] = good
    block.fill("\n".join(lines[: len(rows)]))
    with table.expect_navigation():
        table.get_by_role("button", name="Periksa tempelan").click()
    expect(table.locator("#pratinjau")).to_contain_text("Belum ada yang disimpan")
    with table.expect_navigation():
        table.get_by_role("button", name="Simpan semua").click()
    expect(table.get_by_role("status").first).to_contain_text("isian dari tempelan tersimpan")
    for number, (code, pair, _) in enumerate(rows, 1):
        expect(table.locator(f'[name="{code}-note"]')).to_have_value("dari lembar kerja")
        if pair:
            expect(table.locator(f'[name="{code}-numerator"]')).to_have_value(str(1200 + number))
