"""Child marriage: dispensations asked and granted, and what was done to prevent them, as totals."""

from django.db import models

from programmes.base import Registered, count, once, part_of, year_field
from programmes.register import Register


class ChildMarriage(Registered):
    """One kelurahan and year; no couple is told."""

    year = year_field()
    asked = count("Dispensasi diminta")
    granted = count("Dispensasi dikabulkan")
    counselled = count("Pemohon mendapat konseling")
    averted = count("Batal menikah sesudah pendampingan")
    sessions = count("Sesi pencegahan")
    reached = count("Anak dijangkau sesi")
    agreement = models.BooleanField("Ada kesepakatan pencegahan di kelurahan", default=False)

    class Meta(Registered.Meta):
        constraints = [
            once("child_marriage", "area", "year", words="Tahun itu sudah ada di wilayah itu."),
            part_of("child_marriage", "granted", "asked", "Yang dikabulkan melebihi yang diminta."),
            part_of("child_marriage", "averted", "asked", "Yang batal melebihi yang diminta."),
        ]

    def __str__(self) -> str:
        return f"Pencegahan perkawinan anak {self.area} {self.year}"


REGISTER = Register(
    slug="perkawinan-anak",
    model=ChildMarriage,
    title="Pencegahan perkawinan anak",
    one="catatan pencegahan",
    about="Dispensasi kawin dan pencegahannya, jumlahnya saja.",
    cluster="family_environment",
    owner="religion",
    columns=("year", "asked", "granted", "counselled", "averted", "sessions"),
    search=(),
    filters=("agreement",),
    issues=("child_marriage",),
    sums=(("asked", "granted"), ("asked", "counselled"), ("asked", "averted")),
    children=("asked", "granted", "counselled", "averted", "reached"),
    icon="heart-handshake",
)
