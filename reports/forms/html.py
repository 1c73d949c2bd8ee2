"""The whole report, or a scope of it, as one HTML file that needs nothing else."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from lxml import etree

from reports import content, scopes
from reports.forms.markup import Page, part_of
from reports.plans import SectionPlan


@dataclass(frozen=True)
class About:
    """What the head of the file says of the report: its standing, hash and where to check it."""

    number: int | None  # None: a draft
    day: Any  # when it was published, or None
    edition: str
    sha256: str
    address: str


@dataclass(frozen=True)
class ChapterOfPage:
    """One chapter: its anchor, number, title, HTML, and the headings the contents name."""

    anchor: str
    label: str
    title: str
    body: str
    headings: list[tuple[str, str]]


@dataclass(frozen=True)
class Document:
    """Everything the page is made of; the drawings stand in `page`, marked in the bodies."""

    title: str
    chapters: list[ChapterOfPage]
    page: Page


def read(data: dict[str, Any], scope: str = "") -> Document:
    """The chapters of the report from the same sections that are printed."""
    page = Page()
    chapters: list[ChapterOfPage] = []
    for group in _by_chapter(content.plan(data, scope)[1:]):
        anchor = page.free(f"bab-{len(chapters) + 1}")
        before = len(page.headings)
        parts = [
            part_of(page, content.section_html(data, one.key), prefix=f"{anchor}-{number}")
            for number, one in enumerate(group)
        ]
        body = "".join(_inner(part) for part in parts)
        first = group[0]
        headings = page.headings[before:] if first.label.startswith("Bab") else []
        chapters.append(ChapterOfPage(anchor, first.label, first.title, body, headings))
    return Document(scopes.title_of(data, scope), chapters, page)


def _by_chapter(plan: list[SectionPlan]) -> list[list[SectionPlan]]:
    found: list[list[SectionPlan]] = []
    for one in plan:
        if one.start or not found:
            found.append([])
        found[-1].append(one)
    return found


def _inner(part: Any) -> str:
    """The HTML inside an element."""
    return (part.text or "") + "".join(
        etree.tostring(one, encoding="unicode", method="html") for one in part
    )


def render(
    data: dict[str, Any], scope: str, about: About, *, for_word: bool = False
) -> tuple[str, Page]:
    """The page's text, its drawings still aside, and the page that keeps them.

    For Word it is without what only a screen needs: styles, skip link and contents.
    """
    document = read(data, scope)
    text = render_to_string(
        "reports/print/halaman.html",
        {
            "document": document,
            "about": about,
            "kota": data["kota"],
            "year": data["this"]["year"],
            "scope": scopes.read(data, scope) if scope else None,
            "css": mark_safe(_css()),  # noqa: S308 - our own file
            "for_word": for_word,
        },
    )
    return text, document.page


@lru_cache(maxsize=1)
def _css() -> str:
    return (settings.BASE_DIR / "static" / "print" / "screen.css").read_text(encoding="utf-8")
