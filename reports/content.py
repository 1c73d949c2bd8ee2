"""What the report consists of: its sections in order, and each one's HTML."""

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string

from reports import scopes
from reports.narrative.printing import words_at
from reports.numbering import Numbering
from reports.outline import chapters
from reports.plans import SectionPlan
from reports.sections import (
    annexes,
    cluster,
    comparison,
    coverage,
    evidence,
    extracts,
    front,
    gap,
    introduction,
    issues,
    method,
    programmes,
    rad,
    summary,
)
from reports.sections.book import CARDS, Book

FRONT = ("kata-pengantar", "ringkasan")


@dataclass(frozen=True)
class TocRow:
    """A line of the table of contents."""

    label: str
    title: str
    page: str
    main: bool
    place: str = ""  # the destination it leads to

    @property
    def number(self) -> str:
        """`4.2` of a section within a chapter."""
        first = self.title.partition(" ")[0]
        return first if not self.main and first[:1].isdigit() else ""

    @property
    def words(self) -> str:
        """The title without its number."""
        return self.title.removeprefix(self.number).strip()


def plan(data: dict[str, Any], scope: str = "") -> list[SectionPlan]:
    """Every section of this snapshot, or of a scope of it, in the order of the book."""
    if scope:
        return scopes.plan(data, scope, plan(data))
    book = _book(data)
    made = [SectionPlan("sampul", "Sampul", "", "")]
    for one in chapters((c["slug"], c["name"]) for c in book.year.data["clusters"]):
        parts = [""] if one.key in FRONT else _parts(one.key, book)
        made += _chapter(one.key, one.title, one.numeral, one.label, parts)
    return made + _annexes(book)


def _annexes(book: Book) -> list[SectionPlan]:
    chunks = [
        f"{code}-{start}"
        for code, areas in book.by_kecamatan
        for start in range(0, len(areas), CARDS)
    ]
    kecamatan = ["kota", *(code for code, _ in book.by_kecamatan)]
    files = [str(start) for start in range(0, max(len(book.data["evidence"]), 1), evidence.FILES)]
    found = [
        ("rapor", f"Rapor {len(book.kelurahan)} wilayah", chunks),
        ("nilai", "Nilai menurut wilayah", kecamatan),
        ("bukti", "Daftar bukti dukung", files),
        ("istilah", "Daftar istilah dan indikator", [""]),
    ]
    made = []
    for number, (key, title, parts) in enumerate(found, start=1):
        made += _chapter(key, title, f"L{number}", f"Lampiran {number}", parts)
    return made


def _chapter(key: str, title: str, numeral: str, label: str, parts: list[str]) -> list[SectionPlan]:
    return [
        SectionPlan(f"{key}:{part}" if part else key, title, numeral, label, start=number == 0)
        for number, part in enumerate(parts)
    ]


def _parts(key: str, book: Book) -> list[str]:
    """A chapter with tables by kelurahan is cut where they would make it too long; the one on
    programmes has its coverage and its action plan as parts of their own."""
    pieces = [str(number) for number in range(len(book.pieces))]
    if key.startswith("klaster-"):
        return pieces
    if key != "program":
        return [""]
    found = [f"cakupan-{piece}" for piece in pieces] if book.data.get("coverage") else []
    # Snapshots of schema 1 know nothing of the action plan.
    return ["", *found, *(["rad"] if "action_plan" in book.data else [])]


def section_html(data: dict[str, Any], key: str) -> str:
    """The whole HTML document of a section; it depends on nothing but the data."""
    book = _book(data)
    planned = plan(data, scopes.scope_of_section(key))
    one = next(section for section in planned if section.key == key)
    numbers = _numbers_before(book, planned, one)
    html = _written(book, one, numbers)
    book.numbers[key] = numbers
    return html


