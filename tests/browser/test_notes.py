"""A note explains the numbers it was written for: one press confirms an older one."""

import pytest
from playwright.sync_api import expect

from tests.browser.luring import enter, longest_sheet, note, operators, until_true
from tests.browser.test_entry import box, fill_pair, status

pytestmark = pytest.mark.once
WHY = "Sekolah baru dibuka tahun ini."


@pytest.mark.parametrize("mode", ["", "tabel/"])
def test_one_press_confirms_an_older_note(site, new_context, mode):
    page = new_context(viewport={"width": 1280, "height": 800}).new_page()
    page.set_default_timeout(15_000)
    enter(page, site, operators(site)[0])
    page.goto(longest_sheet(page, site) + mode)
    pairs = page.locator('input[name$="-numerator"]:not([readonly])')
    code = pairs.nth(1 if mode else 0).get_attribute("name").removesuffix("-numerator")
    says = page.locator(f"#pesan-{code}")
    fill_pair(page, code, 500, 1000)
    expect(status(page, code)).to_contain_text("Tersimpan")
    if not says.locator('[data-says="warning"]').count():
        fill_pair(page, code, 1, 1000)
    expect(says).to_contain_text("jelaskan sebabnya di catatan")
    if mode:
        box(page, code, "note").fill(WHY)
        page.keyboard.press("Tab")
    else:
        note(page, f"{code}-note", WHY)
    expect(says).to_contain_text("dijelaskan di catatan")
    box(page, code, "denominator").fill("2000")
    page.keyboard.press("Tab")
    expect(says).to_contain_text("Catatannya ditulis untuk angka lain")
    says.get_by_role("button", name="Catatan masih berlaku").click()
    expect(says).to_contain_text("dijelaskan di catatan")
    expect(says.get_by_role("button")).to_have_count(0)
    expect(box(page, code, "denominator")).to_have_value("2000")
    until_true(page, "kla.store.list().then(all => !all.some(kla.store.isUnsaved))")
    box(page, code, "denominator").fill("2001")
    page.keyboard.press("Tab")
    expect(says).to_contain_text("Catatannya ditulis untuk angka lain")  # and no conflict
