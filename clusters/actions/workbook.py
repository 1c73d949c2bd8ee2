"""Writing what a workbook changes on several sheets at once: all of it, or nothing."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from clusters.actions.block import save_block
from clusters.answers import Answer
from clusters.models import Entry, Indicator, Sheet

Change = tuple[Sheet, Indicator, Answer, int]


@transaction.atomic
def save_workbook(changes: Iterable[Change], *, by: Any) -> list[Entry]:
    """Store each (sheet, indicator, answer, version it was based on), or nothing of it.

    Raises what `save_entry` raises for the first that cannot be stored. Sheets are locked in
    one order, so that two workbooks cannot wait for each other.
    """
    blocks: dict[int, tuple[Sheet, list[tuple[Indicator, Answer, int]]]] = {}
    for sheet, indicator, answer, version in changes:
        blocks.setdefault(sheet.pk, (sheet, []))[1].append((indicator, answer, version))
    return [
        entry
        for _, (sheet, block) in sorted(blocks.items())
        for entry in save_block(sheet, block, by=by)
    ]
