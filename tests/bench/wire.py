"""Bytes over the wire for opening a sheet in Chromium, the first and the second time."""

import shutil
from urllib.parse import urlsplit

from django.urls import reverse
from playwright.sync_api import Page, sync_playwright

from clusters.models import Period, Sheet
from tests.bench.cities import table
from tests.bench.counting import Counter, counting
from tests.bench.server import cookies_of, operators_of, serving


def measure(period: Period) -> None:
    """Print requests and bytes of both visits, the service worker's own among them."""
    user = operators_of(period)[0]
    area = user.assignments.get().area
    sheet = Sheet.objects.get(period=period, area=area, cluster__slug="health")
    cookies = cookies_of(user)  # asked before Chromium: its loop keeps the database away
    address = reverse("clusters:sheet", args=[sheet.pk])
    with (
        serving() as site,
        counting(urlsplit(site).port or 80) as counter,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        context = browser.new_context()
        base = f"http://localhost:{counter.port}"
        context.add_cookies(
            [{"name": name, "value": value, "url": base} for name, value in cookies.items()]
        )
        rows = [
            [words, *_open(context.new_page(), base + address, counter)]
            for words in ("first time", "second time")
        ]
        browser.close()
    table("Opening a sheet in Chromium", ["", "requests over the wire", "kB"], rows)


def _open(page: Page, address: str, counter: Counter) -> tuple[int, str]:
    """(requests that went over the wire, their kilobytes with headers) of one visit."""
    answer = page.goto(address, wait_until="networkidle")
    assert answer is not None
    assert answer.status == 200, (answer.url, answer.status)
    assert "/lembar/" in page.url, page.url
    requests, received = counter.read()
    page.close()
    return requests, f"{received / 1000:.1f}"
