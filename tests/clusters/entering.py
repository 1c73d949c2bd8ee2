"""Saving one card or one row of a sheet, as the page does it."""

from django.urls import reverse

from clusters.models import Entry

HX = {"HTTP_HX_REQUEST": "true"}


def save(client, sheet, code, *, through="entry-save", version=0, **boxes):
    """Post the boxes of one indicator, based on `version`."""
    data = {f"{code}-{name}": value for name, value in boxes.items()}
    data[f"{code}-version"] = version
    if "decide" in boxes:  # the pressed button's name, which is no box
        data["decide"] = data.pop(f"{code}-decide")
    return client.post(reverse(f"clusters:{through}", args=[sheet.pk, code]), data, **HX)


def page(sheet, name="sheet", *more):
    """The address of a page of the sheet."""
    return reverse(f"clusters:{name}", args=[sheet.pk, *more])


def entry_of(sheet, code):
    """The entry of one indicator; None where nothing is stored."""
    return Entry.objects.filter(sheet=sheet, indicator__code=code).first()


def numbers(entry):
    """Its numerator and denominator."""
    return entry.numerator, entry.denominator
