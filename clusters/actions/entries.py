"""Writing one entry, the operator's answer to one indicator."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from clusters import answers, notes, sources, workflow
from clusters.actions.base import EditConflict, hold, refuse_unless_open
from clusters.answers import Answer
from clusters.models import Entry, Indicator, Mark, Sheet, SheetState
from kla.audit.actions import record


@transaction.atomic
def save_entry(
    sheet: Sheet,
    indicator: Indicator,
    answer: Answer,
    *,
    version: int,
    by: Any,
    late: bool = False,
    settle: bool = False,
    note_stands: bool = False,
) -> Entry:
    """Store what an operator answers; `version` is the one the answer was based on, 0 for none.

    An answer equal to what stands changes nothing; with `settle` it is kept against what the
    register of a derived indicator says now, with `note_stands` its older note is confirmed for
    its numbers. `late` lets commands write after the deadline. Raises EditConflict,
    ValidationError (field → sentence) or, where the sheet is not the operator's to write now,
    PermissionDenied with a sentence for the person.
    """
    sheet = hold(sheet)
    entry = Entry.objects.filter(sheet=sheet, indicator=indicator).first()
    supplied = _supplied(sheet, indicator)
    if entry is not None and answer_of(entry) == answer:
        settles = settle and entry.supplied != supplied
        confirms = note_stands and entry.note_for is not None
        if not (settles or confirms):
            return entry
    _refuse_unless_writable(sheet, entry.mark if entry else "", late=late)
    if (entry.version if entry else 0) != version:
        raise EditConflict(entry)
    if found := answers.faults(indicator, answer):
        raise ValidationError(found)
    before = _as_detail(answer_of(entry)) if entry else None
    fields = {
        **vars(answer),
        "supplied": supplied,
        "note_for": None if note_stands else notes.note_for(indicator.kind, entry, answer),
        "entered_by": by,
        "entered_at": timezone.now(),
    }
    if entry is None:
        entry = _create(sheet, indicator, fields)
    else:
        entry = _rewrite(entry, fields, version=version, keep_mark=entry.mark == Mark.RETURNED)
    told: dict[str, Any] = {"code": indicator.code, "before": before, "after": _as_detail(answer)}
    if note_stands:
        told["note_stands"] = True
    record("entry.save", entry, by=by, area=sheet.area, **told)
    return entry


def _supplied(sheet: Sheet, indicator: Indicator) -> dict[str, int] | None:
    """What the register says now of a derived indicator; None where it says nothing."""
    found = sources.supplied_to(indicator, sheet.area, sheet.period.year)
    return found.numbers if found else None


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


def _refuse_unless_writable(sheet: Sheet, mark: str, *, late: bool) -> None:
    refuse_unless_open(sheet, late=late)
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


def _as_detail(answer: Answer) -> dict[str, Any]:
    """What the answer says, for the audit record; a 0 is said, an empty field is not."""
    said = vars(answer).items()
    return {name: value for name, value in said if value or (value == 0 and value is not False)}
