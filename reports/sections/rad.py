"""The RAD and the Gugus Tugas: actions, money, what is late, meetings."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from programmes.grouping import by_title
from reports.sections.book import Book

NO_ISSUE = "Tanpa isu strategis"
Row = dict[str, Any]


def rad(book: Book, name: str, part: str, section: Any) -> dict[str, Any]:
    """The year's actions in full, by issue and by office; late ones, meetings, follow-ups."""
    data = book.data["action_plan"]
    actions = [_action(book, row) for row in data["actions"]]
    follow_ups = [row | {"due": _day(row["due_on"])} for row in data["follow_ups"]]
    names = {issue["slug"]: issue["name"] for issue in book.year.data["issues"]}
    return {
        "actions": actions,
        "total": _sum(actions),
        "by_issue": _by(actions, lambda row: _issues(row, names), list(names.values())),
        "by_owner": _by(actions, lambda row: [row["office"]], []),
        "late": [row for row in actions if row["late"]],
        "meetings": [row | {"day": _day(row["held_on"])} for row in data["meetings"]],
        "minuted": sum(row["minutes"] for row in data["meetings"]),
        "follow_ups": follow_ups,
        "done": sum(row["state"] == "done" for row in follow_ups),
        "overdue": [row for row in follow_ups if row["late"]],
    }


def _action(book: Book, row: Row) -> Row:
    office = book.offices.get(row["owner"], row["owner"])
    return row | {"office": office, "due": _day(row["due_on"])}


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _issues(row: Row, names: dict[str, str]) -> list[str]:
    return [names.get(slug, slug) for slug in row["issues"]] or [NO_ISSUE]


def _by(
    rows: Iterable[Row], titles_of: Callable[[Row], Sequence[str]], order: Sequence[str]
) -> list[tuple[str, Row]]:
    """(title, sums) in this order, others after it by name; a row may stand under several."""
    return [(title, _sum(found)) for title, found in by_title(rows, titles_of, order)]


def _sum(rows: Sequence[Row]) -> Row:
    """How many there are, are done and are late, and their money; None where none is known."""
    return {
        "count": len(rows),
        "done": sum(row["state"] == "done" for row in rows),
        "late": sum(row["late"] for row in rows),
        "budget": _money(rows, "budget"),
        "spent": _money(rows, "spent"),
        "budgeted": sum(row["budget"] is not None for row in rows),
    }


def _money(rows: Sequence[Row], name: str) -> int | None:
    known = [row[name] for row in rows if row[name] is not None]
    return sum(known) if known else None
