"""Out-of-school children who came back to learning, as totals by age."""

from django.db import models

from programmes.base import Registered, count, once, part_of, year_field
from programmes.register import Register


class Age(models.TextChoices):
    PRIMARY = "7-12", "7–12 tahun"
    JUNIOR = "13-15", "13–15 tahun"
    SENIOR = "16-18", "16–18 tahun"


class BackToSchool(Registered):
    """One kelurahan, year and age: how many were out of school, how many came back and where."""

    year = year_field()
    age = models.CharField("Umur", max_length=5, choices=Age)
    out_at_start = count("Tidak sekolah pada 1 Januari")
    returned = count("Kembali belajar tahun ini")
    to_school = count("Ke sekolah atau madrasah")
    to_package = count("Ke Paket A, B, C")
    with_aid = count("Mendapat bantuan biaya")

    class Meta(Registered.Meta):
        constraints = [
            once(
                "back_to_school", "area", "year", "age", words="Umur itu sudah ada untuk tahun itu."
            ),
            part_of("back_to_school", "returned", "out_at_start", "Yang kembali melebihi asalnya."),
            part_of(
                "back_to_school", "with_aid", "returned", "Yang dibantu melebihi yang kembali."
            ),
        ]

    def __str__(self) -> str:
        return f"{self.area} {self.year}, {self.get_age_display()}"


REGISTER = Register(
    slug="kembali-sekolah",
    model=BackToSchool,
    title="Kembali bersekolah",
    one="catatan kembali sekolah",
    about="Anak tidak sekolah dan yang kembali belajar, jumlahnya saja.",
    cluster="education",
    owner="education",
    columns=("year", "age", "out_at_start", "returned", "with_aid"),
    search=(),
    filters=("age",),
    issues=("dropout",),
    sums=(
        ("out_at_start", "returned"),
        ("returned", "to_school", "to_package"),
        ("returned", "with_aid"),
    ),
    children=("out_at_start", "returned", "to_school", "to_package", "with_aid"),
    icon="school",
)
