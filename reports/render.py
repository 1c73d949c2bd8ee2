"""HTML to PDF by WeasyPrint, which may fetch nothing but our own fonts."""

import atexit
import gc
import json
from collections.abc import Callable
from functools import lru_cache
from typing import Any

import pydyf

from kla.printing import own_fonts_only
from reports.parts import FACTS
from reports.structure import Structure

# WeasyPrint takes a second to import and is imported where it is used: a web process never
# needs it, and a worker's parent loads it once before its children are forked (tasks.py).


def to_pdf(html: str, *, tagged: bool = True) -> bytes:
    """One document as PDF, the same bytes for the same HTML."""
    return _write(html, "pdf/a-3a" if tagged else None, None)


def to_part(html: str, *, prefix: str, contents: bool = False) -> bytes:
    """A section as PDF, ready to be joined: its tags are complete and it knows its headings.

    `prefix` makes the ids of its table heads unique; `contents`: it is the table of contents.
    """

    def finish(document: Any, pdf: Any) -> None:
        Structure(document, pdf, prefix).complete(contents=contents)
        _note_headings(document, pdf)
        for one in pdf.objects:
            if isinstance(one, pydyf.Dictionary):
                one.pop("ColorSpace", None)  # profiles that no page uses, once a section
            elif isinstance(one, pydyf.Stream) and "Interpolate" in one.extra:
                one.extra["Interpolate"] = "false"  # PDF/A wants pictures as they are

    return _write(html, "pdf/a-3a", finish)


def _write(html: str, variant: str | None, finish: Callable[[Any, Any], None] | None) -> bytes:
    from weasyprint import HTML  # noqa: PLC0415 - see above

    before, _, rest = html.partition("<style>")
    css, _, after = rest.partition("</style>")
    sheet, fonts = _styles(css)
    collecting = gc.isenabled()
    gc.disable()  # a third faster: the layout makes many objects and drops none (measured)
    try:
        return HTML(string=before + after, url_fetcher=own_fonts_only()).write_pdf(
            stylesheets=[sheet],
            font_config=fonts,
            pdf_variant=variant,
            pdf_identifier=b"kla",
            finisher=finish,
        )
    finally:
        if collecting:
            gc.enable()


@lru_cache(maxsize=2)  # the report's own and the stamp's
def _styles(css: str) -> tuple[Any, Any]:
    """The styles and their fonts, read once a child: a tenth of the whole (measured)."""
    from weasyprint import CSS  # noqa: PLC0415 - see above
    from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415 - see above

    atexit.register(_styles.cache_clear)  # its fonts cannot be given back once Python is half gone
    fonts = FontConfiguration()
    return CSS(string=css, font_config=fonts, url_fetcher=own_fonts_only()), fonts


def _note_headings(document: Any, pdf: Any) -> None:
    """Keep level, words, page and height of each heading in the file's catalog."""
    found = [
        (level, " ".join(words.split()), number, round(0.75 * (page.height - y), 2))
        for number, page in enumerate(document.pages)
        for level, words, (_, y), _ in page.bookmarks
    ]
    pdf.catalog[str(FACTS)[1:]] = pydyf.String(json.dumps(found))
