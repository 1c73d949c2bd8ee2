"""What the admin's pages read."""

from dataclasses import dataclass
from typing import Any

from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from kla.accounts.models import AccessLink, Assignment, Role, User
from kla.accounts.rights import assignments_of
from kla.areas.models import Area, Level

STATES = {
    "active": ("Aktif", "verified"),
    "waiting": ("Tautan menunggu", "draft"),
    "expired": ("Perlu tautan", "untouched"),
    "locked": ("Terkunci", "returned"),
    "suspended": ("Ditangguhkan", "locked"),
    "closed": ("Diserahterimakan", "locked"),
}


@dataclass(frozen=True)
class Row:
    """One account in the table."""

    user: User
    assignments: list[Assignment]
    state: str

    @property
    def word(self) -> str:
        return STATES[self.state][0]

    @property
    def chip(self) -> str:
        return STATES[self.state][1]

    @property
    def is_due(self) -> bool:
        """Has the admin something to do about it?"""
        return self.state in ("expired", "locked")


def admin_scope(user: Any, field: str) -> Q:
    """The areas the user administers, as a filter over an area's code at `field`."""
    scope = Q(pk__in=[])
    for own in assignments_of(user):
        if own.role == Role.ADMIN:
            scope |= Q(**{field: own.area.code}) | Q(
                **{f"{field}__startswith": f"{own.area.code}."}
            )
    return scope


def managed_users(admin: Any) -> QuerySet[User]:
    """The accounts all of whose assignments lie in the admin's areas, and those it closed."""
    inside = Assignment.objects.filter(admin_scope(admin, "area__code"), user=OuterRef("pk"))
    foreign = Assignment.objects.filter(user=OuterRef("pk")).exclude(
        admin_scope(admin, "area__code")
    )
    heirs = Assignment.objects.filter(admin_scope(admin, "area__code"), user=OuterRef("successor"))
    return (
        User.objects.filter(is_superuser=False, is_system=False)
        .filter((Exists(inside) & ~Exists(foreign)) | (Q(closed_at__isnull=False) & Exists(heirs)))
        .prefetch_related("assignments__area", "assignments__office")
        .order_by("name", "username")
    )


def account_rows(users: list[User]) -> list[Row]:
    """The rows of the table, in three queries whatever their number."""
    now = timezone.now()
    open_links = set(
        AccessLink.objects.filter(
            user__in=users, used_at=None, revoked_at=None, expires_at__gt=now
        ).values_list("user_id", flat=True)
    )
    locked = set(
        AccessAttempt.objects.filter(
            username__in=[user.username for user in users],
            failures_since_start__gte=settings.AXES_FAILURE_LIMIT,
        ).values_list("username", flat=True)
    )
    return [
        Row(user, list(user.assignments.all()), _state(user, open_links, locked)) for user in users
    ]


def _state(user: User, open_links: set[int], locked: set[str]) -> str:
    if user.closed_at:
        return "closed"
    if not user.is_active:
        return "suspended"
    if user.username in locked:
        return "locked"
    if user.pk in open_links:
        return "waiting"
    return "active" if user.has_usable_password() else "expired"


def unstaffed(admin: Any) -> QuerySet[Area]:
    """The kelurahan of the admin's areas that have no active operator."""
    staffed = Assignment.objects.filter(
        role=Role.OPERATOR, area=OuterRef("pk"), user__is_active=True
    )
    return (
        Area.objects.filter(admin_scope(admin, "code"), level=Level.KELURAHAN)
        .filter(~Exists(staffed))
        .order_by("code")
    )
