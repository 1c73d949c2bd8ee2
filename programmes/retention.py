"""Forgetting the names of those who were trained, once they have been kept long enough."""

from collections import defaultdict
from datetime import date
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from kla.accounts.system import system_user
from kla.audit.actions import record
from programmes.registers.participant import FORGOTTEN, Participant, years_after
from programmes.trained import words_of

GONE = "Dihapus"  # stands for a certificate's number: that there was one still counts


def forget_names(today: date) -> int:
    """Take out every name that was kept until before `today`, of removed rows too.

    Gives how many rows. Everything that is counted stays as it was; each area is one transaction.
    """
    areas = _due(today).order_by("area").values_list("area", flat=True).distinct()
    return sum(_forget_in(area, today) for area in list(areas))


def _due(today: date) -> Any:
    limit = years_after(today, -settings.NAMES_KEPT_YEARS)
    rows = Participant.objects.annotate(day=Coalesce("training__held_on", "training__planned_on"))
    return rows.exclude(name=FORGOTTEN).filter(Q(keep_until__lt=today) | Q(day__lt=limit))


@transaction.atomic
def _forget_in(area: int, today: date) -> int:
    due = set(_due(today).filter(area=area).values_list("pk", flat=True))
    by, now = system_user(), timezone.now()
    held = Participant.objects.filter(area=area).select_for_update(of=("self",))
    same = defaultdict(list)
    for row in held.exclude(name=FORGOTTEN).select_related("area").order_by("pk"):
        same[words_of(row)].append(row)
    for rows in same.values():
        if due & {row.pk for row in rows}:
            _number(rows)
        for row in rows:
            if row.pk in due:
                _forget(row, by=by, now=now)
    return len(due)


def _number(rows: list[Participant]) -> None:
    """One opaque number for all rows of this person, while the name still says they are one."""
    person = next((row.person for row in rows if row.person), rows[0].pk)
    pks = [row.pk for row in rows]
    Participant.objects.filter(pk__in=pks).update(person=person)


def _forget(row: Participant, *, by: Any, now: Any) -> None:
    """A new version: a form that is open with the name in it does not bring the name back."""
    Participant.objects.filter(pk=row.pk).update(
        name=FORGOTTEN,
        certificate=GONE if row.certificate else "",
        version=F("version") + 1,
        changed_by=by,
        changed_at=now,
    )
    record("register.forget", row, by=by, area=row.area, register="peserta")
