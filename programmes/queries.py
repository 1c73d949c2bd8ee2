"""What the pages of the registers read: rows, areas to choose from, history."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Q, QuerySet

from kla.accounts.models import Role
from kla.accounts.rights import assignments_of
from kla.areas.models import Area
from kla.audit.models import Record
from programmes.base import Registered
from programmes.register import Register
from programmes.registers import REGISTERS
from programmes.rights import reading, reads_in, writes_in
from programmes.several import Several, holding


def rows_of(register: Register, user: Any) -> QuerySet[Registered]:
    """The rows that stand and that the user may read, with their areas."""
    rows = register.model._default_manager.filter(reading(user, register), removed_at=None)
    if register.is_yearly:  # what is worked on now comes first
        rows = rows.order_by("-year", "area__code", "pk")
    # A row that is pointed at may say its own area too.
    linked = [
        f"{name}__area"
        for name in register.links
        if issubclass(register.field(name).related_model, Registered)  # type: ignore[arg-type]
    ]
    return rows.select_related("area__parent", "changed_by", *register.links, *linked)


def of_year(register: Register, rows: QuerySet[Any], year: int) -> QuerySet[Any]:
    """Those of the rows that tell of this year; all where the register knows no years."""
    if register.is_yearly:
        rows = rows.filter(**{"year": year})
    return rows.filter(**{"held_on__year": year}) if register.is_held else rows


def narrowed(
    rows: QuerySet[Registered], register: Register, asked: Mapping[str, str], *, user: Any
) -> QuerySet[Registered]:
    """The rows that hold the words (`cari`), lie in the area (`wilayah`, a code), and have the
    chosen value of each filter and year; what is not known is passed over. What is private is
    searched only where the user may see it."""
    words = asked.get("cari", "").strip()
    if words:
        found = Q(area__name__icontains=words)
        seen = Q(area__in=areas_to_write(register, user)) if register.private else Q()
        for name in register.search:
            holds = Q(**{f"{name}__icontains": words})
            found |= holds & seen if name in register.private else holds
        rows = rows.filter(found)
    code = asked.get("wilayah", "")
    if code:
        rows = rows.filter(Q(area__code=code) | Q(area__code__startswith=f"{code}."))
    for name in register.filters:
        value = asked.get(name, "")
        if value in dict(choices_of(register, name)):
            rows = rows.filter(_chosen(register, name, value))
    year = asked.get("tahun", "")
    if register.is_yearly and year.isascii() and year.isdecimal() and len(year) == 4:
        rows = rows.filter(**{"year": int(year)})
    return rows


def choices_of(register: Register, name: str) -> list[tuple[str, str]]:
    """(value, word) of a filter."""
    if _is_yes_no(register, name):
        return [("ya", "Ya"), ("tidak", "Tidak")]
    field = register.field(name)
    found = field.words().items() if isinstance(field, Several) else field.choices or ()
    return [(str(value), str(word)) for value, word in found]


def _chosen(register: Register, name: str, value: str) -> Q:
    if isinstance(register.field(name), Several):
        return holding(name, value)
    return Q(**{name: value == "ya" if _is_yes_no(register, name) else value})


def _is_yes_no(register: Register, name: str) -> bool:
    return register.field(name).get_internal_type() == "BooleanField"


def registers_of(user: Any) -> list[Register]:
    """The registers of which the user may read some rows, in their order."""
    own = assignments_of(user)
    return [one for one in REGISTERS.values() if any(reads_in(each, one) for each in own)]


def pointing_at(row: Registered, user: Any) -> list[tuple[Register, str, list[Registered]]]:
    """(register, its field, its rows) of each that may point at this one, as the user may read."""
    return [
        (register, name, list(rows_of(register, user).filter(**{name: row.pk})))
        for register in registers_of(user)
        for name in register.links
        if register.field(name).related_model is type(row)
    ]


def areas_to_write(register: Register, user: Any) -> QuerySet[Area]:
    """The areas whose rows the user may write, in the order of codes."""
    scope = Q(pk__in=[])
    for own in assignments_of(user):
        if writes_in(own, register, own.area.code):
            scope |= Q(code=own.area.code)
            if own.role == Role.COORDINATOR or own.office_id:
                scope |= Q(code__startswith=f"{own.area.code}.")
    return Area.objects.filter(scope, level__in=register.levels).order_by("code")


def areas_seen(rows: QuerySet[Registered]) -> QuerySet[Area]:
    """The areas that have one of these rows."""
    codes = rows.order_by().values("area")
    return Area.objects.filter(pk__in=codes).order_by("code")


def history_of(row: Registered) -> QuerySet[Record]:
    """Everything that was done to this row, newest first."""
    thing = f"{row._meta.model_name}:{row.pk}"
    return Record.objects.filter(thing=thing, verb__startswith="register.").select_related("by")
