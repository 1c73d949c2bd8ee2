"""Puspaga: units where families get counselling, with their staff and hours."""

from django.db import models

from programmes.base import (
    Registered,
    count,
    latitude,
    longitude,
    no_identity,
    once,
    part_of,
    year_field,
)
from programmes.register import Register


class Puspaga(Registered):
    """One unit; what it did stands in its services by month."""

    name = models.CharField("Nama unit", max_length=160)
    address = models.CharField("Alamat", max_length=200, blank=True)
    staff = count("Petugas")
    counsellors = count("Konselor atau psikolog bersertifikat")
    hours = models.CharField(
        "Jam buka", max_length=120, blank=True, help_text="Contoh: Senin sampai Jumat, 08.00–15.00"
    )
    standardised = models.BooleanField("Terstandardisasi", default=False)
    standardised_year = year_field("Tahun standardisasi", null=True, blank=True)
    latitude = latitude()
    longitude = longitude()

    class Meta(Registered.Meta):
        constraints = [
            once("puspaga", "area", "name", words="Unit ini sudah ada di wilayah itu."),
            part_of("puspaga", "counsellors", "staff", "Konselor tidak boleh lebih dari petugas."),
            *no_identity("puspaga", "name", "address", "hours"),
        ]

    def __str__(self) -> str:
        return self.name


REGISTER = Register(
    slug="puspaga",
    model=Puspaga,
    title="Puspaga",
    one="unit Puspaga",
    about="Pusat pembelajaran keluarga: unit, konselor, dan jam bukanya.",
    cluster="family_environment",
    owner="women_children",
    columns=("name", "staff", "counsellors", "hours", "standardised"),
    search=("name", "address"),
    filters=("standardised",),
    issues=("violence", "child_marriage"),
    levels=("kota", "kecamatan", "kelurahan"),
    icon="heart-handshake",
    files="Foto dan berkas unit",
)
