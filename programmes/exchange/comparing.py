"""What a register's workbook would change: row by row new, changed, unchanged, or faulty."""

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from clusters.display import number
from kla.areas.models import Area
from kla.naming import has_named_number
from programmes import actions, queries
from programmes.base import Registered
from programmes.display import say
from programmes.exchange import layout
from programmes.exchange.parcel import BadParcel, Parcel, spend
from programmes.exchange.reading import Fault, Filled
from programmes.exchange.twins import copies, twins
from programmes.forms import RowForm, row_form
from programmes.register import Register

_GONE = "Baris ini sudah dihapus atau bukan untuk Anda. Kosongkan baris ini."
_NO_AREA = "Kode wilayah ini tidak ada, atau bukan untuk Anda. Pilih dari daftar di sel itu."
_EMPTY_AREA = "Kode wilayah kosong. Pilih dari daftar di sel itu."
_TAKEN = "Ubah baris yang sudah ada, atau kosongkan baris ini."
BOOK_WARNING = "tampak memuat nama di samping nomor. Hapus di berkas bila menyangkut anak."
_NEWER = "Baris ini diubah orang lain sesudah diunduh. Unduh lembar kerja baru, lalu ulangi."


@dataclass(frozen=True)
class Line:
    """One row held against what stands; `changes` are (field's label, from, to) in words."""

    filled: Filled
    state: str  # new, changed, unchanged; read: not this person's to write, passed over
    title: str
    changes: tuple[tuple[str, str, str], ...] = ()
    warning: str = ""  # what to look at once more before *Terapkan*


def compare(
    register: Register, filled: Sequence[Filled], *, by: Any
) -> tuple[list[Line], list[Fault]]:
    """The lines and the faults; each fault has its cell."""
    most = layout.MOST_ROWS + layout.SPARE_ROWS
    if len(filled) > most:
        text = f"Lembar ini berisi lebih dari {number(most)} baris. Unggah per wilayah."
        return [], [filled[most].fault("area", text)]
    areas = queries.areas_to_write(register, by)
    codes = {area.code: area for area in areas}
    rows = {row.pk: row for row in queries.rows_of(register, by)}
    form_class = row_form(register, areas)
    lines: list[Line] = []
    copied = copies(filled)
    originals = [one for one in filled if one.at not in copied]
    faults = [*copied.values(), *twins(register, originals)]
    for one in originals:
        line, bad = _line(register, one, codes, rows, form_class)
        faults += bad
        lines += [line] if line else []
    return lines, faults


def _line(
    register: Register,
    one: Filled,
    codes: dict[str, Area],
    rows: dict[int, Registered],
    form_class: type[RowForm],
) -> tuple[Line | None, list[Fault]]:
    row = rows.get(one.pk)
    if _is_foreign(one, row, codes):
        # A row that one only reads tells nothing of itself here, not even what would change.
        if row is not None and one.texts.get("area") == row.area.code:
            return Line(one, "read", ""), []
        return None, [one.fault("area", _GONE)]
    area = codes.get(one.texts.get("area", ""))
    form = form_class(_typed(one, area), instance=copy(row))
    bad = _faults(register, one, area, form)
    if bad or area is None:
        return None, bad
    if row is None:
        title = f"{area}: {_title(register, form.given)}"
        return Line(one, "new", title, warning=_warning(form)), []
    changes = tuple(
        (register.label(name), say(register, name, old), say(register, name, new))
        for name, new in form.given.items()
        if name != "area" and (old := getattr(row, name)) != new
    )
    if row.area_id != area.pk:
        changes = (("Wilayah", str(row.area), str(area)), *changes)
    if changes and row.version != one.version:
        return None, [one.fault("area", _NEWER)]
    state = "changed" if changes else "unchanged"
    return Line(one, state, f"{row.area}: {row}", changes, _warning(form)), []


def _is_foreign(one: Filled, row: Registered | None, codes: dict[str, Area]) -> bool:
    """Was it a row that is gone, or not this person's to write?"""
    return bool(one.pk) and (row is None or row.area.code not in codes)


def _faults(register: Register, one: Filled, area: Area | None, form: RowForm) -> list[Fault]:
    """Everything that is wrong in a row, in one go; its area first."""
    unclear = {
        name
        for name, text in one.texts.items()
        if text == "?" and register.field(name).get_internal_type() == "BooleanField"
    }
    found = [one.fault(name, "Isi dengan ya atau tidak.") for name in one.texts if name in unclear]
    if area is None:
        found.insert(0, one.fault("area", _NO_AREA if one.texts.get("area") else _EMPTY_AREA))
    told_already = unclear | (set() if area else {"area"})
    told = [(name, words) for name, words in _told(register, form) if name not in told_already]
    return found + [one.fault(name, words) for name, words in told]


def _warning(form: RowForm) -> str:
    """Beside which columns a name seems to stand beside a number, as far as newly written."""
    named = [
        str(form.fields[name].label)
        for name in form.changed_data
        if isinstance(text := form.cleaned_data.get(name), str) and has_named_number(text)
    ]
    return f"{', '.join(named)}: {BOOK_WARNING}" if named else ""


def _typed(one: Filled, area: Area | None) -> dict[str, str]:
    """The row as its form takes it; what is only warned of is confirmed by *Terapkan*."""
    more = {"area": str(area.pk) if area else "", "version": str(one.version), "confirmed": "on"}
    return {**one.texts, **more}


def _title(register: Register, given: dict[str, Any]) -> str:
    shown = [name for name in register.columns[:3] if given.get(name) not in (None, "")]
    return ", ".join(say(register, name, given[name]) for name in shown)


@transaction.atomic
def apply(register: Register, parcel: Parcel, *, by: Any) -> int:
    """Store every row or none, once, under the same checks as the page; gives how many.

    Raises what the actions raise; the caller shows the preview again.
    """
    spend(register, parcel, by=by)
    areas = queries.areas_to_write(register, by)
    codes = {area.code: area for area in areas}
    rows = {row.pk: row for row in queries.rows_of(register, by)}
    form_class = row_form(register, areas)
    for one in parcel.filled:
        row = rows.get(one.pk)
        if _is_foreign(one, row, codes):  # since the preview
            raise _refused(one, [_GONE])
        area = codes.get(one.texts.get("area", ""))
        form = form_class(_typed(one, area), instance=copy(row))
        if not form.is_valid():
            raise _refused(one, [words for _, words in _told(register, form)])
        try:
            if row is None:
                actions.add_row(register, form.given, by=by)
            else:
                actions.change_row(register, row, form.given, version=one.version, by=by)
        except ValidationError as fault:
            raise _refused(one, fault.messages) from None
    return len(parcel.filled)


def _told(register: Register, form: RowForm) -> list[tuple[str, str]]:
    """(field, sentence) of everything the form refuses."""
    return [
        (name, f"{words} {_TAKEN}" if name == "__all__" else f"{register.label(name)}: {words}")
        for name, found in form.errors.items()
        for words in found
    ]


def _refused(one: Filled, sentences: Sequence[str]) -> BadParcel:
    return BadParcel(f"{one.tab} baris {one.at}: {' '.join(sentences)} Tidak ada yang disimpan.")
