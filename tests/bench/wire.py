"""Bytes over the wire for opening a sheet in Chromium, the first and the second time."""

import shutil

from django.urls import reverse
from playwright.sync_api import Page, sync_playwright

from clusters.models import Period, Sheet
from tests.bench.cities import table
from tests.bench.server import cookies_of, operators_of, serving


def measure(period: Period) -> None:
    """Print requests and bytes of both visits."""
    user = operators_of(period)[0]
    area = user.assignments.get().area
    sheet = Sheet.objects.get(period=period, area=area, cluster__slug="health")
    cookies = cookies_of(user)  # asked before Chromium: its loop keeps the database away
    address = reverse("clusters:sheet", args=[sheet.pk])
    with serving() as base, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        context = browser.new_context()
        context.add_cookies(
            [{"name": name, "value": value, "url": base} for name, value in cookies.items()]
        )
        rows = [
            [words, *_open(context.new_page(), base + address)]
            for words in ("first time", "second time")
        ]
        browser.close()
    table("Opening a sheet in Chromium", ["", "requests over the wire", "kB"], rows)


def _note(seen: dict[str, float], done: dict) -> None:
    seen[done["requestId"]] = done["encodedDataLength"]


def _open(page: Page, address: str) -> tuple[int, str]:
    """(requests that went over the wire, their kilobytes with headers) of one visit."""
    seen: dict[str, float] = {}
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.on("Network.loadingFinished", lambda one: _note(seen, one))
    answer = page.goto(address, wait_until="networkidle")
    assert answer is not None
    assert answer.status == 200, (answer.url, answer.status)
    assert "/lembar/" in page.url, page.url
    sizes = [size for size in seen.values() if size]
    page.close()
    return len(sizes), f"{sum(sizes) / 1000:.1f}"
