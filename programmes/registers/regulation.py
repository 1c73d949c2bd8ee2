"""Regulations and policies for children: number, date, validity."""

from django.db import models

from programmes.base import Registered, no_identity
from programmes.register import Register


class Form(models.TextChoices):
    BYLAW = "perda", "Peraturan daerah"
    RULE = "perkada", "Peraturan kepala daerah"
    DECREE = "sk", "Surat keputusan"
    LETTER = "se", "Surat edaran"
    DRAFT = "draft", "Rancangan"


class Regulation(Registered):
    """One regulation of the kota or decree of a kelurahan."""

    form = models.CharField("Bentuk", max_length=7, choices=Form)
    number = models.CharField("Nomor", max_length=80, blank=True)
    name = models.CharField("Tentang", max_length=240)
    issued_on = models.DateField("Tanggal ditetapkan", null=True, blank=True)
    valid_until = models.DateField("Berlaku sampai", null=True, blank=True)
    link = models.URLField("Alamat naskah", blank=True, help_text="Misalnya di JDIH kota")
    children_heard = models.BooleanField("Suara anak didengar", default=False)

    class Meta(Registered.Meta):
        constraints = no_identity("regulation", "number", "name", "link")

    def __str__(self) -> str:
        return f"{self.get_form_display()} {self.number}".strip()


REGISTER = Register(
    slug="regulasi",
    model=Regulation,
    title="Regulasi dan kebijakan",
    one="regulasi",
    about="Peraturan dan keputusan tentang anak, nomor, tanggal, dan masa berlakunya.",
    cluster="governance",
    owner="legal",
    columns=("form", "number", "name", "issued_on", "valid_until"),
    search=("name", "number"),
    filters=("form", "children_heard"),
    issues=("participation",),
    levels=("kota", "kelurahan"),
    icon="file-text",
    files="Naskah peraturan",
)
