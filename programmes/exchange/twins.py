"""Rows of one file that are, or would be, the same row of the register."""

from collections.abc import Iterator, Sequence
from functools import partial

from django.db.models import UniqueConstraint

from programmes.exchange.reading import Fault, Filled
from programmes.register import Register

_COPY = "Kosongkan baris ini, lalu salin hanya sel kuningnya ke baris kosong."


def copies(filled: Sequence[Filled]) -> dict[int, Fault]:
    """A fault for each row that carries the hidden number of one further up, by where it stands.

    Which of them is meant as the row that stands, nobody can tell: neither is guessed.
    """
    first: dict[int, Filled] = {}
    found = {}
    for one in filled:
        original = first.setdefault(one.pk, one)
        if one.pk and original is not one:
            text = f"Ini salinan baris {original.at}, bersama nomornya yang tersembunyi. {_COPY}"
            found[one.at] = one.fault("area", text)
    return found


def twins(register: Register, filled: Sequence[Filled]) -> Iterator[Fault]:
    """A fault for each row whose key stands further up in the file already.

    What is written in two ways is found by the database when all is stored.
    """
    constraints = register.model._meta.constraints
    keys = [one.fields for one in constraints if isinstance(one, UniqueConstraint)]
    first: dict[tuple[str, ...], Filled] = {}
    for one in filled:
        for names in keys:
            key = tuple(one.texts.get(name, "") for name in names)
            twin = first.setdefault((*names, *key), one)
            if twin is not one and all(map(partial(_tells, register), names, key)):
                text = f"Sama dengan baris {twin.at}. Ubah atau kosongkan salah satunya."
                yield one.fault("area", text)


def _tells(register: Register, name: str, text: str) -> bool:
    """Does this part of a key tell rows apart? An empty text does where the column may be empty;
    an unknown number or day is equal to none."""
    field = register.field(name)
    return bool(text) or (field.blank and not field.null)
