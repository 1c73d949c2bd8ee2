"""Every move of a sheet and every write of an entry: one verb a function, `by=` the user."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from clusters import answers, workflow
from clusters.answers import Answer
from clusters.models import Entry, Indicator, Mark, Sheet, SheetState
from clusters.queries import evidence_suffices, has_entered, unanswered
from kla.audit.actions import record

CLOSED = "Masa pengisian sudah ditutup. Isian Anda dapat dibaca."


@dataclass
class EditConflict(Exception):
    """Somebody else was quicker; `current` is what now stands (None: it is gone)."""

    current: Entry | Sheet | None


@transaction.atomic
def save_entry(
    sheet: Sheet,
    indicator: Indicator,
    answer: Answer,
    *,
    version: int,
    by: Any,
    late: bool = False,
) -> Entry:
    """Store what an operator answers; `version` is the one the answer was based on, 0 for none.

    An answer equal to what stands changes nothing. `late` lets commands write after the
    deadline. Raises EditConflict, ValidationError (field → sentence) or, where the sheet is
    not the operator's to write now, PermissionDenied with a sentence for the person.
    """
    sheet = _hold(sheet)
    entry = Entry.objects.filter(sheet=sheet, indicator=indicator).first()
    if entry is not None and answer_of(entry) == answer:
        return entry
    _refuse_unless_writable(sheet, entry.mark if entry else "", late=late)
    if (entry.version if entry else 0) != version:
        raise EditConflict(entry)
    found = answers.faults(indicator, answer)
    if found:
        raise ValidationError(found)
    before = _as_detail(answer_of(entry)) if entry else None
    fields = {**vars(answer), "entered_by": by, "entered_at": timezone.now()}
    if entry is None:
        entry = _create(sheet, indicator, fields)
    else:
        entry = _rewrite(entry, fields, version=version, keep_mark=entry.mark == Mark.RETURNED)
    record(
        "entry.save",
        entry,
        by=by,
        area=sheet.area,
        code=indicator.code,
        before=before,
        after=_as_detail(answer),
    )
    return entry


def answer_of(entry: Entry) -> Answer:
    """The operator's answer that stands in an entry."""
    return Answer(
        numerator=entry.numerator,
        denominator=entry.denominator,
        value=entry.value,
        not_applicable=entry.not_applicable,
        no_data=entry.no_data,
        note=entry.note,
        extra=entry.extra,
    )


@transaction.atomic
def submit_sheet(sheet: Sheet, *, version: int, by: Any, late: bool = False) -> Sheet:
    """Hand a sheet to the reviewers.

    Raises ValidationError with a sentence for each entry that is still unanswered, and
    PermissionDenied, EditConflict as `save_entry` does. A mark *returned* is taken off an entry
    that changed since; one that did not change keeps it.
    """
    sheet = _hold(sheet)
    _refuse_unless_open(sheet, late=late)
    gaps = unanswered(sheet)
    if gaps:
        raise ValidationError([f"{code} {label}: {why}." for code, label, why in gaps])
    for entry in sheet.entries.filter(mark=Mark.RETURNED).prefetch_related("links"):
        newest = max([entry.entered_at, *(link.linked_at for link in entry.links.all())])
        if newest > entry.marked_at:
            _set_mark(entry, Mark.NONE, by=None)
    return _move(
        sheet, "submit", version=version, by=by, submitted_at=timezone.now(), submitted_by=by
    )


