"""What the boxes of a register say of input they cannot take: Indonesian that tells what to do."""

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Field

_DATE = "Isi dengan tanggal yang ada, misalnya 31/12/2026."
_TIME = "Isi dengan jam, misalnya 09.30."
_LINK = "Isi dengan alamat lengkap, misalnya https://contoh.go.id/naskah."
_LONG = "Pendekkan: paling panjang %(limit_value)d huruf, ini %(show_value)d."


def with_sentences(box: forms.Field | None, field: Field) -> forms.Field | None:
    """The same box, with sentences of its own in place of Django's general ones."""
    if box is not None:
        box.error_messages |= _sentences(field)
    return box


def _sentences(field: Field) -> dict[str, str]:
    if field.choices:
        words = "; ".join(str(word) for _, word in field.flatchoices)  # type: ignore[attr-defined]
        return {"invalid_choice": f"“%(value)s” bukan pilihan. Pilih salah satu: {words}."}
    if isinstance(field, models.DateField):
        return {"invalid": _DATE}
    if isinstance(field, models.TimeField):
        return {"invalid": _TIME}
    if isinstance(field, models.DecimalField | models.PositiveSmallIntegerField):
        return dict.fromkeys(_OF_NUMBERS, _between(field))
    link = {"invalid": _LINK} if isinstance(field, models.URLField) else {}
    return {"max_length": _LONG} | link


_OF_NUMBERS = (
    "invalid",
    "min_value",
    "max_value",
    "max_digits",
    "max_decimal_places",
    "max_whole_digits",
)


def _between(field: Field) -> str:
    least = [one.limit_value for one in field.validators if isinstance(one, MinValueValidator)]
    most = [one.limit_value for one in field.validators if isinstance(one, MaxValueValidator)]
    limits = f"dari {max(least, default=0)} sampai {min(most, default=32767)}"
    if isinstance(field, models.DecimalField):
        places = field.decimal_places
        return f"Isi dengan angka {limits}, paling banyak {places} angka di belakang koma."
    return f"Isi dengan bilangan bulat {limits}."
