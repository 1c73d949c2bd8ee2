"""Uploads in a browser: a cut in the middle, a closed tab, a lost answer, two at once."""

import hashlib
import re

from playwright.sync_api import expect

from tests.browser.test_pages import findings
from tests.browser.uploading import (
    BEGIN,
    Line,
    choose,
    declare_and_send,
    is_stored,
    pieces_of,
    row_of,
    wait_for_percent,
)

MEGA = 1024 * 1024


def test_20_mb_cut_in_the_middle_go_on_from_there(site, adding, large):
    page = adding()
    pieces = pieces_of(page)
    choose(page, large)
    line = Line(page)
    line.set(upload=3 * MEGA)
    declare_and_send(page)
    wait_for_percent(page, large, 30)
    line.set(offline=True)
    row = row_of(page, large)
    expect(row).to_contain_text("terputus – menyambung lagi")
    before = len(pieces)
    line.set()
    expect(row).to_contain_text("tersimpan", timeout=60_000)
    assert is_stored(site, large)
    size = large.stat().st_size
    assert pieces[before][0] > size / 5, "it went on, and did not begin anew"
    assert [offset for offset, _ in pieces].count(0) == 1
    assert sum(sent for _, sent in pieces) < size + 3 * MEGA
    assert all(sent <= MEGA for _, sent in pieces)
    back = page.get_by_role("link", name="Kembali ke isian")
    back.click()
    expect(page.locator("[data-sheet]")).to_contain_text(large.name)
    assert site.sql("SELECT COUNT(*) FROM clusters_pendingupload WHERE file_id IS NULL") == [(0,)]
    assert list((site.folder / "uploads").iterdir()) == []


def test_a_closed_tab_goes_on_when_the_same_file_is_chosen(site, adding, large):
    page = adding()
    address = page.url
    page.get_by_label(re.compile("Berlaku sampai")).fill("2027-12-31")
    choose(page, large)
    Line(page).set(upload=3 * MEGA)
    declare_and_send(page)
    wait_for_percent(page, large, 30)
    page.close()
    page = page.context.new_page()
    page.goto(address)
    left = page.locator(".notice", has_text="belum selesai")
    expect(left).to_contain_text(large.name)
    expect(left).to_contain_text("Pilih lagi berkas yang sama")
    expect(page.get_by_label(re.compile("Berlaku sampai"))).to_have_value("2027-12-31")
    assert findings(page) == []
    pieces = pieces_of(page)
    choose(page, large)
    expect(row_of(page, large)).to_contain_text("dilanjutkan dari")
    declare_and_send(page)
    expect(row_of(page, large)).to_contain_text("tersimpan", timeout=60_000)
    expect(left).to_be_hidden()
    size = large.stat().st_size
    assert min(offset for offset, _ in pieces) > size / 5
    assert sum(sent for _, sent in pieces) < size * 0.8
    assert is_stored(site, large)


def test_the_answer_to_the_last_piece_that_gets_lost_is_no_fault(site, adding, photo):
    page = adding()
    lost = []

    def swallow(route):
        if route.request.method == "PATCH" and not lost:
            lost.append(route.fetch().status)
            route.abort("connectionreset")
        else:
            route.continue_()

    page.route("**/unggahan/*/", swallow)
    choose(page, photo)
    declare_and_send(page)
    expect(row_of(page, photo)).to_contain_text("tersimpan")
    assert lost == [204]
    assert is_stored(site, photo)


def test_who_is_signed_out_signs_in_and_goes_on(site, adding, photo):
    page = adding()
    choose(page, photo)
    cookies = page.context.cookies()
    page.context.clear_cookies(name="sessionid")
    declare_and_send(page)
    row = row_of(page, photo)
    expect(row).to_contain_text("Anda perlu masuk lagi")
    expect(row.get_by_role("link", name="Masuk di tab baru")).to_be_visible()
    page.context.add_cookies(cookies)
    row.get_by_role("button", name="Coba lagi").click()
    expect(row).to_contain_text("tersimpan")


