"""Adults who took part in a training, by name for a time: attendance, tests, certificate."""

from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q

from programmes.base import Registered, count, no_identity
from programmes.register import Register
from programmes.registers.training import Group, Training

FORGOTTEN = "Nama dihapus"
_ADULT = "Hanya orang dewasa ditulis dengan nama. Anak dihitung jumlahnya pada pelatihannya."
_NO_NAME = f"Tulis nama orangnya: “{FORGOTTEN}” hanya dipakai sistem."
_NOT_YET = (
    "Pelatihan ini belum terlaksana. Kosongkan Hadir; centang lagi setelah tanggal terlaksananya "
    "diisi pada pelatihan."
)
_MARK = [MaxValueValidator(100)]


def years_after(day: date, years: int) -> date:
    """The same day so many years on (or back); 1 March for a 29 February that is not there."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


class Participant(Registered):
    """One adult in one training, counted where he or she works or serves.

    `person` is an opaque number that keeps two rows one person after their names are gone.
    """

    training = models.ForeignKey(
        Training, on_delete=models.PROTECT, related_name="+", verbose_name="Pelatihan"
    )
    name = models.CharField(
        "Nama peserta", max_length=120, help_text="Hanya orang dewasa; tulis sama di tiap pelatihan"
    )
    is_adult = models.BooleanField("Berumur 18 tahun atau lebih", default=False)
    group = models.CharField("Kelompok", max_length=8, choices=Group)
    institution = models.CharField("Lembaga", max_length=160, blank=True)
    attended = models.BooleanField("Hadir", default=True)
    mark_before = count("Nilai sebelum (0–100)", validators=_MARK)
    mark_after = count("Nilai sesudah (0–100)", validators=_MARK)
    certificate = models.CharField("Nomor sertifikat", max_length=80, blank=True)
    valid_until = models.DateField(
        "Sertifikat berlaku sampai", null=True, blank=True, help_text="Kosong: tanpa batas waktu"
    )
    left_on = models.DateField(
        "Berhenti atau pindah tugas", null=True, blank=True, help_text="Kosong: masih bertugas"
    )
    keep_until = models.DateField(
        "Simpan nama sampai", null=True, blank=True, help_text="Kosong: selama batas yang berlaku"
    )
    person = models.PositiveBigIntegerField(null=True, blank=True, editable=False)

    class Meta(Registered.Meta):
        ordering = ["area__code", "id"]
        verbose_name = "peserta pelatihan"
        constraints = [
            models.UniqueConstraint(
                fields=["training", "area", "name", "institution"],
                condition=Q(removed_at=None) & ~Q(name=FORGOTTEN),
                name="participant_once",
                violation_error_message="Orang ini sudah tercatat pada pelatihan itu.",
            ),
            models.CheckConstraint(
                condition=Q(is_adult=True),
                name="participant_is_adult",
                violation_error_message=_ADULT,
            ),
            *no_identity("participant", "name", "institution", "certificate"),
        ]

    def __str__(self) -> str:
        return f"Peserta {self.pk or 'baru'}, {self.get_group_display().lower()}"

    @property
    def names_until(self) -> date:
        """The last day on which the name is kept."""
        most = years_after(self.training.on, settings.NAMES_KEPT_YEARS)
        return min(self.keep_until or most, most)

    def clean(self) -> None:
        super().clean()
        if not self.is_adult:
            raise ValidationError({"is_adult": _ADULT})
        if self._says_forgotten() and not self._is_forgotten():
            raise ValidationError({"name": _NO_NAME})
        if self.attended and self.training_id and not self.training.is_held:
            raise ValidationError({"attended": _NOT_YET})
        if self.valid_until and not self.certificate:
            raise ValidationError({"certificate": "Tulis nomor sertifikat yang berlaku itu."})
        if self.certificate and not self.attended:
            raise ValidationError({"certificate": "Yang tidak hadir tidak mendapat sertifikat."})
        if self.keep_until and self.training_id and self.keep_until > self.names_until:
            years = settings.NAMES_KEPT_YEARS
            raise ValidationError(
                {"keep_until": f"Nama disimpan paling lama {years} tahun sesudah pelatihan."}
            )

    def _says_forgotten(self) -> bool:
        return " ".join(self.name.split()).casefold() == FORGOTTEN.casefold()

    def _is_forgotten(self) -> bool:
        """Was the name taken out before, and stays as that left it?"""
        before = Participant.objects.filter(pk=self.pk, name=FORGOTTEN)
        return self.name == FORGOTTEN and before.exists()


REGISTER = Register(
    slug="peserta",
    model=Participant,
    title="Peserta pelatihan",
    one="peserta",
    about="Orang dewasa yang ikut pelatihan: hadir, nilai tes, dan sertifikatnya.",
    cluster="governance",
    owner="women_children",
    columns=("name", "group", "training", "attended", "certificate", "valid_until"),
    search=("name", "institution", "certificate", "training__title"),
    filters=("group", "attended"),
    issues=("violence",),
    private=("name", "certificate"),
    icon="users",
    papers="programmes/participant_papers.html",
    tools="programmes/training_coverage_link.html",
)
