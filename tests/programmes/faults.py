"""The slips that the columns of a register's workbook invite, each with what shall be said."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models

from kla.identity import MESSAGE
from programmes.exchange.layout import Column, columns_of
from programmes.register import Register
from tests.programmes.rows import LEAST

OFFICE = "Dinas Contoh"
TRAINING = "Pelatihan Contoh, Kota Contoh, 3 Maret 2026"  # what a participant's row points at
FORMULA = "Sel ini berisi rumus. Tempel sebagai nilai."
NO_AREA = "Kode wilayah ini tidak ada, atau bukan untuk Anda. Pilih dari daftar di sel itu."
EMPTY_AREA = "Kode wilayah kosong. Pilih dari daftar di sel itu."
EMPTY = "Bidang ini tidak boleh kosong."
NOT_WHOLE = "Isi dengan bilangan bulat, misalnya 12 atau 12.500."
DECIMALS = "Isi jumlahnya tanpa angka di belakang koma, misalnya 12 atau 12.500."
NEGATIVE = "Angka negatif tidak mungkin di sini. Isi dengan bilangan bulat mulai dari 0."
NO_DATE = "Isi dengan tanggal yang ada, misalnya 31/12/2026."
NO_TIME = "Isi dengan jam, misalnya 09.30."
NO_LINK = "Isi dengan alamat lengkap, misalnya https://contoh.go.id/naskah."
# beside a slip in one half of a point stands the other half, as it should
OTHER_HALF = {"latitude": {"longitude": "116,8"}, "longitude": {"latitude": "-1,2"}}
Tried = tuple[str, Any, str]  # what was done, what stands in the cell, what is said of it


@dataclass(frozen=True)
class Slip:
    """One row with one fault: its cells by field, the field it shows at, and the sentence."""

    what: str
    cells: dict[str, Any]
    at: str
    says: str


def slips_of(register: Register) -> Iterator[Slip]:
    """The slips that this register's columns and fences invite."""
    for column in columns_of(register):
        for what, value, says in _tries(register, column) if column.field else ():
            other = OTHER_HALF.get(column.field, {})
            yield Slip(what, {column.field: value} | other, column.field, says)
    for constraint in register.model._meta.constraints:
        if constraint.name.endswith("_within"):
            part, whole = _pair(constraint)
            says = f"{register.label(part)}: {constraint.violation_error_message}"
            cells = {part: 5, whole: 3}
            yield Slip("bagian melebihi seluruhnya", cells, part, f"{says} Periksa kedua angka.")


def _tries(register: Register, column: Column) -> Iterator[Tried]:
    field = register.field(column.field)
    if column.kind == "area":
        yield "wilayah yang tidak ada", "99.99.99.9999", NO_AREA
        yield "wilayah dikosongkan", None, EMPTY_AREA
    elif column.kind == "flag":
        yield "bukan ya atau tidak", "mungkin", "Isi dengan ya atau tidak."
    else:
        if not field.blank:
            yield "dikosongkan", None, f"{column.title}: {EMPTY}"
        for what, value, says in _labelled(column, field):
            yield what, value, f"{column.title}: {says}"
    yield "rumus", "=1+1", FORMULA


def _labelled(column: Column, field: models.Field) -> Iterator[Tried]:
    if isinstance(field, models.PositiveSmallIntegerField):
        yield from _numbers(_limits(field))
    elif column.kind == "choice":
        words = "; ".join(str(word) for _, word in field.flatchoices)
        says = f"“ngawur” bukan pilihan. Pilih salah satu: {words}."
        yield "kata di luar pilihan", "ngawur", says
    elif column.kind == "link":
        more = ", atau kosongkan." if field.blank else "."
        says = f"Tidak ada yang bernama ini. Pilih dari daftar{more}"
        yield "nama yang tidak ada", "Yang tidak ada", says
    elif column.kind == "date":
        yield "tanggal yang tidak ada", "31-02-2026", NO_DATE
        yield "angka, bukan tanggal", -3, NO_DATE
    elif column.kind == "decimal" and field.decimal_places:
        least, most = _ends(field)
        places = f"paling banyak {field.decimal_places} angka di belakang "
        says = f"Isi dengan angka dari {least} sampai {most}, {places}"
        yield "huruf", "lima", f"{says}koma."
        yield "terlalu besar", "200,5", f"{says}koma."
    elif column.kind in ("whole", "decimal"):
        yield "huruf", "lima", NOT_WHOLE
        yield "angka pecahan", 2.5, DECIMALS
        yield "angka negatif", -5, NEGATIVE
        yield "terlalu besar", "9.999.999.999.999.999", _too_large(column)
    elif column.kind == "text":
        yield from _texts(field)


