"""Service institutions and where to refer: who helps a child, with what, and how to reach them."""

from django.db import models

from programmes.base import Registered, latitude, longitude, no_identity, once
from programmes.register import Register


class Kind(models.TextChoices):
    PROTECTION = "protection", "UPTD PPA atau perlindungan"
    HEALTH = "health", "Kesehatan"
    LAW = "law", "Bantuan hukum atau kepolisian"
    SHELTER = "shelter", "Rumah aman atau LKSA"
    PSYCHOLOGY = "psychology", "Psikolog"
    REHABILITATION = "rehab", "Rehabilitasi sosial"
    OTHER = "other", "Lainnya"


class Institution(Registered):
    """One institution with its public contact lines."""

    name = models.CharField("Nama lembaga", max_length=160)
    kind = models.CharField("Layanan", max_length=10, choices=Kind)
    address = models.CharField("Alamat", max_length=200, blank=True)
    phone = models.CharField("Telepon kantor", max_length=40, blank=True)
    hours = models.CharField("Jam layanan", max_length=120, blank=True)
    always_open = models.BooleanField("Siaga 24 jam", default=False)
    accredited = models.BooleanField("Terakreditasi atau terstandar", default=False)
    latitude = latitude()
    longitude = longitude()

    class Meta(Registered.Meta):
        constraints = [
            once("institution", "area", "name", words="Lembaga ini sudah ada di wilayah itu."),
            *no_identity("institution", "name", "address", "phone", "hours"),
        ]

    def __str__(self) -> str:
        return self.name


REGISTER = Register(
    slug="lembaga",
    model=Institution,
    title="Lembaga layanan dan rujukan",
    one="lembaga",
    about="Siapa yang menolong anak, dengan layanan apa, dan cara menghubunginya.",
    cluster="protection",
    owner="protection_unit",
    columns=("name", "kind", "phone", "hours", "always_open"),
    search=("name", "address"),
    filters=("kind", "always_open"),
    issues=("violence",),
    levels=("kota", "kecamatan", "kelurahan"),
    icon="landmark",
)
