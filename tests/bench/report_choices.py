"""What each choice in rendering pays: the same sections with and without it, as ratios."""

import gc
import time
from collections.abc import Callable
from functools import partial
from statistics import median

from clusters.models import Period
from kla.printing import own_fonts_only
from reports import compile as steps
from reports import content, snapshot
from reports.render import to_part
from tests.bench.cities import table

ROUNDS = 3
KINDS = ("ringkasan", "klaster-health", "rapor", "nilai")


def measure(period: Period) -> None:
    """CPU seconds of each variant over the seconds of the plain one, medians of the rounds."""
    data = snapshot.load(snapshot.take(period))
    plan = content.plan(data)
    picked = [next(one.key for one in plan[::-1] if one.key.startswith(kind)) for kind in KINDS]
    variants = _variants()
    rows = []
    for key in picked:
        html = content.section_html(data, key)
        plain = _seconds(partial(_pdf, html))
        ratios = [
            _seconds(lambda html=html, make=make: make(html)) / plain for make in variants.values()
        ]
        rows.append([key, f"{plain:.2f}", *(f"{ratio:.2f}" for ratio in ratios)])
    table("CPU of a section, each choice against the plain one", ["section", "s", *variants], rows)
    _join(data)


def _variants() -> dict[str, Callable[[str], bytes]]:
    from weasyprint import CSS  # noqa: PLC0415 - a second to import
    from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415

    fonts, css = FontConfiguration(), content._css()
    sheet = CSS(string=css, font_config=fonts, url_fetcher=own_fonts_only())
    once = {"stylesheets": [sheet], "font_config": fonts}
    return {
        "gc on": partial(_pdf, collect=True),
        "auto tables": lambda html: _pdf(html.replace("table-layout: fixed;", "")),
        "styles once": lambda html: _pdf(html.replace(css, ""), **once),
        "full fonts": partial(_pdf, full_fonts=True),
        "hinted": partial(_pdf, hinting=True),
        "untagged": partial(_pdf, pdf_variant=None),
        "as part": partial(to_part, prefix="ukur"),
    }


def _pdf(html: str, *, collect: bool = False, **options: object) -> bytes:
    from weasyprint import HTML  # noqa: PLC0415 - a second to import

    if not collect:
        gc.disable()
    try:
        document = HTML(string=html, url_fetcher=own_fonts_only())
        return document.write_pdf(**{"pdf_variant": "pdf/a-3a", **options})
    finally:
        gc.enable()


def _seconds(make: Callable[[], object]) -> float:
    taken = []
    for _ in range(ROUNDS):
        started = time.process_time()
        make()
        taken.append(time.process_time() - started)
    return median(taken)


def _join(data: dict) -> None:
    """CPU seconds of writing all HTML and of the join, and the sizes of the files."""
    files = {one.key: steps.render_section(data, one.key)[0] for one in content.plan(data)}
    html = _seconds(lambda: [content.section_html(data, key) for key in files])
    kept = _seconds(lambda: steps.bind(data, files))
    size = sum(file.stat().st_size for file in files.values())
    whole = len(steps.bind(data, files)[0])
    rows = [[len(files), f"{html:.2f}", f"{kept:.2f}", size >> 10, whole >> 10]]
    head = ["sections", "all HTML s", "join s", "KiB of parts", "KiB of the whole"]
    table("The steps beside rendering", head, rows)
