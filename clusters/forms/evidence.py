"""The upload of one file as evidence."""

from django import forms


class EvidenceForm(forms.Form):
    """A file, until when it is valid, and the declaration that it shows no child."""

    file = forms.FileField(
        label="Berkas (PDF, JPEG, PNG, atau WebP, paling besar 20 MB)",
        allow_empty_file=True,  # the intake says it in our words
        max_length=None,
        error_messages={"required": "Pilih berkasnya dulu."},
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png,.webp"}),
    )
    valid_until = forms.DateField(
        label="Berlaku sampai (kosongkan bila tidak berbatas)",
        required=False,
        error_messages={"invalid": "Isi dengan tanggal, misalnya 2026-12-31."},
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    declared = forms.BooleanField(
        label="Berkas ini tidak memuat nama atau wajah anak yang dapat dikenali",
        error_messages={"required": "Centang pernyataan ini, atau samarkan berkasnya dulu."},
    )
