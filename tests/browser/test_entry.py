"""The entry sheet in a browser: keys, what is computed while typing, failure, conflict."""

import re

from playwright.sync_api import expect


def open_sheet(page, site, word):
    """Open the sheet in the task list whose row holds `word`; its address."""
    page.goto(f"{site.base}/")
    row = page.locator("main a.row-link", has_text=re.compile(word)).first
    address = site.base + row.get_attribute("href")
    page.goto(address)
    return address


def first_pair(page):
    """Code of the first card with a numerator and a denominator."""
    name = page.locator('input[name$="-numerator"]:not([readonly])').first.get_attribute("name")
    return name.removesuffix("-numerator")


def box(page, code, name):
    return page.locator(f'[name="{code}-{name}"]')


def fill_pair(page, code, numerator, denominator):
    box(page, code, "numerator").fill(str(numerator))
    box(page, code, "denominator").fill(str(denominator))
    page.keyboard.press("Tab")


def status(page, code):
    return page.locator(f"#status-{code}")


def typed_last_year(page):
    """What last year's numbers say for the box that has the focus; `9` where there were none."""
    return page.evaluate(
        """() => {
          const box = document.activeElement, card = box.closest("[data-card]");
          const said = card.querySelector(".strip dd").textContent;
          const pair = said.match(/\\(([\\d.]+)\\/([\\d.]+)\\)/);
          if (box.name.includes("-extra_")) return "";
          if (box.name.endsWith("-numerator")) return pair ? pair[1] : "9";
          if (box.name.endsWith("-denominator")) return pair ? pair[2] : "10";
          const count = said.match(/^[\\d.]+/);
          return count ? count[0] : "1";
        }"""
    )


def tab_until(page, reached):
    """Press Tab until the element with the focus, `one`, is what is wanted."""
    for _ in range(200):
        page.keyboard.press("Tab")
        if page.evaluate(f"(one => {reached})(document.activeElement)"):
            return
    raise AssertionError(reached)


def test_a_whole_sheet_by_keyboard_alone(site, sign_in):
    page = sign_in("operator")
    open_sheet(page, site, "Belum mulai")
    boxes = page.locator("[data-card] input[type='text'], [data-card] input[type='radio']")
    assert boxes.count() > 3
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # the way past the bar
    tab_until(page, "one.closest('[data-card]') !== null")  # past the list beside the cards
    for _ in range(120):  # then Enter from box to box, to the link that leads on
        kind = page.evaluate("document.activeElement.type || ''")
        if page.evaluate("document.activeElement.matches('[data-after-last]')"):
            break
        if kind == "text":
            page.keyboard.type(typed_last_year(page))
        elif kind == "radio":
            page.keyboard.press("Space")
        page.keyboard.press("Enter")
    expect(page.locator(":focus")).to_have_text("Periksa sebelum mengajukan")
    page.wait_for_load_state("networkidle")
    expect(page.locator(".nav-todo")).to_have_count(0)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    tab_until(page, "one.textContent.trim() === 'Ajukan lembar'")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/diajukan/"))


def test_enter_goes_on_and_back_and_escape_puts_back(site, sign_in):
    page = sign_in("operator")
    open_sheet(page, site, "Sedang diisi|Draf")
    code = first_pair(page)
    numerator = box(page, code, "numerator")
    stood = numerator.input_value()
    numerator.focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("3")
    page.keyboard.press("Escape")
    expect(numerator).to_have_value(stood)
    expect(numerator).to_be_focused()
    page.keyboard.press("Enter")
    expect(box(page, code, "denominator")).to_be_focused()
    page.keyboard.press("Shift+Enter")
    expect(numerator).to_be_focused()
    page.locator(f"#ind-{code} details.note").evaluate("one => { one.open = true }")
    note = box(page, code, "note")
    note.fill("satu")
    page.keyboard.press("Enter")
    page.keyboard.type("dua")
    expect(note).to_have_value("satu\ndua")


