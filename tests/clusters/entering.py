"""Saving one card or one row of a sheet, as the page does it."""

from django.urls import reverse

HX = {"HTTP_HX_REQUEST": "true"}


def save(client, sheet, code, *, through="entry-save", version=0, **boxes):
    """Post the boxes of one indicator, based on `version`."""
    data = {f"{code}-{name}": value for name, value in boxes.items()}
    data[f"{code}-version"] = version
    if "decide" in boxes:  # the pressed button's name, which is no box
        data["decide"] = data.pop(f"{code}-decide")
    return client.post(reverse(f"clusters:{through}", args=[sheet.pk, code]), data, **HX)