def _numbers_before(book: Book, planned: list[SectionPlan], one: SectionPlan) -> Numbering:
    """Tables and headings count on over the parts of a chapter, each written once to be counted."""
    at = planned.index(one)
    if one.start or not one.label.startswith("Bab"):
        return Numbering(one.numeral)
    before = planned[at - 1]
    if before.key not in book.numbers:
        numbers = _numbers_before(book, planned, before)
        _written(book, before, numbers)
        book.numbers[before.key] = numbers
    return copy(book.numbers[before.key])


def _written(book: Book, one: SectionPlan, numbers: Numbering) -> str:
    name, _, part = one.key.partition(":")
    kind = "klaster" if name.startswith("klaster-") else name.partition(".")[0]
    if name == "program":
        kind = {"": "program", "rad": "rad"}.get(part, "cakupan")
        part = part.removeprefix("cakupan-")
    context = _MAKERS[kind](book, name, part, one)
    return _document(f"reports/print/{kind}.html", book, one, context | {"numbers": numbers})


def toc_html(data: dict[str, Any], rows: list[TocRow]) -> str:
    """The table of contents, made once the pages of all sections are known.

    The clusters' chapters all have the same sections, and those of the issues are the issues:
    they stand in the outline of the file, so that the contents fit one page.
    """
    one = SectionPlan("daftar-isi", "Daftar isi", "", "")
    same = {
        section.numeral
        for section in plan(data)
        if section.key.startswith("klaster-") or section.key == "isu"
    }
    if len(same & {row.page.partition("-")[0] for row in rows}) < 2:
        same = set()  # the document of one cluster has room for its sections
    shown = [row for row in rows if row.main or row.page.partition("-")[0] not in same]
    return _document(
        "reports/print/daftar_isi.html", _book(data), one, {"rows": shown, "hides": bool(same)}
    )


def _document(template: str, book: Book, one: SectionPlan, context: dict[str, Any]) -> str:
    title = f"Laporan Evaluasi Kota Layak Anak {book.year.year}"
    shared = {
        "book": book,
        "section": one,
        "report_title": title,
        "css": _css(),
        "words": words_at(book, one.key) if one.start else "",
    }
    return render_to_string(template, shared | context)


@lru_cache(maxsize=1)
def _css() -> str:
    """The print styles and the prepared fonts, as they go into each document."""
    sheet = settings.BASE_DIR / "static" / "print" / "report.css"
    return font_faces() + sheet.read_text(encoding="utf-8")


def font_faces() -> str:
    """The @font-face rules of the fonts prepared at set-up, with their full addresses."""
    faces = (settings.FONTS_DIR / "fonts.css").read_text(encoding="utf-8")
    return faces.replace('url("', f'url("{settings.FONTS_DIR.as_uri()}/')


_LAST: list[tuple[int, dict[str, Any], Book]] = []


def remember(data: dict[str, Any], book: Book) -> None:
    """Let the next sections of these data use a reckoning that is there already."""
    _LAST[:] = [(0, data, book)]


def _book(data: dict[str, Any]) -> Book:
    """The reckoning over a snapshot, kept while the same data are asked for again."""
    if not _LAST or _LAST[0][1] is not data:
        _LAST[:] = [(0, data, Book(data))]
    return _LAST[0][2]


_MAKERS: dict[str, Callable[[Book, str, str, SectionPlan], dict[str, Any]]] = {
    "sampul": front.cover,
    "kata-pengantar": front.foreword,
    "ringkasan": summary.summary,
    "pendahuluan": introduction.introduction,
    "metode": method.method,
    "klaster": cluster.cluster,
    "isu": issues.issues,
    "program": programmes.programmes,
    "cakupan": coverage.chapter,
    "rad": rad.rad,
    "kesenjangan": gap.gap,
    "penutup": front.closing,
    "rapor": annexes.cards,
    "nilai": annexes.values,
    "bukti": evidence.evidence,
    "istilah": annexes.glossary,
    **extracts.MAKERS,
    **comparison.MAKERS,
}
