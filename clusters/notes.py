"""Pure: when an answer's note explains its numbers, and which numbers it was written for."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from clusters import answers
from clusters.answers import Answer

LEAST_LETTERS = 10  # a dot or "ok" tells a reviewer nothing; our assumption


@dataclass(frozen=True)
class Noted(Answer):
    """An answer that would be stored, with the numbers its note was written for.

    `note_for` is None while the note is for the answer's own numbers.
    """

    note_for: Mapping[str, int] | None = None


def numbers_of(answer: Any) -> dict[str, int]:
    """The numbers an answer gives, by name."""
    named = {name: getattr(answer, name) for name in ("numerator", "denominator", "value")}
    return {name: number for name, number in named.items() if number is not None}


def note_for(kind: str, before: Any, after: Answer) -> Mapping[str, int] | None:
    """The numbers that the note of `after` was written for; None where they are its own.

    `before` is what stands with its own `note_for`, None where nothing does. A note that is
    written anew is for the numbers beside it; one written before the answer was whole is for
    the first whole one.
    """
    if before is None or not after.note or after.note != before.note:
        return None
    of: Mapping[str, int] | None = before.note_for
    if of is None and not answers.is_answered(kind, before):
        return None
    of = numbers_of(before) if of is None else of
    return None if of == numbers_of(after) else of


def noted(kind: str, before: Any, after: Answer) -> Noted:
    """`after` as it would be stored over `before`."""
    return Noted(**vars(after), note_for=note_for(kind, before, after))


def has_words(note: str) -> bool:
    """Does a note say enough to be an explanation?"""
    return sum(sign.isalpha() for sign in note) >= LEAST_LETTERS


def is_for_others(answer: Any) -> bool:
    """Was the note written for other numbers than those that stand?"""
    return has_words(answer.note) and getattr(answer, "note_for", None) is not None


def explains(answer: Any) -> bool:
    """Does the answer's note explain its numbers?"""
    return has_words(answer.note) and not is_for_others(answer)
