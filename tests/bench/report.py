"""The whole report: by real workers, in one pass of WeasyPrint, and by Chromium, in one run."""

import os
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pikepdf
from django.conf import settings
from playwright.sync_api import sync_playwright

from clusters.models import Entry, Period
from kla.accounts.system import system_user
from reports import actions, content, snapshot
from reports.models import Report, ReportState
from reports.render import to_pdf
from scripts.processes import Processes
from tests.bench import report_choices
from tests.bench.cities import table
from tests.site import ROOT, until

ENDED = (ReportState.DRAFT, ReportState.FAILED)
LONGEST = 3600  # seconds that one run may take on a busy machine


def measure(small: Period, large: Period) -> None:
    """Print what a report of 34 kelurahan costs, how it grows to 340, and what choices pay."""
    runs = _by_workers(small)
    html = _whole_html(small)
    runs += [
        ("one pass of WeasyPrint", *_one_pass(html)),
        ("Chromium, same HTML", *_chromium(html)),
    ]
    against = runs[-1][1]
    rows = [
        [words, pages, f"{seconds:.1f}", f"{seconds / against:.2f}", memory]
        for words, seconds, pages, memory in runs
    ]
    head = ["run", "pages", "seconds", "of Chromium", "peak MB of a child"]
    table(f"Report of {_kelurahan(small)} kelurahan", head, rows)
    _growth(small, large, runs)
    report_choices.measure(small)


def _kelurahan(period: Period) -> int:
    return len({area for area, _ in period.sheets.values_list("area__code", "area__level")}) - 1


Run = tuple[str, float, int, str]


def _by_workers(period: Period) -> list[Run]:
    """Cold with one and two children, then with two: one entry changed, nothing changed."""
    runs = []
    with _worker(1) as worker:
        runs.append(_run("cold, 1 child", period, worker))
    _forget()
    with _worker(2) as worker:
        runs.append(_run("cold, 2 children", period, worker))
        entry = Entry.objects.filter(
            sheet__period=period, sheet__area__level="kelurahan", numerator__gt=1
        ).first()
        assert entry is not None
        Entry.objects.filter(pk=entry.pk).update(numerator=entry.numerator - 1)
        runs.append(_run("one entry changed", period, worker))
        runs.append(_run("nothing changed", period, worker))
    return runs


def _forget() -> None:
    """Throw every kept section away."""
    shutil.rmtree(settings.REPORTS_DIR / "sections", ignore_errors=True)


@contextmanager
def _worker(children: int) -> Iterator[int]:
    """A real worker with so many children, ready for tasks; its process id."""
    with Processes() as processes, tempfile.NamedTemporaryFile(suffix=".log") as log:
        words = f"-m celery -A kla worker --concurrency {children} --loglevel INFO"
        process = processes.start(
            [sys.executable, *words.split()], cwd=ROOT, env=os.environ, stdout=log, stderr=log
        )
        ready = Path(log.name)
        until(lambda: b" ready." in ready.read_bytes(), 120, "the worker does not start")
        yield process.pid


def _run(words: str, period: Period, worker: int) -> Run:
    """Ask for the report as the page does; seconds until the draft stands."""
    started = time.perf_counter()
    report = actions.request_report(period, by=system_user())
    peak = 0
    while True:
        report = Report.objects.get(pk=report.pk)
        peak = max([peak, *(_peak(child) for child in _children(worker))])
        if report.state in ENDED or time.perf_counter() - started > LONGEST:
            break
        time.sleep(0.1)
    assert report.state == ReportState.DRAFT, report.error or report.state
    return words, time.perf_counter() - started, report.pages, f"{peak / 1024:.0f}"


def _children(pid: int) -> list[int]:
    """The children of a process, whichever of its threads has forked them."""
    found = []
    for listed in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(OSError):
            found += [int(child) for child in listed.read_text().split()]
    return found


def _peak(pid: int) -> int:
    """The most resident memory a process had so far, in KiB; 0 when it has gone."""
    try:
        found = re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())
    except OSError:
        return 0
    return int(found[1]) if found else 0


def _whole_html(period: Period) -> str:
    """All sections in one document, each body as a block that begins a page."""
    data = snapshot.load(snapshot.take(period))
    pages = [content.section_html(data, one.key) for one in content.plan(data)]
    bodies = [re.search(r"<body([^>]*)>(.*)</body>", page, re.S) for page in pages]
    blocks = "".join(
        f'<div style="break-before: page"{found[1]}>{found[2]}</div>' for found in bodies if found
    )
    return f"{pages[0].partition('<body')[0]}<body>{blocks}</body></html>"


def _one_pass(html: str) -> tuple[float, int, str]:
    started = time.perf_counter()
    pdf = to_pdf(html)
    seconds = time.perf_counter() - started
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(pdf)
        file.flush()
        return seconds, _pages(Path(file.name)), ""


def _chromium(html: str) -> tuple[float, int, str]:
    """The browser runs already, as a print service would have it; tagged, with outline."""
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        page = browser.new_page()
        page.set_default_timeout(0)
        source, target = Path(folder, "laporan.html"), Path(folder, "laporan.pdf")
        source.write_text(html, encoding="utf-8")
        started = time.perf_counter()
        page.goto(source.as_uri())
        page.pdf(path=target, tagged=True, outline=True, prefer_css_page_size=True)
        seconds = time.perf_counter() - started
        browser.close()
        return seconds, _pages(target), ""


def _pages(path: Path) -> int:
    with pikepdf.open(path) as made:
        return len(made.pages)


def _growth(small: Period, large: Period, runs: list[Run]) -> None:
    """Seconds a page of a cold report, from 34 to 340 kelurahan, by two children."""
    _forget()
    with _worker(2) as worker:
        many = _run("cold, 2 children", large, worker)
    few = next(run for run in runs if run[0] == "cold, 2 children")
    rows = [
        [_kelurahan(period), pages, f"{seconds:.1f}", f"{seconds / pages:.3f}", memory]
        for period, (_, seconds, pages, memory) in ((small, few), (large, many))
    ]
    head = ["kelurahan", "pages", "seconds", "s/page", "peak MB of a child"]
    table("Cold, by two children, as the city grows", head, rows)
