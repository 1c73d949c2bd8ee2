"""The warnings on a card or row, and what its note says of them."""

from dataclasses import dataclass
from typing import Any

from clusters import answers, notes, plausibility
from clusters.answers import Answer
from clusters.models import Entry
from clusters.plausibility import Around, Finding
from clusters.return_queries import answer_words


@dataclass(frozen=True)
class Warned:
    """Warnings that still ask why, and those that the note explains."""

    unexplained: tuple[Finding, ...] = ()
    explained: tuple[Finding, ...] = ()
    note_is_for: str = ""  # the other numbers that the note was written for, in words
    note_is_short: bool = False  # it is there, but says too little to explain anything


def warned_of(indicator: Any, entry: Entry | None, around: Around) -> Warned:
    """The warnings on what stands; none where nothing does."""
    if entry is None:
        return Warned()
    found = plausibility.warnings(indicator, entry, around)
    left = plausibility.unexplained(indicator, entry, around) if found else []
    return Warned(
        unexplained=tuple(left),
        explained=tuple(one for one in found if one not in left),
        note_is_for=_other_numbers(indicator, entry),
        note_is_short=answers.has_note(entry) and not notes.has_words(entry.note),
    )


def _other_numbers(indicator: Any, entry: Entry) -> str:
    if not notes.is_for_others(entry):
        return ""
    of = entry.note_for
    return answer_words(indicator, Answer(**of)) if of else "isian tanpa angka"
