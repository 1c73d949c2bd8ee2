"""What every row of a register has: its area, its version, who changed it; and no identity."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q

from kla.areas.maps import is_near
from kla.areas.models import Boundary
from kla.identity import MESSAGE

MOST = 10**9  # of any number in a register
# The database's own fence behind kla/identity.py: 16 digits with nothing but signs between.
_SIXTEEN = r"(^|[^0-9])([0-9][ .-]*){15}[0-9]([^0-9]|$)"

_CODE = "[A-Z]{3}-K?[0-9]{1,2}"
INDICATOR_CODES = RegexValidator(
    rf"\A{_CODE}( *, *{_CODE})*\Z",
    "Tulis kode indikator dipisah koma, misalnya TKL-01, KES-K2.",
)


class Registered(models.Model):
    """One row of a register, of one area; a removed row is kept for the history."""

    area = models.ForeignKey(
        "areas.Area", on_delete=models.PROTECT, related_name="+", verbose_name="Wilayah"
    )
    version = models.PositiveIntegerField(default=1, editable=False)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )
    changed_at = models.DateTimeField(editable=False)
    removed_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        abstract = True
        ordering = ["area__code", "id"]

    def clean(self) -> None:
        """What a row points at lies in the same kota as the row."""
        super().clean()
        if self.area_id is None:
            return
        if hasattr(self, "latitude"):
            self._check_point()
        for field in self._meta.concrete_fields:
            if not field.is_relation or field.name in ("area", "changed_by"):
                continue
            other = getattr(self, field.name, None)
            place = other.area if isinstance(other, Registered) else other
            code = getattr(place, "kota_code", None)  # an office belongs to no kota
            if code is not None and code != self.area.kota_code:
                raise ValidationError({field.name: "Pilih yang berada di kota yang sama."})

    def _check_point(self) -> None:
        """A point lies in or near its area, as far as that has a boundary."""
        row: Any = self
        if row.latitude is None or row.longitude is None:
            return
        boundary = Boundary.objects.filter(area_id=self.area_id).first()
        if boundary and not is_near(boundary.shape, float(row.longitude), float(row.latitude)):
            far = f"Titik ini jauh dari {self.area}. Periksa lintang dan bujurnya."
            raise ValidationError({"latitude": far})


def count(label: str, **more: Any) -> Any:
    """A number of people or things; empty where nobody knows it."""
    return models.PositiveIntegerField(label, null=True, blank=True, **more)


def rupiah(label: str) -> Any:
    """An amount in whole rupiah; empty where nobody knows it."""
    limits = [MinValueValidator(0)]
    return models.DecimalField(
        label, max_digits=15, decimal_places=0, null=True, blank=True, validators=limits
    )


def year_field(label: str = "Tahun", **more: Any) -> Any:
    """A year of four digits."""
    limits = [MinValueValidator(2000), MaxValueValidator(2100)]
    return models.PositiveSmallIntegerField(label, validators=limits, **more)


def latitude() -> Any:
    """Where a place lies from south to north, in degrees; empty where nobody measured it."""
    return _degrees("Lintang", 90, "Contoh -1,2654")


def longitude() -> Any:
    """Where a place lies from west to east, in degrees; empty where nobody measured it."""
    return _degrees("Bujur", 180, "Contoh 116,8312")


def _degrees(label: str, most: int, example: str) -> Any:
    limits = [MinValueValidator(-most), MaxValueValidator(most)]
    return models.DecimalField(
        label,
        max_digits=9,
        decimal_places=6,
        null=True,
        blank=True,
        validators=limits,
        help_text=example,
    )


def part_of(model: str, part: str, whole: str, words: str) -> models.CheckConstraint:
    """A fence: `part` is at most `whole`, where both are known; `words` says so."""
    within = Q(**{f"{part}__lte": F(whole)})
    return models.CheckConstraint(
        condition=Q(**{part: None}) | Q(**{whole: None}) | within,
        name=f"{model}_{part}_within",
        violation_error_message=words,
    )


def no_identity(model: str, *names: str) -> list[models.BaseConstraint]:
    """A fence for each of these text fields: no 16 digits in a row."""
    return [
        models.CheckConstraint(
            condition=~Q(**{f"{name}__regex": _SIXTEEN}),
            name=f"{model}_{name}_no_identity",
            violation_error_message=MESSAGE,
        )
        for name in names
    ]


def once(model: str, *names: str, words: str) -> models.UniqueConstraint:
    """Among the rows that stand, these fields together are there once; `words` says so."""
    return models.UniqueConstraint(
        fields=list(names),
        condition=Q(removed_at=None),
        name=f"{model}_once",
        violation_error_message=words,
    )