def test_result_change_and_target_while_typing(site, sign_in):
    page = sign_in("operator")
    open_sheet(page, site, "Sedang diisi|Draf")
    code = first_pair(page)
    asked = []
    page.on("request", lambda one: asked.append(one.url))
    box(page, code, "denominator").fill("8")
    box(page, code, "numerator").press("Control+A")
    asked.clear()
    page.keyboard.type("1")
    expect(page.locator(f"#hasil-{code}")).to_have_text("12,5%")
    live = page.locator(f"#ubah-{code}")
    expect(live).to_have_text(re.compile("poin lagi ke target|target tercapai"))
    typed = live.text_content().strip()
    page.keyboard.press("Tab")
    expect(status(page, code)).to_contain_text("Tersimpan")
    expect(page.locator(f"#hasil-{code}")).to_have_text("12,5%")
    assert live.text_content().strip() == typed, "the server says the same"


def test_a_field_says_at_once_whether_it_is_saved(site, sign_in):
    page = sign_in("operator")
    open_sheet(page, site, "Sedang diisi|Draf")
    code = first_pair(page)
    fill_pair(page, code, 7, 10)
    expect(status(page, code)).to_contain_text("Tersimpan")
    asked = []
    page.on("request", lambda one: asked.append(one.url))
    box(page, code, "denominator").focus()
    page.keyboard.press("End")
    page.keyboard.type("0")
    expect(status(page, code)).to_have_text("Belum tersimpan")
    page.keyboard.press("Backspace")
    assert asked == []
    page.keyboard.press("Tab")
    expect(status(page, code)).to_contain_text("Tersimpan")
    assert len(asked) == 1


def test_a_failed_save_offers_another_try(site, sign_in):
    page = sign_in("operator")
    address = open_sheet(page, site, "Sedang diisi|Draf")
    code = first_pair(page)
    for cut, words in (
        (lambda route: route.abort("connectionrefused"), "Menunggu jaringan Coba lagi"),
        (lambda route: route.fulfill(status=500, body=""), "Gagal, coba lagi"),
    ):
        page.route("**/isian/**", cut)
        fill_pair(page, code, 5, 10)
        expect(status(page, code)).to_have_text(words)
        retry = status(page, code).get_by_role("button")
        expect(box(page, code, "numerator")).to_have_value("5")
        page.unroute("**/isian/**")
        retry.click()
        expect(status(page, code)).to_contain_text("Tersimpan")
        fill_pair(page, code, 6, 10)
        expect(page.locator(f"#hasil-{code}")).to_have_text("60%")
        page.wait_for_load_state("networkidle")
    page.goto(address)
    expect(box(page, code, "numerator")).to_have_value("6")


def test_two_browsers_see_both_values_and_choose(site, sign_in):
    first = sign_in("operator")
    address = open_sheet(first, site, "Sedang diisi|Draf")
    second = sign_in("operator")
    second.goto(address)
    code = first_pair(first)
    fill_pair(first, code, 4, 10)
    expect(status(first, code)).to_contain_text("Tersimpan")
    fill_pair(second, code, 3, 10)
    expect(status(second, code)).to_contain_text("Bentrok")
    choice = second.locator(f"#ind-{code} [data-conflict]")
    expect(choice).to_contain_text("3 dari 10")
    expect(choice).to_contain_text("4 dari 10")
    expect(choice).to_contain_text("mengubah isian ini")
    expect(choice).to_contain_text(re.compile(r"\d\d\.\d\d"))
    elsewhere = sign_in("operator")  # a browser that keeps nothing of what was typed here
    elsewhere.goto(address)
    expect(box(elsewhere, code, "numerator")).to_have_value("4")
    choice.get_by_label(re.compile("Yang baru Anda ketik")).check()
    choice.get_by_role("button", name="Simpan pilihan").click()
    expect(status(second, code)).to_contain_text("Tersimpan")
    elsewhere.reload()
    expect(box(elsewhere, code, "numerator")).to_have_value("3")


def test_a_save_leaves_the_focus_where_it_is(site, sign_in):
    page = sign_in("operator")
    open_sheet(page, site, "Sedang diisi|Draf")
    way = page.locator(
        '[data-card][hx-post] [id^="ke-penduduk"], [data-card][hx-post] [id^="pakai"]'
    )
    code = way.first.evaluate("one => one.closest('[data-card]').dataset.code")
    box(page, code, "numerator").fill("3")
    box(page, code, "denominator").fill("40")
    with page.expect_response(re.compile(f"/isian/{code}/$")):
        page.keyboard.press("Tab")
    expect(status(page, code)).to_contain_text("Tersimpan")
    page.wait_for_timeout(300)  # the swap settles
    name = page.evaluate("document.activeElement.id")
    assert name.startswith(("ke-penduduk-", "pakai-penduduk-")), name
