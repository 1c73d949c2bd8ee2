"""Writing several entries of one sheet at once: all of them, or none."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from clusters.actions.base import hold
from clusters.actions.entries import save_entry
from clusters.answers import Answer
from clusters.models import Entry, Indicator, Sheet


@transaction.atomic
def save_block(
    sheet: Sheet, block: Iterable[tuple[Indicator, Answer, int]], *, by: Any
) -> list[Entry]:
    """Store each (indicator, answer, version it was based on), or nothing of it.

    Raises what `save_entry` raises for the first that cannot be stored.
    """
    held = hold(sheet)
    return [
        save_entry(held, indicator, answer, version=version, by=by)
        for indicator, answer, version in block
    ]
