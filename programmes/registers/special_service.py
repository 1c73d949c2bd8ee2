"""Services for children with disabilities: where, what kind, how many are served."""

from django.db import models

from programmes.base import Registered, count, no_identity, part_of, year_field
from programmes.register import Register


class Kind(models.TextChoices):
    THERAPY = "therapy", "Terapi"
    DEVICE = "device", "Alat bantu"
    SCHOOLING = "schooling", "Pendampingan belajar"
    INSURANCE = "insurance", "Jaminan kesehatan"
    FAMILY = "family", "Dukungan keluarga"


class SpecialService(Registered):
    """One service in one year; the children stand as totals."""

    year = year_field()
    name = models.CharField("Nama layanan", max_length=160)
    kind = models.CharField("Jenis", max_length=9, choices=Kind)
    provider = models.CharField("Penyedia", max_length=160, blank=True)
    needing = count("Anak yang membutuhkan")
    served = count("Anak yang dilayani")

    class Meta(Registered.Meta):
        constraints = [
            part_of("special_service", "served", "needing", "Yang dilayani melebihi kebutuhan."),
            *no_identity("special_service", "name", "provider"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.year}"


REGISTER = Register(
    slug="layanan-khusus",
    model=SpecialService,
    title="Layanan anak berkebutuhan khusus",
    one="layanan",
    about="Terapi, alat bantu, dan dukungan bagi anak penyandang disabilitas.",
    cluster="inclusion",
    owner="social",
    columns=("year", "name", "kind", "needing", "served"),
    search=("name", "provider"),
    filters=("kind",),
    sums=(("needing", "served"),),
    children=("needing", "served"),
    icon="accessibility",
)
