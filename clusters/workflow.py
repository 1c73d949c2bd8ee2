"""Pure: the states of a sheet, the moves between them, and which entries may be written."""

from collections.abc import Iterable
from dataclasses import dataclass

DRAFT, SUBMITTED, RETURNED, VERIFIED, LOCKED = (
    "draft",
    "submitted",
    "returned",
    "verified",
    "locked",
)
ACCEPTED, ADJUSTED, REJECTED = "accepted", "adjusted", "rejected"  # marks that settle an entry

# The design page's table of moves: verb → (from states, to state).
MOVES: dict[str, tuple[frozenset[str], str]] = {
    "submit": (frozenset({DRAFT, RETURNED}), SUBMITTED),
    "withdraw": (frozenset({SUBMITTED}), DRAFT),
    "return": (frozenset({SUBMITTED}), RETURNED),
    "verify": (frozenset({SUBMITTED}), VERIFIED),
    "reopen": (frozenset({VERIFIED}), RETURNED),
    "lock": (frozenset({VERIFIED}), LOCKED),
}


@dataclass(frozen=True)
class Refusal(Exception):
    """A move that may not be made; `reason` is an Indonesian sentence for the person."""

    reason: str

    def __str__(self) -> str:
        return self.reason


_NOT_NOW = {
    "submit": "Lembar ini sudah diajukan.",
    "withdraw": "Hanya lembar yang menunggu verifikator dapat ditarik kembali.",
    "return": "Hanya lembar yang diajukan dapat dikembalikan.",
    "verify": "Hanya lembar yang diajukan dapat diverifikasi.",
    "reopen": "Hanya lembar terverifikasi dapat dibuka kembali.",
    "lock": "Hanya lembar terverifikasi dapat dikunci.",
}


def move(verb: str, state: str, marks: Iterable[str] = ()) -> str:
    """The state that `verb` leads to from `state`, given the marks of the sheet's entries.

    Raises Refusal where the state or the marks do not allow it.
    """
    sources, target = MOVES[verb]
    if state not in sources:
        raise Refusal(_NOT_NOW[verb])
    marks = list(marks)
    if verb == "withdraw" and any(marks):
        raise Refusal("Verifikator sudah mulai memeriksa. Lembar tidak dapat ditarik kembali.")
    if verb == "return" and RETURNED not in marks:
        raise Refusal("Tandai paling sedikit satu isian untuk dikembalikan, dengan alasannya.")
    if verb == "verify" and not all(m in (ACCEPTED, ADJUSTED, REJECTED) for m in marks):
        raise Refusal("Masih ada isian yang belum diperiksa atau ditandai dikembalikan.")
    return target


def is_open(period_state: str, has_exception: bool) -> bool:
    """May anything on a sheet change: the period is open, or an exception holds for it."""
    return period_state == "open" or has_exception


def may_write(sheet_state: str, mark: str) -> bool:
    """May an operator write this entry: in draft any, in returned those marked returned."""
    return sheet_state == DRAFT or (sheet_state == RETURNED and mark == RETURNED)
