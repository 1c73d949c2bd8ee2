"""What the actions share: the lock, the conflict, the dates, and the one way a mark is set."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from clusters import workflow
from clusters.models import Entry, Population, Sheet, SheetState

CLOSED = "Masa pengisian sudah ditutup. Isian Anda dapat dibaca."


@dataclass
class EditConflict(Exception):
    """Somebody else was quicker; `current` is what now stands (None: it is gone)."""

    current: Entry | Sheet | Population | None

    @property
    def entry(self) -> Entry | None:
        """The entry that now stands, where the conflict is about one."""
        return self.current if isinstance(self.current, Entry) else None


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


def hold(sheet: Sheet) -> Sheet:
    """The sheet as it stands now, its row locked until the transaction ends."""
    held = Sheet.objects.select_for_update(of=("self",)).select_related("period", "area", "cluster")
    return held.get(pk=sheet.pk)


def period_open(sheet: Sheet) -> bool:
    exception = sheet.open_until is not None and sheet.open_until > timezone.now()
    return workflow.is_open(sheet.period.state, exception)


def refuse_unless_open(sheet: Sheet, *, late: bool = False) -> None:
    if not can_write_now(sheet, late=late):
        raise PermissionDenied(CLOSED)


def set_mark(
    entry: Entry, mark: str, *, by: Any, reason: str = "", value: Decimal | None = None
) -> None:
    entry.mark, entry.reason, entry.adjusted_value = mark, reason, value
    entry.marked_by = by if mark else None
    entry.marked_at = timezone.now() if mark else None
    entry.version += 1
    entry.save(
        update_fields=["mark", "reason", "adjusted_value", "marked_by", "marked_at", "version"]
    )
