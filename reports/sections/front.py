"""Cover, foreword and conclusion: whose report it is, and who stands for it."""

from fractions import Fraction
from typing import Any

from clusters.scoring.category import SPOKEN, next_category
from kla.templatetags.kla_ui import angka
from reports import coverage_data, drawing
from reports.sections.book import Book, percent

STATES = (
    ("draft", "draf"),
    ("submitted", "diajukan"),
    ("returned", "dikembalikan"),
    ("verified", "terverifikasi"),
    ("locked", "terkunci"),
)


def cover(book: Book, name: str, part: str, section: Any) -> dict[str, Any]:
    """Whose report it is, of which year, and the city on a map that ranks nobody."""
    sheet = coverage_data.sheet_of(book.data)
    caption = f"Peta {book.kota['full_name']} menurut kecamatan"
    return {"map": drawing.tinted(sheet, caption) if sheet else None}


def foreword(book: Book, name: str, part: str, section: Any) -> dict[str, Any]:
    """What the report is for, and who hands it over."""
    return {
        "kelurahan": len(book.kelurahan),
        "kecamatan": len(book.by_kecamatan),
        "category": category_words(book),
        "score": book.year.views["verified"].score,
    }


def closing(book: Book, name: str, part: str, section: Any) -> dict[str, Any]:
    """What the numbers say in the end, and where the chair signs."""
    view = book.year.views["verified"]
    before = book.before.views["verified"].score if book.before else None
    states = [state for _, _, _, state in book.year.data["sheets"]]
    return {
        "view": view,
        "category": category_words(book),
        "before": before,
        "change": view.score - before if view.score is not None and before is not None else None,
        "missing": next_category(view.score),
        "clusters": _clusters(book),
        "states": [(word, states.count(state)) for state, word in STATES],
        "sheets": len(states),
        "best": _pick(book, max),
        "worst": _pick(book, min),
        "kelurahan": len(book.kelurahan),
    }


def category_words(book: Book) -> str:
    """`KLA (Paripurna)`, `Utama`, `belum berkategori`."""
    found = book.year.views["verified"].category or ""
    return SPOKEN.get(found, found or "belum berkategori")


def _clusters(book: Book) -> dict[str, Any]:
    rows = [_cluster(book, one) for one in book.year.data["clusters"]]
    last = [row["last"] for row in rows if row["last"] is not None]
    return {
        "rows": rows,
        "points": sum((row["points"] for row in rows), Fraction(0)),
        "max": sum((row["max"] for row in rows), Fraction(0)),
        "last": sum(last, Fraction(0)) if last else None,
    }


def _cluster(book: Book, one: dict[str, str]) -> dict[str, Any]:
    points, most = book.year.views["verified"].clusters.get(one["slug"], (Fraction(0),) * 2)
    last = book.before.views["verified"].clusters.get(one["slug"]) if book.before else None
    return {
        "name": one["name"],
        "points": points,
        "max": most,
        "last": last[0] if last else None,
    }


def _pick(book: Book, pick: Any) -> str:
    """The cluster with the largest or smallest part of its points, in words."""
    told = [
        (points / most, one["name"])
        for one in book.year.data["clusters"]
        for points, most in [book.year.views["verified"].clusters.get(one["slug"], (0, 0))]
        if most
    ]
    if not told:
        return "n. a."
    share, name = pick(told)
    return f"{name} ({percent(share)})"


def signed(value: Fraction | None) -> str:
    """`+2,4`, `−0,6`, `0,0`; `n. a.` without a value."""
    if value is None:
        return "n. a."
    words = angka(abs(value))
    if words == "0,0":
        return words
    return f"{'+' if value > 0 else '−'}{words}"
