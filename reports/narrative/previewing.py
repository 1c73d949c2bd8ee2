"""The opening of a chapter as the report would print it, for a frame on the editor's page."""

import base64
import copy
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.templatetags.static import static

from reports import content
from reports.narrative.printing import chapter_html, chapter_key, chapters_in
from reports.sections.book import Book

# The frame may run nothing and fetch nothing but our styles and font.
POLICY = {
    "default-src": ["'none'"],
    "style-src": ["'self'", "'unsafe-inline'"],
    "font-src": ["'self'", "data:"],
    "img-src": ["data:"],
    "base-uri": ["'none'"],
    "form-action": ["'none'"],
    "frame-ancestors": ["'self'"],
}


def page_html(book: Book, key: str, text: str, *, full: bool) -> str:
    """The first section of a chapter with this text in the place of what is stored.

    Without `full`, for who may not read the full edition, the words alone: the tables beside
    them have the small counts.
    """
    changed = copy.copy(book)  # what is reckoned stays reckoned
    words = book.data["narratives"] | {key: {"text": text, "version": 0}}
    changed.data = book.data | {"narratives": words}
    section = _opening(changed.data, key) if full else None
    if section is None:
        html = _bare(changed, key)
    else:
        content.remember(changed.data, changed)
        html = content.section_html(changed.data, section)
    return html.replace(content.font_faces(), _faces()).replace("</head>", f"{_link()}</head>", 1)


def _opening(data: dict[str, Any], key: str) -> str | None:
    """The section that a chapter begins with; None where the report has no such chapter yet."""
    for one in content.plan(data):
        if chapter_key(one.key) == key and one.start:
            return one.key
    return None


def _bare(book: Book, key: str) -> str:
    """The words alone, for a chapter without a section of its own."""
    sheet = settings.BASE_DIR / "static" / "print" / "report.css"
    context = {
        "book": book,
        "section": next(one for one in chapters_in(book) if one.key == key),
        "css": content.font_faces() + sheet.read_text(encoding="utf-8"),
        "words": chapter_html(book.data, key, book),
    }
    return render_to_string("reports/print/words_alone.html", context)


def _link() -> str:
    return f'<link rel="stylesheet" href="{static("print/preview.css")}">'


@lru_cache(maxsize=1)
def _faces() -> str:
    """The fonts by addresses that a browser may fetch; the small one inside the page."""
    address = static("fonts/plus-jakarta-sans.woff2")
    usual = (
        '@font-face { font-family: "Plus Jakarta Sans"; font-weight: 200 800; '
        f'src: url("{address}"); }}'
    )
    line = next(
        line
        for line in (settings.FONTS_DIR / "fonts.css").read_text(encoding="utf-8").splitlines()
        if "KLA Simbol" in line
    )
    name = line.partition('url("')[2].partition('"')[0]
    data = base64.b64encode((settings.FONTS_DIR / name).read_bytes()).decode()
    return usual + line.replace(name, f"data:font/ttf;base64,{data}")
