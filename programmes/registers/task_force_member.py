"""The members of the Gugus Tugas by institution: role, the official, decree and term."""

from django.db import models

from programmes.base import Registered, no_identity, once
from programmes.register import Register


class Role(models.TextChoices):
    HEAD = "head", "Ketua"
    DEPUTY = "deputy", "Wakil ketua"
    SECRETARY = "secretary", "Sekretaris"
    COORDINATOR = "cluster", "Koordinator klaster"
    MEMBER = "member", "Anggota"


class TaskForceMember(Registered):
    """One institution in the task force; the official who comes is an adult in office."""

    institution = models.CharField("Lembaga", max_length=160)
    role = models.CharField("Kedudukan", max_length=9, choices=Role)
    official = models.CharField("Nama pejabat", max_length=120, blank=True)
    position = models.CharField("Jabatan", max_length=120, blank=True)
    decree = models.CharField("Nomor SK", max_length=80, blank=True)
    term_until = models.DateField("Masa tugas sampai", null=True, blank=True)

    class Meta(Registered.Meta):
        verbose_name = "anggota Gugus Tugas"
        constraints = [
            once(
                "task_force_member",
                "area",
                "institution",
                "role",
                words="Lembaga ini sudah ada dengan kedudukan itu.",
            ),
            *no_identity("task_force_member", "institution", "official", "position", "decree"),
        ]

    def __str__(self) -> str:
        return f"{self.institution}, {self.get_role_display().lower()}"


REGISTER = Register(
    slug="gugus-tugas",
    model=TaskForceMember,
    title="Anggota Gugus Tugas",
    one="anggota",
    about="Lembaga dalam Gugus Tugas KLA kota, pejabatnya, SK, dan masa tugasnya.",
    cluster="governance",
    owner="women_children",
    columns=("institution", "role", "official", "decree", "term_until"),
    search=("institution", "official", "decree"),
    filters=("role",),
    levels=("kota",),
    icon="users",
)
