"""Leaving a sheet at once after typing, with the network there: nothing waits for long."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.luring import on_kept_sheet, sheet_number
from tests.browser.test_entry import box, first_pair, status
from tests.browser.test_pages import findings

pytestmark = pytest.mark.once
SOON = 6_000  # milliseconds; the queue's own pauses are longer
SAVE = re.compile(r"/lembar/\d+/(isian|tabel)/[^/]+/$")


@pytest.fixture
def operator(new_context, site):
    return on_kept_sheet(new_context, site, viewport={"width": 1280, "height": 800})


def stands(site, sheet, code):
    """(numerator, denominator, version) as the server has it; nothing where there is no entry."""
    found = site.sql(
        "SELECT e.numerator, e.denominator, e.version FROM clusters_entry e "
        "JOIN clusters_indicator i ON i.id = e.indicator_id "
        f"WHERE e.sheet_id = {sheet} AND i.code = '{code}'"
    )
    return found[0] if found else ("", "", 0)


def hear(page):
    """What is answered to saves from now on, as a list that grows."""
    heard = []
    page.on("response", lambda one: heard.append(one.status) if SAVE.search(one.url) else None)
    return heard


def slow(page, how):
    """Hold the next save back: *unanswered* once it is stored, *unheard* before; not *swift*."""
    held = []

    def hold(route):
        if how == "unanswered":
            route.fetch()
        held.append(route)

    if how != "swift":
        page.route(SAVE, hold, times=1)
    return held


def type_pair(page, code, numerator, denominator):
    """Type two numbers and stay in the second box."""
    box(page, code, "numerator").fill(str(numerator))
    box(page, code, "denominator").fill(str(denominator))


def until_stands(page, site, sheet, code, pair):
    """Wait until the server has the pair, while the browser goes on."""
    for _ in range(SOON // 100):
        if stands(site, sheet, code)[:2] == pair:
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"{stands(site, sheet, code)}, {pair}")


def stored_once(page, site, sheet, code, pair, before, answers):
    """The pair stands, one version on, and no answer was a conflict."""
    until_stands(page, site, sheet, code, pair)
    assert stands(site, sheet, code)[2] == before + 1
    assert set(answers) <= {200}


EVERY = pytest.mark.parametrize("how", ["swift", "unanswered", "unheard"])


@EVERY
def test_the_check_page_is_right_and_can_be_submitted(site, operator, how):
    page, sheet, code = operator, sheet_number(operator), first_pair(operator)
    before, answers, pair = stands(site, sheet, code)[2], hear(operator), (31 + len(how), 97)
    slow(page, how)
    type_pair(page, code, *pair)
    page.get_by_role("link", name="Periksa sebelum mengajukan").first.click()
    page.wait_for_url("**/periksa/", timeout=SOON)
    expect(page.locator("[data-unsaved]")).not_to_contain_text("menunggu jaringan")
    row = page.locator("tbody tr", has=page.locator(f'a[href$="#ind-{code}"]'))
    expect(row).to_contain_text(f"{pair[0]}/{pair[1]}", timeout=SOON)
    expect(page.get_by_role("button", name="Ajukan lembar")).to_be_enabled()
    expect(page.locator("[data-queue]")).to_be_empty()
    expect(page.locator("[data-unsaved]")).to_be_empty()
    stored_once(page, site, sheet, code, pair, before, answers)


@EVERY
def test_another_page_sends_what_was_typed(site, operator, how):
    page, sheet, code = operator, sheet_number(operator), first_pair(operator)
    address, pair = page.url, (41 + len(how), 96)
    before, answers = stands(site, sheet, code)[2], hear(page)
    slow(page, how)
    type_pair(page, code, *pair)
    page.get_by_role("link", name="Tugas").first.click()
    page.wait_for_url(f"{site.base}/", timeout=SOON)
    stored_once(page, site, sheet, code, pair, before, answers)
    expect(page.locator("[data-queue]")).to_be_empty(timeout=SOON)
    page.goto(address)
    expect(box(page, code, "numerator")).to_have_value(str(pair[0]))
    box(page, code, "numerator").fill("7")  # the next save goes on with the right version
    page.keyboard.press("Tab")
    expect(status(page, code)).to_contain_text("Tersimpan")
    assert set(answers) <= {200}


@EVERY
def test_the_table_left_at_once(site, operator, how):
    page, sheet = operator, sheet_number(operator)
    page.goto(f"{page.url}tabel/")
    page.wait_for_load_state("networkidle")
    code, pair = first_pair(page), (51 + len(how), 95)
    before, answers = stands(site, sheet, code)[2], hear(page)
    slow(page, how)
    type_pair(page, code, *pair)
    page.locator(f'main a[href="/lembar/{sheet}/"]').first.click()
    page.wait_for_url(f"**/lembar/{sheet}/", timeout=SOON)
    expect(box(page, code, "numerator")).to_have_value(str(pair[0]))
    stored_once(page, site, sheet, code, pair, before, answers)
    expect(page.locator("[data-queue]")).to_be_empty(timeout=SOON)
    expect(status(page, code)).not_to_contain_text("Menunggu", timeout=SOON)
    box(page, code, "numerator").fill("8")
    page.keyboard.press("Tab")
    expect(status(page, code)).to_contain_text("Tersimpan")
    assert set(answers) <= {200}


@EVERY
def test_the_browsers_back_at_once(site, operator, how):
    page, address, code = operator, operator.url, first_pair(operator)
    sheet, pair = sheet_number(page), (61 + len(how), 94)
    page.goto(f"{site.base}/")
    page.goto(address)
    page.wait_for_load_state("networkidle")
    before, answers = stands(site, sheet, code)[2], hear(page)
    slow(page, how)
    type_pair(page, code, *pair)
    if how != "swift":  # the save is on its way
        page.keyboard.press("Tab")
        page.wait_for_timeout(700)
    page.evaluate("history.back()")
    page.wait_for_url(f"{site.base}/", timeout=SOON)
    stored_once(page, site, sheet, code, pair, before, answers)
    expect(page.locator("[data-queue]")).to_be_empty(timeout=SOON)


def test_the_page_that_left_counts_although_its_last_words_were_lost(site, operator):
    page, sheet, code = operator, sheet_number(operator), first_pair(operator)
    before, answers = stands(site, sheet, code)[2], hear(page)
    # What a page writes while it goes does not always land: here never.
    page.evaluate("window.addEventListener('pagehide', e => e.stopImmediatePropagation(), true)")
    type_pair(page, code, 71, 93)
    page.evaluate("location.assign('/bukti/')")
    page.wait_for_url("**/bukti/")
    stored_once(page, site, sheet, code, (71, 93), before, answers)
    expect(page.locator("[data-queue]")).to_be_empty(timeout=SOON)


def test_text_of_a_closed_tab_goes_out_from_the_one_that_stands(site, operator):
    page, sheet, code = operator, sheet_number(operator), first_pair(operator)
    home = page.context.new_page()
    home.goto(f"{site.base}/")
    type_pair(page, code, 72, 92)
    expect(home.locator("[data-queue]")).to_contain_text("1 isian sudah diketik")
    page.close()
    until_stands(home, site, sheet, code, (72, 92))
    expect(home.locator("[data-queue]")).to_be_empty(timeout=SOON)


def test_what_is_being_sent_is_no_warning_and_holds_the_button(site, operator):
    page, code, held = operator, first_pair(operator), []
    type_pair(page, code, 73, 91)
    page.route(SAVE, lambda route: held.append(route))
    page.evaluate("location.assign(location.pathname + 'periksa/')")
    page.wait_for_url("**/periksa/")
    expect(page.locator("[data-queue]")).to_have_text("Mengirim 1 isian…")
    expect(page.locator("[data-unsaved]")).to_be_empty()
    expect(page.get_by_role("button", name="Ajukan lembar")).to_be_disabled()
    assert findings(page) == []
    held[-1].continue_()
    expect(page.get_by_role("button", name="Ajukan lembar")).to_be_enabled(timeout=SOON)
    expect(page.locator("[data-queue]")).to_be_empty()


def test_the_same_text_once_more_under_an_old_version_is_stored(site, operator):
    page, sheet, code = operator, sheet_number(operator), first_pair(operator)
    held = slow(page, "unheard")
    type_pair(page, code, 74, 90)
    page.get_by_role("link", name="Tugas").first.click()
    page.wait_for_url(f"{site.base}/", timeout=SOON)
    until_stands(page, site, sheet, code, (74, 90))
    version = stands(site, sheet, code)[2]
    first = held[0].request  # it comes in after all, behind the second
    late = page.request.post(
        first.url,
        data=first.post_data,
        headers={
            "Content-Type": "application/x-www-form-urlencoded",
            "HX-Request": "true",
            "X-CSRFToken": first.headers["x-csrftoken"],
            "Referer": page.url,
        },
    )
    assert late.status == 200
    assert stands(site, sheet, code) == (74, 90, version)


def test_refused_text_still_holds_the_check_page_back(operator):
    page, code = operator, first_pair(operator)
    type_pair(page, code, 99, 10)
    page.get_by_role("link", name="Periksa sebelum mengajukan").first.click()
    page.wait_for_url("**/periksa/", timeout=SOON)
    expect(page.locator("[data-unsaved]")).to_contain_text("99 lebih besar dari 10")
    expect(page.get_by_role("button", name="Ajukan lembar")).to_be_disabled()
