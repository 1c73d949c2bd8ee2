"""Pure: what a spreadsheet checks while a cell is typed: choices, whole numbers, shares."""

from collections.abc import Mapping
from typing import Any

from clusters.answers import MOST
from clusters.paste import MOST_NOTE
from clusters.workbook.layout import AT, Row, letters

_N, _D = letters(AT["number"]), letters(AT["denominator"])
_STOP = {"error_type": "stop", "error_title": "Periksa isian ini"}
_WHOLE_WORDS = "Isi dengan bilangan bulat dari 0 sampai 1.000.000.000."
_PAIR_WORDS = "Isi bilangan bulat mulai dari 0. Jumlah tidak boleh lebih besar dari Dari."


def add_checks(sheet: Any, at: int, row: Row, lists: Mapping[tuple[str, ...], str]) -> None:
    """Put the checks on the input cells of a row; `at` counts from 0, `lists` names ranges."""
    sheet.data_validation(at, AT["number"] - 1, at, AT["number"] - 1, _number(at, row, lists))
    if row.part:
        return
    if row.kind == "pair":
        rule = _pair(at, _D, f"{_N}{at + 1}<={_D}{at + 1}", f"{_N}{at + 1}")
        column = AT["denominator"] - 1
        sheet.data_validation(at, column, at, column, rule | _hint(row.asks))
    flag, note = AT["flag"] - 1, AT["note"] - 1
    sheet.data_validation(at, flag, at, flag, _choice(lists[row.flags]))
    length = {"validate": "length", "criteria": "<=", "value": MOST_NOTE}
    words = {"error_message": "Catatan paling panjang 2.000 huruf."}
    sheet.data_validation(at, note, at, note, length | words | _STOP)


def _number(at: int, row: Row, lists: Mapping[tuple[str, ...], str]) -> dict[str, Any]:
    if row.options:
        return _choice(lists[row.options])
    if row.kind == "pair":
        rule = _pair(at, _N, f"{_N}{at + 1}<={_D}{at + 1}", f"{_D}{at + 1}")
        return rule | _hint(row.asks)
    if row.kind == "count":
        between = {"criteria": "between", "minimum": 0, "maximum": MOST}
        words = {"validate": "integer", "error_message": _WHOLE_WORDS}
        return between | words | _STOP | _hint(row.asks)
    return {"validate": "any"} | _hint(row.asks)


def _pair(at: int, column: str, within: str, other: str) -> dict[str, Any]:
    """A whole number, and the part not above the whole once both are there."""
    cell = f"{column}{at + 1}"
    formula = (
        f"=IF(ISNUMBER({cell}),AND({cell}>=0,{cell}<={MOST},{cell}=INT({cell}),"
        f'OR({other}="",{within})),FALSE)'
    )
    return {"validate": "custom", "value": formula, "error_message": _PAIR_WORDS} | _STOP


def _choice(source: str) -> dict[str, Any]:
    words = {"error_message": "Pilih salah satu dari daftar, atau kosongkan sel ini."}
    return {"validate": "list", "source": source} | words | _STOP


def _hint(asks: str) -> dict[str, Any]:
    return {"input_message": asks[:255]} if asks else {}
