"""A register's rows as an XLSX file: locked headings, drop-downs, room to add."""

import io
from collections.abc import Sequence, Set
from datetime import date
from decimal import Decimal
from typing import Any

import xlsxwriter

from kla.areas.models import Area
from programmes.base import MOST, Registered
from programmes.display import CONCEALED, hidden_of
from programmes.exchange.layout import (
    FORMAT,
    HEADER_ROW,
    NO,
    SPARE_ROWS,
    YES,
    Column,
    columns_of,
    written,
)
from programmes.links import choices_of
from programmes.register import Register

_LOOKS: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 16},
    "head": {"bold": True, "bg_color": "#DCE8EA", "border": 1, "text_wrap": True, "valign": "top"},
    "input": {"locked": False, "bg_color": "#FFF6D6", "border": 1, "num_format": "@"},
    "whole": {"locked": False, "bg_color": "#FFF6D6", "border": 1, "num_format": "#,##0"},
    "year": {"locked": False, "bg_color": "#FFF6D6", "border": 1, "num_format": "0"},
    "date": {"locked": False, "bg_color": "#FFF6D6", "border": 1, "num_format": "dd/mm/yyyy"},
    "read": {"bg_color": "#EFEDE7", "border": 1},
    "read whole": {"bg_color": "#EFEDE7", "border": 1, "num_format": "#,##0"},
    "read date": {"bg_color": "#EFEDE7", "border": 1, "num_format": "dd/mm/yyyy"},
}
_LISTS = "Pilihan"
_HOW = (
    "Isi sel kuning, tambahkan baris di bawah, simpan, lalu unggah. Baris yang dihapus dari berkas "
    "tidak dihapus dari daftar."
)


def write(
    register: Register,
    rows: Sequence[Registered],
    areas: Sequence[Area],
    *,
    to_fill: bool,
    small: Set[int],
    note: str = "",
) -> bytes:
    """The workbook; `areas` are those whose rows may be written, `small` the numbers of the rows
    whose small counts may be seen. Texts stay texts; what is private stands only in the rows of
    these areas, and the other rows are locked. `note` is told above the rows."""
    file = io.BytesIO()
    codes = {area.code for area in areas}
    with xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False}) as book:
        looks = {name: book.add_format(look) for name, look in _LOOKS.items()}
        sheet = book.add_worksheet(register.title[:31])
        lists = book.add_worksheet(_LISTS)
        columns = columns_of(register)
        _head(sheet, register, columns, looks, to_fill=to_fill)
        if note:
            sheet.write_string(2, 0, note)
        for at, row in enumerate(rows, HEADER_ROW):
            own = row.area.code in codes
            said = _said(register, row, columns, sees_small=row.pk in small, sees_private=own)
            for number, (column, value) in enumerate(zip(columns, said, strict=True)):
                look = looks[_look(column) if own else _read_look(column)]
                _cell(sheet, at, number, value, look)
        if to_fill:
            last = HEADER_ROW + len(rows) + SPARE_ROWS
            _spare(sheet, columns, HEADER_ROW + len(rows), last, looks)
            _checks(sheet, lists, register, columns, areas, last)
        sheet.protect("", {"format_columns": True, "format_rows": True, "sort": True})
        lists.hide()
        lists.protect()
    return file.getvalue()


