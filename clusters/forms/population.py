"""The population page as a form: a number and its version for each common denominator."""

from typing import Any

from django import forms

from clusters.forms.entry import WholeNumber
from clusters.population_queries import Number


class PopulationForm(forms.Form):
    """One box a key; `given` gives what they say once the form is valid."""

    def __init__(self, numbers: list[Number], data: Any = None, *, readonly: bool = False) -> None:
        super().__init__(data)
        self.numbers = {number.key: number for number in numbers}
        for number in numbers:
            box = WholeNumber(label=number.label, initial=number.value)
            box.widget.attrs["class"] = "form-control"
            if readonly:
                box.widget.attrs["readonly"] = True
            self.fields[number.key] = box
            self.fields[_version(number.key)] = forms.IntegerField(
                min_value=0, max_value=10**9, initial=number.version, widget=forms.HiddenInput
            )

    @property
    def given(self) -> dict[str, tuple[int | None, int]]:
        """Key → (number, the version it is based on)."""
        clean = self.cleaned_data
        return {key: (clean[key], clean[_version(key)]) for key in self.numbers}

    @property
    def rows(self) -> list[tuple[Number, Any, Any]]:
        """(number, box, hidden version) in the order of the page, faulty boxes marked."""
        for key in self.numbers:
            if self.is_bound and key in self.errors:
                told = {"aria-invalid": "true", "aria-describedby": f"salah-{key}"}
                self.fields[key].widget.attrs |= told | {"class": "form-control is-invalid"}
        return [(number, self[key], self[_version(key)]) for key, number in self.numbers.items()]

    def rebase(self) -> None:
        """Keep what was typed, but base it on what stands now, so that saving again decides."""
        standing = {_version(key): str(one.version) for key, one in self.numbers.items()}
        self.data = {**self.data.dict(), **standing}  # type: ignore[attr-defined]


def _version(key: str) -> str:
    return f"{key}-version"
