"""Entry without network: what is typed waits, outlives the tab, and goes out in its order."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.luring import (
    HELD,
    edits,
    note,
    on_kept_sheet,
    sheet_number,
    stored_notes,
    until_kept,
    until_true,
)
from tests.browser.test_entry import box, fill_pair, first_pair, status
from tests.browser.test_pages import findings


@pytest.fixture
def operator(new_context, site):
    return on_kept_sheet(new_context, site, viewport={"width": 1280, "height": 800})


def test_ten_edits_outlive_the_tab_and_go_out_in_order(site, operator):
    page, context = operator, operator.context
    first = page.url
    made = [(first, *one) for one in edits(page, 7)]
    page.goto(f"{site.base}/")
    rows = page.locator("main a.row-link", has_text=re.compile("Belum mulai|Sedang diisi|Draf"))
    second = next(
        site.base + address
        for address in rows.evaluate_all("rows => rows.map(row => row.getAttribute('href'))")
        if site.base + address != first
    )
    page.goto(second)
    made = [(second, *one) for one in edits(page, 3)][::-1] + made[::-1]
    assert len(made) == 10
    until_kept(page)

    context.set_offline(True)
    for address, name, value in made:
        if page.url != address:
            page.goto(address)
        note(page, name, value)
        expect(status(page, name.removesuffix("-note"))).to_have_text("Menunggu jaringan")
    note(page, made[4][1], "tanpa jaringan, diperbaiki")  # keeps its place
    made[4] = (*made[4][:2], "tanpa jaringan, diperbaiki")
    expect(page.locator("[data-queue]")).to_contain_text("10 isian menunggu jaringan")
    page.close()
    sheets = [int(re.search(r"/lembar/(\d+)/", one)[1]) for one in (first, second)]
    assert stored_notes(site, *sheets) == []

    page = context.new_page()
    for address, name, value in made:
        if page.url != address:
            page.goto(address)
            expect(page.locator(".message-held")).to_have_text(HELD)
            expect(page.locator("[data-queue]")).to_contain_text("10 isian menunggu jaringan")
        expect(page.locator(f'[name="{name}"]')).to_have_value(value)
        expect(status(page, name.removesuffix("-note"))).to_have_text("Menunggu jaringan")
    assert findings(page) == []
    page.reload()
    expect(page.locator("[data-queue]")).to_contain_text("10 isian menunggu jaringan")

    context.set_offline(False)
    expect(page.locator("[data-queue]")).to_be_empty()
    for _, name, _ in made[3:]:
        expect(status(page, name.removesuffix("-note"))).to_contain_text("Tersimpan")
    assert stored_notes(site, *sheets) == [
        (name.removesuffix("-note"), value) for _, name, value in made
    ]


@pytest.mark.once
def test_what_waits_goes_out_from_another_page(site, operator):
    page, context = operator, operator.context
    sheet, (name, _) = sheet_number(operator), edits(operator, 1)[0]
    address = page.url
    page.goto(f"{site.base}/")  # its first visit may have been before the worker was there
    until_true(page, "caches.match('/', {ignoreVary: true})")  # kept in the background
    page.goto(address)
    context.set_offline(True)
    note(page, name, "tanpa jaringan, dari beranda")
    expect(status(page, name.removesuffix("-note"))).to_have_text("Menunggu jaringan")
    page.goto(f"{site.base}/")
    expect(page.locator(".message-held")).to_have_text(HELD)
    expect(page.locator("[data-queue]")).to_contain_text("1 isian menunggu jaringan")
    context.set_offline(False)
    expect(page.locator("[data-queue]")).to_be_empty()
    said = (name.removesuffix("-note"), "tanpa jaringan, dari beranda")
    assert said in stored_notes(site, sheet)


@pytest.mark.once
def test_a_kept_page_shows_what_was_stored_after_it_was_kept(site, operator):
    page, context = operator, operator.context
    address, code = page.url, first_pair(operator)
    fill_pair(page, code, 6, 12)
    expect(status(page, code)).to_contain_text("Tersimpan")
    page.wait_for_load_state("networkidle")
    context.set_offline(True)
    page.close()
    page = context.new_page()
    page.goto(address)
    expect(box(page, code, "numerator")).to_have_value("6")
    expect(status(page, code)).to_contain_text("Tersimpan")
    fill_pair(page, code, 7, 12)  # twice without network, on the version the first save gave
    expect(status(page, code)).to_have_text("Menunggu jaringan")
    fill_pair(page, code, 8, 12)
    expect(status(page, code)).to_have_text("Menunggu jaringan")
    context.set_offline(False)
    expect(status(page, code)).to_contain_text("Tersimpan")
    expect(page.locator(f"#hasil-{code}")).to_have_text("66,7%")


@pytest.mark.once
def test_a_page_that_is_not_kept_says_what_to_do(site, operator):
    page, context = operator, operator.context
    context.set_offline(True)
    for address in ("/percakapan/", "/bukti/", "/lembar/999999/"):
        page.goto(site.base + address)
        expect(page.get_by_role("heading", name="Tidak ada jaringan")).to_be_visible()
    assert findings(page) == []
    page.goto(f"{site.base}/bukti/")
    context.set_offline(False)
    page.get_by_role("link", name="Coba lagi").click()
    expect(page.get_by_role("heading", name="Tidak ada jaringan")).to_have_count(0)
    expect(page).to_have_url(f"{site.base}/bukti/")


@pytest.mark.once
def test_only_entry_pages_of_who_is_signed_in_are_kept(site, operator):
    page = operator
    for address in ("/bukti/", f"{page.url}periksa/", "/masuk/kata-sandi/"):
        page.goto(address if address.startswith("http") else site.base + address)
    page.goto(f"{site.base}/")
    until_kept(page)
    kept = page.evaluate(
        """async () => {
          const found = [];
          for (const name of await caches.keys()) {
            if (!name.startsWith("kla-halaman-")) continue;
            for (const one of await (await caches.open(name)).keys()) found.push([name, one.url]);
          }
          return found;
        }"""
    )
    assert {name for name, _ in kept} == {f"kla-halaman-{page.evaluate('kla.person')}"}
    paths = [url.removeprefix(site.base) for _, url in kept]
    assert [path for path in paths if not re.fullmatch(r"/|/lembar/\d+/", path)] == []
    assert "/" in paths


@pytest.mark.once
def test_the_table_goes_on_without_network(site, operator):
    page, context = operator, operator.context
    page.goto(f"{page.url}tabel/")
    until_kept(page)
    address, code = page.url, first_pair(page)
    context.set_offline(True)
    page.close()
    page = context.new_page()
    page.goto(address)
    expect(page.locator(".message-held")).to_have_text(HELD)
    fill_pair(page, code, 3, 8)
    expect(status(page, code)).to_have_text("Menunggu jaringan")
    page.goto(address.removesuffix("tabel/"))  # the cards show the same text
    expect(box(page, code, "numerator")).to_have_value("3")
    context.set_offline(False)
    expect(status(page, code)).to_contain_text("Tersimpan")
    page.goto(address)
    expect(box(page, code, "numerator")).to_have_value("3")


def test_an_answer_lost_on_its_way_makes_no_conflict(operator):
    page, code = operator, first_pair(operator)

    def lose(route):
        route.fetch()  # the server stores it, and the browser never hears of it
        route.abort("connectionreset")

    page.route("**/isian/**", lose, times=1)
    page.route("**/luring/kunci/", lambda route: route.abort("connectionreset"))
    fill_pair(page, code, 4, 16)
    expect(status(page, code)).to_contain_text("Menunggu jaringan")
    box(page, code, "numerator").fill("5")
    page.keyboard.press("Tab")
    expect(page.locator(f"#hasil-{code}")).to_have_text("31,2%")
    page.unroute("**/luring/kunci/")
    expect(status(page, code)).to_contain_text("Tersimpan", timeout=20_000)
    page.reload()
    expect(box(page, code, "numerator")).to_have_value("5")


@pytest.mark.once
def test_the_page_of_a_hotspot_is_no_answer(site, operator):
    page, code = operator, first_pair(operator)
    portal = "<html><h1>Selamat datang di wifi contoh</h1></html>"
    page.route("**/isian/**", lambda route: route.fulfill(status=200, body=portal))
    page.route("**/luring/kunci/", lambda route: route.fulfill(status=200, body=portal))
    fill_pair(page, code, 6, 16)
    expect(status(page, code)).to_contain_text("Menunggu jaringan")
    expect(page.locator("main")).not_to_contain_text("wifi contoh")
    page.unroute("**/luring/kunci/")  # the key is ours again, the answer to a card not yet
    page.get_by_role("button", name="Coba lagi").click()
    page.wait_for_load_state("networkidle")
    expect(page.locator("[data-queue]")).to_contain_text("1 isian menunggu jaringan")
    page.unroute("**/isian/**")
    status(page, code).get_by_role("button", name="Coba lagi").click()
    expect(status(page, code)).to_contain_text("Tersimpan")


def test_two_tabs_send_once(site, operator):
    page, context = operator, operator.context
    code, sheet = first_pair(operator), sheet_number(operator)
    other = context.new_page()
    other.goto(page.url)
    sent = []
    for tab in (page, other):
        tab.on("request", lambda one: sent.append(one.url) if "/isian/" in one.url else None)
    context.set_offline(True)
    fill_pair(page, code, 2, 25)
    expect(status(page, code)).to_have_text("Menunggu jaringan")
    sent.clear()
    context.set_offline(False)
    expect(status(page, code)).to_contain_text("Tersimpan")
    expect(status(other, code)).to_contain_text("Tersimpan")
    assert len(sent) == 1
    stood = site.sql(
        "SELECT e.version FROM clusters_entry e JOIN clusters_indicator i ON i.id = e.indicator_id "
        f"WHERE e.sheet_id = {sheet} AND i.code = '{code}'"
    )
    assert other.locator(f"#versi-{code}").input_value() == str(stood[0][0])


@pytest.mark.once
def test_a_new_worker_takes_old_files_away_and_fetches_the_pages_anew(operator):
    page = operator
    page.evaluate(
        """async () => {
          await caches.open("kla-berkas-lama");
          const name = (await caches.keys()).find(one => one.startsWith("kla-halaman-"));
          const old = new Response("lama", {headers: {"X-Kept": "2026-01-01T00:00:00Z"}});
          await (await caches.open(name)).put(location.href, old.clone());
          await (await caches.open(name)).put("/lembar/999999/", old.clone());
          await (await navigator.serviceWorker.getRegistration()).unregister();
        }"""
    )
    page.goto(page.url)
    until_true(page, "caches.has('kla-berkas-lama').then(has => !has)")
    until_kept(page)
    kept = "caches.match(location.href, {ignoreVary: true}).then(found => found.text())"
    assert "data-sheet" in page.evaluate(kept)
    assert page.evaluate("caches.match('/lembar/999999/').then(found => found === undefined)")
