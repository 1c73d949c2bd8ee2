"""What is told with evidence: validity and declaration; as a form with one file, or in pieces."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from clusters.evidence_intake import ENDINGS, KINDS
from clusters.upload_actions import too_large

_ACCEPT = ",".join(ending for endings in ENDINGS.values() for ending in endings)


def _date(label: str) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        error_messages={"invalid": "Isi dengan tanggal, misalnya 31/12/2026."},
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


def declaration() -> forms.BooleanField:
    """The box to tick with every file: that it shows no child."""
    return forms.BooleanField(
        label="Berkas ini tidak memuat nama atau wajah anak yang dapat dikenali",
        error_messages={"required": "Centang pernyataan ini, atau samarkan berkasnya dulu."},
    )


class FileForm(forms.Form):
    """One file sent whole: its kind and size are told beforehand."""

    file = forms.FileField(
        label="Berkas",
        allow_empty_file=True,  # the intake says it in our words
        error_messages={"required": "Pilih berkasnya dulu."},
        widget=forms.ClearableFileInput(attrs={"accept": _ACCEPT}),
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        most = settings.EVIDENCE_MAX_BYTES // 1024 // 1024
        self.fields["file"].help_text = f"{KINDS}, paling besar {most} MB."

    def clean_file(self) -> UploadedFile:
        upload: UploadedFile = self.cleaned_data["file"]
        if (upload.size or 0) > settings.EVIDENCE_MAX_BYTES:
            raise forms.ValidationError(too_large())
        return upload


class AboutForm(forms.Form):
    """From and until when a file is valid, and the declaration that it shows no child."""

    valid_from = _date("Berlaku mulai (boleh kosong)")
    valid_until = _date("Berlaku sampai (kosongkan bila tidak berbatas)")
    declared = declaration()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        start, end = cleaned.get("valid_from"), cleaned.get("valid_until")
        if start and end and start > end:
            self.add_error("valid_until", "Tanggal akhir mendahului tanggal mulai.")
        return cleaned


class UploadForm(AboutForm):
    """What a browser tells of a file before it sends it in pieces."""

    def clean_declared(self) -> bool:
        if self.data.get("declared") not in ("on", "true", "1"):
            raise forms.ValidationError(self.fields["declared"].error_messages["required"])
        return True

    sha256 = forms.RegexField(
        regex=r"\A[0-9a-f]{64}\Z",
        required=False,
        error_messages={"invalid": "Sidik berkas tidak dapat dibaca. Muat ulang halaman ini."},
    )


class EvidenceForm(FileForm, AboutForm):
    """One file with what is told of it, sent whole: the way without script."""

    field_order = ["file", "valid_from", "valid_until", "declared"]

    @property
    def limits(self) -> dict[str, Any]:
        """What the script on the page must know: sizes in bytes, and the words for too large."""
        return {
            "most": settings.EVIDENCE_MAX_BYTES,
            "piece": settings.UPLOAD_PIECE_BYTES,
            "too_large": too_large(),
        }


class ReplaceForm(EvidenceForm):
    """The same for a newer version; `seen` is the version that it was opened for."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
