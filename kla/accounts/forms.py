"""Forms of the admin's pages and of the link that sets a password."""

from typing import Any

from django import forms
from django.contrib.auth.models import AbstractUser

from kla.accounts.models import CLUSTER_SLUGS, Role
from kla.accounts.queries import admin_scope
from kla.areas.models import Area, Office

_CLUSTER_NAMES = (
    "Tata Kelola",
    "Kesehatan",
    "Pendidikan",
    "Lingkungan Keluarga",
    "Inklusi",
    "Perlindungan",
)
_CLUSTERS = dict(zip(CLUSTER_SLUGS, _CLUSTER_NAMES, strict=True))
_username = AbstractUser._meta.get_field("username")


class AccountForm(forms.Form):
    """A new account with its first assignment."""

    name = forms.CharField(label="Nama", max_length=120)
    username = forms.CharField(
        label="Nama pengguna",
        max_length=150,
        validators=_username.validators,
        help_text="Misalnya nama kelurahan dan nomor: baruulu.1",
    )
    email = forms.EmailField(label="Pos-el (boleh kosong)", required=False)
    role = forms.ChoiceField(label="Peran", choices=Role.choices)
    area = forms.ModelChoiceField(label="Wilayah", queryset=Area.objects.none())
    office = forms.ModelChoiceField(
        label="Perangkat daerah (hanya operator kota)",
        queryset=Office.objects.all(),
        required=False,
    )
    clusters = forms.MultipleChoiceField(
        label="Klaster (kosongkan untuk semua)",
        choices=list(_CLUSTERS.items()),
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

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("office") and cleaned.get("role") != Role.OPERATOR:
            self.add_error("office", "Perangkat daerah hanya untuk operator.")
        return cleaned


class HandOverForm(forms.Form):
    name = forms.CharField(label="Nama petugas baru", max_length=120)
    username = forms.CharField(
        label="Nama pengguna petugas baru", max_length=150, validators=_username.validators
    )


class ImportForm(forms.Form):
    """A CSV file, or after the preview its text again."""

    file = forms.FileField(label="Berkas CSV", required=False)
    text = forms.CharField(required=False, widget=forms.HiddenInput, max_length=300_000)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        upload = cleaned.get("file")
        if upload is not None:
            try:
                cleaned["text"] = upload.read(300_001).decode("utf-8-sig")
            except UnicodeDecodeError:
                raise forms.ValidationError(
                    "Berkas bukan UTF-8. Simpan sebagai CSV UTF-8."
                ) from None
        if not cleaned.get("text"):
            raise forms.ValidationError("Pilih berkas CSV.")
        if len(cleaned["text"]) > 300_000:
            raise forms.ValidationError("Berkas terlalu besar.")
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
