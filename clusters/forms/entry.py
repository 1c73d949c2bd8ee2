"""One card of a sheet as a form, made from the catalogue's row; it cleans input, nothing else."""

from collections.abc import Mapping
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Div, Field, Layout
from django import forms

from clusters import answers
from clusters.answers import Answer
from clusters.models import Entry, Indicator
from clusters.typed import whole, why_not_whole

FORM_ID = "lembar"  # the page's one <form>; the cards lie outside it and name it
_SIGN = '<span class="op" aria-hidden="true">{}</span>'


class WholeNumber(forms.CharField):
    """A whole number as people write it: 12500, 12.500 or 12 500; empty is no answer, not 0."""

    def __init__(self, **options: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
        super().__init__(required=False, widget=widget, **options)

    def clean(self, value: Any) -> int | None:
        try:
            return whole(super().clean(value) or "")
        except ValueError:
            raise forms.ValidationError(why_not_whole(str(value))) from None


class EntryForm(forms.Form):
    """The boxes of one indicator; `answer` gives what they say once it is valid."""

    version = forms.IntegerField(min_value=0, max_value=10**9)

    def __init__(
        self,
        indicator: Indicator,
        entry: Entry | None,
        data: Mapping[str, Any] | None = None,
        *,
        readonly: bool = False,
    ) -> None:
        super().__init__(data, prefix=indicator.code, initial=_initial(indicator, entry))
        self.indicator = indicator
        self.fields.update(_value_fields(indicator))
        self.fields.update(_flag_fields(indicator))
        for part in indicator.extra:
            self.fields[f"extra_{part['key']}"] = _extra_field(part)
        for name, one in self.fields.items():
            one.widget.attrs["form"] = FORM_ID
            if readonly:
                one.widget.attrs["disabled" if _is_tick(one) else "readonly"] = True
            if self.is_bound and name in self.errors:
                one.widget.attrs["aria-invalid"] = "true"
                one.widget.attrs["aria-describedby"] = f"pesan-{indicator.code}"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors:
            for name, sentence in answers.faults(self.indicator, self.answer).items():
                self.add_error(name if name in self.fields else None, sentence)
        return cleaned

    @property
    def answer(self) -> Answer:
        """What the boxes say."""
        given = self.cleaned_data
        extra = {
            part["key"]: _plain(given[f"extra_{part['key']}"])
            for part in self.indicator.extra
            if given.get(f"extra_{part['key']}") not in (None, "")
        }
        return Answer(
            numerator=given.get("numerator"),
            denominator=given.get("denominator"),
            value=given.get("value"),
            not_applicable=bool(given.get("not_applicable")),
            no_data=bool(given.get("no_data")),
            note=(given.get("note") or "").replace("\r\n", "\n").strip(),
            extra=extra,
        )

    @property
    def faulty(self) -> list[tuple[str, str, str]]:
        """(name, id to go to, sentence) of each fault, in the order of the boxes."""
        order = [*self.fields, "__all__"]
        card = f"ind-{self.indicator.code}"
        return [
            (name, (name in self.fields and self[name].id_for_label) or card, str(sentence))
            for name in sorted(self.errors, key=order.index)
            for sentence in self.errors[name]
        ]

    @property
    def boxes(self) -> FormHelper:
        """The layout of the value: a pair with its result, one number, or described choices."""
        if self.indicator.has_pair:
            result = HTML('{% include "clusters/card_result.html" %}')
            parts = [_box("numerator"), HTML(_SIGN.format("÷")), _box("denominator")]
            return _helper(Div(*parts, HTML(_SIGN.format("=")), result, css_class="pair"))
        if isinstance(self.fields["value"].widget, forms.RadioSelect):
            return _helper(Field("value", template="clusters/field_choices.html"))
        return _helper(Div(_box("value"), css_class="pair"))

    @property
    def ticks(self) -> FormHelper:
        return _helper(*(Field(n) for n in ("not_applicable", "no_data") if n in self.fields))

    @property
    def parts(self) -> FormHelper:
        """The layout of the further numbers kept with the entry."""
        boxes = [_box(name) for name in self.fields if name.startswith("extra_")]
        return _helper(Div(*boxes, css_class="pair"))


def _box(name: str) -> Field:
    return Field(name, wrapper_class="box")


def _helper(*parts: Any) -> FormHelper:
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    helper.form_show_errors = False  # the card's message says them, once
    helper.layout = Layout(*parts)
    return helper


def _is_tick(field: forms.Field) -> bool:
    return isinstance(field.widget, (forms.RadioSelect, forms.CheckboxInput))


def _value_fields(indicator: Indicator) -> dict[str, forms.Field]:
    if indicator.has_pair:
        return {
            "numerator": WholeNumber(label=indicator.numerator),
            "denominator": WholeNumber(label=indicator.denominator),
        }
    if indicator.kind == "count":
        label = f"Jumlah ({indicator.unit})" if indicator.unit else "Jumlah"
        return {"value": WholeNumber(label=label)}
    if indicator.kind == "boolean":
        choices = [("1", "Ya"), ("0", "Tidak")]
    else:
        choices = [(str(n), f"{n} · {word}") for n, word in enumerate(indicator.levels)]
    return {
        "value": forms.TypedChoiceField(
            label=indicator.label,
            choices=[*choices, ("", "Belum diisi")],
            coerce=int,
            empty_value=None,
            widget=forms.RadioSelect,
            required=False,
        )
    }


def _flag_fields(indicator: Indicator) -> dict[str, forms.Field]:
    fields: dict[str, forms.Field] = {}
    if indicator.may_not_apply:
        fields["not_applicable"] = forms.BooleanField(
            label="Tidak berlaku di wilayah ini", required=False
        )
    fields["no_data"] = forms.BooleanField(label="Data belum tersedia", required=False)
    fields["note"] = forms.CharField(
        label="Catatan",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"max_length": "Catatan paling panjang 2.000 huruf."},
    )
    return fields


def _extra_field(part: dict[str, Any]) -> forms.Field:
    if part["kind"] == "count":
        return WholeNumber(label=part["label"])
    if part["kind"] == "date":
        return forms.DateField(
            label=part["label"],
            required=False,
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            error_messages={"invalid": "Isi dengan tanggal, misalnya 31/12/2026."},
        )
    return forms.CharField(label=part["label"], required=False, max_length=120)


def _plain(given: Any) -> Any:
    return given.isoformat() if hasattr(given, "isoformat") else given


def _initial(indicator: Indicator, entry: Entry | None) -> dict[str, Any]:
    if entry is None:
        return {"version": 0}
    names = ("version", "numerator", "denominator", "value", "not_applicable", "no_data", "note")
    shown = {name: getattr(entry, name) for name in names}
    return shown | {f"extra_{key}": value for key, value in entry.extra.items()}
