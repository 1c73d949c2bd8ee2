"""The reviewer's decision on one entry."""

import re
from decimal import Decimal
from typing import Any

from django import forms

from kla import identity

DECISIONS = [
    ("accepted", "Terima"),
    ("adjusted", "Sesuaikan"),
    ("rejected", "Tolak"),
    ("returned", "Kembalikan"),
]

# plain digits only: Decimal itself would take 1_0 and 1e-7 too
_NUMBER = re.compile("-?[0-9][0-9.]*(,[0-9]{1,6})?")


def indonesian_number(text: str) -> Decimal | None:
    """`12,5`, `12.500` or `12500` as a number; None for an empty text. Raises ValueError."""
    text = text.strip().replace(" ", "")
    if not text:
        return None
    if not _NUMBER.fullmatch(text):
        raise ValueError(text)
    whole, _, decimals = text.partition(",")
    groups = whole.split(".")
    grouped = len(groups) > 1 and all(len(group) == 3 for group in groups[1:])
    if len(groups) > 1 and not grouped:
        raise ValueError(text)
    return Decimal("".join(groups) + (f".{decimals}" if decimals else ""))


class DecisionForm(forms.Form):
    """Mark, reason and, for an adjustment, the value the reviewer found."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    mark = forms.ChoiceField(
        label="Keputusan",
        choices=DECISIONS,
        widget=forms.RadioSelect,
        error_messages={"required": "Pilih satu keputusan."},
    )
    value = forms.CharField(
        label="Nilai yang disesuaikan",
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )
    reason = forms.CharField(
        label="Alasan, dibaca operator",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean_value(self) -> Decimal | None:
        try:
            return indonesian_number(self.cleaned_data["value"])
        except ValueError:
            raise forms.ValidationError("Isi dengan angka, misalnya 12 atau 12,5.") from None

    def clean_reason(self) -> str:
        reason = self.cleaned_data["reason"]
        if identity.has_identity_number(reason):
            raise forms.ValidationError(identity.MESSAGE)
        return reason

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        mark = cleaned.get("mark")
        lacks = "reason" not in self.errors and not (cleaned.get("reason") or "").strip()
        if mark and mark != "accepted" and lacks:
            self.add_error("reason", "Tulis alasannya; operator membacanya.")
        if mark == "adjusted" and cleaned.get("value") is None and "value" not in self.errors:
            self.add_error("value", "Isi nilai yang disesuaikan.")
        return cleaned
