"""What a person says when publishing a correction."""

from typing import Any

from django import forms

from kla.identity import MESSAGE, has_identity_number
from reports.publish_actions import UNTOLD
from reports.stamp import MOST_CHANGES


class PublishForm(forms.Form):
    """Has a field only where a person must tell what changed: `asks`."""

    changes = forms.CharField(
        label="Apa yang berubah",
        max_length=MOST_CHANGES,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "required": UNTOLD,
            "max_length": f"Paling banyak {MOST_CHANGES} huruf. Ringkas dulu.",
        },
        help_text="Dicetak di sampul. Jangan tulis nama anak.",
    )

    def __init__(self, *args: Any, asks: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        if not asks:
            del self.fields["changes"]

    def clean_changes(self) -> str:
        """Without a number of 16 digits."""
        changes = self.cleaned_data["changes"].strip()
        if has_identity_number(changes):
            raise forms.ValidationError(MESSAGE)
        return changes
