"""The rows that came back in a register's workbook, cell by cell, with what is wrong there."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from xlsxwriter.utility import xl_col_to_name

from clusters.workbook.intake import Cell, Raw, RefusedWorkbook
from programmes.exchange.layout import FORMAT, HEADER_ROW, Column, columns_of, typed
from programmes.register import Register

_ANEW = "Unduh lembar kerja baru, lalu salin isinya ke sana."
_NUMBER = re.compile("[0-9]{1,9}")


@dataclass(frozen=True)
class Fault:
    """What cannot be taken, where it stands (`PATBM!E12`), and how to mend it."""

    place: str
    text: str


@dataclass(frozen=True)
class Filled:
    """One row as it came back: its number in the sheet, the row it was (0: new), its texts."""

    tab: str
    at: int
    pk: int
    version: int
    texts: dict[str, str] = field(default_factory=dict)  # field → what the form takes
    places: dict[str, str] = field(default_factory=dict)  # field → cell

    def fault(self, name: str, text: str) -> Fault:
        """What is wrong with the cell of this field, or with the row."""
        return Fault(self.places.get(name, f"{self.tab}!A{self.at}"), text)


def read(raws: list[Raw], register: Register) -> tuple[list[Filled], list[Fault]]:
    """Every filled row and every fault. Raises RefusedWorkbook for a workbook of something else."""
    mark = f"{FORMAT} {register.slug}"
    ours = [raw for raw in raws if any(cell.text == mark for cell in raw.cells.values())]
    if not ours:
        raise RefusedWorkbook(
            f"Berkas ini bukan lembar kerja {register.title} yang diunduh dari sini. "
            "Unduh lembar kerja, isi, lalu unggah."
        )
    raw, columns = ours[0], columns_of(register)
    for number, column in enumerate(columns, 1):
        cell = raw.cells.get((HEADER_ROW, number))
        if cell is None or cell.text != column.title:
            text = f"Kolom ini seharusnya “{column.title}”. {_ANEW}"
            return [], [Fault(_place(raw, HEADER_ROW, number), text)]
    filled: list[Filled] = []
    faults: list[Fault] = []
    for at in sorted({row for row, _ in raw.cells if row > HEADER_ROW}):
        faults += _bad_cells(raw, at, columns)
        row = _row(raw, at, columns)
        if row is not None:
            filled.append(row)
    return filled, faults


def _row(raw: Raw, at: int, columns: list[Column]) -> Filled | None:
    said = {number: _text(raw, at, number) for number in range(1, len(columns) + 1)}
    given = {number for number, text in said.items() if text}
    inputs = {number for number, column in enumerate(columns, 1) if column.field}
    if not given & inputs:
        return None
    texts, places, marks = {}, {}, {"row": "", "version": ""}
    for number, column in enumerate(columns, 1):
        if column.field:
            texts[column.field] = typed(column, said[number], date1904=raw.date1904)
            places[column.field] = _place(raw, at, number)
        elif column.kind in marks:
            marks[column.kind] = said[number]
    known = all(_NUMBER.fullmatch(mark) for mark in marks.values())
    pk, version = (int(mark) for mark in marks.values()) if known else (0, 0)
    return Filled(raw.name, at, pk, version, texts, places)


def _bad_cells(raw: Raw, at: int, columns: list[Column]) -> Iterator[Fault]:
    for number, _ in enumerate(columns, 1):
        cell = raw.cells.get((at, number))
        if cell is not None and cell.kind == "f":
            yield Fault(_place(raw, at, number), "Sel ini berisi rumus. Tempel sebagai nilai.")
        elif cell is not None and cell.kind == "e":
            text = f"“{cell.text[:20]}” adalah kesalahan rumus. Isi nilainya."
            yield Fault(_place(raw, at, number), text)


def _text(raw: Raw, at: int, number: int) -> str:
    cell = raw.cells.get((at, number))
    return "" if cell is None else _shown(cell).strip()


def _shown(cell: Cell) -> str:
    if cell.kind == "b":
        return "ya" if cell.text == "1" else "tidak"
    if cell.kind == "n" and cell.text.endswith(".0"):
        return cell.text[:-2]
    return cell.text


def _place(raw: Raw, at: int, number: int) -> str:
    return f"{raw.name}!{xl_col_to_name(number - 1)}{at}"
