"""A city's year: its period, the sheets that are filled in, and the entries on them."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse


class PeriodState(models.TextChoices):
    OPEN = "open", "Dibuka"
    CLOSED = "closed", "Ditutup"
    PUBLISHED = "published", "Diterbitkan"


class SheetState(models.TextChoices):
    DRAFT = "draft", "draf"
    SUBMITTED = "submitted", "diajukan"
    RETURNED = "returned", "dikembalikan"
    VERIFIED = "verified", "terverifikasi"
    LOCKED = "locked", "terkunci"


class Mark(models.TextChoices):
    NONE = "", ""
    ACCEPTED = "accepted", "diterima"
    ADJUSTED = "adjusted", "disesuaikan"
    REJECTED = "rejected", "ditolak"
    RETURNED = "returned", "dikembalikan"


class Period(models.Model):
    """A kota's reporting year with the catalogue edition it keeps."""

    kota = models.ForeignKey("areas.Area", on_delete=models.PROTECT, related_name="periods")
    framework = models.ForeignKey("clusters.Framework", on_delete=models.PROTECT)
    year = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=PeriodState, default=PeriodState.OPEN)
    opens_on = models.DateField()
    deadline = models.DateTimeField()  # sheets are submitted until then
    review_until = models.DateField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["kota", "-year"]
        constraints = [
            models.UniqueConstraint(fields=["kota", "year"], name="period_once_a_year"),
            models.CheckConstraint(
                condition=Q(year__gte=2000, year__lte=2100), name="period_year_plausible"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kota} {self.year}"


class Sheet(models.Model):
    """What is filled in, submitted, returned, verified and locked as one.

    `office` is empty for a kelurahan; the kota has one sheet per cluster and office.
    """

    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="sheets")
    area = models.ForeignKey("areas.Area", on_delete=models.PROTECT, related_name="sheets")
    cluster = models.ForeignKey("clusters.Cluster", on_delete=models.PROTECT)
    office = models.ForeignKey("areas.Office", null=True, blank=True, on_delete=models.PROTECT)
    state = models.CharField(max_length=10, choices=SheetState, default=SheetState.DRAFT)
    version = models.PositiveIntegerField(default=1)
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reviewed_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.TextField(blank=True)  # why a verified sheet went back
    open_until = models.DateTimeField(null=True, blank=True)  # a coordinator's exception

    class Meta:
        ordering = ["period", "area__code", "cluster__position", "office__key"]
        constraints = [
            models.UniqueConstraint(
                fields=["period", "area", "cluster"],
                condition=Q(office=None),
                name="sheet_once_an_area",
            ),
            models.UniqueConstraint(
                fields=["period", "area", "cluster", "office"],
                condition=Q(office__isnull=False),
                name="sheet_once_an_office",
            ),
            models.CheckConstraint(
                condition=Q(submitted_at=None, submitted_by=None)
                | Q(submitted_at__isnull=False, submitted_by__isnull=False),
                name="sheet_submitted_who_and_when",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_at=None, reviewed_by=None)
                | Q(reviewed_at__isnull=False, reviewed_by__isnull=False),
                name="sheet_reviewed_who_and_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cluster} {self.area} {self.period.year}"

    def get_absolute_url(self) -> str:
        """Where its operator fills it in."""
        return reverse("clusters:sheet", args=[self.pk])

    def get_review_url(self) -> str:
        """Where its reviewer checks it."""
        return reverse("clusters:review-sheet", args=[self.pk])


class Entry(models.Model):
    """One value with its note, extra numbers, version and review mark.

    Percentages and rates fill `numerator` and `denominator` (half a pair is kept); the other
    kinds fill `value`. A row exists once something was typed; an unanswered one may be missing.
    """

    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT, related_name="entries")
    indicator = models.ForeignKey("clusters.Indicator", on_delete=models.PROTECT, related_name="+")
    numerator = models.BigIntegerField(null=True, blank=True)
    denominator = models.BigIntegerField(null=True, blank=True)
    value = models.BigIntegerField(null=True, blank=True)
    not_applicable = models.BooleanField(default=False)
    no_data = models.BooleanField(default=False)
    note = models.TextField(blank=True)
    extra = models.JSONField(default=dict)  # key of Indicator.extra → number, text or ISO date
    # What the register said when a derived indicator was last saved; null where it is typed in.
    supplied = models.JSONField(null=True, blank=True)
    # The numbers that the note was written for, where others stand now; null: for these.
    note_for = models.JSONField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    entered_at = models.DateTimeField()
    mark = models.CharField(max_length=10, choices=Mark, default=Mark.NONE, blank=True)
    adjusted_value = models.DecimalField(max_digits=20, decimal_places=6, null=True, blank=True)
    reason = models.TextField(blank=True)
    marked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    marked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["sheet", "indicator__position"]
        constraints = [
            models.UniqueConstraint(fields=["sheet", "indicator"], name="entry_once_a_sheet"),
            models.CheckConstraint(
                condition=Q(numerator=None)
                | Q(denominator=None)
                | Q(numerator__lte=F("denominator")),
                name="entry_numerator_within_denominator",
            ),
            models.CheckConstraint(
                condition=(Q(numerator=None) | Q(numerator__gte=0))
                & (Q(denominator=None) | Q(denominator__gte=0))
                & (Q(value=None) | Q(value__gte=0))
                & (Q(adjusted_value=None) | Q(adjusted_value__gte=0)),
                name="entry_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(value=None) | Q(numerator=None, denominator=None),
                name="entry_pair_or_value",
            ),
            models.CheckConstraint(
                condition=Q(no_data=False)
                | Q(not_applicable=False, numerator=None, denominator=None, value=None),
                name="entry_no_data_alone",
            ),
            models.CheckConstraint(
                condition=Q(not_applicable=False) | Q(value=None),
                name="entry_not_applicable_without_value",
            ),
            models.CheckConstraint(
                condition=Q(mark="adjusted", adjusted_value__isnull=False)
                | (~Q(mark="adjusted") & Q(adjusted_value=None)),
                name="entry_adjusted_has_value",
            ),
            models.CheckConstraint(
                condition=Q(mark__in=["", "accepted"]) | ~Q(reason=""), name="entry_mark_has_reason"
            ),
            models.CheckConstraint(
                condition=Q(mark="", marked_by=None, marked_at=None)
                | (~Q(mark="") & Q(marked_by__isnull=False, marked_at__isnull=False)),
                name="entry_mark_who_and_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator.code} {self.sheet}"
