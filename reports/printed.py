"""Reading pages back: the lines that a section prints, and the text on the pages of a PDF."""

import hashlib
import re
from functools import lru_cache
from html.parser import HTMLParser
from pathlib import Path

from django.conf import settings

_LINES = {"tr", "p", "li", "caption", "figcaption", "h1", "h2", "h3", "dt", "dd"}
_SKIPPED = {"style", "script", "svg", "title", "thead"}  # heads of columns may stand side by side
# Blanks differ between a page and its source, and hyphens are put in where a line is broken.
_LOOSE = re.compile("[\\s\u00ad\u2010\u2011\x02\ufffe-]+")
_TELLING = re.compile(r"\d[\d.]*,\d+%?|\d+%")
# What decides how data become lines: where another edition of these files made a report, its lines
# may read differently although every number is the same.
_MAKERS = (
    "templates/reports/print/*.html",
    "reports/sections/*.py",
    "reports/content.py",
    "reports/figures.py",
    "reports/hidden.py",
    "reports/scopes.py",
    "reports/narrative/*.py",
    "kla/templatetags/kla_ui.py",
    "clusters/display.py",
)


class _Lines(HTMLParser):
    """Collects the text of each line of a section, the outer one where they lie in each other."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []
        self._open: list[str] = []
        self._skips = 0
        self._text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SKIPPED or (tag == "span" and self._skips):
            self._skips += 1
        elif tag == "span" and ("class", "n") in attrs:
            self._skips += 1  # a heading's number stands in the margin, and is read where it stands
        elif tag in _LINES:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in _SKIPPED or (tag == "span" and self._skips):
            self._skips -= 1
        elif tag in _LINES and self._open:
            self._open.pop()
            if not self._open:
                self.lines.append(" ".join("".join(self._text).split()))
                self._text = []

    def handle_data(self, data: str) -> None:
        if self._open and not self._skips:
            self._text.append(data)


def lines_of(html: str) -> list[str]:
    """The lines of a section as a reader sees them; empty ones are left out."""
    parser = _Lines()
    parser.feed(html)
    return [line for line in parser.lines if line]


class _Everything(HTMLParser):
    """Collects all text of a section, the heads of its columns and the words of its maps too."""

    def __init__(self) -> None:
        super().__init__()
        self.text: list[str] = []

    def handle_endtag(self, tag: str) -> None:
        self.text.append(" ")

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def numbers_of(html: str) -> set[str]:
    """The numbers with decimals and the percentages that a section can print."""
    parser = _Everything()
    parser.feed(html.partition("</style>")[2] or html)
    return numbers_in("".join(parser.text))


def numbers_in(page: str) -> set[str]:
    """The numbers with decimals and the percentages on a page: `841,1`, `98,6%`, `84%`. Others
    cannot be told from the pieces of hashes and numbers of documents."""
    return set(_TELLING.findall(page))


def squeezed(text: str) -> str:
    """A text without what differs between a page and its source."""
    return _LOOSE.sub("", text).casefold()


class Body:
    """The text of a report's pages, to look lines up in."""

    def __init__(self, pages: list[str]) -> None:
        self.pages = [squeezed(page) for page in pages]
        self._whole = "\n".join(self.pages)

    def has(self, line: str) -> bool:
        """Does the line stand on a page, or run from one page to the next?"""
        wanted = squeezed(line)
        if wanted in self._whole:
            return True
        return any(self._runs_over(line.split(), at) for at in range(len(self.pages) - 1))

    def _runs_over(self, words: list[str], at: int) -> bool:
        """Do the words begin on this page and end on the next?"""
        here, there = self.pages[at], self.pages[at + 1]
        if squeezed(words[0]) not in here or squeezed(words[-1]) not in there:
            return False
        return any(
            squeezed("".join(words[:cut])) in here and squeezed("".join(words[cut:])) in there
            for cut in range(1, len(words))
        )


def pages_of(path: Path) -> list[str]:
    """The text of each page. Raises what pdfium raises for a file that it cannot read."""
    import pypdfium2  # noqa: PLC0415 - a native library that only this needs

    document = pypdfium2.PdfDocument(path)
    try:
        found = []
        for number in range(len(document)):
            page = document[number]
            found.append(page.get_textpage().get_text_bounded())
            page.close()
        return found
    finally:
        document.close()


@lru_cache(maxsize=1)
def print_mark() -> str:
    """By which edition of the print's own files a report is made."""
    digest = hashlib.sha256()
    for pattern in _MAKERS:
        for path in sorted(settings.BASE_DIR.glob(pattern)):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
