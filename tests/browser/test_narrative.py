"""The words of the report in a browser: written, looked at, saved, in conflict, printed."""

import pytest
from playwright.sync_api import expect

from reports.narrative.references import find
from tests.browser.test_pages import SIZES, findings
from tests.pdf import text_of
from tests.site import YEAR

PRINTED = """
from pathlib import Path
from clusters.models import Period
from reports import compile, snapshot
data = snapshot.load(snapshot.take(Period.objects.get(year={year})))
Path("{path}").write_bytes(compile.render_section(data, "klaster-health:0")[0].read_bytes())
"""
CHAPTER = "/laporan/naskah/{}/klaster-health/"


@pytest.fixture(scope="module")
def where(site):
    """Address of the chapter on health in the year under way."""
    ((pk,),) = site.sql(f"SELECT id FROM clusters_period WHERE year = {YEAR}")
    return site.base + CHAPTER.format(pk)


def box_of(page):
    return page.get_by_label("Naskah bab")


def sheet_of(page):
    return page.frame_locator("iframe.sheet:not([data-coming])")


@pytest.mark.once
@pytest.mark.parametrize("size", SIZES, ids=lambda size: str(size[0]))
@pytest.mark.parametrize("part", ["../../", "", "rancangan/", "versi/"])
def test_a_page_is_clean_and_fits(where, sign_in, part, size):
    page = sign_in("coordinator", viewport={"width": size[0], "height": size[1]})
    faults = []
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    assert page.goto(where + part).status == 200
    assert findings(page) == []
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= size[0], f"{wide} px"
    assert faults == []


@pytest.mark.once
def test_the_printed_page_follows_the_typing_and_runs_nothing(where, sign_in):
    page = sign_in("coordinator")
    said = []
    page.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(where)
    expect(sheet_of(page).get_by_role("heading", name="Kesehatan")).to_be_visible()
    length = page.evaluate("history.length")
    box_of(page).fill(
        "Skor {{skor terverifikasi}} <img src=https://jauh.contoh/a.png onerror=alert(1)>"
    )
    expect(sheet_of(page).get_by_text("<img src=https://jauh.contoh/a.png")).to_be_visible()
    box_of(page).fill("Ditulis **lagi** untuk uji.")
    expect(sheet_of(page).locator("strong", has_text="lagi")).to_be_visible()
    assert page.evaluate("history.length") == length
    assert said == []
    assert [url for url in asked if "jauh" in url] == []


def test_a_chapter_is_written_by_keyboard_and_stands_in_the_printed_one(
    site, where, sign_in, tmp_path
):
    page = sign_in("coordinator")
    page.goto(where)
    box_of(page).focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("Kesehatan anak diuji peramban: {{poin klaster Kesehatan}} poin.")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Simpan")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Bab tersimpan.")).to_be_visible()
    kept = find(box_of(page).input_value())[0].kept
    assert kept
    path = tmp_path / "bab.pdf"
    site.manage("shell", "-c", PRINTED.format(year=YEAR, path=path))
    assert f"Kesehatan anak diuji peramban: {kept} poin." in " ".join(text_of(path).split())


def test_the_second_of_two_tabs_sees_both_texts(where, sign_in):
    first, second = sign_in("coordinator"), sign_in("coordinator")
    second.goto(where)
    first.goto(where)
    box_of(first).fill("Dari tab pertama.")
    first.get_by_role("button", name="Simpan", exact=True).click()
    expect(first.get_by_text("Bab tersimpan.")).to_be_visible()
    box_of(second).fill("Dari tab kedua.")
    second.get_by_role("button", name="Simpan", exact=True).click()
    expect(second.get_by_role("alert")).to_contain_text("mengubah bab ini")
    expect(box_of(second)).to_have_value("Dari tab kedua.")
    expect(second.locator(".differences del", has_text="pertama")).to_be_visible()
    assert findings(second) == []
    second.get_by_role("button", name="Simpan", exact=True).click()
    expect(second.get_by_text("Bab tersimpan.")).to_be_visible()
    second.get_by_role("link", name="Semua versi").click()
    expect(second.get_by_role("heading", name="Versi")).not_to_have_count(0)
    expect(second.locator("pre", has_text="Dari tab pertama.")).to_have_count(1)


@pytest.mark.once
def test_looking_and_saving_without_javascript(where, sign_in):
    page = sign_in("coordinator", java_script_enabled=False)
    page.goto(where)
    box_of(page).fill("Tanpa skrip {{skor klaim}}.")
    page.get_by_role("button", name="Lihat").click()
    expect(page.frame_locator("iframe.sheet").get_by_text("Tanpa skrip")).to_be_visible()
    expect(box_of(page)).to_have_value("Tanpa skrip {{skor klaim}}.")
    page.get_by_role("button", name="Simpan", exact=True).click()
    expect(page.get_by_text("Bab tersimpan.")).to_be_visible()


@pytest.mark.once
def test_a_number_that_moved_is_read_and_then_quiet(where, sign_in):
    page = sign_in("coordinator", viewport={"width": 360, "height": 740})
    page.goto(where)
    box_of(page).fill("Skornya {{skor terverifikasi = 1,5}} saja.")
    page.get_by_role("button", name="Simpan", exact=True).click()
    told = page.get_by_role("region", name="1 angka bergeser sejak naskah ini dibaca")
    expect(told).to_contain_text("Skornya ")
    assert findings(page) == []
    told.get_by_role("button", name="Angka baru sudah saya baca").click()
    expect(page.get_by_text("Angka baru dicatat sudah dibaca.")).to_be_visible()
    expect(told).to_have_count(0)
    assert find(box_of(page).input_value())[0].kept != "1,5"


@pytest.mark.once
def test_a_number_is_put_in_and_leaving_unsaved_asks(where, sign_in):
    page = sign_in("coordinator")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.goto(where)
    box_of(page).fill("Skor ")
    page.get_by_text("Angka yang dapat dirujuk").click()
    page.get_by_role("button", name="Sisipkan poin klaster Kesehatan", exact=True).click()
    expect(box_of(page)).to_have_value("Skor {{poin klaster Kesehatan}}")
    expect(box_of(page)).to_be_focused()
    page.get_by_role("link", name="Semua versi").click()
    page.wait_for_url("**/versi/")
    assert asked == ["beforeunload"]
