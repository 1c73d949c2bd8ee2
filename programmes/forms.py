"""The form of one row of a register, made from its declaration; it cleans input, nothing else."""

from decimal import Decimal
from typing import Any, cast

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.db import models
from django.db.models import Field, QuerySet

from clusters.forms.entry import WholeNumber
from kla.areas.models import Area
from kla.identity import MESSAGE, has_identity_number
from kla.naming import WARNING, has_named_number
from programmes.base import MOST
from programmes.links import Linked, box
from programmes.register import Register
from programmes.sentences import with_sentences
from programmes.several import Several, SeveralBox

MOST_RUPIAH = 10**15 - 1
FAR = f"Isi dengan bilangan bulat dari 0 sampai {MOST:,}.".replace(",", ".")


class Count(WholeNumber):
    """A whole number as people write it, within what a register holds."""

    def clean(self, value: Any) -> int | None:
        number = super().clean(value)
        if number is not None and number > MOST:
            raise forms.ValidationError(FAR)
        return number


class Rupiah(WholeNumber):
    """An amount as people write it: 1500000 or 1.500.000."""

    def clean(self, value: Any) -> Any:
        number = super().clean(value)
        if number is not None and number > MOST_RUPIAH:
            raise forms.ValidationError("Jumlah rupiah ini terlalu besar. Periksa lagi.")
        return None if number is None else Decimal(number)


class _Choice(forms.TypedChoiceField):
    """A choice whose empty line says what to do."""

    def __init__(self, **options: Any) -> None:
        choices = [("", "Pilih"), *((value, word) for value, word in options["choices"] if value)]
        super().__init__(**{**options, "choices": choices})


class Confirmed(forms.Form):
    """A form that holds a name beside a number up once; sending it again stores it."""

    confirmed = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def warn(self, cleaned: dict[str, Any]) -> None:
        """Ask again beside each newly written text that seems to name somebody."""
        if cleaned.get("confirmed"):
            return
        for name, value in list(cleaned.items()):
            newly = isinstance(value, str) and name in self.changed_data
            if newly and has_named_number(value):
                self.add_error(name, WARNING)
                self.data = self.data.copy()  # type: ignore[attr-defined]
                self.data["confirmed"] = "on"  # type: ignore[index]


class RowForm(Confirmed, forms.ModelForm):
    """One row; `given` are its fields once it is valid."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    register: Register

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in self.register.links:
            # What the row points at stays in the list, also where it was taken out meanwhile.
            chosen = getattr(self.instance, f"{name}_id")
            field = cast("Linked", self.fields[name])
            if chosen and field.queryset is not None:
                model = field.queryset.model
                field.queryset = field.queryset | model._default_manager.filter(pk=chosen)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name, value in list(cleaned.items()):
            if isinstance(value, str) and has_identity_number(value):
                self.add_error(name, MESSAGE)
        self._check_halves(cleaned)
        self.warn(cleaned)
        return cleaned

    def _check_halves(self, cleaned: dict[str, Any]) -> None:
        """Half a point is no place."""
        halves = [name for name in ("latitude", "longitude") if name in cleaned]
        empty = [name for name in halves if cleaned[name] is None]
        if len(halves) == 2 and len(empty) == 1:
            self.add_error(empty[0], "Isi lintang dan bujur keduanya, atau kosongkan.")

    def _post_clean(self) -> None:
        """A part that is more than its whole is told beside the part; a box that cannot be read
        is told once, not also that it is empty."""
        unread = {name: list(told) for name, told in self.errors.items()}
        super()._post_clean()  # type: ignore[misc]
        for name, told in unread.items():
            self.errors[name][len(told) :] = []
        for sentence in self.errors.pop(NON_FIELD_ERRORS, []):
            part = self.register.parts.get(str(sentence))
            self.add_error(part, f"{sentence} Periksa kedua angka." if part else sentence)

    def _get_validation_exclusions(self) -> set[str]:
        """Rows that were taken out do not count, so that field is looked at too."""
        found: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]
        return found - {"removed_at"}

    def rebase(self, version: int) -> None:
        """Keep what was typed, but base it on what stands now, so that saving again decides."""
        self.data = self.data.copy()  # type: ignore[attr-defined]
        self.data["version"] = str(version)  # type: ignore[index]

    @property
    def given(self) -> dict[str, Any]:
        return {field.name: self.cleaned_data[field.name] for field in self.register.fields}


def row_form(register: Register, areas: QuerySet[Area]) -> type[RowForm]:
    """The form class of a register, whose area is one of `areas`."""
    names = [field.name for field in register.fields]
    made: Any = forms.modelform_factory(
        register.model, form=RowForm, fields=names, formfield_callback=_box
    )
    made.register = register
    for name in register.links:
        made.base_fields[name] = box(register.field(name), areas)
    # Only one place to choose: it is chosen.
    only = areas.first() if areas.count() == 1 else None
    made.base_fields["area"] = forms.ModelChoiceField(
        areas, label="Wilayah", empty_label=None if only else "Pilih wilayah", initial=only
    )
    return cast("type[RowForm]", made)


def mark_optional(form: forms.BaseForm) -> None:
    """On a page the label says what may stay empty; the workbook has its own words for it."""
    for field in form.fields.values():
        if not field.required and not isinstance(field, forms.BooleanField):
            field.label = f"{field.label} (boleh kosong)"


class ReasonForm(Confirmed):
    """Why something is taken out."""

    reason = forms.CharField(label="Alasan dihapus", max_length=300)

    def clean_reason(self) -> str:
        reason = self.cleaned_data["reason"]
        if has_identity_number(reason):
            raise forms.ValidationError(MESSAGE)
        return str(reason)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self.warn(cleaned)
        return cleaned


class RemoveForm(ReasonForm):
    """Why a row is taken out."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


def _box(field: Field, **options: Any) -> forms.Field | None:
    if isinstance(field, Several):
        return SeveralBox(
            choices=list(field.words().items()),
            label=field.verbose_name,
            help_text=field.help_text,
            required=not field.blank,
        )
    if isinstance(field, models.DecimalField) and not field.decimal_places:
        return Rupiah(label=field.verbose_name, help_text=field.help_text)
    if isinstance(field, models.PositiveIntegerField):
        return Count(label=field.verbose_name, help_text=field.help_text)
    if field.choices and not field.has_default():
        options["choices_form_class"] = _Choice
    if isinstance(field, models.DecimalField):
        options["localize"] = True  # -1,2654 as people here write it
    if isinstance(field, models.URLField):
        options["assume_scheme"] = "https"
    widget = _widget(field)
    if widget is not None:
        options["widget"] = widget
    return with_sentences(field.formfield(**options), field)


def _widget(field: Field) -> forms.Widget | None:
    if isinstance(field, models.DateField):
        return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    if isinstance(field, models.TimeField):
        return forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    if isinstance(field, models.TextField):
        return forms.Textarea(attrs={"rows": 3})
    return None


def refusals(form: forms.BaseForm, faults: dict[str, list[str]]) -> None:
    """Put an action's faults beside their boxes, the others on top."""
    for name, sentences in faults.items():
        for sentence in sentences:
            form.add_error(name if name in form.fields else None, sentence)