def _too_large(column: Column) -> str:
    if column.kind == "whole":
        return "Isi dengan bilangan bulat dari 0 sampai 1.000.000.000."
    return "Jumlah rupiah ini terlalu besar. Periksa lagi."


def _limits(field: models.Field) -> str:
    least, most = _ends(field)
    return f"Isi dengan bilangan bulat dari {least} sampai {most}."


def _ends(field: models.Field) -> tuple[Any, Any]:
    least = [one.limit_value for one in field.validators if isinstance(one, MinValueValidator)]
    most = [one.limit_value for one in field.validators if isinstance(one, MaxValueValidator)]
    return max(least), min(most)


def _numbers(says: str) -> Iterator[Tried]:
    for what, value in (("huruf", "lima"), ("angka pecahan", 2.5), ("angka negatif", -5)):
        yield what, value, says
    yield "terlalu besar", 9999, says


def _texts(field: models.Field) -> Iterator[Tried]:
    if isinstance(field, models.TimeField):
        yield "jam yang tidak ada", "25.00", NO_TIME
    elif isinstance(field, models.URLField):
        yield "bukan alamat", "di map biru", NO_LINK
        yield "nomor 16 angka", "https://contoh.go.id/6471010101010001", MESSAGE
    else:
        most = field.max_length
        if any(type(one) is RegexValidator for one in field.validators):
            says = "Tulis kode indikator dipisah koma, misalnya TKL-01, KES-K2."
            yield "kode yang salah", "TKL1", says
        elif most >= 40:
            yield "nomor 16 angka", "NIK 6471010101010001", MESSAGE
        says = f"Pendekkan: paling panjang {most} huruf, ini {most + 1}."
        yield "terlalu panjang", "x" * (most + 1), says


def _pair(constraint: models.BaseConstraint) -> tuple[str, str]:
    """The part and the whole that a fence holds together."""
    last = constraint.condition.children[-1]
    return last[0].removesuffix("__lte"), last[1].name


def keys_of(register: Register) -> list[str]:
    """The fields that together are there once, or none."""
    for one in register.model._meta.constraints:
        if isinstance(one, models.UniqueConstraint):
            return list(one.fields)
    return []


def good_row(register: Register, area: Any, number: int = 0) -> dict[str, Any]:
    """The cells of a row with nothing wrong, of another key for every number."""
    fields = {
        field.name: field.get_default()
        for field in register.fields
        if field.choices and field.has_default()
    } | LEAST[register.slug]
    for name in keys_of(register):
        value = fields.get(name)
        if name == "year":
            fields[name] = 2000 + number
        elif isinstance(value, date):
            fields[name] = value + timedelta(days=number)
        elif isinstance(value, str) and not register.field(name).choices:
            fields[name] = f"{value} {number}"
    cells = {name: _word(register, name, value) for name, value in fields.items()}
    for name in register.links:
        if not register.field(name).blank:
            cells.setdefault(name, TRAINING if name == "training" else OFFICE)
    return cells | {"area": area.code}


def _word(register: Register, name: str, value: Any) -> Any:
    words = dict(register.field(name).flatchoices or ())
    if isinstance(value, time):
        return f"{value:%H.%M}"
    return words.get(value, value)
