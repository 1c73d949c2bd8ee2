"""Pure: the rows that came back in a workbook, and what is wrong with the places they stand in."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from clusters.workbook.intake import Cell, Raw, RefusedWorkbook
from clusters.workbook.layout import (
    AT,
    COLUMNS,
    FORMAT,
    GUIDE,
    HEADER_ROW,
    INPUTS,
    LISTS,
    TITLES,
    address,
    letters,
    print_of,
    trimmed,
)

_KEY = re.compile(r"([0-9]{1,9})\|([^|]{1,10})\|([^|]{0,40})")
_VERSION = re.compile("[0-9]{1,9}")
_RANGE = re.compile("([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})")
_NOT_OURS = (
    "Berkas ini bukan lembar kerja yang diunduh dari sini. Unduh lembar kerja, isi, lalu unggah."
)
_SHIFTED = (
    "Kolom ini seharusnya “{}”. Kolom tidak boleh ditambah, dihapus, atau digeser; "
    "unduh lembar kerja baru, lalu salin isiannya."
)


@dataclass(frozen=True)
class Fault:
    """What cannot be taken, where it stands (`Kesehatan!E12`), and how to mend it."""

    place: str
    text: str
    code: str = ""  # the indicator, where it is known


@dataclass(frozen=True)
class Filled:
    """One row as it came back; `touched` is False where it is as it was written."""

    tab: str
    row: int
    sheet: int
    code: str
    part: str
    version: int
    touched: bool
    texts: Mapping[str, str]  # input column → text
    date1904: bool = False

    def at(self, key: str) -> str:
        """Where the row's cell of this column stands."""
        return f"{self.tab}!{address(self.row, key)}"

    def fault(self, key: str, text: str) -> Fault:
        """What is wrong with the row's cell of this column."""
        return Fault(self.at(key), text, self.code)


@dataclass(frozen=True)
class Found:
    """What was read: the rows, the faults, and the names of worksheets left aside.

    City and year are empty where no worksheet has all its columns in place.
    """

    kota: str
    year: int
    rows: tuple[Filled, ...]
    faults: tuple[Fault, ...]
    unread: tuple[str, ...]


@dataclass
class _Reading:
    rows: list[Filled] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    seen: dict[tuple[int, str, str], str] = field(default_factory=dict)

    def fault(self, place: str, text: str) -> None:
        self.faults.append(Fault(place, text))


def read_book(raws: Sequence[Raw]) -> Found:
    """Everything that was filled in. Raises RefusedWorkbook where it is no workbook of ours."""
    ours = [raw for raw in raws if _is_ours(raw)]
    if not ours:
        raise RefusedWorkbook(_NOT_OURS)
    reading = _Reading()
    whole = [raw for raw in ours if not _refuse_header(raw, reading)]
    kota, year = _origin(whole[0]) if whole else ("", 0)
    for raw in whole:
        if _origin(raw) != (kota, year):
            place = f"{raw.name}!{address(1, 'version')}"
            reading.fault(place, "Lembar ini dari kota atau tahun lain. Hapus lembar ini.")
            continue
        _refuse_merged(raw, reading)
        for row in sorted({row for row, _ in raw.cells if row > HEADER_ROW}):
            _read_row(raw, row, reading)
    unread = [raw.name for raw in raws if raw not in ours and raw.cells]
    left = tuple(name for name in unread if name not in (GUIDE, LISTS))
    return Found(kota, year, tuple(reading.rows), tuple(reading.faults), left)


def _is_ours(raw: Raw) -> bool:
    """By the mark in the first row, wherever it slipped to, or by the heads of the columns."""
    if any(cell.text == FORMAT for (row, _), cell in raw.cells.items() if row == 1):
        return True
    heads = {cell.text for (row, _), cell in raw.cells.items() if row == HEADER_ROW}
    return {TITLES["number"], TITLES["denominator"], TITLES["note"]} <= heads


def _origin(raw: Raw) -> tuple[str, int]:
    kota, year = (_text(raw, 1, key) for key in ("version", "print"))
    return kota, int(year) if _VERSION.fullmatch(year) else 0


