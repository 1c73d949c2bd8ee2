"""The whole main job in a browser: a number typed by an operator is read in the downloaded PDF."""

import re

from playwright.sync_api import expect

from tests.pdf import assert_sound, text_of

CODE = "KES-01"


def test_from_keyboard_to_pdf(site, sign_in, picture, tmp_path):
    site.start_worker()
    sheet = _operator(sign_in("operator"), picture)
    _reviewer(sign_in("reviewer"), f"{site.base}/periksa/{sheet}/")
    _coordinator(sign_in("coordinator"))
    path = _viewer(sign_in("viewer"), tmp_path)
    assert_sound(path)
    line = next(row for row in text_of(path).splitlines() if "1.217/1.251" in row)
    assert line.strip().startswith(CODE)
    assert "97,3" in line
    assert "●" in line


def _operator(page, picture) -> str:
    """Fill one card, prove it, hand the health sheet in; gives the sheet's number."""
    expect(page.locator("html")).to_have_attribute("lang", "id")
    _go_by(page, page.get_by_role("main").get_by_role("link", name=re.compile("Kesehatan")).first)
    number = re.search(r"/lembar/(\d+)/", page.url)[1]
    _answer_what_is_open(page)
    with page.expect_response(re.compile(f"/isian/{CODE}/")) as saved:
        page.locator(f'[name="{CODE}-numerator"]').fill("1.217")
        page.locator(f'[name="{CODE}-denominator"]').fill("1251")
        page.keyboard.press("Tab")
    assert saved.value.status == 200
    expect(page.locator(f"#status-{CODE}")).to_contain_text("Tersimpan")
    page.locator(f"#ind-{CODE}").get_by_role("link", name=re.compile("Tambah bukti")).click()
    page.locator('input[type="file"]').set_input_files(picture)
    page.get_by_label(re.compile("tidak memuat nama")).check()
    page.get_by_role("button", name="Simpan bukti").click()
    page.get_by_role("link", name="Kembali ke isian").click()
    expect(page.locator(f"#ind-{CODE}")).to_contain_text("rekap-contoh")
    page.get_by_role("link", name="Periksa sebelum mengajukan").click()
    page.get_by_role("button", name="Ajukan lembar").click()
    expect(page).to_have_url(re.compile("/diajukan/"))
    return number


def _answer_what_is_open(page) -> None:
    """What still lacks an answer, or a word on a jump, gets one."""
    sheet = page.url.split("#")[0]
    page.goto(f"{sheet}periksa/")
    codes = page.locator('section a[href*="#ind-"]').evaluate_all(
        "links => links.map(link => link.getAttribute('href').split('#ind-')[1])"
    )
    page.goto(sheet)
    for code in dict.fromkeys(codes):
        card = page.locator(f"#ind-{code}")
        first = card.locator(f'[name="{code}-numerator"], [name="{code}-value"]').first
        if not first.input_value() or first.get_attribute("type") == "radio":
            with page.expect_response(re.compile(f"/isian/{code}/")):
                card.locator(f'[name="{code}-no_data"]').check()
        note = card.locator(f'[name="{code}-note"]')
        card.locator("details.note").evaluate("details => { details.open = true }")
        with page.expect_response(re.compile(f"/isian/{code}/")):
            note.fill("Sudah diperiksa, benar.")
            page.keyboard.press("Tab")


def _reviewer(page, address: str) -> None:
    """Accept what is proven, reject the rest, and declare the sheet verified."""
    page.goto(address)
    _go_by(page, page.get_by_role("link", name=re.compile("^Periksa [A-Z]{3}-")))
    for _ in range(20):
        if not page.get_by_role("button", name="Simpan dan lanjut").count():
            break
        page.locator('input[name="mark"][value="accepted"]').check()
        _go_by(page, page.get_by_role("button", name="Simpan dan lanjut"))
        if page.locator(".error-summary").count():  # nothing proves this one
            page.locator('input[name="mark"][value="rejected"]').check()
            page.get_by_label(re.compile("^Alasan")).fill("Belum ada bukti yang berlaku.")
            _go_by(page, page.get_by_role("button", name="Simpan dan lanjut"))
    _go_by(page, page.get_by_role("button", name="Nyatakan terverifikasi"))
    expect(page.get_by_role("main")).to_contain_text("erverifikasi")


def _go_by(page, way) -> None:
    """Press what leads on and wait for the page it leads to: a page half come has no button."""
    with page.expect_navigation(wait_until="domcontentloaded"):
        way.click()


def _coordinator(page) -> None:
    """Compile, watch it move over a reload, publish."""
    page.get_by_role("link", name="Laporan").first.click()
    page.get_by_role("button", name=re.compile("Susun laporan")).first.click()
    expect(page.locator("progress")).to_be_visible()
    page.reload()
    expect(page.get_by_role("link", name="Terbitkan")).to_be_visible(timeout=180_000)
    page.get_by_role("link", name="Terbitkan").click()
    page.get_by_role("button", name="Terbitkan sekarang").click()
    # By a worker: the parts are joined anew as final.
    expect(page.get_by_role("heading", level=1)).to_contain_text("sudah terbit", timeout=60_000)


def _viewer(page, folder):
    page.get_by_role("link", name="Laporan").first.click()
    with page.expect_download() as coming:
        page.get_by_role("link", name=re.compile("Unduh PDF")).first.click()
    path = folder / "laporan.pdf"
    coming.value.save_as(path)
    assert coming.value.suggested_filename == "Laporan KLA Kota Rekaan 2026 nomor 1.pdf"
    return path
