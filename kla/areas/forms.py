"""The page *Data kota* as a form."""

import io
from typing import Any

from django import forms
from PIL import Image, ImageFile

from kla.areas.models import CityProfile, Office

MOST_BYTES = 1024 * 1024


class CityForm(forms.ModelForm):
    """Coat of arms, signatory and contact lines, and each office's own name."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    arms = forms.FileField(
        label="Lambang daerah (PNG atau JPEG, paling besar 1 MB)", required=False
    )

    class Meta:
        model = CityProfile
        fields = (
            "secretariat",
            "address",
            "phone",
            "email",
            "signatory_title",
            "signatory_name",
            "signatory_rank",
            "signatory_nip",
        )

    def __init__(self, names: dict[int, str], *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for office in Office.objects.order_by("name"):
            self.fields[f"office_{office.pk}"] = forms.CharField(
                label=office.name,
                required=False,
                max_length=160,
                initial=names.get(office.pk, ""),
            )

    def clean_arms(self) -> tuple[bytes, str] | None:
        """The picture re-encoded as PNG, so nothing but a picture is ever shown."""
        upload = self.cleaned_data.get("arms")
        if not upload:
            return None
        if upload.size > MOST_BYTES:
            raise forms.ValidationError("Gambar lebih besar dari 1 MB.")
        try:
            with Image.open(upload) as image:
                if image.format not in ("PNG", "JPEG") or image.width * image.height > 16_000_000:
                    raise forms.ValidationError("Pilih PNG atau JPEG yang tidak terlalu besar.")
                # WeasyPrint, once imported, lets half a picture pass in the whole process.
                ImageFile.LOAD_TRUNCATED_IMAGES = False
                image.thumbnail((800, 800))
                out = io.BytesIO()
                image.convert("RGBA").save(out, "PNG")
        except forms.ValidationError:
            raise
        except Exception:  # Pillow raises many kinds for a broken picture
            raise forms.ValidationError("Gambar ini rusak atau bukan gambar.") from None
        return out.getvalue(), "image/png"

    def office_names(self) -> dict[int, str]:
        """Key of each office → the city's own name, empty where it has none."""
        return {
            int(name.removeprefix("office_")): value.strip()
            for name, value in self.cleaned_data.items()
            if name.startswith("office_")
        }
