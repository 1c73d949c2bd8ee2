"""The registry of what can supply a derived value: key → a reader; apps above fill it at start."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Supplied:
    """What a register says of one indicator, area and year, and from which records it comes.

    The numbers are the indicator's own: a pair for percentages and rates, else a value; all
    None where the register has nothing to say.
    """

    title: str  # "PATBM": where the records stand
    numerator: int | None = None
    denominator: int | None = None
    value: int | None = None
    total: int = 0  # how many records
    records: tuple[tuple[str, str], ...] = field(default=())  # (words, address), the first few

    @property
    def numbers(self) -> dict[str, int]:
        """The numbers that are there, as they are kept beside an entry."""
        named = {
            "numerator": self.numerator,
            "denominator": self.denominator,
            "value": self.value,
        }
        return {name: number for name, number in named.items() if number is not None}


Reader = Callable[[Any, int], Supplied]
_readers: dict[str, Reader] = {}


def register(key: str, reader: Reader) -> None:
    """Let `reader(area, year)` supply every indicator whose `derived_from` is `key`."""
    if key in _readers:
        raise ValueError(f"{key} is supplied twice")
    _readers[key] = reader


def known() -> set[str]:
    """Every key that somebody supplies."""
    return set(_readers)


def supplied_to(indicator: Any, area: Any, year: int) -> Supplied | None:
    """What the register says; None where the indicator is typed in, or the register is empty."""
    reader = _readers.get(indicator.derived_from)
    if reader is None:
        return None
    found = reader(area, year)
    return found if found.numbers else None
