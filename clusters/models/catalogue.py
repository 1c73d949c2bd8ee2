"""Editions of the indicator catalogue; rows are only inserted, never updated."""

from django.db import models


class Kind(models.TextChoices):
    PERCENTAGE = "percentage", "Persentase"
    RATE = "rate", "Rasio"
    COUNT = "count", "Jumlah"
    BOOLEAN = "boolean", "Ya atau tidak"
    LEVEL = "level", "Tingkat"


class Scope(models.TextChoices):
    KELURAHAN = "kelurahan", "Kelurahan"
    KOTA = "kota", "Kota"


class Direction(models.TextChoices):
    HIGHER = "higher", "Makin tinggi makin baik"
    LOWER = "lower", "Makin rendah makin baik"
    NONE = "none", "Dicatat, tidak dinilai"


class Framework(models.Model):
    """One edition; a period pins the newest one when it is opened and keeps it."""

    version = models.CharField(max_length=20, unique=True)
    fingerprint = models.CharField(max_length=64)
    loaded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.version


class Cluster(models.Model):
    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="clusters")
    slug = models.CharField(max_length=30)
    name = models.CharField(max_length=80)
    short_name = models.CharField(max_length=40)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["framework", "position"]
        constraints = [
            models.UniqueConstraint(fields=["framework", "slug"], name="cluster_once_an_edition")
        ]

    def __str__(self) -> str:
        return self.name


class StrategicIssue(models.Model):
    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="issues")
    slug = models.CharField(max_length=30)
    name = models.CharField(max_length=80)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["framework", "position"]
        constraints = [
            models.UniqueConstraint(fields=["framework", "slug"], name="issue_once_an_edition")
        ]

    def __str__(self) -> str:
        return self.name


class OfficialIndicator(models.Model):
    """One of the 24 official KLA indicators with the points our edition gives it."""

    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="officials")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=200)
    group = models.CharField(max_length=60)  # Kelembagaan, Klaster I … V, as in the law
    points = models.DecimalField(max_digits=9, decimal_places=3)

    class Meta:
        ordering = ["framework", "number"]
        constraints = [
            models.UniqueConstraint(fields=["framework", "number"], name="official_once_an_edition")
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"


class Indicator(models.Model):
    """What is measured, every number scoring needs, and the words a person needs."""

    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="indicators")
    cluster = models.ForeignKey(Cluster, on_delete=models.PROTECT, related_name="indicators")
    owner = models.ForeignKey("areas.Office", on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=10)
    position = models.PositiveSmallIntegerField()  # order inside the whole edition
    label = models.CharField(max_length=160)
    theme = models.CharField(max_length=60)
    scope = models.CharField(max_length=10, choices=Scope)
    kind = models.CharField(max_length=10, choices=Kind)
    unit = models.CharField(max_length=40, blank=True)
    per = models.PositiveIntegerField(null=True)
    numerator = models.CharField(max_length=160, blank=True)
    denominator = models.CharField(max_length=160, blank=True)
    denominator_key = models.CharField(max_length=40, blank=True)
    levels = models.JSONField(default=list)
    direction = models.CharField(max_length=6, choices=Direction)
    baseline = models.DecimalField(max_digits=12, decimal_places=4, null=True)
    target = models.DecimalField(max_digits=12, decimal_places=4, null=True)
    share = models.DecimalField(max_digits=9, decimal_places=3, null=True)
    official = models.JSONField(default=list)  # numbers; the first is the one it scores for
    issues = models.JSONField(default=list)  # slugs of strategic issues
    evidence = models.JSONField(default=list)  # documents asked; empty = none required
    may_not_apply = models.BooleanField()
    sensitive = models.BooleanField()
    derived_from = models.CharField(max_length=60, blank=True)
    assumption = models.JSONField(default=list)
    extra = models.JSONField(default=list)  # [{"key", "label", "kind", "parts_of"}]
    checks = models.JSONField(default=list)  # as plausibility.py reads them
    definition = models.TextField()
    not_counted = models.TextField()
    example = models.TextField(blank=True)
    mistake = models.TextField(blank=True)
    source = models.TextField(blank=True)

    class Meta:
        ordering = ["framework", "position"]
        constraints = [
            models.UniqueConstraint(fields=["framework", "code"], name="indicator_once_an_edition")
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.label}"

    @property
    def has_pair(self) -> bool:
        """Is it answered by a numerator and a denominator?"""
        return self.kind in (Kind.PERCENTAGE, Kind.RATE)