@transaction.atomic
def withdraw_sheet(sheet: Sheet, *, version: int, by: Any) -> Sheet:
    """Take a submitted sheet back into draft, before any review mark."""
    sheet = _hold(sheet)
    _refuse_unless_open(sheet)
    return _move(sheet, "withdraw", version=version, by=by, submitted_at=None, submitted_by=None)


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
    sheet = _hold(entry.sheet)
    entry = Entry.objects.select_related("indicator").get(pk=entry.pk)
    if sheet.state != SheetState.SUBMITTED or not _period_open(sheet):
        raise PermissionDenied("Lembar ini tidak sedang diperiksa.")
    if has_entered(by, entry):
        raise PermissionDenied("Isian ini Anda isi sendiri; verifikator lain yang memeriksanya.")
    if entry.version != version:
        raise EditConflict(entry)
    _refuse_mark(entry, mark, reason=reason.strip(), value=value)
    _set_mark(
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


@transaction.atomic
def return_sheet(sheet: Sheet, *, version: int, by: Any) -> Sheet:
    """Send a submitted sheet back to its operator; at least one entry is marked returned."""
    return _review_move(sheet, "return", version=version, by=by)


@transaction.atomic
def verify_sheet(sheet: Sheet, *, version: int, by: Any) -> Sheet:
    """Settle a submitted sheet: every entry is accepted, adjusted or rejected."""
    return _review_move(sheet, "verify", version=version, by=by)


@transaction.atomic
def reopen_sheet(sheet: Sheet, *, version: int, by: Any, reason: str) -> Sheet:
    """Send a verified sheet back, with a reason; its entries become the operator's again."""
    if not reason.strip():
        raise ValidationError("Tulis alasan lembar ini dikembalikan.")
    sheet = _review_move(sheet, "reopen", version=version, by=by, reason=reason.strip())
    for entry in sheet.entries.all():
        _set_mark(entry, Mark.RETURNED, by=by, reason=reason.strip())
    return sheet


@transaction.atomic
def open_exception(sheet: Sheet, until: datetime, *, by: Any) -> Sheet:
    """Let one sheet be worked on until `until`, although the deadline or the period is over."""
    sheet = _hold(sheet)
    if until <= timezone.now():
        raise ValidationError("Pilih waktu yang akan datang.")
    sheet.open_until = until
    sheet.save(update_fields=["open_until"])
    record("sheet.exception", sheet, by=by, area=sheet.area, until=until.isoformat())
    return sheet


def can_write_now(sheet: Sheet, *, late: bool = False) -> bool:
    """Is the sheet the operator's to write at this moment, as far as dates and period go?

    The deadline binds drafts; a returned sheet may be mended until the review ends.
    """
    now = timezone.now()
    exception = sheet.open_until is not None and sheet.open_until > now
    if not workflow.is_open(sheet.period.state, exception):
        return False
    if late or exception or now <= sheet.period.deadline:
        return True
    return sheet.state == SheetState.RETURNED and now.date() <= sheet.period.review_until


def _hold(sheet: Sheet) -> Sheet:
    """The sheet as it stands now, its row locked until the transaction ends."""
    held = Sheet.objects.select_for_update(of=("self",)).select_related("period", "area", "cluster")
    return held.get(pk=sheet.pk)


def _period_open(sheet: Sheet) -> bool:
    exception = sheet.open_until is not None and sheet.open_until > timezone.now()
    return workflow.is_open(sheet.period.state, exception)


def _refuse_unless_open(sheet: Sheet, *, late: bool = False) -> None:
    if not can_write_now(sheet, late=late):
        raise PermissionDenied(CLOSED)


def _refuse_unless_writable(sheet: Sheet, mark: str, *, late: bool) -> None:
    _refuse_unless_open(sheet, late=late)
    if not workflow.may_write(sheet.state, mark):
        word = SheetState(sheet.state).label
        raise PermissionDenied(
            "Hanya isian yang dikembalikan dapat diubah."
            if sheet.state == SheetState.RETURNED
            else f"Lembar ini {word}; isiannya tidak dapat diubah."
        )


def _create(sheet: Sheet, indicator: Indicator, fields: dict[str, Any]) -> Entry:
    try:
        with transaction.atomic():
            return Entry.objects.create(sheet=sheet, indicator=indicator, **fields)
    except IntegrityError:
        raise EditConflict(Entry.objects.filter(sheet=sheet, indicator=indicator).first()) from None


def _rewrite(entry: Entry, fields: dict[str, Any], *, version: int, keep_mark: bool) -> Entry:
    """Write over an entry of that version; its mark falls, unless it is what lets it be mended."""
    if not keep_mark:
        fields |= {
            "mark": Mark.NONE,
            "adjusted_value": None,
            "reason": "",
            "marked_by": None,
            "marked_at": None,
        }
    changed = Entry.objects.filter(pk=entry.pk, version=version).update(
        **fields, version=version + 1
    )
    if not changed:
        raise EditConflict(Entry.objects.filter(pk=entry.pk).first())
    entry.refresh_from_db()
    return entry


def _set_mark(
    entry: Entry, mark: str, *, by: Any, reason: str = "", value: Decimal | None = None
) -> None:
    entry.mark, entry.reason, entry.adjusted_value = mark, reason, value
    entry.marked_by = by if mark else None
    entry.marked_at = timezone.now() if mark else None
    entry.version += 1
    entry.save(
        update_fields=["mark", "reason", "adjusted_value", "marked_by", "marked_at", "version"]
    )


def _refuse_mark(entry: Entry, mark: str, *, reason: str, value: Decimal | None) -> None:
    if mark not in (Mark.ACCEPTED, Mark.ADJUSTED, Mark.REJECTED, Mark.RETURNED):
        raise ValidationError("Pilih terima, sesuaikan, tolak, atau kembalikan.")
    if mark != Mark.ACCEPTED and not reason:
        raise ValidationError("Tulis alasannya; operator membacanya.")
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
        most = Decimal(indicator.per)
    elif indicator.kind == "boolean":
        most = Decimal(1)
    elif indicator.kind == "level":
        most = Decimal(len(indicator.levels) - 1)
    else:
        most = Decimal(answers.MOST)
    if value > most or (not indicator.has_pair and value != value.to_integral_value()):
        raise ValidationError(f"Isi nilai dari 0 sampai {most:f} yang sesuai dengan satuannya.")


def _review_move(sheet: Sheet, verb: str, *, version: int, by: Any, reason: str = "") -> Sheet:
    sheet = _hold(sheet)
    if not _period_open(sheet):
        raise PermissionDenied("Periode ini sudah ditutup.")
    return _move(
        sheet,
        verb,
        version=version,
        by=by,
        reason=reason,
        reviewed_at=timezone.now(),
        reviewed_by=by,
    )


def _move(sheet: Sheet, verb: str, *, version: int, by: Any, **fields: Any) -> Sheet:
    """Make one move of the table of moves, against the version the person saw."""
    marks = list(sheet.entries.values_list("mark", flat=True))
    before = sheet.state
    try:
        after = workflow.move(verb, before, marks)
    except workflow.Refusal as refusal:
        raise ValidationError(refusal.reason) from None
    changed = Sheet.objects.filter(pk=sheet.pk, version=version).update(
        state=after, version=version + 1, **fields
    )
    if not changed:
        raise EditConflict(sheet)
    sheet.refresh_from_db()
    record(f"sheet.{verb}", sheet, by=by, area=sheet.area, before=before, after=after)
    return sheet


def _as_detail(answer: Answer) -> dict[str, Any]:
    return {key: value for key, value in vars(answer).items() if value not in (None, False, "", {})}
