"""The upload of one file as evidence."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from clusters.evidence_intake import ENDINGS

_ACCEPT = ",".join(ending for endings in ENDINGS.values() for ending in endings)


def _date(label: str) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        error_messages={"invalid": "Isi dengan tanggal, misalnya 31/12/2026."},
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class EvidenceForm(forms.Form):
    """A file, from and until when it is valid, and the declaration that it shows no child."""

    file = forms.FileField(
        label="Berkas",
        allow_empty_file=True,  # the intake says it in our words
        error_messages={"required": "Pilih berkasnya dulu."},
        widget=forms.ClearableFileInput(attrs={"accept": _ACCEPT}),
    )
    valid_from = _date("Berlaku mulai (boleh kosong)")
    valid_until = _date("Berlaku sampai (kosongkan bila tidak berbatas)")
    declared = forms.BooleanField(
        label="Berkas ini tidak memuat nama atau wajah anak yang dapat dikenali",
        error_messages={"required": "Centang pernyataan ini, atau samarkan berkasnya dulu."},
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        most = settings.EVIDENCE_MAX_BYTES // 1024 // 1024
        self.fields["file"].help_text = f"PDF, JPEG, PNG, atau WebP, paling besar {most} MB."

    def clean_file(self) -> UploadedFile:
        upload: UploadedFile = self.cleaned_data["file"]
        if (upload.size or 0) > settings.EVIDENCE_MAX_BYTES:
            most = settings.EVIDENCE_MAX_BYTES // 1024 // 1024
            raise forms.ValidationError(f"Berkas lebih besar dari {most} MB.")
        return upload

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        start, end = cleaned.get("valid_from"), cleaned.get("valid_until")
        if start and end and start > end:
            self.add_error("valid_until", "Tanggal akhir mendahului tanggal mulai.")
        return cleaned
