"""What a person says when publishing a correction."""

from typing import Any

from django import forms

from kla.identity import MESSAGE, has_identity_number
from reports.publish_actions import UNTOLD

MOST = 600  # letters that the cover has room for


class PublishForm(forms.Form):
    """Has a field only where the report replaces another: then what changed must be told."""

    changes = forms.CharField(
        label="Apa yang berubah",
        max_length=MOST,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "required": UNTOLD,
            "max_length": f"Paling banyak {MOST} huruf. Ringkas dulu.",
        },
        help_text=(
            "Dicetak di sampul dan tampil untuk umum di halaman periksa. Jangan tulis nama anak."
        ),
    )

    def __init__(self, *args: Any, replaces: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        if not replaces:
            del self.fields["changes"]

    def clean_changes(self) -> str:
        """Without a number of 16 digits."""
        changes = self.cleaned_data["changes"].strip()
        if has_identity_number(changes):
            raise forms.ValidationError(MESSAGE)
        return changes
