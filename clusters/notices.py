"""The registry of what is late in a city: apps above fill it at start, the dashboard shows it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True)
class Late:
    """One thing whose day has passed."""

    words: str
    owner: str
    due_on: date
    address: str


@dataclass(frozen=True)
class Notice:
    """What is late of one kind: the first few, how many in all, and where they all stand."""

    title: str
    total: int
    first: tuple[Late, ...]
    address: str


Reader = Callable[[Any, Any], Notice | None]
_readers: list[Reader] = []


def register(reader: Reader) -> None:
    """Let `reader(user, kota)` tell what of its kind is late; None where nothing is."""
    if reader not in _readers:
        _readers.append(reader)


def late_in(kota: Any, user: Any) -> list[Notice]:
    """Everything late in the kota that the user may read."""
    return [found for reader in _readers if (found := reader(user, kota)) is not None]
