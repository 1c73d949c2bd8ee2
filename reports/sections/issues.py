"""The six strategic issues with the indicators that serve them."""

from typing import Any

from clusters.scoring.score import plain
from reports.sections.book import Book


def issue_lines(book: Book) -> list[dict[str, Any]]:
    """Each issue with its points, its share, and its indicators beside last year."""
    view = book.year.views["verified"]
    lines = []
    for issue in book.year.data["issues"]:
        rows = [row for row in book.year.indicators.values() if issue["slug"] in row.issues]
        points = sum(view.indicators[row.code].points for row in rows)
        most = sum(view.indicators[row.code].max for row in rows)
        lines.append(
            {
                "name": issue["name"],
                "points": points,
                "max": most,
                "share": points / most if most else None,
                "rows": [_row(book, row) for row in rows],
            }
        )
    return lines


def _row(book: Book, row: Any) -> dict[str, Any]:
    one = book.year.views["verified"].indicators[row.code]
    return {
        "row": row,
        "last": book.last_city(row.code),
        "now": book.year.city_words(row.code),
        "points": one.points,
        "max": one.max,
        "plain": plain(one.points),
    }
