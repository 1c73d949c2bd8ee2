"""The six strategic issues with the indicators that serve them."""

from fractions import Fraction
from typing import Any

from reports.sections.book import Book
from reports.sections.coverage import service_lines


def issues(book: Book, name: str, part: str, section: Any) -> dict[str, Any]:
    """The six issues side by side, then each in full."""
    return {"issues": [_issue(book, issue) for issue in book.year.data["issues"]]}


def _issue(book: Book, issue: dict[str, str]) -> dict[str, Any]:
    """One issue with its points, its share, and its indicators beside last year."""
    view = book.year.views["verified"]
    rows = [row for row in book.year.indicators.values() if issue["slug"] in row.issues]
    points = sum((view.indicators[row.code].points for row in rows), Fraction(0))
    most = sum((view.indicators[row.code].max for row in rows), Fraction(0))
    services = service_lines(book, issue["slug"])
    return {
        "name": issue["name"],
        "points": points,
        "max": most,
        "last": _last(book, issue["slug"]),
        "share": points / most if most else None,
        "rows": [_row(book, row) for row in rows],
        "scored": sum(bool(view.indicators[row.code].max) for row in rows),
        "services": services,
        "services_sum": {
            name: sum(line[name] for line in services) for name in ("now", "most", "lacking")
        },
    }


def _last(book: Book, slug: str) -> Fraction | None:
    """The issue's points of last year."""
    if book.before is None:
        return None
    view = book.before.views["verified"]
    return sum(
        (
            view.indicators[row.code].points
            for row in book.before.indicators.values()
            if slug in row.issues
        ),
        Fraction(0),
    )


def _row(book: Book, row: Any) -> dict[str, Any]:
    one = book.year.views["verified"].indicators[row.code]
    return {
        "row": row,
        "last": book.last_city(row.code),
        "now": book.year.city_words(row.code),
        "points": one.points,
        "max": one.max,
    }
