"""The rows that are the truth about a report: its snapshot, the job, its sections."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from programmes.base import no_identity


class Snapshot(models.Model):
    """A city's year at one moment, addressed by the hash of its content; never changed."""

    period = models.ForeignKey(
        "clusters.Period", on_delete=models.PROTECT, related_name="snapshots"
    )
    sha256 = models.CharField(max_length=64, unique=True)
    content = models.BinaryField()  # canonical JSON, zlib
    taken_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.period} {self.sha256[:12]}"


class ReportState(models.TextChoices):
    QUEUED = "queued", "Menunggu"
    RUNNING = "running", "Sedang disusun"
    FAILED = "failed", "Gagal"
    CANCELLED = "cancelled", "Dibatalkan"
    DRAFT = "draft", "Draf"
    PUBLISHING = "publishing", "Sedang diterbitkan"
    PUBLISHED = "published", "Terbit"


COMPILING = (ReportState.QUEUED, ReportState.RUNNING)
DONE = (ReportState.DRAFT, ReportState.PUBLISHING, ReportState.PUBLISHED)  # there is a file
AT_WORK = (*COMPILING, ReportState.PUBLISHING)  # one a year, edition and scope


class Edition(models.TextChoices):
    FULL = "lengkap", "Edisi lengkap"
    PUBLIC = "publik", "Edisi publik"


class Report(models.Model):
    """A compile job and, once it is done, the report it made."""

    period = models.ForeignKey("clusters.Period", on_delete=models.PROTECT, related_name="reports")
    snapshot = models.ForeignKey(
        Snapshot, null=True, blank=True, on_delete=models.PROTECT, related_name="reports"
    )
    edition = models.CharField(max_length=10, choices=Edition, default=Edition.FULL)
    # What part of the city it is about: empty for the whole, else such as "klaster:health",
    # "kecamatan:64.71.01", "kelurahan:64.71.01.1001" or "perbandingan" (reports/scopes.py).
    scope = models.CharField(max_length=40, blank=True, default="")
    # The hash of the data that goes into the file: the snapshot's own, and another in the public
    # edition, whose data are fewer. It is what the footer prints and the public check asks for.
    data_sha256 = models.CharField(max_length=64, blank=True, default="")
    state = models.CharField(max_length=10, choices=ReportState, default=ReportState.QUEUED)
    step = models.CharField(max_length=20, default="snapshot")  # snapshot, sections, join
    steps_done = models.PositiveIntegerField(default=0)
    steps_total = models.PositiveIntegerField(default=0)
    heartbeat = models.DateTimeField()
    attempts = models.PositiveIntegerField(default=0)  # how often it was taken up (again)
    error = models.TextField(blank=True)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    requested_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    stored_name = models.CharField(max_length=80, blank=True)  # below REPORTS_DIR
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    pages = models.PositiveIntegerField(default=0)
    number = models.PositiveIntegerField(null=True, blank=True)  # version of the year's report
    changes = models.TextField(blank=True, default="")  # what a correction changed, in words
    signed_by = models.CharField(max_length=200, blank=True, default="")  # of the certificate
    signed_at = models.DateTimeField(null=True, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)  # who asked for it saw that it ended
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["period", "edition", "scope"],
                condition=Q(state__in=["queued", "running", "publishing"]),
                name="report_one_running",
            ),
            models.UniqueConstraint(
                fields=["period", "edition", "scope", "number"],
                condition=Q(number__isnull=False),
                name="report_number_once",
            ),
            models.CheckConstraint(
                condition=~Q(state="published")
                | Q(published_at__isnull=False, number__isnull=False),
                name="report_published_when",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["draft", "publishing", "published"]) | ~Q(sha256=""),
                name="report_done_has_file",
            ),
            *no_identity("report", "changes"),
        ]

    def __str__(self) -> str:
        return f"Laporan {self.period} ({self.get_state_display()})"


class SectionState(models.TextChoices):
    WAITING = "waiting", "menunggu"
    RUNNING = "running", "sedang disusun"
    READY = "ready", "siap"
    FAILED = "failed", "gagal"


class Section(models.Model):
    """One part of a report that is rendered on its own."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="sections")
    position = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=40)  # such as "cluster-health", "kelurahan-64.71.01-1"
    title = models.CharField(max_length=160)
    state = models.CharField(max_length=10, choices=SectionState, default=SectionState.WAITING)
    content_sha256 = models.CharField(max_length=64, blank=True)
    cached = models.BooleanField(default=False)
    pages = models.PositiveIntegerField(default=0)
    attempts = models.PositiveIntegerField(default=0)
    heartbeat = models.DateTimeField(null=True, blank=True)
    not_before = models.DateTimeField(null=True, blank=True)  # a retry waits until then
    seconds = models.FloatField(default=0)  # what rendering it took; 0 where it was kept
    error = models.TextField(blank=True)

    class Meta:
        ordering = ["report", "position"]
        constraints = [
            models.UniqueConstraint(fields=["report", "key"], name="section_once_a_report")
        ]

    def __str__(self) -> str:
        return self.title
