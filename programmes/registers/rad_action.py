"""The actions of the city's five-year plan (RAD KLA): one row an action and year."""

from datetime import date

from django.core.validators import MaxValueValidator
from django.db import models

from kla.areas.models import Office
from programmes.base import (
    INDICATOR_CODES,
    Registered,
    count,
    no_identity,
    once,
    rupiah,
    year_field,
)
from programmes.catalogue import issue_names
from programmes.register import Register
from programmes.several import Several


class State(models.TextChoices):
    PLANNED = "planned", "Direncanakan"
    RUNNING = "running", "Berjalan"
    DONE = "done", "Selesai"
    STOPPED = "stopped", "Dihentikan"


ENDED = (State.DONE, State.STOPPED)


class RadAction(Registered):
    """What one action shall reach in one year, what it costs, and how far it is."""

    year = year_field()
    code = models.CharField("Kode kegiatan", max_length=20, help_text="Sama dari tahun ke tahun")
    title = models.CharField("Kegiatan", max_length=240)
    owner = models.ForeignKey(
        Office, on_delete=models.PROTECT, related_name="+", verbose_name="Penanggung jawab"
    )
    target = models.CharField("Target tahun ini", max_length=200, blank=True)
    target_number = count("Target dalam angka")
    reached = count("Capaian dalam angka")
    budget = rupiah("Pagu (rupiah)")
    spent = rupiah("Realisasi (rupiah)")
    indicators = models.CharField(
        "Indikator yang didukung",
        max_length=120,
        blank=True,
        validators=[INDICATOR_CODES],
        help_text="Kode dipisah koma, misalnya TKL-01, KES-K2",
    )
    issues = Several("Isu strategis", blank=True, words=issue_names)
    due_on = models.DateField("Batas waktu", null=True, blank=True)
    state = models.CharField("Keadaan", max_length=7, choices=State)
    progress = models.PositiveSmallIntegerField(
        "Kemajuan (%)", null=True, blank=True, validators=[MaxValueValidator(100)]
    )
    news = models.TextField("Catatan kemajuan", max_length=1000, blank=True)
    proof = models.URLField("Alamat bukti", blank=True, help_text="Misalnya di penyimpanan kota")

    class Meta(Registered.Meta):
        verbose_name = "kegiatan RAD"
        constraints = [
            once("rad_action", "area", "year", "code", words="Kode ini sudah ada untuk tahun itu."),
            *no_identity("rad_action", "code", "title", "target", "indicators", "news", "proof"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title} ({self.year})"

    @property
    def codes(self) -> list[str]:
        """The indicators it supports, each by its code."""
        return [code for part in self.indicators.split(",") if (code := part.strip())]

    def is_late(self, today: date) -> bool:
        """Has its day passed before it ended? late.py asks the database the same."""
        return self.due_on is not None and self.due_on < today and self.state not in ENDED


REGISTER = Register(
    slug="rad",
    model=RadAction,
    title="Kegiatan RAD KLA",
    one="kegiatan RAD",
    about="Rencana aksi daerah lima tahun: target, pagu, realisasi, dan kemajuan tiap tahun.",
    cluster="governance",
    owner="planning",
    columns=("year", "code", "title", "owner", "budget", "progress", "due_on", "state"),
    search=("code", "title", "indicators"),
    filters=("state", "issues"),
    levels=("kota",),
    icon="trending-up",
    tools="programmes/rad_tools.html",
    carried=("code", "title", "owner", "target", "target_number", "indicators", "issues"),
    renewed=(("state", State.PLANNED),),
    files="Bukti kemajuan",
)
