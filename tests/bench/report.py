"""Seconds a page of the report, beside Chromium printing the very same HTML."""

import io
import shutil
import tempfile
import time
from pathlib import Path
from statistics import median

import pikepdf
from playwright.sync_api import Page, sync_playwright

from clusters.models import Period
from reports import compile as steps
from reports import content, snapshot
from reports.render import to_pdf
from tests.bench.cities import table

ROUNDS = 3
KINDS = ("ringkasan", "klaster-health", "rapor", "nilai")


def measure(period: Period) -> None:
    """Print both tables."""
    data = snapshot.load(snapshot.take(period))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        _beside_chromium(data, browser.new_page())
        browser.close()
    _whole(data)


def _beside_chromium(data: dict, page: Page) -> None:
    """The same sections by both, taken in turns; medians of seconds a page."""
    plan = content.plan(data)
    picked = [next(one.key for one in plan[::-1] if one.key.startswith(kind)) for kind in KINDS]
    rows, ratios = [], []
    for key in picked:
        html = content.section_html(data, key)
        ours, theirs = [], []
        for _ in range(ROUNDS):
            ours.append(_a_page(lambda html=html: to_pdf(html)))
            theirs.append(_a_page(lambda html=html: _print(page, html)))
        one, two = (median(seconds for seconds, _ in runs) for runs in (ours, theirs))
        ratios.append(one / two)
        pages = f"{ours[0][1]}/{theirs[0][1]}"
        rows.append([key, pages, f"{one:.3f}", f"{two:.3f}", f"{one / two:.1f}"])
    rows.append(["median", "", "", "", f"{median(ratios):.1f}"])
    head = ["section", "pages", "WeasyPrint s/page", "Chromium s/page", "ratio"]
    table(f"Report beside Chromium, same HTML, medians of {ROUNDS}", head, rows)


def _a_page(make: object) -> tuple[float, int]:
    started = time.perf_counter()
    pdf = make()  # type: ignore[operator]
    seconds = time.perf_counter() - started
    with pikepdf.open(io.BytesIO(pdf)) as made:
        return seconds / len(made.pages), len(made.pages)


def _print(page: Page, html: str) -> bytes:
    with tempfile.NamedTemporaryFile("w", suffix=".html", encoding="utf-8") as file:
        file.write(html)
        file.flush()
        page.goto(Path(file.name).as_uri())
        return page.pdf(tagged=True, outline=True, prefer_css_page_size=True)


def _whole(data: dict) -> None:
    """The whole report in one process, then once more with every section kept."""
    rows = []
    for words in ("first", "again, all sections kept"):
        started = time.perf_counter()
        files = {one.key: steps.render_section(data, one.key)[0] for one in content.plan(data)}
        sections = time.perf_counter() - started
        _, pages = steps.bind(data, files)
        whole = time.perf_counter() - started
        rows.append(
            [words, pages, f"{sections:.1f}", f"{whole - sections:.1f}", f"{whole / pages:.3f}"]
        )
    head = ["whole report", "pages", "sections s", "join s", "s/page"]
    table("The whole report in one process", head, rows)
