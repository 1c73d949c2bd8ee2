"""What the Puspaga did for the families of a kelurahan, month by month and kind by kind."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from programmes.base import Registered, count, once, year_field
from programmes.register import Register


class Kind(models.TextChoices):
    COUNSELLING = "counselling", "Konseling keluarga"
    CLASS = "class", "Kelas atau sesi pengasuhan"
    OUTREACH = "outreach", "Penjangkauan"
    REFERRAL = "referral", "Rujukan"


class PuspagaService(Registered):
    """Totals of one month: sessions, families, people; never a name."""

    year = year_field()
    month = models.PositiveSmallIntegerField(
        "Bulan (1–12)", validators=[MinValueValidator(1), MaxValueValidator(12)]
    )
    kind = models.CharField("Jenis layanan", max_length=12, choices=Kind)
    sessions = count("Sesi")
    families = count("Keluarga dilayani")
    boys = count("Anak laki-laki")
    girls = count("Anak perempuan")
    parents = count("Orang tua atau wali")

    class Meta(Registered.Meta):
        constraints = [
            once(
                "puspaga_service",
                "area",
                "year",
                "month",
                "kind",
                words="Layanan jenis itu sudah ada untuk bulan itu.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.month}/{self.year}"


REGISTER = Register(
    slug="layanan-puspaga",
    model=PuspagaService,
    title="Layanan Puspaga",
    one="layanan sebulan",
    about="Jumlah sesi, keluarga, dan anak yang dilayani Puspaga menurut kelurahan asalnya.",
    cluster="family_environment",
    owner="women_children",
    columns=("year", "month", "kind", "sessions", "families"),
    search=(),
    filters=("kind",),
    issues=("violence", "child_marriage"),
    children=("boys", "girls"),
    icon="messages-square",
)
