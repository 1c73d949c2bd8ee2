"""The reckoning over a year, kept while nothing changes: it takes seconds in a large city."""

import time
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Count, Max
from django.utils import timezone

from clusters.models import Entry, Period
from kla.areas.timezones import zone_of
from kla.audit.models import Record
from reports.narrative.queries import standing_of
from reports.narrative.standing import Standing

LOOKING = 60  # seconds that a preview may lag behind


@dataclass(frozen=True)
class _Kept:
    period: tuple[Any, ...]
    stamp: tuple[Any, ...]
    at: float
    standing: Standing


_LAST: list[_Kept] = []  # of one year at a time: each is some megabytes


def standing_now(period: Period) -> Standing:
    """What each reference stands for, for reading; a page that saves reckons anew."""
    last, stamp = _last(period), _stamp(period)
    if last is None or last.stamp != stamp:
        return _keep(period, stamp)
    return last.standing


def standing_lately(period: Period) -> Standing:
    """The same as of at most a minute ago: a preview follows each pause in typing."""
    last = _last(period)
    if last is None or time.monotonic() - last.at > LOOKING:
        return standing_now(period)
    return last.standing


def forget() -> None:
    """Let nothing be kept any more."""
    _LAST.clear()


def _last(period: Period) -> _Kept | None:
    kept = next(iter(_LAST), None)
    return kept if kept is not None and kept.period == _key(period) else None


def _keep(period: Period, stamp: tuple[Any, ...]) -> Standing:
    standing = standing_of(period)
    _LAST[:] = [_Kept(_key(period), stamp, time.monotonic(), standing)]
    return standing


def _key(period: Period) -> tuple[Any, ...]:
    return connection.settings_dict["NAME"], period.pk, period.deadline


def _stamp(period: Period) -> tuple[Any, ...]:
    """What differs once anything was written: every act has its audit record. What is late, too,
    depends on the day."""
    today: date = timezone.localdate(timezone=zone_of(period.kota.code))
    last = Record.objects.aggregate(last=Max("pk"))["last"]
    entries = Entry.objects.filter(sheet__period=period)
    written = entries.aggregate(count=Count("pk"), last=Max("entered_at"), marked=Max("marked_at"))
    return today, last, *written.values()
