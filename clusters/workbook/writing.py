"""Pure: a workbook as XLSX bytes: locked headings, drop-downs, comments, checks while typing."""

import io
import re
from collections.abc import Mapping
from typing import Any

import xlsxwriter

from clusters.workbook.dropdowns import add_checks
from clusters.workbook.layout import (
    AT,
    COLUMNS,
    FORMAT,
    GUIDE,
    HEADER_ROW,
    INPUTS,
    LISTS,
    Book,
    Row,
    Tab,
    letters,
    print_of,
)

Format = Any
_GRID = {"border": 1, "border_color": "#B8B4AA", "valign": "top", "text_wrap": True}
_FORMATS: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 16},
    "how": {"font_size": 10},
    "head": _GRID | {"bold": True, "bg_color": "#DCE8EA"},
    "fixed": _GRID | {"bg_color": "#EFEDE7", "font_color": "#45423B"},
    "number": _GRID | {"bg_color": "#FFF6D6", "locked": False, "num_format": "#,##0"},
    "text": _GRID | {"bg_color": "#FFF6D6", "locked": False, "num_format": "@"},
    "guide": {"text_wrap": True, "valign": "top", "font_size": 12},
    "hidden": {"num_format": "@"},
}
_WHOLE = re.compile("[0-9]{1,15}")
_PROTECTION = {"format_columns": True, "format_rows": True, "autofilter": True}
_GUIDE_WIDTH = 95
_HOW = "Isi hanya sel kuning, simpan, lalu unggah berkas ini."
_TO_READ = "Untuk dibaca; tidak ada yang dapat diisi sekarang."
_LEGEND = "kuning: diisi; kelabu: terkunci. Arti isian muncul bila kursor di atas namanya."
_WIDTHS = {column.key: column.width for column in COLUMNS}


def write_book(book: Book) -> bytes:
    """The workbook as an XLSX file; each text stays a text, whatever it begins with."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False}) as made:
        formats = {name: made.add_format(look) for name, look in _FORMATS.items()}
        _write_guide(made.add_worksheet(GUIDE), book, formats)
        sheets = [(tab, made.add_worksheet(tab.name)) for tab in book.tabs]
        lists = _write_lists(made.add_worksheet(LISTS), book)
        for tab, sheet in sheets:
            _write_tab(sheet, tab, book, formats, lists)
        if sheets:
            sheets[0][1].activate()
    return file.getvalue()


def _write_guide(sheet: Any, book: Book, formats: Mapping[str, Format]) -> None:
    sheet.set_column(0, 0, _GUIDE_WIDTH)
    sheet.write_string(0, 0, book.title, formats["title"])
    for number, line in enumerate(book.guide, 2):
        sheet.write_string(number, 0, line, formats["guide"])
        sheet.set_row(number, 18 * (1 + len(line) // (_GUIDE_WIDTH - 15)) + 4)
    sheet.protect("", _PROTECTION)
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _write_lists(sheet: Any, book: Book) -> dict[tuple[str, ...], str]:
    """Each set of words to choose from in a hidden column; gives the range it stands in."""
    places: dict[tuple[str, ...], str] = {}
    for row in (row for tab in book.tabs for row in tab.rows):
        for words in (row.options, row.flags):
            if words and words not in places:
                column = len(places)
                sheet.write_column(0, column, words)
                name = letters(column + 1)
                places[words] = f"={LISTS}!${name}$1:${name}${len(words)}"
    sheet.hide()
    sheet.protect()
    return places


def _write_tab(
    sheet: Any,
    tab: Tab,
    book: Book,
    formats: Mapping[str, Format],
    lists: Mapping[tuple[str, ...], str],
) -> None:
    many = len({row.area for row in tab.rows}) > 1
    _set_columns(sheet, hide_area=not many)
    first = 0 if many else 1
    sheet.write_string(0, first, tab.title, formats["title"])
    how = _HOW if any(row.writable for row in tab.rows) else _TO_READ
    sheet.write_string(1, first, how, formats["how"])
    sheet.write_blank(2, first, None, formats["number"])
    sheet.write_string(2, first + 1, _LEGEND, formats["how"])
    for name, text in (("key", FORMAT), ("version", book.kota), ("print", str(book.year))):
        sheet.write_string(0, AT[name] - 1, text, formats["hidden"])
    for number, column in enumerate(COLUMNS):
        sheet.write_string(HEADER_ROW - 1, number, column.title, formats["head"])
    for at, row in enumerate(tab.rows, HEADER_ROW):
        _write_row(sheet, at, row, formats)
        if row.writable:
            add_checks(sheet, at, row, lists)
    _set_page(sheet, last=HEADER_ROW + len(tab.rows))


def _set_columns(sheet: Any, *, hide_area: bool) -> None:
    for number, column in enumerate(COLUMNS):
        hidden = not column.width or (column.key == "area" and hide_area)
        sheet.set_column(number, number, column.width or 12, None, {"hidden": hidden})


def _set_page(sheet: Any, *, last: int) -> None:
    sheet.freeze_panes(HEADER_ROW, AT["label"])
    sheet.autofilter(HEADER_ROW - 1, 0, max(last, HEADER_ROW + 1) - 1, AT["state"] - 1)
    sheet.protect("", _PROTECTION)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(HEADER_ROW - 1)
    sheet.print_area(0, 0, max(last, HEADER_ROW + 1) - 1, AT["state"] - 1)
    sheet.set_footer("&L&A&RHalaman &P dari &N")


def _write_row(sheet: Any, at: int, row: Row, formats: Mapping[str, Format]) -> None:
    fixed = {
        "area": row.area,
        "code": row.code,
        "label": row.label,
        "asks": row.asks,
        "last": row.last,
        "target": row.target,
        "state": row.state,
    }
    for name, text in fixed.items():
        sheet.write_string(at, AT[name] - 1, text, formats["fixed"])
    for name in INPUTS:
        _write_input(sheet, at, name, row, formats)
    kept = {"key": row.key, "version": str(row.version), "print": print_of(row.texts)}
    for name, text in kept.items():
        sheet.write_string(at, AT[name] - 1, text, formats["hidden"])
    sheet.set_row(at, _height(fixed | {"note": row.texts["note"]}))
    if row.hint:
        size = {"x_scale": 3, "y_scale": min(2 + len(row.hint) / 250, 6), "author": "KLA"}
        sheet.write_comment(at, AT["label"] - 1, row.hint, size)


def _write_input(sheet: Any, at: int, name: str, row: Row, formats: Mapping[str, Format]) -> None:
    text, column = row.texts[name], AT[name] - 1
    typed = name in ("number", "denominator") and row.kind in ("pair", "count")
    look = formats[("number" if typed else "text") if takes(row, name) else "fixed"]
    if typed and _WHOLE.fullmatch(text):
        sheet.write_number(at, column, int(text), look)
    elif text:
        sheet.write_string(at, column, text, look)
    else:
        sheet.write_blank(at, column, None, look)


def takes(row: Row, name: str) -> bool:
    """May this input cell of the row be filled in?"""
    if not row.writable:
        return False
    if row.part:
        return name == "number"
    return name != "denominator" or row.kind == "pair"


def _height(texts: Mapping[str, str]) -> float:
    """Enough for the longest cell; spreadsheets do not all grow a row by themselves."""
    lines = 1
    for name, text in texts.items():
        wide = max(_WIDTHS[name] - 2, 1)
        lines = max(lines, sum(-(-max(len(part), 1) // wide) for part in text.split("\n")))
    return min(15.5 * lines + 3, 200)
