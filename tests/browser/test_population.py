"""The population page loses nothing that is typed: no network, an ended session, leaving."""

import pytest
from playwright.sync_api import expect

from tests.browser.luring import enter, operators, until_kept

pytestmark = pytest.mark.once
OFFLINE = "Belum tersimpan, tidak ada jaringan. Tekan Simpan lagi bila jaringan kembali."
KEPT = "Yang Anda ketik tetap ada di peramban ini."


@pytest.fixture
def operator(new_context, site):
    """The first operator on the page *Penduduk*, who leaves whenever the browser asks."""
    page = new_context(viewport={"width": 1280, "height": 800}).new_page()
    page.set_default_timeout(15_000)
    page.asked = []
    page.on("dialog", lambda dialog: (page.asked.append(dialog.type), dialog.accept()))
    enter(page, site, operators(site)[0])
    page.goto(f"{site.base}/penduduk/")
    until_kept(page)
    return page


def row(page, number=0):
    return page.locator("[data-number]").nth(number)


def box(page, number=0):
    return row(page, number).locator('input:not([type="hidden"])')


def write(page, value, number=0):
    box(page, number).click()
    box(page, number).fill(value)
    expect(row(page, number)).to_contain_text("Belum tersimpan")


def save(page):
    page.get_by_role("button", name="Simpan data penduduk").click()


def state(page):
    return page.locator("[data-population-state]")


def stored(site):
    return [
        value for (value,) in site.sql("SELECT value FROM clusters_population WHERE year = 2026")
    ]


def drafts(page):
    return page.evaluate("kla.store.list('penduduk').then(all => all.length)")


def test_without_network_saving_says_so_and_works_later(site, operator):
    page = operator
    write(page, "1.251")
    page.context.set_offline(True)
    save(page)
    expect(state(page)).to_have_text(f"{OFFLINE} {KEPT}")
    expect(box(page)).to_have_value("1.251")
    page.reload()  # the kept page
    expect(box(page)).to_have_value("1.251")
    expect(row(page)).to_contain_text("Belum tersimpan")
    page.context.set_offline(False)
    page.reload()
    expect(box(page)).to_have_value("1.251")
    save(page)
    expect(page.locator(".messages")).to_contain_text("Data penduduk tersimpan.")
    expect(box(page)).to_have_value("1251")
    expect(row(page)).not_to_contain_text("Belum tersimpan")
    assert 1251 in stored(site)
    assert drafts(page) == 0


def test_leaving_asks_and_the_number_is_there_again(site, operator):
    page = operator
    write(page, "77", 1)
    page.get_by_role("link", name="Tugas").first.click()
    page.wait_for_url(f"{site.base}/")
    assert page.asked == ["beforeunload"]
    expect(page.locator("[data-queue]")).to_contain_text("77. Belum tersimpan.")
    page.locator("[data-queue]").get_by_role("link", name="Buka").click()
    expect(box(page, 1)).to_have_value("77")
    page.get_by_role("button", name="Buang yang belum tersimpan").click()
    expect(box(page, 1)).to_have_value("")
    assert drafts(page) == 0
    page.get_by_role("link", name="Tugas").first.click()
    page.wait_for_url(f"{site.base}/")
    assert page.asked == ["beforeunload", "confirm"]


def test_an_ended_session_keeps_the_number_for_its_owner_alone(site, operator):
    page = operator
    address = page.url
    write(page, "31", 2)
    page.context.clear_cookies()
    save(page)
    expect(state(page)).to_contain_text("Anda sudah keluar. Masuk lagi, lalu simpan lagi.")
    page.goto(f"{site.base}/masuk/")
    enter(page, site, operators(site)[1])
    page.goto(f"{site.base}/penduduk/")
    expect(page.locator("[data-queue]")).to_be_empty()
    expect(page.get_by_text("Belum tersimpan", exact=True)).to_have_count(0)
    page.context.clear_cookies()
    enter(page, site, operators(site)[0])
    page.goto(address)
    expect(box(page, 2)).to_have_value("31")
    save(page)
    expect(page.locator(".messages")).to_contain_text("Data penduduk tersimpan.")
    assert 31 in stored(site)


def test_a_tab_of_who_signed_out_does_not_save_under_the_next_name(site, operator):
    page = operator
    write(page, "4321", 3)
    page.context.clear_cookies()
    other = page.context.new_page()
    enter(other, site, operators(site)[1])
    save(page)
    expect(state(page)).to_contain_text("Anda sudah keluar.")
    assert 4321 not in stored(site)


def test_bad_input_and_a_conflict_are_shown_and_what_was_typed_stays(site, operator):
    page = operator
    before = stored(site)
    write(page, "dua", 3)
    save(page)
    expect(page.locator(".error-summary")).to_contain_text("Isi dengan bilangan bulat")
    expect(box(page, 3)).to_have_value("dua")
    assert stored(site) == before
    other = page.context.new_page()
    other.on("dialog", lambda dialog: dialog.accept())
    other.goto(page.url)
    expect(box(other, 3)).to_have_value("dua")  # of the same person
    other.locator("[data-discard]").click()
    expect(box(page, 3)).to_have_value("")
    other.evaluate("kla.store = null")  # as if another browser
    box(other, 3).fill("12")
    save(other)
    expect(other.locator(".messages")).to_contain_text("Data penduduk tersimpan.")
    write(page, "13", 3)
    save(page)
    expect(page.locator(".error-summary")).to_contain_text("baru saja diubah orang lain")
    expect(row(page, 3)).to_contain_text("Tersimpan sekarang: 12")
    expect(box(page, 3)).to_have_value("13")
    save(page)
    expect(page.locator(".messages")).to_contain_text("Data penduduk tersimpan.")
    assert 13 in stored(site)


def test_an_answer_that_never_came_is_no_conflict(site, operator):
    page = operator
    write(page, "88", 4)
    page.route("**/penduduk/**", lambda route: (route.fetch(max_redirects=0), route.abort()))
    save(page)
    expect(state(page)).to_contain_text("tidak ada jaringan")
    page.unroute("**/penduduk/**")
    page.reload()
    expect(box(page, 4)).to_have_value("88")
    expect(row(page, 4)).not_to_contain_text("Belum tersimpan")
    assert stored(site).count(88) == 1
    assert drafts(page) == 0


def test_the_page_of_a_hotspot_is_no_answer(site, operator):
    page = operator
    before = stored(site)
    write(page, "55", 0)
    page.route(
        "**/penduduk/**", lambda route: route.fulfill(status=200, body="<p>Selamat datang</p>")
    )
    save(page)
    expect(state(page)).to_contain_text("Belum tersimpan")
    expect(box(page)).to_have_value("55")
    assert (stored(site), drafts(page)) == (before, 1)
