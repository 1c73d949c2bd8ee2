"""Cover and executive summary."""

from fractions import Fraction
from typing import Any

from clusters.scoring.category import CATEGORIES, SPOKEN, next_category
from reports.sections.book import Book
from reports.sections.issues import issue_lines

RULER = 110  # millimetres of print from 400 to 1000


def cover(book: Book, name: str, part: str, section: Any) -> dict[str, Any]:
    """Whose report it is, of which year."""
    return {}


def summary(book: Book, name: str, part: str, section: Any) -> dict[str, Any]:
    """The score in three views, the clusters, the issues, and what is missing."""
    views = book.year.views
    verified = views["verified"]
    before = book.before.views["verified"].score if book.before else None
    return {
        "views": views,
        "category": SPOKEN.get(verified.category or "", verified.category or "belum berkategori"),
        "missing": next_category(verified.score),
        "before": before,
        "change": verified.score - before if before and verified.score else None,
        "ruler": _ruler(views),
        "clusters": [_cluster(book, cluster) for cluster in book.year.data["clusters"]],
        "totals": _totals(views),
        "issues": issue_lines(book),
        "messages": _messages(book),
    }


def _cluster(book: Book, cluster: dict[str, str]) -> dict[str, Any]:
    slug = cluster["slug"]
    rows = {name: view.clusters[slug] for name, view in book.year.views.items()}
    points, most = rows["verified"]
    last = None
    if book.before and slug in book.before.views["verified"].clusters:
        last = points - book.before.views["verified"].clusters[slug][0]
    return {
        "name": cluster["name"],
        "max": most,
        "claimed": rows["claimed"][0],
        "evidenced": rows["evidenced"][0],
        "verified": points,
        "change": last,
        "share": points / most if most else None,
    }


def _totals(views: Any) -> dict[str, Fraction]:
    sums = {
        name: sum((points for points, _ in view.clusters.values()), Fraction(0))
        for name, view in views.items()
    }
    most = sum((most for _, most in views["verified"].clusters.values()), Fraction(0))
    return sums | {"max": most}


def _ruler(views: Any) -> dict[str, Any]:
    """Where the bands and the three marks lie on a ruler from 400 to 1000, in millimetres."""
    edges = [400, *(least for least, _ in reversed(CATEGORIES)), 1000]
    names = ["Belum", *(name for _, name in reversed(CATEGORIES))]
    bands = [
        {"x": _mm(low), "width": _mm(high) - _mm(low), "name": name, "from": low}
        for low, high, name in zip(edges[:-1], edges[1:], names, strict=True)
    ]
    marks = [
        {"x": _mm(view.score), "name": name, "score": view.score, "y": 5 + 5 * number}
        for number, (name, view) in enumerate(views.items())
        if view.score is not None
    ]
    return {"bands": bands, "marks": marks}


def _mm(score: Fraction | int) -> float:
    return round(float(max(min(score, 1000), 400) - 400) / 600 * RULER, 2)


def _messages(book: Book) -> list[tuple[str, str]]:
    """Three things to know, each from the numbers."""
    views = book.year.views
    score = {name: view.score or Fraction(0) for name, view in views.items()}
    worst = sorted(
        ((most - points, slug) for slug, (points, most) in views["verified"].clusters.items()),
        reverse=True,
    )[:2]
    names = {c["slug"]: c["name"] for c in book.year.data["clusters"]}
    return [
        ("claimed", _gap_text(score["claimed"] - score["evidenced"], "bukti yang berlaku")),
        ("evidenced", _gap_text(score["evidenced"] - score["verified"], "verifikasi")),
        (
            "clusters",
            f"Poin terbanyak yang belum diraih ada di {names[worst[0][1]]} dan "
            f"{names[worst[1][1]]}.",
        ),
    ]


def _gap_text(gap: Fraction, what: str) -> str:
    tenths = int(gap * 10)
    return f"{tenths // 10},{tenths % 10} poin menunggu {what}."
