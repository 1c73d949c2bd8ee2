"""Moving a sheet through its states; the table of moves stands in clusters/workflow.py."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from clusters import workflow
from clusters.actions.base import (
    EditConflict,
    hold,
    period_open,
    refuse_unless_open,
    set_mark,
)
from clusters.actions.comments import post_comment
from clusters.check_queries import unanswered
from clusters.models import Mark, Sheet
from clusters.return_queries import UNCHANGED, is_changed, unexplained, written_back
from kla import identity
from kla.audit.actions import record


@transaction.atomic
def submit_sheet(
    sheet: Sheet,
    *,
    version: int,
    by: Any,
    late: bool = False,
    explanations: Mapping[str, str] | None = None,
) -> Sheet:
    """Hand a sheet to the reviewers; `explanations`, by code, become messages of their threads.

    Raises ValidationError with a sentence for each entry that is still unanswered, has a
    warning nobody explained, or came back and is neither changed nor explained; and
    PermissionDenied, EditConflict as `save_entry` does. A mark *returned* is taken off an entry
    that changed since; one that did not change keeps it.
    """
    sheet = hold(sheet)
    refuse_unless_open(sheet, late=late)
    gaps = unanswered(sheet) + _unchanged(sheet, explanations or {}, by=by)
    if gaps:
        raise ValidationError([f"{code} {label}: {why}." for code, label, why in gaps])
    marked = sheet.entries.filter(mark=Mark.RETURNED).prefetch_related("links")
    changed = [entry for entry in marked if is_changed(entry)]
    back = written_back(changed)
    for entry in changed:
        if entry.pk not in back:
            set_mark(entry, Mark.NONE, by=None)
            record("entry.unmark", entry, by=by, area=sheet.area)
    return _move(
        sheet, "submit", version=version, by=by, submitted_at=timezone.now(), submitted_by=by
    )


@transaction.atomic
def withdraw_sheet(sheet: Sheet, *, version: int, by: Any) -> Sheet:
    """Take a submitted sheet back into draft, before any review mark."""
    sheet = hold(sheet)
    refuse_unless_open(sheet)
    return _move(sheet, "withdraw", version=version, by=by, submitted_at=None, submitted_by=None)


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
    if identity.has_identity_number(reason):
        raise ValidationError(identity.MESSAGE)
    sheet = _review_move(sheet, "reopen", version=version, by=by, reason=reason.strip())
    for entry in sheet.entries.all():
        set_mark(entry, Mark.RETURNED, by=by, reason=reason.strip())
    return sheet


@transaction.atomic
def open_exception(sheet: Sheet, until: datetime, *, by: Any) -> Sheet:
    """Let one sheet be worked on until `until`, although the deadline or the period is over."""
    sheet = hold(sheet)
    if until <= timezone.now():
        raise ValidationError("Pilih waktu yang akan datang.")
    sheet.open_until = until
    sheet.save(update_fields=["open_until"])
    record("sheet.exception", sheet, by=by, area=sheet.area, until=until.isoformat())
    return sheet


def _unchanged(
    sheet: Sheet, explanations: Mapping[str, str], *, by: Any
) -> list[tuple[str, str, str]]:
    """(code, label, why) of what came back and would go up as it is; what is explained now is
    written into the threads first."""
    for entry in unexplained(sheet):
        indicator = entry.indicator
        text = explanations.get(indicator.code, "")
        if not text.strip():
            continue
        try:
            post_comment(sheet, indicator, text, by=by)
        except ValidationError as refused:
            words = f"{indicator.code} {indicator.label}: {refused.messages[0]}"
            raise ValidationError(words) from None
    still = [entry.indicator for entry in unexplained(sheet)]
    return [(indicator.code, indicator.label, UNCHANGED) for indicator in still]


def _review_move(sheet: Sheet, verb: str, *, version: int, by: Any, reason: str = "") -> Sheet:
    sheet = hold(sheet)
    if not period_open(sheet):
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
    why = {"reason": fields["reason"]} if fields.get("reason") else {}
    record(f"sheet.{verb}", sheet, by=by, area=sheet.area, before=before, after=after, **why)
    return sheet
