"""PRAP: puskesmas and how far each serves children well."""

from django.db import models

from programmes.base import Registered, count, latitude, longitude, no_identity, once, part_of
from programmes.register import Register


class Puskesmas(Registered):
    """One puskesmas; its staff as totals."""

    name = models.CharField("Nama puskesmas", max_length=160)
    child_friendly = models.BooleanField("Ramah anak (PRAP)", default=False)
    certified_until = models.DateField("Sertifikat berlaku sampai", null=True, blank=True)
    staff = count("Petugas kesehatan")
    trained = count("Petugas terlatih KHA")
    nursing_room = models.BooleanField("Ruang laktasi", default=False)
    play_corner = models.BooleanField("Ruang tunggu atau bermain anak", default=False)
    counselling = models.BooleanField("Konseling anak dan remaja", default=False)
    latitude = latitude()
    longitude = longitude()

    class Meta(Registered.Meta):
        constraints = [
            once("puskesmas", "area", "name", words="Puskesmas ini sudah ada di kelurahan itu."),
            part_of("puskesmas", "trained", "staff", "Yang terlatih melebihi jumlah petugas."),
            *no_identity("puskesmas", "name"),
        ]

    def __str__(self) -> str:
        return self.name


REGISTER = Register(
    slug="prap",
    model=Puskesmas,
    title="Puskesmas ramah anak",
    one="puskesmas",
    about="Puskesmas, petugas yang terlatih KHA, dan ruang untuk anak.",
    cluster="health",
    owner="health",
    columns=("name", "child_friendly", "staff", "trained", "certified_until"),
    filters=("child_friendly",),
    icon="heart-pulse",
)
