"""How far one service reaches one kelurahan, told from the rows of its register; no query.

A rule is given the kelurahan's own rows, the rows near it (of its kecamatan and of the city as a
whole) and the day that is looked at: the last of a year, or today while it runs. The words count
places and sessions, never children.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any

from programmes.registers.participant import FORGOTTEN
from programmes.trained import certified, people, serves, was_held


class State(StrEnum):
    """In the order of the legend."""

    FULL = "full"  # reaches the children there
    PART = "part"  # is there, but not yet as it should be; or only nearby
    NONE = "none"  # is missing
    OUT = "out"  # has nothing to serve there: nobody is out of school


@dataclass(frozen=True)
class Reach:
    """The state of one service in one kelurahan, and why in a few words."""

    state: State
    words: str


def tally(states: Iterable[State]) -> tuple[int, int]:
    """How many of these are reached, out of how many could be."""
    told = list(states)
    return told.count(State.FULL), len(told) - told.count(State.OUT)


Rows = Sequence[Any]
Rule = Callable[..., Reach]
ACTIVE_DAYS = 183  # "giat dalam 6 bulan terakhir" of the catalogue's PATBM level
MISSING = Reach(State.NONE, "belum ada")


def counted(good: int, total: int, good_words: str, some_words: str) -> Reach:
    """All good, some good or there without being good; missing where there is nothing."""
    if not total:
        return MISSING
    if good == total:
        return Reach(State.FULL, good_words)
    return Reach(State.PART, f"{good} dari {total} {some_words}")


def families(own: Rows, near: Rows, day: date) -> Reach:
    """Families of the kelurahan were served in the year."""
    if any(row.families for row in own):
        return Reach(State.FULL, "dilayani")
    if any(row.sessions for row in own):
        return Reach(State.PART, "baru kelas")
    return Reach(State.NONE, "belum dilayani")


def patbm(own: Rows, near: Rows, day: date) -> Reach:
    """A valid decree, and active in the last six months of the year."""
    row = next(iter(own), None)
    if row is None or not row.decree:
        return MISSING
    if row.decree_until and row.decree_until < day:
        return Reach(State.PART, "SK sudah habis")
    if row.last_activity and row.last_activity >= day - timedelta(days=ACTIVE_DAYS):
        return Reach(State.FULL, "giat")
    return Reach(State.PART, "ber-SK, belum giat")


def schools(own: Rows, near: Rows, day: date, target: Decimal = Decimal(100)) -> Reach:
    """So many per cent of the kelurahan's schools as `target` says have their decree as SRA."""
    if not own:
        return Reach(State.NONE, "belum didata")
    good = sum(row.standing != "none" for row in own)
    if not good:
        return Reach(State.NONE, "belum ada SRA")
    state = State.FULL if 100 * good >= target * len(own) else State.PART
    return Reach(state, f"{good} dari {len(own)} sekolah")


def puskesmas(own: Rows, near: Rows, day: date) -> Reach:
    """A child-friendly puskesmas in the kelurahan, or in its kecamatan."""

    def friendly(row: Any) -> bool:
        ended = row.certified_until is not None and row.certified_until < day
        return bool(row.child_friendly) and not ended

    if any(map(friendly, own)):
        return Reach(State.FULL, "ramah anak")
    if any(map(friendly, near)):
        return Reach(State.PART, "di kecamatan")
    return Reach(State.NONE, "belum ramah anak" if own or near else "belum ada")


def play_spaces(own: Rows, near: Rows, day: date) -> Reach:
    """A play space in good condition that was looked at in the year."""
    good = sum(
        row.condition == "good" and bool(row.inspected_on) and row.inspected_on.year == day.year
        for row in own
    )
    return counted(good, len(own), f"{good} laik pakai", "laik pakai")


def information(own: Rows, near: Rows, day: date) -> Reach:
    """A centre that is open every week."""
    if any(row.open_weekly for row in own):
        return Reach(State.FULL, "buka")
    return Reach(State.PART, "jarang buka") if own else MISSING


def forum(own: Rows, near: Rows, day: date) -> Reach:
    """A children's forum with a decree that meets each quarter."""
    row = next(iter(own), None)
    if row is None or not (row.decree or row.meetings):
        return MISSING
    if row.decree and row.each_quarter:
        return Reach(State.FULL, "giat")
    return Reach(State.PART, "belum tiap triwulan" if row.decree else "belum ber-SK")


def sessions(*topics: str) -> Rule:
    """Sessions on these topics in the year."""

    def told(own: Rows, near: Rows, day: date) -> Reach:
        held = sum(row.topic in topics for row in own)
        return Reach(State.FULL, f"{held} sesi") if held else Reach(State.NONE, "belum ada sesi")

    return told


def marriage(own: Rows, near: Rows, day: date) -> Reach:
    """Sessions to prevent child marriage, and an agreement in the kelurahan."""
    held = sum(row.sessions or 0 for row in own)
    agreed = any(row.agreement for row in own)
    if held and agreed:
        return Reach(State.FULL, "lengkap")
    if held or agreed:
        return Reach(State.PART, "baru sesi" if held else "baru kesepakatan")
    return MISSING


def back_to_school(own: Rows, near: Rows, day: date) -> Reach:
    """Children who were out of school learn again; no number is told."""
    if not any(row.out_at_start for row in own):
        unknown = not own or all(row.out_at_start is None for row in own)
        return Reach(State.NONE, "belum didata") if unknown else Reach(State.OUT, "tidak ada ATS")
    if any(row.returned for row in own):
        return Reach(State.FULL, "ada")
    return Reach(State.NONE, "belum kembali")


def special(own: Rows, near: Rows, day: date) -> Reach:
    """Services for children with disabilities that served somebody in the year."""
    kinds = {row.get_kind_display().lower() for row in own if row.served}
    if kinds:
        return Reach(State.FULL, ", ".join(sorted(kinds)))
    return Reach(State.PART, "belum melayani") if own else MISSING


def trained(own: Rows, near: Rows, day: date) -> Reach:
    """Somebody of the kelurahan took part in a training, with a certificate valid that day."""
    serving = [rows for rows in people(own, FORGOTTEN) if serves(rows, day)]
    here = [row for rows in serving for row in rows if was_held(row, day)]
    if any(certified(row, day) for row in here):
        return Reach(State.FULL, "bersertifikat")
    return Reach(State.PART, "tanpa sertifikat") if here else MISSING


def referral(own: Rows, near: Rows, day: date) -> Reach:
    """An institution that takes referrals: in the kelurahan, its kecamatan or for all the city."""
    if own:
        return Reach(State.FULL, "di kelurahan")
    return Reach(State.FULL, "di kecamatan atau kota") if near else MISSING
