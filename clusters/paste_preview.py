"""Pure: what a pasted block would change on a sheet, row by row: from, to, and what is wrong."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from clusters import answers
from clusters.answers import Answer
from clusters.paste import Asked, Cell


@dataclass(frozen=True)
class Standing:
    """What stands on the sheet for one indicator, and on which version the page was based."""

    indicator: Any
    answer: Answer
    version: int
    based_on: int
    writable: bool

    @property
    def asked(self) -> Asked:
        kind, levels = self.indicator.kind, self.indicator.levels
        most = len(levels) - 1 if kind == "level" else None
        return Asked(self.indicator.code, kind, answers.has_pair(kind), most)


@dataclass(frozen=True)
class Line:
    """One row of the preview; `state` is new, changed, unchanged, conflict or faulty."""

    standing: Standing
    answer: Answer
    cells: tuple[Cell, ...]
    faults: tuple[str, ...] = field(default=())

    @property
    def state(self) -> str:
        if self.faults:
            return "faulty"
        return answers.change_of(
            self.standing.answer, self.answer, self.standing.version, self.standing.based_on
        )


@dataclass(frozen=True)
class Preview:
    """The whole block: its rows on the sheet, and the cells that fall outside the table."""

    lines: tuple[Line, ...]
    outside: tuple[Cell, ...]

    @property
    def changes(self) -> list[Line]:
        return [one for one in self.lines if one.state in ("new", "changed", "conflict")]

    @property
    def fault_count(self) -> int:
        return len(self.outside) + sum(len(line.faults) for line in self.lines)

    def count(self, state: str) -> int:
        return sum(line.state == state for line in self.lines)


def preview(cells: Sequence[Cell], standing: Mapping[str, Standing]) -> Preview:
    """The placed cells held against what stands; an empty cell leaves what stands."""
    by_code: dict[str, list[Cell]] = {}
    outside = []
    for cell in cells:
        if cell.code and cell.field:
            by_code.setdefault(cell.code, []).append(cell)
        elif cell.fault:
            outside.append(cell)
    lines = [_line(standing[code], found) for code, found in by_code.items()]
    return Preview(tuple(lines), tuple(outside))


def _line(standing: Standing, cells: list[Cell]) -> Line:
    faults = [f"{_upper(cell.place)}: {cell.fault}" for cell in cells if cell.fault]
    answer = merged(standing, cells)
    if not standing.writable and any(cell.text for cell in cells):
        faults = [f"Baris {cells[0].row}: isian ini tidak dapat diubah sekarang."]
    elif not faults:
        found = answers.faults(standing.indicator, answer)
        faults = [f"{_position(cells, name)}: {words}" for name, words in found.items()]
    return Line(standing, answer, tuple(cells), tuple(faults))


def merged(standing: Standing, cells: Sequence[Cell]) -> Answer:
    """What stands with the cells that hold something; a number takes a *no data* tick away."""
    pair = answers.has_pair(standing.indicator.kind)
    given: dict[str, Any] = {}
    for cell in cells:
        if cell.value is not None:
            name = "numerator" if pair else "value"
            given[name if cell.field == "number" else cell.field] = cell.value
    if given.keys() - {"note"}:
        given |= {"no_data": False, "not_applicable": False}
    return replace(standing.answer, **given)


def _position(cells: list[Cell], name: str) -> str:
    column = {"numerator": "number", "value": "number"}.get(name, name)
    cell = next((cell for cell in cells if cell.field == column), None)
    return _upper(cell.place) if cell else f"Baris {cells[0].row}"


def _upper(words: str) -> str:
    return words[0].upper() + words[1:]
