"""Rows that point at one another: the sections under a row, and the way from a row to another."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.urls import reverse

from kla.areas.models import Area
from programmes import queries
from programmes.base import Registered
from programmes.links import choices_of
from programmes.register import Register

_DIGITS = 18  # of a row's number; longer ones are not asked of the database


@dataclass(frozen=True)
class Section:
    """The rows of one register that point at a row, and where one more is added (or nowhere)."""

    register: Register
    rows: list[Registered]
    add: str


def sections_of(row: Registered, user: Any) -> list[Section]:
    """What points at this row; empty too where the user may write some."""
    found = [
        Section(register, rows, _add(register, name, row, user))
        for register, name, rows in queries.pointing_at(row, user)
    ]
    return [one for one in found if one.rows or one.add]


def _add(register: Register, name: str, row: Registered, user: Any) -> str:
    """The form of a new row that points at this one, in its area where it may lie there."""
    areas = queries.areas_to_write(register, user)
    kota = row.area.kota_code
    if not areas.filter(Q(code=kota) | Q(code__startswith=f"{kota}.")).exists():
        return ""
    asked = {name: row.pk}
    if areas.filter(pk=row.area_id).exists():
        asked["area"] = row.area_id
    return f"{reverse('programmes:row-add', args=[register.slug])}?{urlencode(asked)}"


def preset(register: Register, areas: QuerySet[Area], asked: Mapping[str, str]) -> dict[str, int]:
    """The area and what a new row points at, as the address says it; what may not be chosen is
    passed over."""
    found = {}
    for name in ("area", *register.links):
        value = asked.get(name, "")
        if not (value.isascii() and value.isdecimal() and len(value) <= _DIGITS):
            continue
        rows = areas if name == "area" else choices_of(register.field(name), areas)
        if rows.filter(pk=int(value)).exists():
            found[name] = int(value)
    return found


def addresses_of(register: Register, row: Registered, user: Any) -> dict[str, str]:
    """Field → page of the row that it points at, where the user may read that."""
    readable = {one.model: one for one in queries.registers_of(user)}
    found = {}
    for name in register.links:
        other: Any = getattr(row, name)
        to = readable.get(type(other))
        if to and queries.rows_of(to, user).filter(pk=other.pk).exists():
            found[name] = reverse("programmes:row-detail", args=[to.slug, other.pk])
    return found
