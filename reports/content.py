"""What the report consists of: its sections in order, and each one's HTML."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string

from reports.sections import annexes, chapters, front
from reports.sections.book import Book

CHUNK = 10  # pages of one section; WeasyPrint does not give memory back


@dataclass(frozen=True)
class SectionPlan:
    """One part that is rendered on its own; pages are numbered at the join."""

    key: str
    title: str
    numeral: str  # IV, L1, or empty for the front matter
    label: str  # Bab IV, Lampiran 1, or empty
    start: bool = True  # does its chapter begin here?


@dataclass(frozen=True)
class TocRow:
    """A line of the table of contents."""

    label: str
    title: str
    page: str
    main: bool


ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")


def plan(data: dict[str, Any]) -> list[SectionPlan]:
    """Every section of this snapshot, in the order of the book."""
    year = data["this"]
    middle = [("pendahuluan", "Pendahuluan"), ("metode", "Metode dan mutu data")]
    middle += [(f"klaster-{c['slug']}", c["name"]) for c in year["clusters"]]
    middle += [("isu", "Enam isu strategis"), ("penutup", "Penutup dan pengesahan")]
    made = [
        SectionPlan("sampul", "Sampul", "", ""),
        SectionPlan("ringkasan", "Ringkasan eksekutif", "", ""),
    ]
    for number, (key, title) in enumerate(middle):
        made += _chapter(key, title, ROMAN[number], f"Bab {ROMAN[number]}", _parts(key, data))
    book = Book(data)
    chunks = [f"{code}-{n}" for code, areas in book.by_kecamatan for n in _chunks(areas)]
    made += _chapter("rapor", f"Rapor {len(book.kelurahan)} wilayah", "L1", "Lampiran 1", chunks)
    kecamatan = ["kota", *(code for code, _ in book.by_kecamatan)]
    made += _chapter("nilai", "Nilai menurut wilayah", "L2", "Lampiran 2", kecamatan)
    made += _chapter("bukti", "Daftar bukti dukung", "L3", "Lampiran 3", _evidence_parts(book))
    made += _chapter("istilah", "Daftar istilah dan indikator", "L4", "Lampiran 4", [""])
    return made


def _chapter(key: str, title: str, numeral: str, label: str, parts: list[str]) -> list[SectionPlan]:
    return [
        SectionPlan(f"{key}:{part}" if part else key, title, numeral, label, start=number == 0)
        for number, part in enumerate(parts)
    ]


def _parts(key: str, data: dict[str, Any]) -> list[str]:
    """A cluster's chapter is cut where its tables by kelurahan would make it too long."""
    if not key.startswith("klaster-"):
        return [""]
    book = Book(data)
    return [str(number) for number in range(len(book.pieces))]


def _chunks(areas: list[str]) -> list[int]:
    return list(range(0, len(areas), CHUNK))


def _evidence_parts(book: Book) -> list[str]:
    return [str(start) for start in range(0, max(len(book.data["evidence"]), 1), 200)]


def section_html(data: dict[str, Any], key: str) -> str:
    """The whole HTML document of a section; it depends on nothing but the data."""
    book = _book(data)
    one = next(section for section in plan(data) if section.key == key)
    name, _, part = key.partition(":")
    kind = "klaster" if name.startswith("klaster-") else name
    context = _MAKERS[kind](book, name, part, one)
    return _document(f"reports/print/{kind}.html", book, one, context)


def toc_html(data: dict[str, Any], rows: list[TocRow]) -> str:
    """The table of contents, made once the pages of all sections are known."""
    one = SectionPlan("daftar-isi", "Daftar isi", "", "")
    return _document("reports/print/daftar_isi.html", _book(data), one, {"rows": rows})


def _document(template: str, book: Book, one: SectionPlan, context: dict[str, Any]) -> str:
    title = f"Laporan Evaluasi Kota Layak Anak {book.year.year}"
    shared = {
        "book": book,
        "section": one,
        "report_title": title,
        "css": _css(),
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


def _book(data: dict[str, Any]) -> Book:
    """The reckoning over a snapshot, kept while the same data are asked for again."""
    if not _LAST or _LAST[0][1] is not data:
        _LAST[:] = [(0, data, Book(data))]
    return _LAST[0][2]


_MAKERS: dict[str, Callable[[Book, str, str, SectionPlan], dict[str, Any]]] = {
    "sampul": front.cover,
    "ringkasan": front.summary,
    "pendahuluan": chapters.introduction,
    "metode": chapters.method,
    "klaster": chapters.cluster,
    "isu": chapters.issues,
    "penutup": chapters.closing,
    "rapor": annexes.cards,
    "nilai": annexes.values,
    "bukti": annexes.evidence,
    "istilah": annexes.glossary,
}
