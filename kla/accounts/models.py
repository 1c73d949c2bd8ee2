"""Users, what each is assigned to, and the one-time links that let them in."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q

CLUSTER_NAMES = {
    "governance": "Tata Kelola",
    "health": "Kesehatan",
    "education": "Pendidikan",
    "family_environment": "Lingkungan Keluarga",
    "inclusion": "Inklusi",
    "protection": "Perlindungan",
}


class Role(models.TextChoices):
    OPERATOR = "operator", "Operator"
    REVIEWER = "reviewer", "Verifikator"
    COORDINATOR = "coordinator", "Sekretariat Gugus Tugas"
    VIEWER = "viewer", "Pejabat"
    ADMIN = "admin", "Admin KLA"


class User(AbstractUser):
    """A person, or a system user that commands write under (`is_system`, cannot sign in)."""

    name = models.CharField("Nama", max_length=120)
    is_system = models.BooleanField(default=False)
    closed_at = models.DateTimeField(null=True, blank=True)  # handed over; never opened again
    successor = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="predecessors"
    )

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    REQUIRED_FIELDS = ["name"]

    def __str__(self) -> str:
        return self.name or self.username

    def get_full_name(self) -> str:
        """The person's name; Django's admin asks for it."""
        return self.name

    def get_short_name(self) -> str:
        """The first word of the person's name."""
        return self.name.split(" ")[0]


class Assignment(models.Model):
    """The one table of rights: this user has this role in this area.

    An operator covers exactly `area` (with `office`: that office's sheets of the kota); every
    other role covers the area's subtree. No clusters means all.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="assignments")
    role = models.CharField(max_length=12, choices=Role)
    area = models.ForeignKey("areas.Area", on_delete=models.PROTECT, related_name="assignments")
    clusters = models.JSONField(default=list, blank=True)
    office = models.ForeignKey(
        "areas.Office", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    sees_small_counts = models.BooleanField(default=False)  # asked of viewer and admin only

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "area"],
                condition=Q(office=None),
                name="assignment_once",
            ),
            models.UniqueConstraint(
                fields=["user", "role", "area", "office"],
                condition=Q(office__isnull=False),
                name="assignment_once_an_office",
            ),
            models.CheckConstraint(
                condition=Q(office=None) | Q(role="operator"), name="assignment_office_operator"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.area}"

    @property
    def cluster_words(self) -> str:
        """Its clusters in words; empty where it covers all."""
        return ", ".join(CLUSTER_NAMES.get(slug, slug) for slug in self.clusters)


class AccessLink(models.Model):
    """A link that sets a password once; only its hash is kept."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="links")
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"Tautan {self.user}"
