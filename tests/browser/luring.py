"""What the tests without network share: people, kept pages, notes typed into cards."""

import json
import re

from tests.site import until

HELD = re.compile(r"Halaman ini disimpan \d+ \w+, \d\d\.\d\d\. Tidak ada jaringan\.")


def operators(site):
    """(user name, password) of every operator of a kelurahan."""
    listed = json.loads((site.folder / "demo-accounts.json").read_text(encoding="utf-8"))
    found = [a for a in listed if a["role"] == "operator" and len(a["areas"][0]) > len("64.99")]
    return [(a["username"], a["password"]) for a in found]


def enter(page, site, account):
    """Sign in by the page that stands, or by the sign-in page."""
    if "/masuk/" not in page.url:
        page.goto(f"{site.base}/masuk/")
    page.get_by_label("Nama pengguna").fill(account[0])
    page.get_by_label("Kata sandi", exact=True).fill(account[1])
    page.get_by_role("button", name="Masuk", exact=True).click()
    page.wait_for_url(lambda url: "/masuk/" not in url)


def longest_sheet(page, site):
    """Open the writable sheet with the most cards; its address."""
    page.goto(f"{site.base}/")
    rows = page.locator("main a.row-link", has_text=re.compile("Belum mulai|Sedang diisi|Draf"))
    best, most = "", 0
    for address in rows.evaluate_all("rows => rows.map(row => row.getAttribute('href'))"):
        page.goto(site.base + address)
        count = page.locator("[data-card][hx-post]").count()
        if count > most:
            best, most = page.url, count
    page.goto(best)
    return best


def until_true(page, promise):
    """Wait until what the promise gives is true; `wait_for_function` takes the promise for it."""
    until(lambda: page.evaluate(f"{promise}.then(Boolean)"), 15, promise)


def until_kept(page):
    """Wait until the worker has kept the page at hand."""
    until_true(page, "caches.match(location.href.split('#')[0], {ignoreVary: true})")


def on_kept_sheet(new_context, site, **context):
    """A page of the first operator on its longest sheet, kept by the worker."""
    page = new_context(**context).new_page()
    page.set_default_timeout(15_000)
    enter(page, site, operators(site)[0])
    longest_sheet(page, site)
    until_kept(page)
    return page


def edits(page, count):
    """(name of a box, value) for as many cards, in the order of the page; notes at first."""
    codes = page.locator("[data-card][hx-post]").evaluate_all("all => all.map(c => c.dataset.code)")
    return [(f"{code}-note", f"tanpa jaringan {n}") for n, code in enumerate(codes[:count], 1)]


def note(page, name, value):
    """Write a note into a card, whose fold is opened for it."""
    page.locator(f'[name="{name}"]').evaluate("box => { box.closest('details').open = true }")
    page.locator(f'[name="{name}"]').fill(value)
    page.keyboard.press("Tab")


def stored_notes(site, *sheets):
    """(code, note) of the sheets' entries with a note of these tests, as they came in."""
    numbers = ", ".join(map(str, sheets))
    return site.sql(
        "SELECT i.code, e.note FROM clusters_entry e "
        "JOIN clusters_indicator i ON i.id = e.indicator_id "
        f"WHERE e.sheet_id IN ({numbers}) AND e.note LIKE 'tanpa jaringan%' ORDER BY e.entered_at"
    )


def sheet_number(page):
    return int(re.search(r"/lembar/(\d+)/", page.url)[1])
