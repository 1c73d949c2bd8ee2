"""Where a row points at a row of another register, an office or an area: what may be chosen."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import Field, Q, QuerySet

from kla.areas.models import Area
from programmes.base import Registered

UNKNOWN = "Tidak ada yang bernama ini. Pilih dari daftar."
TWICE = "Ada beberapa yang bernama ini. Pilih di halaman, bukan di lembar kerja."


class Linked(forms.ModelChoiceField):
    """A choice among rows, taken by its number (the page) or its name (the workbook)."""

    def to_python(self, value: Any) -> Any:
        if not isinstance(value, str) or not value.strip() or value.strip().isdecimal():
            return super().to_python(value)
        name = value.strip().casefold()
        found = [one for one in self.queryset.all() if str(one).casefold() == name]  # type: ignore[union-attr]
        if len(found) != 1:
            unknown = UNKNOWN if self.required else f"{UNKNOWN[:-1]}, atau kosongkan."
            raise forms.ValidationError(TWICE if found else unknown)
        return found[0]


def choices_of(field: Field, areas: Iterable[Area]) -> QuerySet[Any]:
    """What this field may point at from a row of one of these areas: what stands in the same
    kota; offices are everybody's."""
    model: Any = field.related_model
    rows = model._default_manager.all()
    if issubclass(model, Registered):
        return rows.filter(_within("area__code", areas), removed_at=None).select_related("area")
    return rows.filter(_within("code", areas)) if model is Area else rows


def _within(name: str, areas: Iterable[Area]) -> Q:
    scope = Q(pk__in=[])
    for code in {area.kota_code for area in areas}:
        scope |= Q(**{name: code}) | Q(**{f"{name}__startswith": f"{code}."})
    return scope


def box(field: Field, areas: Iterable[Area]) -> Linked:
    """The form's box for such a field."""
    return Linked(
        choices_of(field, areas),
        label=str(field.verbose_name),
        help_text=field.help_text,
        required=not field.blank,
        empty_label="Pilih",
    )
