"""The meetings of the Gugus Tugas: when and where, agenda, attendance, minutes and decisions."""

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import models

from kla.areas.timezones import zone_of
from kla.templatetags.kla_ui import tanggal
from programmes.base import Registered, count, no_identity, once
from programmes.register import Register

USUALLY = timedelta(hours=2)  # how long a meeting lasts where nobody said


class TaskForceMeeting(Registered):
    """One meeting, planned or held; its times are those of the city."""

    held_on = models.DateField("Tanggal")
    starts_at = models.TimeField("Mulai pukul")
    ends_at = models.TimeField("Selesai pukul", null=True, blank=True)
    place = models.CharField("Tempat", max_length=160)
    number = models.CharField("Nomor undangan", max_length=80, blank=True)
    agenda = models.TextField("Acara", max_length=1000)
    institutions = count("Perangkat daerah yang hadir")
    attendance = models.TextField(
        "Lembaga yang hadir", max_length=1000, blank=True, help_text="Satu lembaga satu baris"
    )
    minutes = models.TextField("Notula", max_length=4000, blank=True)
    decisions = models.TextField("Keputusan rapat", max_length=2000, blank=True)

    class Meta(Registered.Meta):
        ordering = ["-held_on", "-starts_at", "id"]
        verbose_name = "rapat Gugus Tugas"
        constraints = [
            once(
                "task_force_meeting",
                "area",
                "held_on",
                "starts_at",
                words="Rapat pada tanggal dan jam itu sudah ada.",
            ),
            *no_identity(
                "task_force_meeting",
                "place",
                "number",
                "agenda",
                "attendance",
                "minutes",
                "decisions",
            ),
        ]

    def __str__(self) -> str:
        return f"Rapat {tanggal(self.held_on)}, {self.starts_at:%H.%M}"

    def clean(self) -> None:
        super().clean()
        if self.starts_at and self.ends_at and self.ends_at <= self.starts_at:
            raise ValidationError({"ends_at": "Jam selesai harus sesudah jam mulai."})

    @property
    def starts(self) -> datetime:
        """When it begins, with the city's zone."""
        return datetime.combine(self.held_on, self.starts_at, zone_of(self.area.code))

    @property
    def ends(self) -> datetime:
        """When it ends, or usually would."""
        if self.ends_at is None:
            return self.starts + USUALLY
        return datetime.combine(self.held_on, self.ends_at, zone_of(self.area.code))


REGISTER = Register(
    slug="rapat",
    model=TaskForceMeeting,
    title="Rapat Gugus Tugas",
    one="rapat",
    about="Undangan, daftar hadir, notula, dan keputusan rapat Gugus Tugas KLA kota.",
    cluster="governance",
    owner="women_children",
    columns=("held_on", "starts_at", "place", "agenda", "institutions"),
    search=("place", "agenda", "minutes", "decisions"),
    levels=("kota",),
    icon="calendar",
    files="Berkas rapat",
    papers="programmes/meeting_papers.html",
)
