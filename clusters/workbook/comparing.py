"""Pure: what a workbook would change, entry by entry: from, to, and what is wrong with it."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from clusters import answers, paste
from clusters.answers import Answer
from clusters.workbook.layout import (
    INPUTS,
    NO_DATA,
    NOT_APPLICABLE,
    TITLES,
    options_of,
    texts_of,
    trimmed,
)
from clusters.workbook.reading import Fault, Filled

Known = tuple[int, str]  # key of a sheet, code of an indicator
_FOREIGN = "Baris ini bukan bagian lembar Anda pada tahun ini. Unduh lembar kerja Anda sendiri."
_NOT_NOW = (
    "Isian ini tidak dapat diubah sekarang. Unduh lembar kerja baru; "
    "yang dapat diisi berwarna kuning."
)
_PLACES = {
    "numerator": "number",
    "value": "number",
    "denominator": "denominator",
    "not_applicable": "flag",
    "no_data": "flag",
    "note": "note",
}
_SERIAL = re.compile("[0-9]{1,6}")
MOST_PART = 120  # characters of a text among the details, as in the form


@dataclass(frozen=True)
class Standing:
    """What stands for one indicator of one of the person's sheets."""

    sheet: int
    area: str
    indicator: Any
    answer: Answer
    version: int
    writable: bool
    who: str = ""
    when: datetime | None = None


@dataclass(frozen=True)
class Line:
    """One entry that was touched; `state` is new, changed, unchanged, conflict or faulty."""

    standing: Standing
    answer: Answer
    based_on: int
    place: str
    faults: tuple[Fault, ...] = field(default=())

    @property
    def key(self) -> Known:
        return self.standing.sheet, self.standing.indicator.code

    @property
    def state(self) -> str:
        if self.faults:
            return "faulty"
        return answers.change_of(
            self.standing.answer, self.answer, self.standing.version, self.based_on
        )


@dataclass(frozen=True)
class Preview:
    """The whole workbook held against what stands."""

    lines: tuple[Line, ...]
    faults: tuple[Fault, ...]
    same: int  # entries that stay as they are

    def of(self, state: str) -> list[Line]:
        """The lines of one state."""
        return [line for line in self.lines if line.state == state]

    @property
    def changes(self) -> list[Line]:
        """What is stored without a choice."""
        return [line for line in self.lines if line.state in ("new", "changed")]


def compare(
    rows: Iterable[Filled], standing: Mapping[Known, Standing], faults: Sequence[Fault] = ()
) -> Preview:
    """The rows held against what stands; `faults` are those of reading, told with the others."""
    found = list(faults)
    by_entry: dict[Known, list[Filled]] = {}
    for row in rows:
        if _belongs(row, standing):
            by_entry.setdefault((row.sheet, row.code), []).append(row)
        else:
            found.append(row.fault("code", _FOREIGN))
    lines = []
    for key, all_rows in by_entry.items():
        touched = [row for row in all_rows if row.touched]
        if touched:
            lines.append(_line(standing[key], touched, all_rows))
    found += [fault for line in lines for fault in line.faults]
    same = len(by_entry) - sum(line.state != "unchanged" for line in lines)
    return Preview(tuple(lines), tuple(found), same)


def compare_again(
    changes: Iterable[tuple[Known, Answer, int, str]], standing: Mapping[Known, Standing]
) -> Preview:
    """What was already read (entry, answer, version, place) held against what stands now."""
    lines = tuple(
        Line(standing[key], answer, based_on, place) for key, answer, based_on, place in changes
    )
    return Preview(lines, (), sum(line.state == "unchanged" for line in lines))


def _belongs(row: Filled, standing: Mapping[Known, Standing]) -> bool:
    one = standing.get((row.sheet, row.code))
    if one is None:
        return False
    return not row.part or any(part["key"] == row.part for part in one.indicator.extra)


def _line(standing: Standing, touched: list[Filled], rows: list[Filled]) -> Line:
    faults: list[Fault] = []
    answer = standing.answer
    for row in touched:
        try_row = _with_part if row.part else _with_row
        answer = try_row(standing, answer, row, faults)
    first = touched[0]
    if answer != standing.answer and not standing.writable:
        faults = [first.fault(_moved(standing, first), _NOT_NOW)]
    elif not faults:
        told = answers.faults(standing.indicator, answer)
        faults = [_fault_of(name, text, rows) for name, text in told.items()]
    based_on = min(row.version for row in touched)
    return Line(standing, answer, based_on, first.at("code"), tuple(faults))