def test_of_two_pieces_for_one_place_one_is_taken(site, adding):
    page = adding()
    endpoint = page.locator("[data-uploads]").get_attribute("data-uploads")
    answers = page.evaluate(
        """async endpoint => {
          const all = {"Tus-Resumable": "1.0.0", "Content-Type": "application/offset+octet-stream",
            "X-CSRFToken": document.cookie.match(/csrftoken=([^;]+)/)[1]};
          const told = "declared " + btoa("on") + ",filename " + btoa("dua.pdf");
          const begun = await fetch(endpoint, {method: "POST",
            headers: {...all, "Upload-Length": "900000", "Upload-Metadata": told}});
          const url = begun.headers.get("Location"), rounds = [];
          for (let at = 0; at < 800000; at += 200000) {
            const four = ["a", "b", "c", "d"].map(sign => fetch(url, {method: "PATCH",
              headers: {...all, "Upload-Offset": String(at)}, body: sign.repeat(200000)}));
            rounds.push((await Promise.all(four)).map(answer => answer.status).sort());
          }
          return rounds;
        }""",
        endpoint,
    )
    assert answers == [[204, 409, 409, 409]] * 4
    ((token,),) = site.sql("SELECT token FROM clusters_pendingupload WHERE name = 'dua.pdf'")
    content = (site.folder / "uploads" / token).read_bytes()
    assert len(content) == 800_000
    for at in range(0, 800_000, 200_000):
        assert len(set(content[at : at + 200_000])) == 1, "a piece is of one request"
    page.reload()
    page.get_by_role("button", name="Hapus unggahan dua.pdf").click()
    expect(page.locator("[data-left]")).to_be_hidden()
    assert not (site.folder / "uploads" / token).exists()


def test_with_other_dates_than_before_it_begins_anew(site, adding, photo):
    page = adding()
    here = page.locator("[data-uploads]").get_attribute("data-uploads")
    page.goto(site.base + page.locator(".crumbs a").nth(1).get_attribute("href"))
    links = page.locator('main a[href$="/bukti/"]')
    elsewhere = links.nth(1).get_attribute("href").removesuffix("bukti/") + "unggahan/"
    digest = hashlib.sha256(photo.read_bytes()).hexdigest()
    size = photo.stat().st_size
    told = {"declared": "on", "filename": photo.name, "sha256": digest}
    told["valid_until"] = "2026-12-31"
    assert page.evaluate(BEGIN, [here, size, told]) == 201
    assert page.evaluate(BEGIN, [elsewhere, size, told]) == 201
    page.goto(site.base + here.removesuffix("unggahan/") + "bukti/")
    until = page.get_by_label(re.compile("Berlaku sampai"))
    expect(until).to_have_value("2026-12-31")
    expect(page.locator("[data-left-list] li")).to_have_count(2)
    expect(page.get_by_role("link", name=re.compile("lanjutkan di isian"))).to_have_count(1)
    until.fill("2028-12-31")
    choose(page, photo)
    declare_and_send(page)
    expect(row_of(page, photo)).to_contain_text("tersimpan")
    dates = f"SELECT valid_until FROM clusters_evidencefile WHERE received_sha256 = '{digest}'"
    assert [str(until) for (until,) in site.sql(dates)] == ["2028-12-31"]
    expect(page.locator("[data-left-list] li")).to_have_count(1)
    page.get_by_role("link", name=re.compile("lanjutkan di isian")).click()
    page.get_by_role("button", name=re.compile("Hapus unggahan")).click()
    expect(page.locator("[data-left]")).to_be_hidden()


def test_an_unfinished_upload_is_given_up(site, adding):
    page = adding()
    endpoint = page.locator("[data-uploads]").get_attribute("data-uploads")
    told = {"declared": "on", "filename": "lama.pdf"}
    assert page.evaluate(BEGIN, [endpoint, 5000, told]) == 201
    page.reload()
    line = page.locator("[data-left-list] li", has_text="lama.pdf, 0% dari 5 kB")
    line.get_by_role("button", name="Hapus unggahan lama.pdf").click()
    expect(line).to_have_count(0)
    count = "SELECT COUNT(*) FROM clusters_pendingupload WHERE name"
    assert site.sql(f"{count} = 'lama.pdf'") == [(0,)]
