"""What turns up around a card that waits: clocks, a card drawn anew, other people, sign-out."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.luring import enter, on_kept_sheet, operators, sheet_number, until_kept
from tests.browser.test_entry import box, fill_pair, first_pair
from tests.browser.test_offline_people import NOTHING, wait_with
from tests.browser.test_offline_tabs import saved, second_tab, stored
from tests.browser.test_pages import findings

pytestmark = pytest.mark.once


@pytest.fixture
def operator(new_context, site):
    return on_kept_sheet(new_context, site, viewport={"width": 1280, "height": 800})


def type_note(page, code, value):
    """Type a note and stay in its box."""
    place = box(page, code, "note")
    place.evaluate("box => { box.closest('details').open = true }")
    place.fill(value)


def a_day_ahead(page):
    page.evaluate("() => { const now = Date.now; Date.now = () => now() + 86400000 }")


def test_a_note_typed_while_the_card_is_drawn_anew_is_saved(site, operator):
    page, sheet = operator, sheet_number(operator)
    site.manage(
        "shell",
        "-v0",
        "-c",
        "from django.utils import timezone; from clusters.models import *; "
        "from kla.accounts.models import User; "
        f"s = Sheet.objects.get(pk={sheet}); by = User.objects.first(); "
        "keys = s.cluster.indicators.exclude(denominator_key='')"
        ".values_list('denominator_key', flat=True); "
        "[Population.objects.update_or_create(area=s.area, year=s.period.year, key=k, defaults="
        "dict(value=321, entered_by=by, entered_at=timezone.now())) for k in set(keys)]",
    )
    page.reload()
    button = page.locator("button[name=take]").first
    code = button.get_attribute("value")
    held = []
    page.route("**/isian/**", lambda route: held.append(route), times=1)
    button.click(no_wait_after=True)
    page.wait_for_timeout(500)
    type_note(page, code, "selagi mengambil")
    page.wait_for_timeout(300)
    held[0].continue_()
    expect(box(page, code, "denominator")).to_have_value("321")
    expect(box(page, code, "note")).to_have_value("selagi mengambil")
    saved(page, code)
    page.wait_for_load_state("networkidle")
    assert stored(site, page, code)[1:] == (321, "selagi mengambil")


def test_what_may_sign_somebody_in_hides_the_kept_pages(site, operator):
    page, context = operator, operator.context
    page.goto(f"{site.base}/")
    until_kept(page)
    page.goto(f"{site.base}/masuk/kata-sandi/")
    context.set_offline(True)
    page.locator("main form").evaluate("form => HTMLFormElement.prototype.submit.call(form)")
    expect(page.get_by_role("heading", name=NOTHING)).to_be_visible()
    page.goto(f"{site.base}/")  # who is signed in now, nobody knows
    expect(page.get_by_role("heading", name=NOTHING)).to_be_visible()
    context.set_offline(False)
    page.goto(f"{site.base}/")
    page.wait_for_load_state("networkidle")
    context.set_offline(True)
    page.goto(f"{site.base}/")
    expect(page.locator(".message-held")).to_be_visible()


def test_the_other_tab_leaves_when_signing_out_was_answered(site, new_context):
    page = new_context(service_workers="block").new_page()
    enter(page, site, operators(site)[0])
    page.goto(f"{site.base}/")
    other = second_tab(page)
    held = []
    page.route("**/masuk/keluar/", lambda route: held.append(route))
    page.locator(".user-menu summary").click()
    page.locator(".menu").get_by_role("button", name="Keluar").click(no_wait_after=True)
    other.wait_for_timeout(1500)
    assert other.url == f"{site.base}/"
    held[0].continue_()
    expect(other).to_have_url(re.compile("/masuk/$"))
    expect(other.get_by_label("Nama pengguna")).to_be_visible()


def test_the_servers_version_and_not_the_clock_says_what_is_newer(site, operator, new_context):
    page, code, context = operator, first_pair(operator), operator.context
    a_day_ahead(page)
    fill_pair(page, code, 21, 70)
    saved(page, code)
    colleague = new_context().new_page()
    enter(colleague, site, operators(site)[0])
    colleague.goto(page.url)
    fill_pair(colleague, code, 22, 70)
    saved(colleague, code)
    page.reload()
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(500)
    context.set_offline(True)
    page.reload()
    expect(page.locator(".message-held")).to_be_visible()
    expect(box(page, code, "numerator")).to_have_value("22")


def test_home_tells_of_text_still_typed_and_sends_what_a_clock_dated_ahead(site, operator):
    page, code = operator, first_pair(operator)
    type_note(page, code, "belum lepas kursor")
    home = page.context.new_page()
    home.goto(f"{site.base}/")
    expect(home.locator("[data-queue]")).to_contain_text(
        "1 isian sudah diketik dan belum terkirim: buka"
    )
    assert findings(home) == []
    a_day_ahead(page)
    type_note(page, code, "jam maju sehari")
    home.reload()
    expect(home.locator("[data-queue]")).to_be_empty()
    saved(page, code)
    expect(page.locator(f"#ind-{code}")).not_to_have_attribute("data-typed", "yes")
    assert stored(site, page, code)[2] == "jam maju sehari"


def test_who_is_no_operator_any_more_finds_the_text(site, operator):
    page, context = operator, operator.context
    first = operators(site)[0][0]
    wait_with(page, "tanpa jaringan, lalu pindah peran")
    words = "from kla.accounts.models import Assignment; "
    found = f"Assignment.objects.filter(user__username='{first}')"
    site.manage("shell", "-v0", "-c", f"{words}{found}.update(role='viewer')")
    try:
        context.set_offline(False)
        page.goto(f"{site.base}/")
        queue = page.locator("[data-queue]")
        expect(queue).to_contain_text("tanpa jaringan, lalu pindah peran")
        assert findings(page) == []
        queue.get_by_role("button", name="Buang").click()
        expect(queue).to_be_empty()
    finally:
        site.manage("shell", "-v0", "-c", f"{words}{found}.update(role='operator')")