def _with_row(standing: Standing, answer: Answer, row: Filled, faults: list[Fault]) -> Answer:
    """The answer with what an indicator's own row says; what cannot be is told in `faults`."""
    values: dict[str, Any] = {}
    for name in INPUTS:
        text = row.texts[name] if name == "note" else paste.HIDDEN.sub("", row.texts[name]).strip()
        try:
            values[name] = _value(standing.indicator, name, text) if text else None
        except ValueError as refused:
            faults.append(row.fault(name, str(refused)))
            return answer
    kept = trimmed(answer.note) == row.texts["note"]
    pair = answers.has_pair(standing.indicator.kind)
    return replace(
        answer,
        numerator=values["number"] if pair else None,
        denominator=values["denominator"],
        value=None if pair else values["number"],
        not_applicable=values["flag"] == NOT_APPLICABLE,
        no_data=values["flag"] == NO_DATA,
        note=answer.note if kept else values["note"] or "",
    )


def _value(indicator: Any, name: str, text: str) -> int | str:
    if name == "flag":
        word = text.casefold()
        if word not in (NOT_APPLICABLE, NO_DATA):
            raise ValueError(f"Pilih “{NOT_APPLICABLE}” atau “{NO_DATA}”, atau kosongkan sel ini.")
        return word
    pair, levels = answers.has_pair(indicator.kind), indicator.levels
    if name == "number" and indicator.kind == "level":
        words = [word.casefold() for word in options_of(indicator)]
        if text.casefold() in words:
            return words.index(text.casefold())
    most = len(levels) - 1 if indicator.kind == "level" else None
    asked = paste.Asked(indicator.code, indicator.kind, pair, most)
    return paste.cell_value(asked, name, text)


def _with_part(standing: Standing, answer: Answer, row: Filled, faults: list[Fault]) -> Answer:
    """The answer with one part of the details, which has only its first cell."""
    beside = next((name for name in INPUTS[1:] if row.texts[name]), "")
    if beside:
        text = f"Rincian hanya diisi di kolom {TITLES['number']}. Kosongkan sel ini."
        faults.append(row.fault(beside, text))
        return answer
    part = next(one for one in standing.indicator.extra if one["key"] == row.part)
    extra = {key: given for key, given in answer.extra.items() if key != row.part}
    text = paste.HIDDEN.sub("", row.texts["number"]).strip()
    if text:
        try:
            extra[row.part] = _part_value(part["kind"], text, row)
        except ValueError as refused:
            faults.append(row.fault("number", str(refused)))
            return answer
    return replace(answer, extra=extra)


def _part_value(kind: str, text: str, row: Filled) -> int | str:
    if kind == "count":
        return paste.cell_value(paste.Asked(row.code, "count", False), "number", text)
    if kind == "date":
        return _date(text, row.date1904)
    if len(text) > MOST_PART:
        raise ValueError(f"Tulis paling panjang {MOST_PART} huruf.")
    return text


def _date(text: str, date1904: bool) -> str:
    """An ISO date from what was typed, or from the number a spreadsheet keeps for a day."""
    if _SERIAL.fullmatch(text):
        first = date(1904, 1, 1) if date1904 else date(1899, 12, 30)
        return (first + timedelta(days=int(text))).isoformat()
    for form in ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y"):
        try:
            return datetime.strptime(text, form).date().isoformat()
        except ValueError:
            continue
    raise ValueError("Isi dengan tanggal, misalnya 31/12/2026.")


def _fault_of(name: str, text: str, rows: list[Filled]) -> Fault:
    """A fault of the whole answer; one of a detail that has no row is told at the first."""
    part = name.removeprefix("extra_") if name.startswith("extra_") else ""
    row = next((row for row in rows if row.part == part), rows[0])
    return row.fault(_PLACES.get(name, "number"), text)


def _moved(standing: Standing, row: Filled) -> str:
    """The first input cell of a row that says something else than what stands."""
    texts = texts_of(standing.indicator, standing.answer)
    return next((n for n in INPUTS if not row.part and row.texts[n] != texts[n]), "number")
