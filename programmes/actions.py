"""Writing the rows of the registers: each act in one transaction, with its audit record."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from kla.audit.actions import record
from programmes.attachment import Attachment
from programmes.base import Registered
from programmes.register import Register
from programmes.rights import may_write

PRIVATE = "…"  # in the audit record, for a name
DENIED = "Anda tidak berhak menulis di wilayah ini."


@dataclass
class StaleRow(Exception):
    """Somebody else was quicker; `current` is what now stands."""

    current: Registered


@transaction.atomic
def add_row(register: Register, fields: Mapping[str, Any], *, by: Any) -> Registered:
    """A new row. Raises ValidationError (field → sentences) and PermissionDenied."""
    row = register.model(**fields, changed_by=by, changed_at=timezone.now())
    refuse_foreign(register, row, by)
    row.full_clean(exclude=["changed_by"])
    _store(row)
    record(
        "register.add",
        row,
        by=by,
        area=row.area,
        register=register.slug,
        after=_told(register, _details(register, row)),
    )
    return row


@transaction.atomic
def change_row(
    register: Register, row: Registered, fields: Mapping[str, Any], *, version: int, by: Any
) -> Registered:
    """Write `fields` over a row as it was at `version`; nothing changes where all is the same.

    Raises StaleRow, ValidationError and PermissionDenied; also where the row moves to an area
    that the user may not write in.
    """
    held = hold(register, row)
    refuse_foreign(register, held, by)
    before = _details(register, held)
    if held.version != version or held.removed_at is not None:
        raise StaleRow(held)
    for name, value in fields.items():
        setattr(held, name, value)
    refuse_foreign(register, held, by)
    after = _details(register, held)
    changed = {name for name in after if after[name] != before.get(name)} | {
        name for name in before if name not in after
    }
    if not changed:
        return held
    held.full_clean(exclude=["changed_by"])
    held.version, held.changed_by, held.changed_at = version + 1, by, timezone.now()
    _store(held)
    if "area" in changed:
        files = Attachment.objects.filter(register=register.slug, row_id=held.pk)
        files.update(area=held.area)
    record(
        "register.change",
        held,
        by=by,
        area=held.area,
        register=register.slug,
        before=_told(register, {name: before.get(name) for name in sorted(changed)}),
        after=_told(register, {name: after.get(name) for name in sorted(changed)}),
    )
    return held


@transaction.atomic
def remove_row(
    register: Register, row: Registered, *, version: int, reason: str, by: Any
) -> Registered:
    """Take a row out of the register, with a reason; its history stays."""
    held = hold(register, row)
    refuse_foreign(register, held, by)
    if held.version != version or held.removed_at is not None:
        raise StaleRow(held)
    if not reason.strip():
        raise ValidationError({"reason": "Tulis alasan dihapus."})
    held.removed_at = held.changed_at = timezone.now()
    held.version, held.changed_by = version + 1, by
    held.save(update_fields=["removed_at", "changed_at", "version", "changed_by"])
    record(
        "register.remove",
        held,
        by=by,
        area=held.area,
        register=register.slug,
        reason=reason.strip(),
    )
    return held


def hold(register: Register, row: Registered) -> Registered:
    """The row as it stands now, locked until the transaction ends."""
    rows = register.model._default_manager.select_for_update(of=("self",))
    return rows.select_related("area").get(pk=row.pk)


def _store(row: Registered) -> None:
    """Two people making the same row at once: the second gets the sentence, not an error."""
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        row.full_clean(exclude=["changed_by"])
        raise


def refuse_foreign(register: Register, row: Registered, by: Any) -> None:
    """Raise PermissionDenied where `by` may not write this row."""
    if row.area.level not in register.levels or not may_write(by, register, row.area):
        raise PermissionDenied(DENIED)


def _told(register: Register, details: dict[str, Any]) -> dict[str, Any]:
    """What the audit record keeps: it is never changed, so nothing private goes into it."""
    return {
        name: PRIVATE if value and name in register.private else value
        for name, value in details.items()
    }


def _details(register: Register, row: Registered) -> dict[str, Any]:
    """The filled fields of a row as JSON."""
    found = {}
    for field in register.fields:
        value = getattr(row, field.attname)
        if field.name == "area":
            value = row.area.code
        if isinstance(value, date | time):
            value = value.isoformat()
        elif isinstance(value, Decimal):
            value = f"{value.normalize():f}"
        if value not in (None, ""):
            found[field.name] = value
    return found
