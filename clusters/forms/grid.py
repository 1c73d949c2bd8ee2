"""One row of the table mode: the same form as the card's, with small boxes for three columns."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.forms import BoundField

from clusters.forms.entry import EntryForm
from clusters.models import Entry, Indicator

COLUMNS = ("number", "denominator", "note")
FLAGS = ("not_applicable", "no_data")


class GridForm(EntryForm):
    """The boxes of one indicator in a row; what has no column there keeps what stands."""

    def __init__(
        self,
        indicator: Indicator,
        entry: Entry | None,
        data: Mapping[str, Any] | None = None,
        *,
        readonly: bool = False,
    ) -> None:
        super().__init__(indicator, entry, data, readonly=readonly)
        for name in self.columns:
            field = self.fields[name]
            attrs = {**field.widget.attrs, "aria-label": f"{field.label}: {indicator.label}"}
            if name == "note":
                field.widget = forms.Textarea(attrs={**attrs, "rows": 1})
            elif isinstance(field.widget, forms.RadioSelect):
                choices = [(value, word) for value, word in field.widget.choices if value]
                field.widget = forms.Select(attrs=attrs, choices=[("", "–"), *choices])
            cell = {"class": "form-control cell", "data-column": self.columns[name]}
            field.widget.attrs.update(attrs | cell)

    @property
    def columns(self) -> dict[str, str]:
        """Name of each box → the column it stands in."""
        if self.indicator.has_pair:
            return {"numerator": "number", "denominator": "denominator", "note": "note"}
        return {"value": "number", "note": "note"}

    @property
    def number(self) -> BoundField:
        return self["numerator" if self.indicator.has_pair else "value"]

    @property
    def divisor(self) -> BoundField | None:
        return self["denominator"] if self.indicator.has_pair else None


def whole_answer(
    indicator: Indicator, entry: Entry | None, posted: Mapping[str, Any]
) -> dict[str, Any]:
    """What a row posted, filled up with what stands where the row has no box.

    A number takes the place of *tidak berlaku* and *data belum tersedia*.
    """
    code = indicator.code
    form = EntryForm(indicator, entry)
    given = {name: posted[name] for name in posted if name.startswith(f"{code}-")}
    has_number = any(given.get(f"{code}-{n}") for n in ("numerator", "denominator", "value"))
    for name in form.fields:
        key = f"{code}-{name}"
        stands = form[name].value()
        if name == "version" or key in given or stands in (None, False, ""):
            continue
        if not (has_number and name in FLAGS):
            given[key] = stands
    return given
