"""What a snapshot holds of the RAD and the Gugus Tugas in the report's year."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q
from django.utils import timezone

from clusters.models import Period
from kla.areas.timezones import zone_of
from programmes.attachment import Attachment
from programmes.five_years import order_of
from programmes.registers.follow_up import FollowUp, State
from programmes.registers.rad_action import RadAction
from programmes.registers.task_force_meeting import TaskForceMeeting
from programmes.several import slugs_of


def collect(period: Period) -> dict[str, Any]:
    """Actions, meetings held and follow-ups, in an order of their own.

    What is late is told as yes or no, not by the day it was asked: so the same data, with the
    same things late, give the same snapshot on another day.
    """
    today = timezone.localdate(timezone=zone_of(period.kota.code))
    return {
        "actions": _actions(period, today),
        "meetings": _meetings(period, today),
        "follow_ups": _follow_ups(period, today),
    }


def _actions(period: Period, today: date) -> list[dict[str, Any]]:
    found = RadAction.objects.filter(area=period.kota, year=period.year, removed_at=None)
    rows = sorted(
        found.select_related("owner").order_by("pk"), key=lambda row: order_of(("", row.code))
    )
    filed = set(
        Attachment.objects.filter(register="rad", removed_at=None).values_list("row_id", flat=True)
    )
    return [
        {
            "code": row.code,
            "title": row.title,
            "owner": row.owner.key,
            "target": row.target,
            "target_number": row.target_number,
            "reached": row.reached,
            "budget": _whole(row.budget),
            "spent": _whole(row.spent),
            "state": row.state,
            "state_word": row.get_state_display(),
            "progress": row.progress,
            "due_on": row.due_on.isoformat() if row.due_on else "",
            "late": row.is_late(today),
            "proof": bool(row.proof) or row.pk in filed,
            "issues": slugs_of(row.issues),
            "indicators": row.codes,
        }
        for row in rows
    ]


def _whole(amount: Decimal | None) -> int | None:
    """Rupiah as a whole number, whatever the database makes of a decimal without decimals."""
    return None if amount is None else int(amount)


def _meetings(period: Period, today: date) -> list[dict[str, Any]]:
    """Those of the year whose day has come."""
    rows = TaskForceMeeting.objects.filter(
        area=period.kota, held_on__year=period.year, held_on__lte=today, removed_at=None
    )
    return [
        {
            "held_on": row.held_on.isoformat(),
            "agenda": row.agenda,
            "institutions": row.institutions,
            "minutes": bool(row.minutes),
        }
        for row in rows.order_by("held_on", "starts_at", "pk")
    ]


def _follow_ups(period: Period, today: date) -> list[dict[str, Any]]:
    """Those of the year, and those of years before that are still open."""
    open_before = Q(due_on__year__lt=period.year, state=State.OPEN)
    rows = FollowUp.objects.filter(area=period.kota, removed_at=None)
    rows = rows.filter(Q(due_on__year=period.year) | open_before)
    return [
        {
            "task": row.task,
            "owner": row.owner,
            "due_on": row.due_on.isoformat(),
            "state": row.state,
            "late": row.state == State.OPEN and row.due_on < today,
        }
        for row in rows.order_by("due_on", "pk")
    ]
