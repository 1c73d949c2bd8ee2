"""Every register in a browser: a row added and changed, its history, the way by workbook."""

import os
from datetime import date, time

import openpyxl
import pytest
from django.db import models
from playwright.sync_api import expect

from programmes.exchange.layout import HEADER_ROW
from programmes.registers import REGISTERS
from tests.browser.test_pages import findings
from tests.programmes.faults import keys_of
from tests.programmes.rows import LEAST
from tests.site import KOTA, YEAR, Site

NARROW, WIDE = {"width": 360, "height": 740}, {"width": 1280, "height": 800}
AT_BOTH = ("rad", "sra")  # the longest form, and one with everything that a form can hold
# Every register once; what a browser adds does not differ by database, the rest is tested on both.
WALKED = AT_BOTH if os.environ.get("TEST_DATABASE") == "postgresql" else tuple(REGISTERS)
BY_FORM = {"number": "7", "text": "Diubah di formulir", "flag": "ya"}
BY_FILE = {"number": "8", "text": "Diubah di lembar kerja", "flag": "tidak"}


@pytest.fixture(scope="module")
def site(tmp_path_factory, filled_site):
    """The invented city with rows in every register, so that a row can point at another one."""
    with Site(tmp_path_factory.mktemp("situs") / "situs", like=filled_site) as made:
        made.manage("demo_programmes", "--kota", KOTA, "--year", YEAR)
        made.base = made.serve()
        yield made


def fresh(register):
    """What a new row needs, of a year and a name that no invented row has."""
    fields = dict(LEAST[register.slug])
    if register.slug == "peserta":
        fields["attended"] = False  # the first training of the list may be yet to come
    if register.is_yearly:
        fields["year"] = 2044
    for name in keys_of(register):
        if isinstance(fields.get(name), date):
            fields[name] = date(2044, 3, 1)
        elif isinstance(fields.get(name), str) and not register.field(name).choices:
            fields[name] = f"{fields[name]} baru"
    return fields


def as_typed(value):
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return value.isoformat() if isinstance(value, date) else str(value)


def changeable(register):
    """(field, kind) that may be changed freely: a count, else a text that is not the key, else
    yes or no."""
    keys = keys_of(register)
    free = [field for field in register.fields if field.name not in keys and not field.choices]
    counts = [one for one in free if isinstance(one, models.PositiveIntegerField)]
    if counts:
        return counts[0], "number"
    texts = (models.CharField, models.TextField)
    words = [one for one in free if isinstance(one, texts) and not isinstance(one, models.URLField)]
    words = [one for one in words if one.max_length >= 40]
    if words:
        return words[0], "text"
    return next(one for one in free if isinstance(one, models.BooleanField)), "flag"


def fill(page, register):
    """The form of a new row, filled in as LEAST says; what it must point at is the first one."""
    area = page.locator('select[name="area"]')
    if area.locator("option").count() > 1:
        area.select_option(index=1)
    for name in register.links:
        if not register.field(name).blank:
            page.locator(f'select[name="{name}"]').select_option(index=1)
    for name, value in fresh(register).items():
        box = page.locator(f'form.card [name="{name}"]')
        if register.field(name).choices:
            box.select_option(str(value))
        elif isinstance(value, bool):
            box.set_checked(value)
        else:
            box.fill(as_typed(value))


def clean(page, register):
    """axe finds nothing and nothing overflows, on a telephone; for some also on a screen."""
    for size in (NARROW, WIDE) if register.slug in AT_BOTH else (NARROW,):
        page.set_viewport_size(size)
        assert findings(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]


def press(page, name):
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).click()


def through_the_workbook(page, site, register, pk, tmp_path, field, value):
    """Download the register, change one cell of this row, upload it; the preview stands."""
    page.goto(f"{site.base}/program/{register.slug}/")
    with page.expect_download() as got:
        page.get_by_role("link", name="Unduh XLSX").click()
    path = tmp_path / got.value.suggested_filename
    got.value.save_as(path)
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    heads = [cell.value for cell in sheet[HEADER_ROW]]
    marks, at = heads.index("Nomor baris") + 1, heads.index(str(field.verbose_name)) + 1
    rows = [n for n in range(HEADER_ROW + 1, sheet.max_row + 1) if sheet.cell(n, marks).value == pk]
    assert len(rows) == 1
    sheet.cell(rows[0], at).value = value
    book.save(path)
    page.get_by_role("link", name="Unggah XLSX").click()
    page.wait_for_url("**/unggah/")
    page.locator("input[type=file]").set_input_files(path)
    press(page, "Periksa berkas")


@pytest.mark.parametrize("slug", WALKED)
def test_a_row_by_form_and_by_workbook(site, sign_in, tmp_path, slug):
    register = REGISTERS[slug]
    page = sign_in("coordinator", viewport=NARROW)
    page.goto(f"{site.base}/program/{slug}/")
    clean(page, register)
    page.get_by_role("link", name=f"Tambah {register.one}", exact=True).click()
    page.wait_for_url(f"**/program/{slug}/baru/")
    clean(page, register)
    fill(page, register)
    press(page, "Simpan")
    expect(page.get_by_role("status").first).to_contain_text("satu baris ditambahkan")
    address = page.url
    pk = address.rstrip("/").rpartition("/")[2]
    clean(page, register)
    page.goto(f"{site.base}/program/{slug}/?cari=&tahun={2044 if register.is_yearly else ''}")
    link = page.locator(f'main a[href="/program/{slug}/{pk}/"]')
    expect(link).to_have_count(1)
    link.click()
    field, kind = changeable(register)
    page.get_by_role("link", name="Ubah", exact=True).click()
    box = page.locator(f'[name="{field.name}"]')
    if kind == "flag":
        box.check()
    else:
        box.fill(BY_FORM[kind])
    press(page, "Simpan")
    history = page.locator("aside", has=page.locator("#riwayat"))
    expect(history).to_contain_text(f"→ {BY_FORM[kind]}")
    through_the_workbook(page, site, register, pk, tmp_path, field, BY_FILE[kind])
    told = page.locator("section", has=page.locator("#pratinjau"))
    expect(told).to_contain_text(f"{field.verbose_name}: {BY_FORM[kind]} → {BY_FILE[kind]}")
    press(page, "Terapkan 1 perubahan")
    expect(page.get_by_role("status").first).to_contain_text("1 baris tersimpan")
    page.goto(address)
    fact = page.locator("dl.facts div", has=page.get_by_text(field.verbose_name, exact=True))
    expect(fact.locator("dd")).to_have_text(BY_FILE[kind])
    expect(history).to_contain_text(f"{BY_FORM[kind]} → {BY_FILE[kind]}")
