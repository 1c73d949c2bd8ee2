"""Forum Anak by level: its members as totals, its meetings, and its voice in the Musrenbang."""

from django.db import models

from programmes.base import Registered, count, no_identity, once, part_of, year_field
from programmes.register import Register


class ChildrensForum(Registered):
    """One forum in one year; no child is named, not even its chair."""

    year = year_field()
    decree = models.CharField("Nomor SK", max_length=80, blank=True)
    members = count("Anggota")
    girls = count("Anggota perempuan")
    disabled = count("Anggota penyandang disabilitas")
    meetings = count("Kegiatan setahun")
    each_quarter = models.BooleanField("Berkegiatan tiap triwulan", default=False)
    attended = models.BooleanField("Hadir di Musrenbang", default=False)
    attendees = count("Anak yang hadir di Musrenbang")
    proposed = count("Usulan disampaikan")
    accepted = count("Usulan diakomodasi")
    done = count("Usulan sudah dikerjakan")

    class Meta(Registered.Meta):
        constraints = [
            once(
                "forum", "area", "year", words="Forum Anak wilayah itu sudah ada untuk tahun ini."
            ),
            part_of("forum", "girls", "members", "Anggota perempuan melebihi anggota."),
            part_of("forum", "disabled", "members", "Penyandang disabilitas melebihi anggota."),
            part_of("forum", "accepted", "proposed", "Yang diakomodasi melebihi usulan."),
            part_of("forum", "done", "accepted", "Yang dikerjakan melebihi yang diakomodasi."),
            *no_identity("forum", "decree"),
        ]

    def __str__(self) -> str:
        return f"Forum Anak {self.area} {self.year}"


REGISTER = Register(
    slug="forum-anak",
    model=ChildrensForum,
    title="Forum Anak",
    one="Forum Anak",
    about="Forum Anak tiap tingkat: anggota, kegiatan, dan usulannya di Musrenbang.",
    cluster="governance",
    owner="women_children",
    columns=("year", "members", "girls", "meetings", "attended", "proposed", "accepted"),
    search=("decree",),
    filters=("attended",),
    issues=("participation",),
    sums=(("members", "girls"), ("members", "disabled")),
    children=("members", "girls", "disabled", "attendees"),
    levels=("kota", "kecamatan", "kelurahan"),
    icon="users",
    files="SK dan berkas kegiatan",
)
