"""Areas by their official code, the generic offices, and what one city says of itself."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class Level(models.TextChoices):
    KOTA = "kota", "Kota atau kabupaten"
    KECAMATAN = "kecamatan", "Kecamatan"
    KELURAHAN = "kelurahan", "Kelurahan atau desa"


class Area(models.Model):
    """A kota, kecamatan or kelurahan (also kabupaten and desa) under its Kemendagri code."""

    code = models.CharField(max_length=13, unique=True)
    name = models.CharField(max_length=120)
    level = models.CharField(max_length=10, choices=Level)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(level="kota", parent=None)
                | Q(level__in=["kecamatan", "kelurahan"], parent__isnull=False),
                name="area_parent_by_level",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def kota_code(self) -> str:
        """Code of the city this area lies in: the first two blocks of its own code."""
        return ".".join(self.code.split(".")[:2])

    @property
    def word(self) -> str:
        """What such an area is called: the last block of a desa's code starts with 2."""
        blocks = self.code.split(".")
        if self.level == Level.KOTA:
            return "Kota" if int(blocks[1]) >= 71 else "Kabupaten"
        if self.level == Level.KECAMATAN:
            return "Kecamatan"
        return "Desa" if blocks[3].startswith("2") else "Kelurahan"

    @property
    def full_name(self) -> str:
        """Its name with the word before it, never twice (a kota's name brings its own)."""
        return self.name if self.name.startswith(f"{self.word} ") else f"{self.word} {self.name}"


class Boundary(models.Model):
    """The outline of one area for maps; no legal boundary."""

    area = models.OneToOneField(Area, on_delete=models.CASCADE, related_name="boundary")
    shape = models.JSONField()  # rings of (longitude, latitude), as kla/areas/boundaries.py reads
    source = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return f"Batas {self.area}"


class Office(models.Model):
    """A perangkat daerah by the generic key of the catalogue."""

    key = models.SlugField(unique=True)
    name = models.CharField(max_length=160)

    class Meta:
        ordering = ["key"]

    def __str__(self) -> str:
        return self.name


class OfficeName(models.Model):
    """What one city calls an office."""

    kota = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="office_names")
    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="city_names")
    name = models.CharField(max_length=160)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kota", "office"], name="office_name_once_a_city")
        ]

    def __str__(self) -> str:
        return self.name


class CityProfile(models.Model):
    """The page *Data kota*: coat of arms, signatory and contact lines of one city."""

    kota = models.OneToOneField(Area, on_delete=models.CASCADE, related_name="profile")
    coat_of_arms = models.BinaryField(null=True, blank=True, editable=False)
    coat_of_arms_type = models.CharField(max_length=20, blank=True)
    secretariat = models.CharField("Sekretariat Gugus Tugas", max_length=160, blank=True)
    address = models.CharField("Alamat", max_length=200, blank=True)
    phone = models.CharField("Telepon", max_length=40, blank=True)
    email = models.EmailField("Pos-el", blank=True)
    signatory_title = models.CharField("Jabatan penanda tangan", max_length=120, blank=True)
    signatory_name = models.CharField("Nama penanda tangan", max_length=120, blank=True)
    signatory_rank = models.CharField("Pangkat, golongan", max_length=80, blank=True)
    signatory_nip = models.CharField("NIP", max_length=25, blank=True)
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField(auto_now=True)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    def __str__(self) -> str:
        return f"Data {self.kota}"
