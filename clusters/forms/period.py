"""Opening a year, and an exception for one sheet."""

from typing import Any

from django import forms
from django.utils import timezone

from clusters.actions import default_dates
from kla.areas.models import Area, Level


class PeriodForm(forms.Form):
    """Year, dates and areas; the usual dates and all kelurahan are filled in."""

    year = forms.IntegerField(label="Tahun", min_value=2000, max_value=2100, localize=False)
    opens_on = forms.DateField(
        label="Mulai diisi", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    deadline = forms.DateField(
        label="Batas pengajuan (pukul 16.00)",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    review_until = forms.DateField(
        label="Verifikasi sampai",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    areas = forms.ModelMultipleChoiceField(
        label="Wilayah yang mengisi",
        queryset=Area.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Pilih paling sedikit satu wilayah."},
    )

    def __init__(self, kota: Area, *args: Any, **more: Any) -> None:
        year = timezone.localdate().year + 1
        dates = default_dates(kota, year)
        areas = Area.objects.filter(level=Level.KELURAHAN, code__startswith=f"{kota.code}.")
        initial = {**dates, "year": year, "deadline": dates["deadline"].date(), "areas": areas}
        more["initial"] = initial
        super().__init__(*args, **more)
        self.fields["areas"].queryset = areas  # type: ignore[attr-defined]
        self.fields["year"].widget.attrs["inputmode"] = "numeric"


class ExceptionForm(forms.Form):
    until = forms.DateField(
        label="Boleh diubah sampai tanggal",
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={
            "required": "Pilih tanggalnya.",
            "invalid": "Isi dengan tanggal, misalnya 2026-12-31.",
        },
    )
