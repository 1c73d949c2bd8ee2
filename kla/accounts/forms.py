"""Forms of the admin's pages and of the link that sets a password."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from kla.accounts.models import CLUSTER_NAMES, Role
from kla.accounts.queries import admin_scope
from kla.areas.models import Area, Office

MOST_TEXT = 300_000


class AssignmentForm(forms.Form):
    """What somebody may do, and where; only areas of the admin can be chosen."""

    role = forms.ChoiceField(label="Peran", choices=Role.choices)
    area = forms.ModelChoiceField(
        label="Wilayah", queryset=Area.objects.none(), empty_label="Pilih wilayah"
    )
    office = forms.ModelChoiceField(
        label="Perangkat daerah (hanya operator kota)",
        queryset=Office.objects.all(),
        required=False,
        empty_label="Tidak ada",
    )
    clusters = forms.MultipleChoiceField(
        label="Klaster (kosongkan untuk semua)",
        choices=list(CLUSTER_NAMES.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    sees_small_counts = forms.BooleanField(
        label="Boleh melihat angka kecil (1 sampai 4 anak)", required=False
    )

    def __init__(self, admin: Any, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        areas = Area.objects.filter(admin_scope(admin, "code")).order_by("code")
        self.fields["area"].queryset = areas  # type: ignore[attr-defined]


class AccountForm(AssignmentForm):
    """A new account with its first assignment."""

    name = forms.CharField(label="Nama", max_length=120)
    username = forms.CharField(
        label="Nama pengguna",
        max_length=150,
        help_text="Misalnya nama kelurahan dan nomor: baruulu.1",
    )
    email = forms.EmailField(label="Pos-el (boleh kosong)", required=False)
    field_order = ["name", "username", "email"]


class HandOverForm(forms.Form):
    name = forms.CharField(label="Nama petugas baru", max_length=120)
    username = forms.CharField(label="Nama pengguna petugas baru", max_length=150)


class ImportForm(forms.Form):
    """A CSV file, or after the preview its text again."""

    file = forms.FileField(label="Berkas CSV", required=False)
    text = forms.CharField(required=False, widget=forms.HiddenInput, max_length=MOST_TEXT)

    def clean_file(self) -> UploadedFile | None:
        upload: UploadedFile | None = self.cleaned_data["file"]
        if upload is not None and (upload.size or 0) > MOST_TEXT:
            raise forms.ValidationError("Berkas terlalu besar.")
        return upload

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        upload = cleaned.get("file")
        if upload is not None:
            try:
                cleaned["text"] = upload.read().decode("utf-8-sig")
            except UnicodeDecodeError:
                raise forms.ValidationError(
                    "Berkas bukan UTF-8. Simpan sebagai CSV UTF-8."
                ) from None
        if not cleaned.get("text") and not self.errors:
            raise forms.ValidationError("Pilih berkas CSV.")
        return cleaned


class PasswordForm(forms.Form):
    """The person's own password, twice."""

    password1 = forms.CharField(
        label="Kata sandi baru",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="Paling sedikit 10 huruf, bukan angka saja, bukan kata yang umum.",
    )
    password2 = forms.CharField(
        label="Ulangi kata sandi",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("password1") != cleaned.get("password2"):
            self.add_error("password2", "Kedua kata sandi tidak sama.")
        return cleaned
