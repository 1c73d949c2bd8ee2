"""A chapter's words as the report prints them, from the data of a snapshot alone."""

from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from reports.narrative.drafting import BY_HAND, draft, without_areas
from reports.narrative.markdown import to_html
from reports.narrative.references import UNKNOWN, Reference
from reports.narrative.standing import Standing
from reports.outline import Chapter, chapters
from reports.sections.book import Book


def chapter_html(data: dict[str, Any], key: str, book: Book | None = None) -> SafeString:
    """What stands in words at the head of a chapter of reports/outline.py; "" where nothing.

    What a person wrote, else the draft that the rules make of the same data (of the chapters in
    BY_HAND nothing). The public edition prints only the latter, and of single kelurahan nothing.
    `book` spares reckoning anew.
    """
    if "narratives" not in data and not is_public(data):
        return mark_safe("")  # noqa: S308 - a constant; a snapshot older than the words
    standing = Standing(book or Book(data))
    written = {} if is_public(data) else data["narratives"]
    if key in written:
        return html_of(written[key]["text"], standing)
    text = "" if key in BY_HAND else draft(standing, key)
    return html_of(without_areas(text) if is_public(data) else text, standing)


def words_at(book: Book, section: str) -> SafeString:
    """The words at the head of a section (its key, such as `isu` or `klaster-health:0`)."""
    key = chapter_key(section)
    there = {one.key for one in chapters_in(book)}
    return chapter_html(book.data, key, book) if key in there else mark_safe("")  # noqa: S308


def chapter_key(section: str) -> str:
    """The key of the chapter that a section belongs to."""
    return section.partition(":")[0]


def chapters_in(book: Book) -> list[Chapter]:
    """The chapters that carry words, in order."""
    return chapters((one["slug"], one["name"]) for one in book.year.data["clusters"])


def is_public(data: dict[str, Any]) -> bool:
    """Are these the reduced data of the public edition?"""
    return bool(data.get("edition") == "publik")


def html_of(text: str, standing: Standing) -> SafeString:
    """A text with the values of this book in it."""

    def tell(one: Reference) -> str:
        return escape(standing.value(one.name) or UNKNOWN)

    return mark_safe(to_html(text, tell))  # noqa: S308 - cleaned; see markdown.py
