"""A number written into a register is taken on the sheet, reviewed, scored and read in the PDF."""

import json
import re

import pytest
from playwright.sync_api import expect

from tests.browser.test_main_job import (
    _answer_what_is_open,
    _coordinator,
    _go_by,
    _reviewer,
    _viewer,
)
from tests.pdf import text_of
from tests.site import KOTA, YEAR, Site

pytestmark = pytest.mark.once  # the way of a derived value is tested on both databases
CODE, CLUSTER, FAMILIES = "KEL-04", "family_environment", "4171"


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The invented city with every sheet still open."""
    with Site(tmp_path_factory.mktemp("situs") / "situs") as made:
        made.fill("draft")
        made.start_worker()
        made.base = made.serve()
        yield made


def test_from_the_register_to_the_pdf(site, sign_in, tmp_path):
    page = sign_in("operator")
    page.goto(f"{site.base}/program/layanan-puspaga/baru/")
    page.locator('[name="year"]').fill(YEAR)
    page.locator('[name="month"]').fill("3")
    page.locator('[name="kind"]').select_option("counselling")
    page.locator('[name="families"]').fill(FAMILIES)
    _go_by(page, page.get_by_role("button", name="Simpan", exact=True))
    page.goto(f"{site.base}/")
    _go_by(page, page.get_by_role("main").get_by_role("link", name=re.compile("Keluarga")).first)
    number = re.search(r"/lembar/(\d+)/", page.url)[1]
    card = page.locator(f"#ind-{CODE}")
    expect(card).to_contain_text("Menurut Layanan Puspaga: 4.171")
    with page.expect_response(re.compile(f"/isian/{CODE}/")):
        card.get_by_role("button", name=re.compile("^Pakai angka ini")).click()
    expect(page.locator(f"#ind-{CODE}")).to_contain_text("Sama dengan Layanan Puspaga: 4.171")
    _answer_what_is_open(page)
    page.goto(f"{site.base}/lembar/{number}/periksa/")
    page.get_by_role("button", name="Ajukan lembar").click()
    expect(page).to_have_url(re.compile("/diajukan/"))
    _reviewer(sign_in("reviewer"), f"{site.base}/periksa/{number}/")
    told = json.loads(site.manage("score", "--kota", KOTA, "--year", YEAR, "--json"))
    assert told["views"]["claimed"]["indicators"][CODE]["value"] == int(FAMILIES)
    page = sign_in("coordinator")
    page.goto(f"{site.base}/dasbor/")
    expect(page.get_by_role("main")).to_contain_text("perkiraan")
    _coordinator(page)
    lines = text_of(_viewer(sign_in("viewer"), tmp_path)).splitlines()
    assert any(line.strip().startswith(CODE) and "4.171" in line for line in lines)
