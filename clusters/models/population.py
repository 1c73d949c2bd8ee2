"""Common denominators of a kelurahan, entered once a year and offered on its sheets."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class Population(models.Model):
    """One number of one area and year; `key` is a denominator_key of the catalogue.

    An emptied box keeps its row, so that its version goes on counting.
    """

    area = models.ForeignKey("areas.Area", on_delete=models.PROTECT, related_name="population")
    year = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=40)
    value = models.BigIntegerField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    entered_at = models.DateTimeField()

    class Meta:
        ordering = ["area", "-year", "key"]
        constraints = [
            models.UniqueConstraint(fields=["area", "year", "key"], name="population_once_a_year"),
            models.CheckConstraint(
                condition=Q(value=None) | Q(value__gte=0), name="population_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.area} {self.year}"
