"""Chance and moments that hang on what a thing is, the same for the same seed."""

from datetime import UTC, datetime
from random import Random

from clusters.models import Entry


def rng_of(entry: Entry, seed: int, what: str) -> Random:
    """Chance that hangs on what the entry is, and not on which key its row got."""
    sheet = entry.sheet
    return Random(f"{seed}/{sheet.area.code}/{entry.indicator.code}/{sheet.period.year}/{what}")


def moment(year: int, month: int, day: int, rng: Random) -> datetime:
    """A time of that day in office hours of Indonesia."""
    return datetime(year, month, day, rng.randint(1, 8), rng.randint(0, 59), tzinfo=UTC)
