"""Play spaces and RBRA: where a child of the kelurahan can play, and in what condition."""

from django.db import models

from programmes.base import Registered, count, latitude, longitude, no_identity, once
from programmes.register import Register


class Condition(models.TextChoices):
    GOOD = "good", "Baik"
    MEND = "mend", "Perlu perbaikan"
    UNSAFE = "unsafe", "Tidak aman"


class PlaySpace(Registered):
    """One place; certified as RBRA (SNI 9169:2023) or not."""

    name = models.CharField("Nama tempat", max_length=160)
    address = models.CharField("Alamat", max_length=200, blank=True)
    size = count("Luas (m²)")
    condition = models.CharField("Keadaan", max_length=10, choices=Condition)
    inspected_on = models.DateField("Terakhir diperiksa", null=True, blank=True)
    certified = models.BooleanField("Bersertifikat RBRA", default=False)
    certificate = models.CharField("Nomor sertifikat", max_length=80, blank=True)
    certified_until = models.DateField("Sertifikat berlaku sampai", null=True, blank=True)
    accessible = models.BooleanField("Dapat dipakai anak penyandang disabilitas", default=False)
    latitude = latitude()
    longitude = longitude()

    class Meta(Registered.Meta):
        constraints = [
            once("play_space", "area", "name", words="Tempat ini sudah ada di kelurahan itu."),
            *no_identity("play_space", "name", "address", "certificate"),
        ]

    def __str__(self) -> str:
        return self.name


REGISTER = Register(
    slug="ruang-bermain",
    model=PlaySpace,
    title="Ruang bermain dan RBRA",
    one="ruang bermain",
    about="Taman, lapangan, dan ruang bermain ramah anak di setiap kelurahan.",
    cluster="family_environment",
    owner="environment",
    columns=("name", "condition", "certified", "accessible", "inspected_on"),
    search=("name", "address"),
    filters=("condition", "certified", "accessible"),
    issues=("play_space",),
    icon="trees",
    files="Foto keadaan",
)