def _head(
    sheet: Any, register: Register, columns: list[Column], looks: dict[str, Any], *, to_fill: bool
) -> None:
    sheet.write_string(0, 0, register.title, looks["title"])
    sheet.write_string(0, len(columns) - 1, f"{FORMAT} {register.slug}")
    sheet.write_string(1, 0, _HOW if to_fill else "Untuk dibaca.")
    for number, column in enumerate(columns):
        sheet.write_string(HEADER_ROW - 1, number, column.title, looks["head"])
        hidden = column.kind in ("row", "version")
        sheet.set_column(number, number, max(14, len(column.title) // 2), None, {"hidden": hidden})
    sheet.freeze_panes(HEADER_ROW, 2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(HEADER_ROW - 1)


def _said(
    register: Register,
    row: Registered,
    columns: list[Column],
    *,
    sees_small: bool,
    sees_private: bool,
) -> list[Any]:
    """What the cells of a row hold, for who sees this much of it."""
    marks = {"row": str(row.pk), "version": str(row.version), "read": row.area.full_name}
    hidden = {} if sees_small else hidden_of(register, row)
    found: list[Any] = []
    for column in columns:
        value: Any = row.area.code if column.kind == "area" else marks.get(column.kind)
        if value is None:
            value = getattr(row, column.field)
            if column.field in hidden:
                value = hidden[column.field]
            elif column.field in register.private and not sees_private:
                value = CONCEALED
            else:
                value = written(column, value)
        found.append(value)
    return found


def _cell(sheet: Any, at: int, number: int, value: Any, look: Any) -> None:
    if value == "":
        sheet.write_blank(at, number, None, look)
    elif isinstance(value, date):
        sheet.write_datetime(at, number, value, look)
    elif isinstance(value, int):
        sheet.write_number(at, number, value, look)
    elif isinstance(value, Decimal):
        sheet.write_string(at, number, f"{value.normalize():f}".replace(".", ","), look)
    else:
        sheet.write_string(at, number, value, look)


def _look(column: Column) -> str:
    if column.field == "year":
        return "year"
    kinds = {"whole": "whole", "date": "date"} | dict.fromkeys(("read", "row", "version"), "read")
    return kinds.get(column.kind, "input")


def _read_look(column: Column) -> str:
    """The locked twin of the look that a cell has in a row to fill in."""
    look = _look(column)
    return f"read {look}" if f"read {look}" in _LOOKS else "read"


def _spare(sheet: Any, columns: list[Column], first: int, last: int, looks: dict[str, Any]) -> None:
    for at in range(first, last):
        for number, column in enumerate(columns):
            if column.kind not in ("row", "version"):
                sheet.write_blank(at, number, None, looks[_look(column)])


def _checks(
    sheet: Any,
    lists: Any,
    register: Register,
    columns: list[Column],
    areas: Sequence[Area],
    last: int,
) -> None:
    """What the spreadsheet refuses while one types; lists of choices lie on a hidden sheet."""
    for number, column in enumerate(columns):
        rule = _rule(lists, register, number, column, areas)
        if rule is not None:
            sheet.data_validation(HEADER_ROW, number, last - 1, number, rule)


def _rule(
    lists: Any, register: Register, number: int, column: Column, areas: Sequence[Area]
) -> dict[str, Any] | None:
    if column.kind == "whole":
        words = "Isi dengan bilangan bulat dari 0 sampai 1.000.000.000."
        limits = {"criteria": "between", "minimum": 0, "maximum": MOST}
        return {"validate": "integer", "error_message": words} | limits
    if column.kind == "several":
        hint = f"Boleh beberapa, dipisah titik koma: {'; '.join(column.words.values())}"
        return {"validate": "any", "input_message": hint[:255]}
    if column.kind == "date":
        return {
            "validate": "date",
            "criteria": ">",
            "value": date(1900, 1, 1),
            "error_message": "Isi dengan tanggal, misalnya 31/12/2026.",
        }
    words_of = {
        "area": [area.code for area in areas],
        "flag": [YES, NO],
        "choice": list(column.words.values()),
        "link": [str(one) for one in choices_of(register.field(column.field), areas)]
        if column.kind == "link"
        else [],
    }
    if not words_of.get(column.kind):
        return None
    lists.write_column(0, number, words_of[column.kind])
    letter = xlsxwriter.utility.xl_col_to_name(number)
    source = f"={_LISTS}!${letter}$1:${letter}${len(words_of[column.kind])}"
    return {
        "validate": "list",
        "source": source,
        "error_message": "Pilih salah satu dari daftar, atau kosongkan sel ini.",
    }
