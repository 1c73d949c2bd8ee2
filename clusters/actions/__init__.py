"""Every move of a sheet and every write of an entry: one verb a function, `by=` the user."""

from clusters.actions.base import CLOSED, EditConflict, can_write_now
from clusters.actions.block import save_block
from clusters.actions.comments import post_comment, see_thread
from clusters.actions.entries import answer_of, save_entry
from clusters.actions.periods import close_period, default_dates, open_period
from clusters.actions.population import save_population
from clusters.actions.review import mark_entry
from clusters.actions.sheets import (
    open_exception,
    reopen_sheet,
    return_sheet,
    submit_sheet,
    verify_sheet,
    withdraw_sheet,
)

__all__ = [
    "CLOSED",
    "EditConflict",
    "answer_of",
    "can_write_now",
    "close_period",
    "default_dates",
    "mark_entry",
    "open_exception",
    "open_period",
    "post_comment",
    "reopen_sheet",
    "return_sheet",
    "save_block",
    "save_entry",
    "save_population",
    "see_thread",
    "submit_sheet",
    "verify_sheet",
    "withdraw_sheet",
]
