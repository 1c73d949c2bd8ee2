"""SRA: the schools of a kelurahan and how far each is child-friendly."""

from django.db import models

from programmes.base import Registered, latitude, longitude, no_identity, once
from programmes.register import Register


class SchoolLevel(models.TextChoices):
    EARLY = "paud", "PAUD"
    PRIMARY = "sd", "SD atau MI"
    JUNIOR = "smp", "SMP atau MTs"
    SENIOR = "sma", "SMA, SMK, atau MA"
    SPECIAL = "slb", "SLB"


class Standing(models.TextChoices):
    NONE = "none", "Belum"
    DECREED = "decreed", "Ber-SK SRA"
    STANDARD = "standard", "Terstandardisasi"


class School(Registered):
    """One satuan pendidikan located in the kelurahan."""

    name = models.CharField("Nama sekolah", max_length=160)
    npsn = models.CharField("NPSN", max_length=8, blank=True, help_text="Delapan angka")
    school_level = models.CharField("Jenjang", max_length=5, choices=SchoolLevel)
    standing = models.CharField("SRA", max_length=9, choices=Standing, default=Standing.NONE)
    decree = models.CharField("Nomor SK SRA", max_length=80, blank=True)
    safe_team = models.BooleanField("Tim sekolah aman dan nyaman giat", default=False)
    complaints = models.BooleanField("Ada saluran pengaduan", default=False)
    inclusive = models.BooleanField("Melayani anak penyandang disabilitas", default=False)
    safe_route = models.BooleanField("Rute aman (ZoSS atau RASS)", default=False)
    latitude = latitude()
    longitude = longitude()

    class Meta(Registered.Meta):
        constraints = [
            once("school", "area", "name", words="Sekolah ini sudah ada di kelurahan itu."),
            *no_identity("school", "name", "decree"),
        ]

    def __str__(self) -> str:
        return self.name


REGISTER = Register(
    slug="sra",
    model=School,
    title="Satuan pendidikan ramah anak",
    one="sekolah",
    about="Semua sekolah di kelurahan, jenjangnya, dan sejauh mana ramah anak.",
    cluster="education",
    owner="education",
    columns=("name", "school_level", "standing", "safe_team", "inclusive"),
    search=("name", "npsn"),
    filters=("school_level", "standing", "inclusive"),
    issues=("violence", "dropout", "digital_protection"),
    icon="school",
)
