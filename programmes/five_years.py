"""Pure: the actions of the RAD over the years of its plan, one line an action code."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from programmes.grouping import by_title

SPAN = 5  # years of a plan, and columns of the view
_LAST = 10**9  # where a part of a code is no number, it comes after those that are

_ICONS = {"running": "hourglass", "done": "check", "stopped": "x"}


@dataclass
class Sum:
    """How many actions, what they may cost and did; None where nobody wrote an amount."""

    count: int = 0
    late: int = 0
    budget: Decimal | None = None
    spent: Decimal | None = None

    def add(self, row: Any, *, late: bool) -> None:
        """Count one row in."""
        self.count += 1
        self.late += late
        self.budget = _plus(self.budget, row.budget)
        self.spent = _plus(self.spent, row.spent)


def _plus(one: Decimal | None, two: Decimal | None) -> Decimal | None:
    return two if one is None else one + (two or 0)


@dataclass(frozen=True)
class Cell:
    """An action in one year; `row` is None where it has none, `before` is that of last year."""

    year: int
    row: Any
    late: bool
    before: Any

    @property
    def icon(self) -> str:
        """The picture beside the word of its state."""
        return _ICONS.get(self.row.state, "circle-dashed")


@dataclass
class Line:
    """One action: its newest row, a cell for each year shown, and their sum."""

    latest: Any
    cells: list[Cell] = field(default_factory=list)
    total: Sum = field(default_factory=Sum)


@dataclass(frozen=True)
class Group:
    """The lines that have something in common, and what they come to in each year and in all."""

    title: str
    lines: list[Line]
    by_year: list[tuple[int, Sum]]
    total: Sum


def starts(years: Iterable[int]) -> list[int]:
    """The years that a view may begin with, the newest first; none without rows.

    Years far from the others, as where one was mistyped, are a plan of their own.
    """
    plans: list[list[int]] = []
    for year in sorted(set(years)):
        if plans and year - plans[-1][-1] <= SPAN:
            plans[-1].append(year)
        else:
            plans.append([year])
    found: list[int] = []
    for plan in reversed(plans):
        last = max(plan[0], plan[-1] - SPAN + 1)
        found += range(last, plan[0] - 1, -1)
    return found


def begin(starts: Sequence[int], this_year: int) -> int:
    """The newest start whose years hold this one, else the nearest."""

    def away(start: int) -> int:
        return max(start - this_year, this_year - (start + SPAN - 1), 0)

    return min(starts, key=away, default=this_year)


def lines_of(rows: Iterable[Any], years: Sequence[int], today: date) -> list[Line]:
    """A line for each action code of an area, in the order of codes; other years are left out."""
    found: dict[tuple[str, str], dict[int, Any]] = {}
    for row in rows:
        if row.year in years:
            found.setdefault((row.area.code, row.code), {})[row.year] = row
    return [_line(found[key], years, today) for key in sorted(found, key=order_of)]


def _line(by_year: dict[int, Any], years: Sequence[int], today: date) -> Line:
    line = Line(by_year[max(by_year)])
    for year in years:
        row = by_year.get(year)
        late = row is not None and row.is_late(today)
        line.cells.append(Cell(year, row, late, by_year.get(year - 1)))
        if row is not None:
            line.total.add(row, late=late)
    return line


def order_of(key: tuple[str, str]) -> tuple[str, list[tuple[int, str]]]:
    """Codes as people count: 1.2 before 1.10."""
    area, code = key
    parts = code.replace("-", ".").split(".")
    return area, [(int(part), "") if part.isdecimal() else (_LAST, part) for part in parts]


def grouped(
    lines: Sequence[Line], titles_of: Callable[[Line], Sequence[str]], order: Sequence[str]
) -> list[Group]:
    """The lines under each of their titles, as `by_title` orders them; each group summed up.

    A line with several titles stands under each, so the groups together may come to more.
    """
    return [together(title, found) for title, found in by_title(lines, titles_of, order)]


def together(title: str, lines: Sequence[Line]) -> Group:
    """Some lines as one group; each row is counted once."""
    years: dict[int, Sum] = {}
    total = Sum()
    for line in lines:
        for cell in line.cells:
            year = years.setdefault(cell.year, Sum())
            if cell.row is not None:
                year.add(cell.row, late=cell.late)
                total.add(cell.row, late=cell.late)
    return Group(title, list(lines), list(years.items()), total)
