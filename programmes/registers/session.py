"""Sessions with children and parents: digital safety, anti-bullying, prevention of violence."""

from django.db import models

from programmes.base import Registered, count, no_identity
from programmes.register import Register


class Topic(models.TextChoices):
    DIGITAL = "digital", "Literasi dan keamanan digital"
    BULLYING = "bullying", "Anti-perundungan"
    VIOLENCE = "violence", "Pencegahan kekerasan"
    PARENTING = "parenting", "Pengasuhan"


class Session(Registered):
    """One session on one day; who came stands as totals."""

    held_on = models.DateField("Tanggal")
    topic = models.CharField("Topik", max_length=9, choices=Topic)
    place = models.CharField("Tempat", max_length=160)
    organiser = models.CharField("Penyelenggara", max_length=160, blank=True)
    boys = count("Anak laki-laki")
    girls = count("Anak perempuan")
    adults = count("Orang dewasa")

    class Meta(Registered.Meta):
        ordering = ["-held_on", "area__code", "id"]
        constraints = no_identity("session", "place", "organiser")

    def __str__(self) -> str:
        return f"{self.get_topic_display()}, {self.place}"


REGISTER = Register(
    slug="sesi",
    model=Session,
    title="Sesi anak dan orang tua",
    one="sesi",
    about="Sesi keamanan digital, anti-perundungan, dan pencegahan kekerasan.",
    cluster="protection",
    owner="women_children",
    columns=("held_on", "topic", "place", "boys", "girls", "adults"),
    search=("place", "organiser"),
    filters=("topic",),
    issues=("digital_protection", "violence"),
    children=("boys", "girls"),
    icon="messages-square",
)
