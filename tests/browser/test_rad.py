"""The RAD over five years in a browser: clean, within the screen, and carried on by hand."""

import pytest
from playwright.sync_api import expect

from tests.browser.test_pages import SIZES, findings
from tests.site import KOTA, YEAR

pytestmark = pytest.mark.once

PAGES = ["/program/rad/lima-tahun/", "/program/rad/lima-tahun/?kelompok=pj", "/program/rad/baru/"]


@pytest.fixture(scope="module")
def filled(site):
    """The site with invented rows in every register."""
    site.manage("demo_programmes", "--kota", KOTA, "--year", YEAR)
    return site


@pytest.mark.parametrize("size", SIZES, ids=lambda size: str(size[0]))
@pytest.mark.parametrize("where", PAGES)
def test_a_page_is_clean_and_fits(filled, sign_in, where, size):
    page = sign_in("coordinator", viewport={"width": size[0], "height": size[1]})
    page.goto(filled.base + where)
    assert findings(page) == []
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= size[0], f"{wide} px"


def test_an_action_is_carried_on_and_stands_in_the_next_year(filled, sign_in):
    page = sign_in("coordinator")
    page.goto(f"{filled.base}{PAGES[0]}")
    page.get_by_role("link", name=f"Lanjutkan 1.1 ke {int(YEAR) + 1}").first.click()
    expect(page.locator('[name="year"]')).to_have_value(str(int(YEAR) + 1))
    expect(page.get_by_label("Kode kegiatan")).to_have_value("1.1")
    boxes = page.get_by_role("group", name="Isu strategis").get_by_role("checkbox")
    ticked = [box.is_checked() for box in boxes.all()]
    assert sum(ticked) == 2
    boxes.nth(5).check()
    page.get_by_label("Keadaan").select_option("Direncanakan")
    page.get_by_role("button", name="Simpan").click()
    expect(page.get_by_text("satu baris ditambahkan")).to_be_visible()
    facts = page.get_by_role("region", name="Isi")
    expect(facts).to_contain_text("Ruang Bermain Ramah Anak")
    page.goto(f"{filled.base}{PAGES[0]}")
    row = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name="1.1 ")).first
    expect(row).to_contain_text("Direncanakan")
