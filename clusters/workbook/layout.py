"""Pure: where everything stands in the workbook, and how an answer is written in its cells."""

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from clusters import answers
from clusters.answers import Answer

FORMAT = "KLA-1"  # stands in the first hidden cell; another layout gets another mark
GUIDE, LISTS = "Petunjuk", "Pilihan"  # worksheets that nobody fills in
HEADER_ROW = 4  # counted from 1, as a spreadsheet does
MOST_CELL = 32_767  # characters, what a spreadsheet holds
NOT_APPLICABLE, NO_DATA = "tidak berlaku", "data belum tersedia"
INPUTS = ("number", "denominator", "flag", "note")


@dataclass(frozen=True)
class Column:
    """One column; those without a width are hidden."""

    key: str
    title: str
    width: int = 0


COLUMNS = (
    Column("area", "Wilayah", 20),
    Column("code", "Kode", 9),
    Column("label", "Indikator", 38),
    Column("asks", "Yang diisi", 34),
    Column("number", "Jumlah", 15),
    Column("denominator", "Dari", 13),
    Column("flag", "Bila tidak ada angka", 20),
    Column("note", "Catatan", 36),
    Column("last", "Tahun lalu", 19),
    Column("target", "Target", 18),
    Column("state", "Keadaan", 22),
    Column("key", "Kunci"),
    Column("version", "Versi"),
    Column("print", "Sidik"),
)
AT = {column.key: number for number, column in enumerate(COLUMNS, 1)}
TITLES = {column.key: column.title for column in COLUMNS}
_ENDS = re.compile(r"[\s\u200b\ufeff]+\Z|\A[\s\u200b\ufeff]+")


@dataclass(frozen=True)
class Row:
    """One row of the workbook: an indicator of a sheet, or one part of its details."""

    sheet: int
    code: str
    part: str
    version: int
    area: str
    label: str
    asks: str
    texts: Mapping[str, str]  # input column → what stands in it
    last: str = ""
    target: str = ""
    state: str = ""
    hint: str = ""  # the comment: definition, what counts, documents
    kind: str = "count"  # what the number cell holds: pair, count, boolean, level, date or text
    options: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    writable: bool = False

    @property
    def key(self) -> str:
        """What the row is known by when it comes back."""
        return key_of(self.sheet, self.code, self.part)


@dataclass(frozen=True)
class Tab:
    """One worksheet: a cluster, for one or many areas."""

    name: str
    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Book:
    """The whole workbook of a city's year, or a part of it."""

    kota: str
    year: int
    title: str
    tabs: tuple[Tab, ...]
    guide: tuple[str, ...] = field(default=())


def key_of(sheet: int, code: str, part: str = "") -> str:
    """`12|KES-01|`, and `12|PEN-01|putus` for a detail."""
    return f"{sheet}|{code}|{part}"


def address(row: int, key: str) -> str:
    """`E12` for the column with this key."""
    return f"{letters(AT[key])}{row}"


def letters(column: int) -> str:
    """The letters of a column counted from 1."""
    found = ""
    while column:
        column, rest = divmod(column - 1, 26)
        found = chr(65 + rest) + found
    return found


def options_of(indicator: Any) -> tuple[str, ...]:
    """The words a number cell offers to choose from; empty where a number is typed."""
    if indicator.kind == "boolean":
        return ("ya", "tidak")
    if indicator.kind == "level":
        return tuple(f"{number} · {word}" for number, word in enumerate(indicator.levels))
    return ()


def flags_of(indicator: Any) -> tuple[str, ...]:
    """What may be chosen in place of a number."""
    return (NOT_APPLICABLE, NO_DATA) if indicator.may_not_apply else (NO_DATA,)


def texts_of(indicator: Any, answer: Answer) -> dict[str, str]:
    """Input column → text, as the row of an indicator is written."""
    pair = answers.has_pair(indicator.kind)
    number = answer.numerator if pair else answer.value
    flag = NO_DATA if answer.no_data else NOT_APPLICABLE if answer.not_applicable else ""
    return {
        "number": _number(indicator, number),
        "denominator": _plain(answer.denominator) if pair else "",
        "flag": flag,
        "note": trimmed(answer.note)[:MOST_CELL],
    }


def part_texts(part: Mapping[str, Any], answer: Answer) -> dict[str, str]:
    """The same for one part of the details, which has only its first cell."""
    given = answer.extra.get(part["key"])
    return dict.fromkeys(INPUTS, "") | {"number": trimmed(_plain(given))[:MOST_CELL]}


def print_of(texts: Mapping[str, str]) -> str:
    """A short fingerprint of a row's input cells: is it still as it was written?"""
    whole = "\x1f".join(trimmed(texts[name]) for name in INPUTS)
    return hashlib.sha256(whole.encode("utf-8", "replace")).hexdigest()[:12]


def trimmed(text: str) -> str:
    """A text whose lines end in one way, without signs nobody sees and blanks around it."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    return _ENDS.sub("", "".join(sign for sign in plain if not _is_control(sign)))


def _is_control(sign: str) -> bool:
    return sign not in "\n\t" and unicodedata.category(sign) in ("Cc", "Cs")


def _number(indicator: Any, number: int | None) -> str:
    if number is None:
        return ""
    if indicator.kind == "boolean" and number in (0, 1):
        return "ya" if number else "tidak"
    if indicator.kind == "level" and number < len(indicator.levels):
        return options_of(indicator)[number]
    return str(number)


def _plain(given: Any) -> str:
    return "" if given is None else str(given)
