"""Entry without network on a shared PC: whose text is whose, signing out, conflict, refusal."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.luring import (
    edits,
    enter,
    note,
    on_kept_sheet,
    operators,
    sheet_number,
    stored_notes,
)
from tests.browser.test_entry import box, fill_pair, first_pair, status
from tests.browser.test_pages import findings

pytestmark = pytest.mark.once

NOTHING = re.compile("Tidak ada jaringan")


@pytest.fixture
def operator(new_context, site):
    return on_kept_sheet(new_context, site, viewport={"width": 1280, "height": 800})


def wait_with(page, value):
    """Cut the network and type a note into the first card; (sheet, code)."""
    name, _ = edits(page, 1)[0]
    page.context.set_offline(True)
    note(page, name, value)
    code = name.removesuffix("-note")
    expect(status(page, code)).to_have_text("Menunggu jaringan")
    return sheet_number(page), code


def sign_out(page):
    page.locator(".user-menu summary").click()
    page.locator(".menu").get_by_role("button", name="Keluar").click()


def test_the_next_person_neither_sees_nor_sends(site, operator):
    page, context = operator, operator.context
    address = page.url
    sheet, code = wait_with(page, "tanpa jaringan, milik pertama")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.accept()))
    sign_out(page)  # without network: the pages go, the server is told later
    expect(page.get_by_role("heading", name="Keluar menunggu jaringan")).to_be_visible()
    assert asked[0].startswith("1 isian belum terkirim. Tetap keluar?")
    assert "sampai Anda masuk lagi" in asked[0]
    page.goto(address)  # the next one, still without network
    expect(page.locator("[data-card]")).to_have_count(0)
    context.set_offline(False)
    page.goto(address)
    expect(page).to_have_url(re.compile("/masuk/"))  # not the first one's session

    first, second = operators(site)[:2]
    enter(page, site, second)
    page.goto(f"{site.base}/")
    expect(page.locator("[data-queue]")).to_be_empty()
    page.goto(address)
    expect(page.get_by_role("heading", name="Halaman ini tidak ada")).to_be_visible()
    context.set_offline(True)
    page.goto(address)
    expect(page.get_by_role("heading", name=NOTHING)).to_be_visible()
    context.set_offline(False)
    page.goto(f"{site.base}/")
    page.wait_for_load_state("networkidle")
    assert stored_notes(site, sheet) == []
    sign_out(page)
    page.wait_for_url(lambda url: "/masuk/" in url)

    enter(page, site, first)
    page.goto(f"{site.base}/")
    expect(page.locator("[data-queue]")).to_be_empty()
    page.wait_for_load_state("networkidle")
    assert stored_notes(site, sheet) == [(code, "tanpa jaringan, milik pertama")]


def test_an_ended_session_keeps_the_text_and_hides_the_pages(site, operator):
    page, context = operator, operator.context
    address, code, sheet = page.url, first_pair(operator), sheet_number(operator)
    context.clear_cookies()
    fill_pair(page, code, 11, 20)
    expect(page.locator("[data-queue]")).to_contain_text("Masuk lagi untuk mengirim 1 isian")
    expect(box(page, code, "numerator")).to_have_value("11")
    page.goto(f"{site.base}/masuk/")
    context.set_offline(True)
    page.goto(address)
    expect(page.get_by_role("heading", name=NOTHING)).to_be_visible()
    context.set_offline(False)
    page.goto(address)
    enter(page, site, operators(site)[0])
    page.wait_for_url(address)
    expect(status(page, code)).to_contain_text("Tersimpan")
    expect(box(page, code, "numerator")).to_have_value("11")
    rows = site.sql(
        "SELECT e.numerator, e.denominator FROM clusters_entry e JOIN clusters_indicator i "
        f"ON i.id = e.indicator_id WHERE e.sheet_id = {sheet} AND i.code = '{code}'"
    )
    assert rows == [(11, 20)]


def test_a_conflict_made_without_network_shows_both(site, operator, new_context):
    page, context = operator, operator.context
    address, code = page.url, first_pair(operator)
    fill_pair(page, code, 5, 30)
    expect(status(page, code)).to_contain_text("Tersimpan")
    context.set_offline(True)
    fill_pair(page, code, 6, 30)
    expect(status(page, code)).to_have_text("Menunggu jaringan")
    page.goto(f"{site.base}/")  # kept? else the plain page; either way the tab is gone
    elsewhere = new_context().new_page()
    enter(elsewhere, site, operators(site)[0])
    elsewhere.goto(address)
    fill_pair(elsewhere, code, 7, 30)
    expect(status(elsewhere, code)).to_contain_text("Tersimpan")
    context.set_offline(False)
    page.goto(f"{site.base}/")
    expect(page.locator("[data-queue]")).to_contain_text("1 isian bentrok: buka")
    page.locator("[data-queue] a").click()
    expect(status(page, code)).to_contain_text("Bentrok")
    choice = page.locator(f"#ind-{code} [data-conflict]")
    expect(choice).to_contain_text("6 dari 30")
    expect(choice).to_contain_text("7 dari 30")
    assert findings(page) == []
    choice.get_by_role("button", name="Simpan pilihan").click()
    expect(status(page, code)).to_contain_text("Tersimpan")
    page.goto(f"{site.base}/")
    expect(page.locator("[data-queue]")).to_be_empty()
    elsewhere.reload()
    expect(box(elsewhere, code, "numerator")).to_have_value("6")


def test_signing_out_says_what_waits_and_clears_the_pages(site, operator):
    page = operator
    code = first_pair(page)
    page.route("**/isian/**", lambda route: route.abort("connectionrefused"))
    fill_pair(page, code, 9, 40)
    expect(status(page, code)).to_contain_text("Menunggu jaringan")
    sign_out(page)
    expect(page.get_by_role("heading", name="Keluar")).to_be_visible()
    expect(page.locator("[data-leaving]")).to_contain_text("1 isian belum terkirim. Tetap keluar?")
    assert findings(page) == []
    page.locator("main").get_by_role("button", name="Keluar").click()
    page.wait_for_url(lambda url: url.endswith("/masuk/"))
    names = page.evaluate("caches.keys()")
    assert [name for name in names if name.startswith("kla-halaman-")] == []
    assert page.evaluate("indexedDB.databases().then(all => all.map(one => one.name))") == ["kla"]


def test_what_is_not_stored_holds_the_submitting_back(site, operator):
    page = operator
    address, code = page.url, first_pair(operator)
    fill_pair(page, code, 215, 198)
    expect(status(page, code)).to_contain_text("Belum tersimpan")
    page.goto(f"{address}periksa/")
    unsaved = page.locator("[data-unsaved]")
    expect(unsaved).to_contain_text("Belum tersimpan di peramban ini: 1 isian")
    expect(unsaved).to_contain_text(re.compile("215 dari 198.* – 215 lebih besar"))
    expect(unsaved.get_by_role("link")).to_have_attribute("href", re.compile(f"#ind-{code}$"))
    submit = page.get_by_role("button", name="Ajukan lembar")
    expect(submit).to_be_disabled()
    assert findings(page) == []
    unsaved.get_by_role("link").click()
    expect(box(page, code, "numerator")).to_have_value("215")
    page.goto(f"{address}periksa/")
    with page.expect_event("dialog") as asked:
        page.get_by_role("button", name="Buang yang belum tersimpan").click(no_wait_after=True)
    asked.value.dismiss()
    expect(submit).to_be_disabled()
    with page.expect_event("dialog") as asked:
        page.get_by_role("button", name="Buang yang belum tersimpan").click(no_wait_after=True)
    asked.value.accept()
    expect(unsaved).to_be_empty()
    expect(submit).to_be_enabled()
    page.goto(address)
    expect(box(page, code, "numerator")).not_to_have_value("215")


def test_a_sheet_that_is_no_longer_ones_own_gives_the_text_back(site, operator):
    page, context = operator, operator.context
    sheet, code = wait_with(page, "tanpa jaringan, sesudah pindah tugas")
    first = operators(site)[0][0]
    words = "SELECT a.id, a.clusters FROM accounts_assignment a JOIN accounts_user u"
    pk = site.sql(f"{words} ON u.id = a.user_id WHERE u.username = '{first}'")[0][0]
    found = f"from kla.accounts.models import Assignment; Assignment.objects.filter(pk={pk})"
    site.manage("shell", "-v0", "-c", f"{found}.update(clusters=['education'])")
    try:
        context.set_offline(False)
        page.goto(f"{site.base}/")
        queue = page.locator("[data-queue]")
        expect(queue).to_contain_text("tanpa jaringan, sesudah pindah tugas")
        expect(queue).to_contain_text("bukan lagi untuk akun Anda")
        assert findings(page) == []
        queue.get_by_role("button", name="Buang").click()
        expect(queue).to_be_empty()
    finally:
        site.manage("shell", "-v0", "-c", f"{found}.update(clusters=[])")


def test_the_deadline_passes_while_the_text_waits(site, operator):
    page, context = operator, operator.context
    address, code, sheet = page.url, first_pair(operator), sheet_number(operator)
    context.set_offline(True)
    fill_pair(page, code, 13, 50)
    expect(status(page, code)).to_have_text("Menunggu jaringan")
    words = "SELECT p.deadline, p.id FROM clusters_period p JOIN clusters_sheet s"
    stood = site.sql(f"{words} ON s.period_id = p.id WHERE s.id = {sheet}")[0]
    set_deadline(site, stood[1], "2026-01-01 00:00:00+00:00")
    try:
        context.set_offline(False)
        expect(page.locator(f"#pesan-{code}")).to_contain_text("belum tersimpan")
        expect(box(page, code, "numerator")).to_have_value("13")
        page.goto(address)  # to be read only; the text is still there
        expect(page.locator("[data-card]")).to_have_count(0)
        expect(page.locator("[data-unsaved]")).to_contain_text(
            re.compile("13 dari 50.* – Masa pengisian sudah ditutup")
        )
        assert findings(page) == []
    finally:
        set_deadline(site, stood[1], str(stood[0]))


def set_deadline(site, period, moment):
    """Move the deadline past the app."""
    found = f"Period.objects.filter(pk={period})"
    words = f"from clusters.models import Period; {found}.update(deadline='{moment}')"
    site.manage("shell", "-v0", "-c", words)
