"""A row of a register in words: each cell as a person reads it, small counts hidden."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, time
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils import timezone

from clusters.display import number
from clusters.scoring.suppression import HIDDEN, hidden_in_row, is_small
from kla.areas.timezones import zone_of
from kla.templatetags.kla_ui import tanggal
from programmes.base import Registered
from programmes.register import Register
from programmes.several import Several, in_words

CONCEALED = "disembunyikan"  # what is private, to who may not see it


@dataclass(frozen=True)
class Cell:
    """One field of a row: what it is called, what it says, and whether it is a number.

    `address` is the page of what it names, where there is one; `is_late` marks a day that passed
    before the thing was done.
    """

    name: str
    label: str
    words: str
    is_number: bool
    address: str = ""
    is_late: bool = False


def cells(
    register: Register,
    row: Registered,
    names: list[str] | tuple[str, ...],
    *,
    sees_small: bool,
    sees_private: bool,
) -> list[Cell]:
    """The named fields of a row."""
    hidden = {} if sees_small else hidden_of(register, row)
    found = []
    for name in names:
        cell = _cell(register, row, name)
        if name in hidden:
            cell = Cell(name, cell.label, hidden[name], cell.is_number)
        if name in register.private and not sees_private:
            cell = Cell(name, cell.label, CONCEALED, is_number=False)
        found.append(cell)
    return found


def hidden_of(register: Register, row: Registered) -> dict[str, str]:
    """What stands in place of the row's small counts of children, and of those that would give
    one away, for who may not see them."""
    counts = {name: getattr(row, name) for name in register.children}
    hidden = hidden_in_row(counts, register.sums)
    return {name: HIDDEN if is_small(counts[name]) else CONCEALED for name in hidden}


def head_of(register: Register, row: Registered, *, sees_private: bool) -> Cell:
    """What names a row in the list: one of its fields, else (or where that is private) itself."""
    shown = register.head and (sees_private or register.head not in register.private)
    words = say(register, register.head, getattr(row, register.head)) if shown else str(row)
    return Cell(register.head, head_label(register), words, is_number=False)


def head_label(register: Register) -> str:
    """What stands above the names of the rows."""
    words = register.label(register.head) if register.head else register.one
    return words[:1].upper() + words[1:]


def marked(found: list[Cell], row: Any) -> list[Cell]:
    """The same cells, with the last day marked where it is over before the thing was done."""
    if not hasattr(row, "is_late"):
        return found
    late = row.is_late(timezone.localdate(timezone=zone_of(row.area.code)))
    return [replace(cell, is_late=late and cell.name == "due_on") for cell in found]


def linked(found: list[Cell], addresses: Mapping[str, str]) -> list[Cell]:
    """The same cells, each with the address of its field."""
    return [replace(cell, address=addresses.get(cell.name, "")) for cell in found]


def _cell(register: Register, row: Registered, name: str) -> Cell:
    value = getattr(row, name)
    words = say(register, name, value)
    is_number = isinstance(value, int | Decimal) and not isinstance(value, bool) and name != "year"
    return Cell(name, register.label(name), words, is_number)


def say(register: Register, name: str, value: Any) -> str:
    """A value of this field in words; a dash for none."""
    if value is None or value == "":
        return "–"
    field = register.field(name)
    if isinstance(field, Several):
        return in_words(value, field.words())
    if isinstance(value, str | int) and not isinstance(value, bool):
        value = _stored(field, value)
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))  # type: ignore[attr-defined]
    return _words(name, value)


def _words(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    if isinstance(value, date):
        return tanggal(value)
    if isinstance(value, time):
        return f"{value:%H.%M}"
    if isinstance(value, int | Decimal) and name != "year":
        return number(value, 6)
    return str(value)


def _stored(field: Any, value: Any) -> Any:
    """What the audit record keeps as JSON, as the model knows it; texts and numbers as they are."""
    if isinstance(field, models.DateField | models.TimeField | models.DecimalField):
        return field.to_python(value)
    if field.is_relation and field.name != "area":
        return field.related_model._default_manager.filter(pk=value).first() or "–"
    return value
