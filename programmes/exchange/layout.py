"""Where everything stands in a register's workbook, and how a value is written in its cell."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import BooleanField, DateField, DecimalField, Field, PositiveIntegerField

from clusters.display import number
from programmes.register import Register
from programmes.several import Several, from_words, in_words

FORMAT = "KLA-PROGRAM-1"
HEADER_ROW = 4  # counted from 1, as a spreadsheet does
MOST_ROWS = 2_000  # in a file to fill in
SPARE_ROWS = 300  # empty ones below what stands, to add to
YES, NO = "ya", "tidak"


@dataclass(frozen=True)
class Column:
    """One column: its title, and the field it holds ("" for what is only read)."""

    title: str
    field: str
    kind: str  # area, choice, several, flag, link, date, whole, decimal, text, read
    words: Mapping[str, str] = dataclasses.field(default_factory=dict)  # stored value → word


def columns_of(register: Register) -> list[Column]:
    """The columns from the left: the area, its name, the fields, then the hidden marks."""
    found = [Column("Kode wilayah", "area", "area"), Column("Wilayah", "", "read")]
    for field in register.fields:
        if field.name != "area":
            title = str(field.verbose_name)
            found.append(Column(title, field.name, _kind(field), _words(field)))
    return [*found, Column("Nomor baris", "", "row"), Column("Versi", "", "version")]


def _kind(field: Field) -> str:
    if field.choices:
        return "choice"
    if isinstance(field, Several):
        return "several"
    if field.is_relation:
        return "link"
    for kind, of in (
        ("flag", BooleanField),
        ("date", DateField),
        ("decimal", DecimalField),
        ("whole", PositiveIntegerField),
    ):
        if isinstance(field, of):
            return kind
    return "text"


def _words(field: Field) -> dict[str, str]:
    if isinstance(field, Several):
        return dict(field.words())
    return {str(value): str(word) for value, word in field.flatchoices}  # type: ignore[attr-defined]


def written(column: Column, value: Any) -> Any:
    """A value as it stands in its cell: a number, a date, or words."""
    if value is None or value == "":
        return ""
    if column.kind == "choice":
        return column.words[str(value)]
    if column.kind == "several":
        return in_words(value, column.words)
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, time):
        return f"{value:%H.%M}"
    return value if isinstance(value, int | date | Decimal) else str(value)


def left_out(total: int) -> str:
    """What to say where a file to fill in does not hold all of `total` rows, or nothing."""
    if total <= MOST_ROWS:
        return ""
    held = f"{number(MOST_ROWS)} baris pertama dari {number(total)}"
    return f"Lembar kerja hanya memuat {held}. Saring per wilayah untuk mengunduh yang lain."


def typed(column: Column, text: str, *, date1904: bool) -> str:
    """What a cell says, as the form of the page takes it."""
    if column.kind == "choice":
        values = {word.casefold(): value for value, word in column.words.items()}
        return values.get(text.casefold(), text)
    if column.kind == "several":
        return from_words(text, column.words)
    if column.kind == "flag":
        return {"ya": "on", "iya": "on", "tidak": "", "": ""}.get(text.casefold(), "?")
    if column.kind == "date":
        return _day(text, date1904=date1904)
    return text


def _day(text: str, *, date1904: bool) -> str:
    """A spreadsheet counts days; what a person wrote as words is left to the form."""
    if not text.isascii() or not text.replace(".", "", 1).isdigit():
        return text
    whole = text.partition(".")[0].lstrip("0")
    if not whole or len(whole) > 6 or (days := int(whole)) > 100_000:
        return text
    start = datetime(1904, 1, 1) if date1904 else datetime(1899, 12, 30)
    return (start + timedelta(days=days)).date().isoformat()
