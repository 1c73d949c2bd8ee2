"""The forms of a row's files: one file with its caption, and why one is taken away."""

from datetime import date

from django import forms
from django.utils import timezone

from clusters.forms.evidence import FileForm, declaration
from kla.identity import MESSAGE, has_identity_number
from programmes.attachment import Attachment

WARNING = (
    "Jangan unggah foto yang menampakkan wajah anak, atau naskah yang memuat nama anak. "
    "Samarkan dulu."
)


class AttachForm(FileForm):
    """One file for a row."""

    caption = forms.CharField(
        label="Keterangan singkat (boleh kosong)",
        max_length=Attachment._meta.get_field("caption").max_length,
        required=False,
        help_text="Apa yang tampak pada foto, atau apa isi berkas",
    )
    taken_on = forms.DateField(
        label="Tanggal foto atau naskah (boleh kosong)",
        required=False,
        error_messages={"invalid": "Isi dengan tanggal, misalnya 31/12/2026."},
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    declared = declaration()

    def clean_caption(self) -> str:
        caption = self.cleaned_data["caption"]
        if has_identity_number(caption):
            raise forms.ValidationError(MESSAGE)
        return str(caption)

    def clean_taken_on(self) -> date | None:
        day: date | None = self.cleaned_data["taken_on"]
        if day and day > timezone.localdate():
            raise forms.ValidationError("Tanggal ini belum tiba.")
        return day
