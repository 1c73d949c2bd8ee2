"""How many people of each kelurahan need training, by group and year: what coverage is held to."""

from programmes.base import Registered, count, once, part_of, year_field
from programmes.register import Register


class TrainingNeed(Registered):
    """One kelurahan in one year; the counts bear the names of the groups."""

    year = year_field()
    staff = count("Perangkat kelurahan")
    cadre = count("Kader aktif")
    both = count("Perangkat yang juga kader", help_text="Dihitung sekali pada jumlah seluruhnya")
    activist = count("Aktivis PATBM")
    teacher = count("Guru dan tenaga kependidikan")
    health = count("Tenaga kesehatan")
    service = count("Petugas lembaga layanan")

    class Meta(Registered.Meta):
        verbose_name = "kebutuhan pelatihan"
        constraints = [
            once("training_need", "area", "year", words="Kelurahan itu sudah ada untuk tahun ini."),
            part_of("training_need", "both", "staff", "Yang merangkap melebihi perangkat."),
            part_of("training_need_cadre", "both", "cadre", "Yang merangkap melebihi kader."),
        ]

    def __str__(self) -> str:
        return f"Kebutuhan pelatihan {self.area} {self.year}"


REGISTER = Register(
    slug="aparat",
    model=TrainingNeed,
    title="Kebutuhan pelatihan",
    one="jumlah yang perlu dilatih",
    about="Jumlah perangkat, kader, aktivis, guru, dan petugas di kelurahan yang perlu dilatih.",
    cluster="governance",
    owner="women_children",
    columns=("year", "staff", "cadre", "activist", "teacher", "health", "service"),
    search=(),
    issues=("violence",),
    icon="clipboard-list",
    tools="programmes/training_coverage_link.html",
)
