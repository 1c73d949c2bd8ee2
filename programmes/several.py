"""A field that holds any number of choices: kept as slugs, ticked as boxes, written as words."""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

Words = Callable[[], Mapping[str, str]]
UNKNOWN = "“%(value)s” bukan salah satu pilihan."


class Several(models.TextField):
    """Slugs joined by commas; `words` gives what may be chosen as slug → name, asked when needed,
    because the names are data."""

    def __init__(self, *args: Any, words: Words | None = None, **options: Any) -> None:
        self.words: Words = words or dict
        super().__init__(*args, **options)

    def deconstruct(self) -> Any:
        """To a migration it is a text like any other."""
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.TextField", args, kwargs

    def validate(self, value: Any, model_instance: Any) -> None:
        super().validate(value, model_instance)
        known = self.words() if value else {}
        for slug in slugs_of(value):
            if slug not in known:
                raise ValidationError(UNKNOWN, params={"value": slug})


def slugs_of(value: str | None) -> list[str]:
    """The slugs in a stored value."""
    return [slug for slug in (value or "").split(",") if slug]


def holding(name: str, slug: str) -> Q:
    """The rows whose field of this name holds the slug."""
    return Q(**{f"{name}__regex": rf"(^|,){re.escape(slug)}(,|$)"})


def in_words(value: str | None, words: Mapping[str, str]) -> str:
    """A stored value as a person reads it."""
    return "; ".join(words.get(slug, slug) for slug in slugs_of(value))


def from_words(text: str, words: Mapping[str, str]) -> str:
    """Names parted by semicolons or commas as a stored value; what is no name stays as it is."""
    slugs = {name.casefold(): slug for slug, name in words.items()}
    parts: Iterable[str] = [text] if text.strip().casefold() in slugs else re.split("[;,]", text)
    given = [part.strip() for part in parts]
    return ",".join(slugs.get(part.casefold(), part) for part in given if part)


class SeveralBox(forms.MultipleChoiceField):
    """The boxes to tick; gives the stored value, and takes it too, as the workbook sends it."""

    widget = forms.CheckboxSelectMultiple

    def prepare_value(self, value: Any) -> Any:
        return slugs_of(value) if isinstance(value, str) else value

    def clean(self, value: Any) -> str:
        chosen = set(super().clean(self.prepare_value(value)))
        return ",".join(str(slug) for slug, _ in self.choices if str(slug) in chosen)  # type: ignore[union-attr, misc]
