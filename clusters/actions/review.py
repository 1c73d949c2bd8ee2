"""Marking one entry of a submitted sheet, the reviewer's judgement."""

from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from clusters import answers
from clusters.actions.base import EditConflict, hold, period_open, set_mark
from clusters.models import Entry, Mark, SheetState
from clusters.queries import evidence_suffices, has_entered
from kla import identity
from kla.audit.actions import record


@transaction.atomic
def mark_entry(
    entry: Entry,
    mark: str,
    *,
    version: int,
    by: Any,
    reason: str = "",
    value: Decimal | None = None,
) -> Entry:
    """Accept, adjust (value and reason), reject or return (reason) one entry of a submitted sheet.

    `version` is the one the reviewer saw. Raises EditConflict, ValidationError with a sentence,
    PermissionDenied for an entry the reviewer entered or a sheet that is not under review.
    """
    sheet = hold(entry.sheet)
    entry = Entry.objects.select_related("indicator").get(pk=entry.pk)
    if sheet.state != SheetState.SUBMITTED or not period_open(sheet):
        raise PermissionDenied("Lembar ini tidak sedang diperiksa.")
    if has_entered(by, entry):
        raise PermissionDenied("Isian ini Anda isi sendiri; verifikator lain yang memeriksanya.")
    if entry.version != version:
        raise EditConflict(entry)
    _refuse_mark(entry, mark, reason=reason.strip(), value=value)
    set_mark(
        entry, mark, by=by, reason=reason.strip(), value=value if mark == Mark.ADJUSTED else None
    )
    record(
        "entry.mark",
        entry,
        by=by,
        area=sheet.area,
        code=entry.indicator.code,
        mark=str(mark),
        reason=reason.strip(),
        value=str(value) if value is not None else None,
    )
    return entry


def _refuse_mark(entry: Entry, mark: str, *, reason: str, value: Decimal | None) -> None:
    if mark not in (Mark.ACCEPTED, Mark.ADJUSTED, Mark.REJECTED, Mark.RETURNED):
        raise ValidationError("Pilih terima, sesuaikan, tolak, atau kembalikan.")
    if mark != Mark.ACCEPTED and not reason:
        raise ValidationError("Tulis alasannya; operator membacanya.")
    if identity.has_identity_number(reason):
        raise ValidationError(identity.MESSAGE)
    if mark == Mark.ADJUSTED:
        _refuse_value(entry, value)
    needs_file = mark in (Mark.ACCEPTED, Mark.ADJUSTED) and not evidence_suffices(entry)
    if needs_file:
        raise ValidationError(
            "Belum ada bukti dukung yang berlaku sampai akhir tahun. "
            "Kembalikan atau tolak isian ini."
        )


def _refuse_value(entry: Entry, value: Decimal | None) -> None:
    indicator = entry.indicator
    if value is None or value < 0:
        raise ValidationError("Isi nilai yang disesuaikan dengan angka, misalnya 12 atau 12,5.")
    if entry.no_data or answers.is_not_applicable(indicator, entry):
        raise ValidationError("Isian tanpa angka tidak dapat disesuaikan. Kembalikan atau tolak.")
    if indicator.has_pair:
        most = Decimal(indicator.per or 1)
    elif indicator.kind == "boolean":
        most = Decimal(1)
    elif indicator.kind == "level":
        most = Decimal(len(indicator.levels) - 1)
    else:
        most = Decimal(answers.MOST)
    if value > most or (not indicator.has_pair and value != value.to_integral_value()):
        raise ValidationError(f"Isi nilai dari 0 sampai {most:f} yang sesuai dengan satuannya.")
