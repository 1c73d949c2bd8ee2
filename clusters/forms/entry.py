"""One card of a sheet as a form, made from the catalogue's row."""

import re
from typing import Any

from django import forms

from clusters import answers
from clusters.answers import Answer
from clusters.models import Entry, Indicator

_WHOLE = re.compile(r"\d{1,3}(?:[.  ]\d{3})+|\d+")


class WholeNumber(forms.CharField):
    """A whole number as people write it: 12500, 12.500 or 12 500; empty is no answer."""

    def __init__(self, **options: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
        super().__init__(required=False, widget=widget, **options)

    def clean(self, value: Any) -> int | None:
        text = super().clean(value).strip()
        if not text:
            return None
        if not _WHOLE.fullmatch(text):
            raise forms.ValidationError("Isi dengan bilangan bulat, misalnya 12 atau 12.500.")
        return int(re.sub(r"\D", "", text))


class EntryForm(forms.Form):
    """The boxes of one indicator; `answer` gives what they say once it is valid."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, indicator: Indicator, entry: Entry | None, *args: Any, **more: Any) -> None:
        more.setdefault("prefix", indicator.code)
        more.setdefault("initial", _initial(indicator, entry))
        super().__init__(*args, **more)
        self.indicator = indicator
        self.fields.update(_value_fields(indicator))
        if indicator.may_not_apply:
            self.fields["not_applicable"] = forms.BooleanField(
                label="Tidak berlaku di wilayah ini", required=False
            )
        self.fields["no_data"] = forms.BooleanField(label="Data belum tersedia", required=False)
        self.fields["note"] = forms.CharField(
            label="Catatan",
            required=False,
            max_length=2000,
            widget=forms.Textarea(attrs={"rows": 2}),
        )
        for part in indicator.extra:
            self.fields[f"extra_{part['key']}"] = _extra_field(part)

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
        value = given.get("value")
        extra = {
            part["key"]: _plain(given[f"extra_{part['key']}"])
            for part in self.indicator.extra
            if given.get(f"extra_{part['key']}") not in (None, "")
        }
        return Answer(
            numerator=given.get("numerator"),
            denominator=given.get("denominator"),
            value=int(value) if value not in (None, "") else None,
            not_applicable=bool(given.get("not_applicable")),
            no_data=bool(given.get("no_data")),
            note=(given.get("note") or "").strip(),
            extra=extra,
        )

    @property
    def boxes(self) -> list[forms.BoundField]:
        """The value's own boxes."""
        return [self[name] for name in ("numerator", "denominator", "value") if name in self.fields]

    @property
    def ticks(self) -> list[forms.BoundField]:
        return [self[name] for name in ("not_applicable", "no_data") if name in self.fields]

    @property
    def extras(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("extra_")]


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
        "value": forms.ChoiceField(
            label="Jawaban", choices=choices, widget=forms.RadioSelect, required=False
        )
    }


def _extra_field(part: dict[str, Any]) -> forms.Field:
    if part["kind"] == "count":
        return WholeNumber(label=part["label"])
    if part["kind"] == "date":
        return forms.DateField(
            label=part["label"],
            required=False,
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            error_messages={"invalid": "Isi dengan tanggal, misalnya 2026-12-31."},
        )
    return forms.CharField(label=part["label"], required=False, max_length=120)


def _plain(given: Any) -> Any:
    return given.isoformat() if hasattr(given, "isoformat") else given


def _initial(indicator: Indicator, entry: Entry | None) -> dict[str, Any]:
    if entry is None:
        return {"version": 0}
    return {
        "version": entry.version,
        "numerator": entry.numerator,
        "denominator": entry.denominator,
        "value": entry.value,
        "not_applicable": entry.not_applicable,
        "no_data": entry.no_data,
        "note": entry.note,
        **{f"extra_{key}": value for key, value in entry.extra.items()},
    }
