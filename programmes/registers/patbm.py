"""PATBM: the community's own child protection in each kelurahan, a row a year."""

from django.db import models

from programmes.base import Registered, count, no_identity, once, part_of, year_field
from programmes.register import Register


class Patbm(Registered):
    """One kelurahan's PATBM in one year; cases are totals, never a person."""

    year = year_field()
    decree = models.CharField("Nomor SK", max_length=80, blank=True)
    decree_until = models.DateField("SK berlaku sampai", null=True, blank=True)
    plan = models.BooleanField("Punya rencana kerja tahun ini", default=False)
    activists = count("Aktivis")
    trained = count("Aktivis terlatih")
    last_activity = models.DateField("Kegiatan terakhir", null=True, blank=True)
    received = count("Kasus diterima")
    handled = count("Kasus ditangani sendiri")
    referred = count("Kasus dirujuk")

    class Meta(Registered.Meta):
        constraints = [
            once("patbm", "area", "year", words="PATBM kelurahan itu sudah ada untuk tahun ini."),
            part_of(
                "patbm",
                "trained",
                "activists",
                "Aktivis terlatih tidak boleh lebih dari aktivis.",
            ),
            part_of("patbm", "handled", "received", "Yang ditangani melebihi kasus diterima."),
            part_of("patbm", "referred", "received", "Yang dirujuk melebihi kasus diterima."),
            *no_identity("patbm", "decree"),
        ]

    def __str__(self) -> str:
        return f"PATBM {self.area} {self.year}"


REGISTER = Register(
    slug="patbm",
    model=Patbm,
    title="PATBM",
    one="PATBM",
    about="Perlindungan anak terpadu berbasis masyarakat: SK, aktivis, kegiatan, dan jumlah kasus.",
    cluster="protection",
    owner="women_children",
    columns=("year", "decree", "activists", "trained", "last_activity", "received"),
    search=("decree",),
    filters=("plan",),
    issues=("violence",),
    sums=(("received", "handled", "referred"),),
    children=("received", "handled", "referred"),
    icon="shield",
    files="SK dan berkas kegiatan",
)
