"""What a preview showed, sealed on its way through the person's browser, to come back once."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core import signing
from django.db import IntegrityError, transaction
from django.utils import timezone

from programmes.applied import AppliedBook
from programmes.exchange.reading import Filled
from programmes.register import Register

MOST_LENGTH = 1_000_000  # characters of the sealed rows
SECONDS = 2 * 60 * 60
_SALT = "programmes.exchange"
_OLD = "Pratinjau ini sudah tidak berlaku. Unggah lembar kerja sekali lagi."
_USED = (
    "Pratinjau ini sudah diterapkan dan isinya sudah tersimpan. Untuk perubahan lain, unggah "
    "lembar kerja sekali lagi."
)


class BadParcel(Exception):
    """Not sealed here, not this person's, used, or too old or large; a line for the person."""


@dataclass(frozen=True)
class Parcel:
    """The rows that would change; `key` tells this preview from every other."""

    key: str
    filled: tuple[Filled, ...]


def seal(register: Register, filled: Sequence[Filled], *, by: Any) -> str:
    """The rows as a text that only this person can bring back. Raises BadParcel."""
    rows = [[one.tab, one.at, one.pk, one.version, one.texts] for one in filled]
    told = [secrets.token_hex(16), by.pk, register.slug, rows]
    text = signing.dumps(told, salt=_SALT, compress=True)
    if len(text) > MOST_LENGTH:
        raise BadParcel("Terlalu banyak perubahan dalam satu berkas. Unggah per wilayah.")
    return text


def unseal(register: Register, text: str, *, by: Any) -> Parcel:
    """What was sealed for this person and register not long ago. Raises BadParcel."""
    try:
        key, owner, slug, rows = signing.loads(text, salt=_SALT, max_age=SECONDS)
    except (signing.BadSignature, ValueError):  # ValueError: sealed before it had a key
        raise BadParcel(_OLD) from None
    if owner != by.pk or slug != register.slug:
        raise BadParcel(_OLD)
    filled = (Filled(tab, at, pk, version, texts) for tab, at, pk, version, texts in rows)
    return Parcel(key, tuple(filled))


def spend(register: Register, parcel: Parcel, *, by: Any) -> None:
    """Use the parcel up, inside the transaction that stores it. Raises BadParcel the second time.

    What is too old to be unsealed need not be kept.
    """
    now = timezone.now()
    AppliedBook.objects.filter(at__lt=now - timedelta(seconds=SECONDS)).delete()
    try:
        with transaction.atomic():
            AppliedBook.objects.create(key=parcel.key, register=register.slug, by=by, at=now)
    except IntegrityError:
        raise BadParcel(_USED) from None
