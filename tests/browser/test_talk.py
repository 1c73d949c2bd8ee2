"""The help and the thread of a card in a browser: what is typed in the card stays untouched."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.test_entry import box, first_pair, open_sheet, status
from tests.browser.test_pages import SIZES, findings

pytestmark = pytest.mark.once


def thread_of(page, code):
    """The thread under a card, opened."""
    talk = page.locator(f"#cakap-{code}")
    with page.expect_response(re.compile("/percakapan/")):
        talk.locator("summary").click()
    return talk


def send(page, talk, text):
    talk.get_by_label(re.compile("^Tulis pesan")).fill(text)
    with page.expect_response(re.compile("/percakapan/")) as answer:
        talk.get_by_role("button", name="Kirim pesan").click()
    return answer.value.status


def test_a_message_leaves_the_card_as_it_is(site, sign_in):
    page = sign_in("operator")
    open_sheet(page, site, "Sedang diisi|Draf")
    code = first_pair(page)
    box(page, code, "numerator").fill("abc")
    with page.expect_response(re.compile(f"/isian/{code}/$")):
        page.keyboard.press("Tab")
    expect(status(page, code)).to_contain_text("Belum tersimpan")
    talk = thread_of(page, code)
    posted = []
    page.on("request", lambda one: posted.append(one.url) if one.method == "POST" else None)
    assert send(page, talk, "Sumber angkanya\nrekap bulan Juli.") == 200
    expect(talk.locator(".said")).to_contain_text("rekap bulan Juli.")
    expect(talk.locator("textarea")).to_have_value("")
    expect(page.locator(f"#jumlah-cakap-{code}")).to_have_text("1 pesan")
    expect(talk.locator("[data-talk-says]")).to_have_text("Pesan terkirim.")
    expect(page.locator(f"#kirim-{code}")).to_be_focused()
    page.wait_for_timeout(600)  # longer than a card waits before it saves
    assert [re.sub(r".*/isian/", "", url) for url in posted] == [f"{code}/percakapan/"]
    expect(box(page, code, "numerator")).to_have_value("abc")
    expect(status(page, code)).to_contain_text("Belum tersimpan")
    page.reload()
    # What the card kept comes back; the message was sent and is no part of it.
    expect(box(page, code, "numerator")).to_have_value("abc")
    expect(status(page, code)).to_contain_text("Belum tersimpan")
    expect(page.locator(f"#jumlah-cakap-{code}")).to_have_text("1 pesan")


def test_a_message_that_cannot_be_sent_stays_and_says_so(site, sign_in):
    page = sign_in("operator")
    open_sheet(page, site, "Sedang diisi|Draf")
    code = first_pair(page)
    saved = status(page, code).text_content()
    talk = thread_of(page, code)
    page.route("**/percakapan/", lambda route: route.abort())
    talk.locator("textarea").fill("Belum sampai")
    talk.get_by_role("button", name="Kirim pesan").click()
    expect(talk.locator("[data-talk-says]")).to_contain_text("Belum terkirim")
    expect(talk.locator("textarea")).to_have_value("Belum sampai")
    expect(status(page, code)).to_have_text(saved)
    page.unroute("**/percakapan/")
    assert send(page, talk, "6471 0101 0101 0001") == 422
    expect(talk.locator("textarea")).to_have_value("6471 0101 0101 0001")
    expect(talk).to_contain_text("Jangan tulis NIK")
    assert send(page, talk, "Belum sampai") == 200


@pytest.mark.parametrize("size", SIZES, ids=lambda size: str(size[0]))
def test_open_help_and_thread_are_clean_and_fit(site, sign_in, size):
    page = sign_in("operator", viewport={"width": size[0], "height": size[1]})
    sheet = open_sheet(page, site, "Dikembalikan")
    code = first_pair(page)
    page.locator(f"#ind-{code} details.more summary", has_text="Apa ini?").click()
    send(page, thread_of(page, code), "Apa yang kurang?")
    for where in ("", "periksa/", "tabel/", f"isian/{code}/percakapan/"):
        if where:
            page.goto(sheet + where)
        if where == "tabel/":
            expect(page.locator(f"#bantuan-{code}")).to_be_hidden()
            page.locator(f"#ind-{code} summary", has_text="Apa ini?").click()
            expect(page.locator(f"#bantuan-{code}")).to_contain_text("Sering keliru")
        assert findings(page) == [], where
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0], where


def test_asking_and_answering_without_javascript(site, sign_in):
    ani = sign_in("operator", java_script_enabled=False)
    sheet = open_sheet(ani, site, "Dikembalikan")
    talk = ani.locator("details.talk").first
    talk.locator("summary").click()
    talk.get_by_role("link", name=re.compile("^Buka percakapan")).click()
    thread = ani.url
    ani.get_by_label(re.compile("^Tulis pesan")).fill("Tanpa skrip: rekap yang mana?")
    ani.get_by_role("button", name="Kirim pesan").click()
    expect(ani.locator(".said")).to_contain_text("rekap yang mana?")
    budi = sign_in("reviewer", java_script_enabled=False)
    expect(budi.get_by_role("main")).to_contain_text("pesan baru")
    budi.goto(f"{site.base}/percakapan/")
    budi.locator("main a.row-link", has_text="rekap yang mana?").click()
    assert budi.url.split("#")[0] == thread.split("#")[0]
    budi.get_by_label(re.compile("^Tulis pesan")).fill("Rekap Agustus.")
    budi.get_by_role("button", name="Kirim pesan").click()
    ani.goto(f"{site.base}/")
    expect(ani.locator("main a.row-link", has_text="Dikembalikan").first).to_contain_text(
        "1 pesan baru"
    )
    ani.goto(sheet)
    expect(ani.locator("[data-card] .said-short").first).to_contain_text("Rekap Agustus.")


def test_the_reviewers_half_made_decision_survives_a_message(site, sign_in):
    page = sign_in("reviewer")
    faults = []
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    page.locator("main a.row-link").first.click()
    page.get_by_role("link", name=re.compile("^Periksa [A-Z]{3}-")).click()
    page.locator('input[name="mark"][value="rejected"]').check()
    page.get_by_label(re.compile("^Alasan")).fill("Belum cocok")
    talk = page.locator("[data-talk]")
    assert send(page, talk, "Rekap bulan apa ini?") == 200
    expect(talk.locator(".said")).to_contain_text("Rekap bulan apa ini?")
    expect(page.locator('input[name="mark"][value="rejected"]')).to_be_checked()
    expect(page.get_by_label(re.compile("^Alasan"))).to_have_value("Belum cocok")
    talk.locator("textarea").press_sequentially("tks")  # no shortcut while writing
    expect(page.locator('input[name="mark"][value="rejected"]')).to_be_checked()
    assert (findings(page), faults) == ([], [])
    asked = []
    page.on("dialog", lambda one: (asked.append(one.type), one.accept()))
    page.reload()
    assert asked == ["beforeunload"]  # three letters would have been lost


def test_what_came_back_unchanged_asks_why(site, sign_in):
    page = sign_in("operator")
    sheet = open_sheet(page, site, "Dikembalikan")
    page.goto(f"{sheet}periksa/")
    boxes = page.get_by_label(re.compile("^Kirim tanpa perubahan karena"))
    assert boxes.count() > 0
    page.get_by_role("button", name="Ajukan lembar").click()
    expect(page.locator(".error-summary")).to_contain_text("belum diubah sejak dikembalikan")
    for number in range(boxes.count()):
        boxes.nth(number).fill("Angkanya sudah sesuai rekap.")
    page.get_by_role("button", name="Ajukan lembar").click()
    expect(page).to_have_url(re.compile("/diajukan/"))


def test_a_refused_message_is_not_called_sent(site, sign_in):
    page = sign_in("operator")
    open_sheet(page, site, "Sedang diisi|Draf")
    talk = thread_of(page, first_pair(page))
    assert send(page, talk, "NIK 6471012345678901") == 422
    expect(talk.locator("[data-talk-says]")).to_have_text("Pesan belum terkirim.")
    expect(talk.locator("textarea")).to_have_value("NIK 6471012345678901")