def _refuse_header(raw: Raw, reading: _Reading) -> bool:
    """Tell the first column that does not stand where it should."""
    for column in COLUMNS:
        if _text(raw, HEADER_ROW, column.key) != column.title:
            place = f"{raw.name}!{address(HEADER_ROW, column.key)}"
            reading.fault(place, _SHIFTED.format(column.title))
            return True
    return False


def _refuse_merged(raw: Raw, reading: _Reading) -> None:
    for span in raw.merged:
        found = _RANGE.fullmatch(span)
        if found and int(found[4]) > HEADER_ROW and _reaches(found[3], AT[INPUTS[0]]):
            reading.fault(
                f"{raw.name}!{found[1]}{found[2]}",
                f"Sel {span} digabung. Pisahkan lagi, lalu isi tiap baris sendiri.",
            )


def _read_row(raw: Raw, row: int, reading: _Reading) -> None:
    faults = list(_cell_faults(raw, row))
    reading.faults += faults
    found = _KEY.fullmatch(_text(raw, row, "key"))
    version = _text(raw, row, "version")
    texts = {name: _text(raw, row, name) for name in INPUTS}
    if found is None or not _VERSION.fullmatch(version):
        if any(texts.values()) and not faults:
            first = next(name for name in INPUTS if texts[name])
            reading.fault(
                f"{raw.name}!{address(row, first)}",
                "Baris ini kehilangan tandanya. Unduh lembar kerja baru, lalu salin isiannya "
                "ke baris aslinya.",
            )
        return
    sheet, code, part = int(found[1]), found[2], found[3]
    touched = _text(raw, row, "print") != print_of(texts)
    one = Filled(raw.name, row, sheet, code, part, int(version), touched, texts, raw.date1904)
    if (sheet, code, part) in reading.seen:
        first = reading.seen[sheet, code, part]
        text = f"Baris {code} ini sudah ada di {first}. Hapus salah satu."
        reading.faults.append(one.fault("code", text))
    elif not part and _text(raw, row, "code") != code:
        text = (
            f"Baris ini milik {code}. Jangan mengurutkan atau menggeser sebagian kolom; "
            "unduh lembar kerja baru, lalu salin isiannya."
        )
        reading.faults.append(one.fault("code", text))
    elif not faults:
        reading.rows.append(one)
    reading.seen.setdefault((sheet, code, part), one.at("code"))


def _cell_faults(raw: Raw, row: int) -> Iterator[Fault]:
    for name in (*INPUTS, "key", "version"):
        cell = raw.cells.get((row, AT[name]))
        if cell is not None and cell.kind == "f":
            text = "Sel ini berisi rumus. Salin, lalu tempel sebagai nilai."
        elif cell is not None and cell.kind == "e":
            text = f"“{cell.text[:20]}” adalah kesalahan rumus. Tulis angkanya."
        else:
            continue
        yield Fault(f"{raw.name}!{address(row, name)}", text, _text(raw, row, "code"))


def _text(raw: Raw, row: int, key: str) -> str:
    cell = raw.cells.get((row, AT[key]))
    return "" if cell is None else trimmed(_plain(cell))


def _plain(cell: Cell) -> str:
    """A cell as text: numbers as they are shown, without a formula ever being looked at."""
    if cell.kind == "b":
        return "ya" if cell.text == "1" else "tidak"
    return _shown(cell.text) if cell.kind == "n" else "" if cell.kind == "f" else cell.text


def _shown(text: str) -> str:
    """12500 for 12500.0 and 1.25E4, `12,5` for 12.5; what is absurdly large stays as it is."""
    try:
        number = Decimal(text)
    except InvalidOperation:
        return text
    if not number.is_finite() or abs(number.adjusted()) > 25:
        return text
    if number == number.to_integral_value():
        return f"{number:.0f}"
    return f"{number:f}".replace(".", ",")


def _reaches(name: str, column: int) -> bool:
    """Lies the column with these letters at or to the right of one counted from 1?"""
    other = letters(column)
    return (len(name), name) >= (len(other), other)
