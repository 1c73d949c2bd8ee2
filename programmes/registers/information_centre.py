"""PISA: where children find information fit for them."""

from django.db import models

from programmes.base import Registered, count, latitude, longitude, no_identity, once
from programmes.register import Register


class Form(models.TextChoices):
    LIBRARY = "library", "Perpustakaan"
    CORNER = "corner", "Taman atau pojok baca"
    DIGITAL = "digital", "Pojok digital"
    OTHER = "other", "Lainnya"


class InformationCentre(Registered):
    """One centre; visitors as totals of a year."""

    name = models.CharField("Nama tempat", max_length=160)
    form = models.CharField("Bentuk", max_length=8, choices=Form)
    open_weekly = models.BooleanField("Buka paling sedikit sehari seminggu", default=False)
    standardised = models.BooleanField("Terstandardisasi PISA", default=False)
    books = count("Buku anak")
    filtered = models.BooleanField("Internet tersaring", default=False)
    visitors = count("Pengunjung anak setahun")
    latitude = latitude()
    longitude = longitude()

    class Meta(Registered.Meta):
        constraints = [
            once("information_centre", "area", "name", words="Tempat ini sudah ada di sana."),
            *no_identity("information_centre", "name"),
        ]

    def __str__(self) -> str:
        return self.name


REGISTER = Register(
    slug="pisa",
    model=InformationCentre,
    title="Pusat informasi sahabat anak",
    one="pusat informasi",
    about="Perpustakaan, taman baca, dan pojok digital yang layak untuk anak.",
    cluster="education",
    owner="library",
    columns=("name", "form", "open_weekly", "standardised", "visitors"),
    filters=("form", "standardised"),
    issues=("digital_protection", "play_space"),
    children=("visitors",),
    icon="book-open",
)
