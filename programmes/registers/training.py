"""Trainings, planned and held: topic, for whom, hours, and how many children took part."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone

from kla.areas.timezones import zone_of
from kla.templatetags.kla_ui import tanggal
from programmes.base import Registered, count, no_identity, once
from programmes.register import Register


class Topic(models.TextChoices):
    KHA = "kha", "Konvensi Hak Anak (KHA)"
    PATBM = "patbm", "PATBM"
    SCHOOL = "sra", "Sekolah Ramah Anak (SRA)"
    PUSKESMAS = "prap", "Puskesmas Ramah Anak (PRAP)"
    DIGITAL = "digital", "Keamanan digital anak"
    CARE = "care", "Pengasuhan"
    CASES = "cases", "Penanganan kasus anak"
    OTHER = "other", "Lainnya"


class Group(models.TextChoices):
    STAFF = "staff", "Perangkat kelurahan"
    CADRE = "cadre", "Kader"
    ACTIVIST = "activist", "Aktivis PATBM"
    TEACHER = "teacher", "Guru dan tenaga kependidikan"
    HEALTH = "health", "Tenaga kesehatan"
    SERVICE = "service", "Petugas lembaga layanan"


class State(models.TextChoices):
    PLANNED = "planned", "Direncanakan"
    HELD = "held", "Terlaksana"
    CANCELLED = "cancelled", "Batal"


def _mean(label: str) -> Any:
    """The mean mark of a test; empty where there was none."""
    limits = [MinValueValidator(0), MaxValueValidator(100)]
    return models.DecimalField(
        label, max_digits=4, decimal_places=1, null=True, blank=True, validators=limits
    )


class Training(Registered):
    """One training of a kota or a kelurahan; adults have rows of their own, children none."""

    title = models.CharField("Nama pelatihan", max_length=160)
    topic = models.CharField("Materi", max_length=7, choices=Topic)
    audience = models.CharField(
        "Sasaran", max_length=8, choices=[*Group.choices, ("mixed", "Campuran")]
    )
    state = models.CharField("Keadaan", max_length=9, choices=State)
    planned_on = models.DateField("Rencana tanggal")
    held_on = models.DateField("Terlaksana tanggal", null=True, blank=True)
    hours = count("Lama (JP)", help_text="8 JP atau lebih dihitung pelatihan satu hari")
    organiser = models.CharField("Penyelenggara", max_length=160)
    place = models.CharField("Tempat", max_length=160, blank=True)
    wanted = count("Target peserta")
    girls = count("Anak perempuan yang ikut", help_text="Jumlahnya saja, tanpa nama")
    boys = count("Anak laki-laki yang ikut", help_text="Jumlahnya saja, tanpa nama")
    mean_before = _mean("Nilai rata-rata sebelum")
    mean_after = _mean("Nilai rata-rata sesudah")

    class Meta(Registered.Meta):
        ordering = ["-planned_on", "area__code", "id"]
        verbose_name = "pelatihan"
        constraints = [
            once(
                "training",
                "area",
                "title",
                "planned_on",
                words="Pelatihan ini sudah ada pada tanggal itu.",
            ),
            *no_identity("training", "title", "organiser", "place"),
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.area}, {tanggal(self.on)}"

    @property
    def on(self) -> Any:
        """The day it was held, or else is planned for."""
        return self.held_on or self.planned_on

    @property
    def is_held(self) -> bool:
        """Has it taken place by today?"""
        return bool(
            self.state == State.HELD and self.held_on is not None and self.held_on <= self._today()
        )

    def clean(self) -> None:
        super().clean()
        if self.state == State.HELD and not self.held_on:
            raise ValidationError({"held_on": "Isi tanggalnya, atau pilih Direncanakan."})
        if self.held_on and self.state and self.state != State.HELD:
            raise ValidationError({"held_on": "Kosongkan tanggal ini, atau pilih Terlaksana."})
        if self.held_on and self.area_id and self.held_on > self._today():
            raise ValidationError({"held_on": "Tanggal ini belum tiba. Pilih Direncanakan."})

    def _today(self) -> Any:
        return timezone.localdate(timezone=zone_of(self.area.code))


REGISTER = Register(
    slug="pelatihan",
    model=Training,
    title="Pelatihan",
    one="pelatihan",
    about="Rencana dan pelaksanaan pelatihan hak anak: materi, sasaran, lama, dan hasil tes.",
    cluster="governance",
    owner="women_children",
    columns=("title", "topic", "audience", "state", "planned_on", "held_on", "hours"),
    search=("title", "organiser", "place"),
    filters=("topic", "audience", "state"),
    issues=("violence",),
    children=("girls", "boys"),
    levels=("kota", "kelurahan"),
    icon="book-open",
    tools="programmes/training_coverage_link.html",
)
