"""What meetings decided to do: who does it until when, and what it serves."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import models

from kla.areas.models import Area
from programmes.base import INDICATOR_CODES, Registered, no_identity
from programmes.register import Register
from programmes.registers.rad_action import RadAction
from programmes.registers.task_force_meeting import TaskForceMeeting


class State(models.TextChoices):
    OPEN = "open", "Belum selesai"
    DONE = "done", "Selesai"
    DROPPED = "dropped", "Tidak dilanjutkan"


class FollowUp(Registered):
    """One thing to do."""

    meeting = models.ForeignKey(
        TaskForceMeeting,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="Dari rapat",
    )
    task = models.CharField("Yang dikerjakan", max_length=240)
    owner = models.CharField("Penanggung jawab", max_length=160, help_text="Nama lembaga")
    due_on = models.DateField("Batas waktu")
    state = models.CharField("Keadaan", max_length=7, choices=State)
    done_on = models.DateField("Selesai tanggal", null=True, blank=True)
    indicators = models.CharField(
        "Untuk indikator",
        max_length=120,
        blank=True,
        validators=[INDICATOR_CODES],
        help_text="Kode dipisah koma, misalnya TKL-01, KES-K2",
    )
    about_area = models.ForeignKey(
        Area,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="Untuk wilayah",
    )
    action = models.ForeignKey(
        RadAction,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="Untuk kegiatan RAD",
    )

    class Meta(Registered.Meta):
        ordering = ["due_on", "id"]
        verbose_name = "tindak lanjut"
        constraints = no_identity("follow_up", "task", "owner", "indicators")

    def __str__(self) -> str:
        return self.task

    def is_late(self, today: date) -> bool:
        """Has its day passed while it is open? late.py asks the database the same."""
        return self.due_on < today and self.state == State.OPEN

    def clean(self) -> None:
        super().clean()
        if self.done_on and self.state != State.DONE:
            raise ValidationError({"done_on": "Kosongkan tanggal ini, atau pilih Selesai."})


REGISTER = Register(
    slug="tindak-lanjut",
    model=FollowUp,
    title="Tindak lanjut rapat",
    one="tindak lanjut",
    about="Yang harus dikerjakan sesudah rapat, oleh siapa, dan sampai kapan.",
    cluster="governance",
    owner="women_children",
    columns=("task", "owner", "due_on", "state", "meeting"),
    search=("task", "owner", "indicators"),
    filters=("state",),
    levels=("kota",),
    icon="clipboard-check",
)
