"""What a preview showed, sealed, on its way through the person's browser to where it is stored."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core import signing

from clusters.answers import Answer
from clusters.workbook.comparing import Known, Line, Standing

MOST_LENGTH = 1_000_000  # characters; the form may post twice as much
SECONDS = 2 * 60 * 60  # a preview is applied soon, or made again
_SALT = "clusters.workbook"


class BadParcel(Exception):
    """Not sealed here, not this person's, too old or too large; a line for the person."""


@dataclass(frozen=True)
class Change:
    """One entry that is to be stored; `seen` is the version that stood when it was shown."""

    key: Known
    answer: Answer
    based_on: int
    seen: int
    place: str

    @property
    def is_conflict(self) -> bool:
        """Was it shown as changed by somebody else since the download?"""
        return self.based_on != self.seen


@dataclass(frozen=True)
class Parcel:
    """Of which city and year, and everything that is to change."""

    kota: str
    year: int
    changes: tuple[Change, ...]


def seal(kota: str, year: int, lines: Iterable[Line], *, by: Any) -> str:
    """The changes as a sealed text that only this person can bring back. Raises BadParcel."""
    rows = [
        [*one.key, vars(one.answer), one.based_on, one.standing.version, one.place]
        for one in lines
        if one.state in ("new", "changed", "conflict")
    ]
    text = signing.dumps([by.pk, kota, year, rows], salt=_SALT, compress=True)
    if len(text) > MOST_LENGTH:
        raise BadParcel("Terlalu banyak perubahan dalam satu berkas. Unggah lembar satu per satu.")
    return text


def unseal(text: str, *, by: Any) -> Parcel:
    """What was sealed for this person not long ago. Raises BadParcel."""
    try:
        owner, kota, year, rows = signing.loads(text, salt=_SALT, max_age=SECONDS)
    except signing.BadSignature:
        owner = None
    if owner != by.pk:
        raise BadParcel("Pratinjau ini sudah tidak berlaku. Unggah lembar kerja sekali lagi.")
    changes = [
        Change((sheet, code), Answer(**answer), based_on, seen, place)
        for sheet, code, answer, based_on, seen, place in rows
    ]
    return Parcel(kota, year, tuple(changes))


def belongs(parcel: Parcel, standing: Mapping[Known, Standing]) -> bool:
    """Is all of it still the person's to fill in?"""
    return all(change.key in standing for change in parcel.changes)
