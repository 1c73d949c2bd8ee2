"""Which header cells stand above and beside each cell of a table, however wide they are."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(eq=False)
class Cell:
    """A cell with its size; `scope` is Column or Row for a header cell, else empty."""

    element: Any
    scope: str
    columns: int = 1
    rows: int = 1


def heads(rows: list[list[Cell]]) -> Iterator[tuple[Cell, list[Cell]]]:
    """Each cell with its headers: those of its rows first, then those of its columns."""
    placed = list(_placed(rows))
    beside: dict[int, list[Cell]] = defaultdict(list)
    over: dict[int, list[Cell]] = defaultdict(list)
    for top, left, cell in placed:
        if cell.scope == "Row":
            for row in range(top, top + cell.rows):
                beside[row].append(cell)
        elif cell.scope == "Column":
            for column in range(left, left + cell.columns):
                over[column].append(cell)
    for top, left, cell in placed:
        found = [head for row in range(top, top + cell.rows) for head in beside[row]]
        found += [head for at in range(left, left + cell.columns) for head in over[at]]
        yield cell, list(dict.fromkeys(found))


def _placed(rows: list[list[Cell]]) -> Iterator[tuple[int, int, Cell]]:
    """Each cell with its row and column, past those that reach down from above."""
    taken: set[tuple[int, int]] = set()
    for top, row in enumerate(rows):
        left = 0
        for cell in row:
            while (top, left) in taken:
                left += 1
            for down in range(cell.rows):
                taken |= {(top + down, left + right) for right in range(cell.columns)}
            yield top, left, cell
            left += cell.columns
