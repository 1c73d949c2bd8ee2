"""Pure: which rows of trainings are one person, and what that person has been trained in."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

Rows = Sequence[Any]  # participants with their trainings
FULL_DAY = 8  # JP; a training of a day at least, as the definition of TKL-07 asks
EXPIRES_WITHIN = timedelta(days=90)


def people(rows: Iterable[Any], forgotten: str) -> list[list[Any]]:
    """The rows grouped by person, each group in the order given.

    Within one kelurahan a person is a name with an institution, whatever the case and the spaces.
    Rows whose names are gone carry the opaque number `person` instead; a row of that person whose
    name still stands carries it too, and so leads a new row of the same name to the others.
    `forgotten` is what stands for a name that is gone: without a number it is nobody in particular.
    """
    rows = list(rows)
    numbers = {words_of(row): row.person for row in rows if row.person and row.name != forgotten}
    found: dict[Any, list[Any]] = {}
    for row in rows:
        number = row.person or numbers.get(words_of(row))
        if number:
            key: Any = (row.area_id, number)
        else:
            key = ("row", row.pk) if row.name == forgotten else words_of(row)
        found.setdefault(key, []).append(row)
    return list(found.values())


def words_of(row: Any) -> tuple[Any, str, str]:
    """What tells one person from another while the name stands."""
    return row.area_id, _plain(row.name), _plain(row.institution)


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def was_held(row: Any, day: date) -> bool:
    """Did the training take place by that day, with this person in it?"""
    training = row.training
    is_held = training.state == "held" and training.held_on is not None
    return row.attended and is_held and training.held_on <= day


def serves(person: Rows, day: date) -> bool:
    """Is the person still in office? One row that says no is enough."""
    return not any(row.left_on and row.left_on <= day for row in person)


def certified(row: Any, day: date) -> bool:
    """Has this row a certificate that is valid on that day?"""
    is_valid = row.valid_until is None or row.valid_until >= day
    return bool(row.certificate) and is_valid and was_held(row, day)


def count_kha(rows: Iterable[Any], day: date, forgotten: str) -> int:
    """How many staff and cadres were in a KHA training of a full day by `day` (TKL-07)."""
    return sum(
        serves(person, day) and any(_is_kha(row, day) for row in person)
        for person in people(rows, forgotten)
    )


def _is_kha(row: Any, day: date) -> bool:
    is_full = (row.training.hours or 0) >= FULL_DAY
    return (
        row.training.topic == "kha"
        and row.group in ("staff", "cadre")
        and is_full
        and was_held(row, day)
    )


def expiring(person: Rows, day: date) -> list[Any]:
    """The certificates that end soon and that no longer one on the same topic replaces."""
    valid = [row for row in person if certified(row, day)]
    last: dict[str, Any] = {}
    for row in valid:
        held = last.get(row.training.topic)
        if held is None or _end(row) > _end(held):
            last[row.training.topic] = row
    return [row for row in last.values() if _end(row) <= day + EXPIRES_WITHIN]


def _end(row: Any) -> date:
    return row.valid_until or date.max
