"""What the admin's pages read."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Sum, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from kla.accounts.models import AccessLink, Assignment, Role, User
from kla.accounts.rights import assignments_of
from kla.areas.models import Area, Level
from kla.audit.models import Record

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


def taken_usernames() -> set[str]:
    """Every user name, folded: two that differ only by case are one."""
    return {name.casefold() for name in User.objects.values_list("username", flat=True)}


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
    """The accounts all of whose assignments lie in the admin's areas, and those that were handed
    over there."""
    inside = Assignment.objects.filter(admin_scope(admin, "area__code"), user=OuterRef("pk"))
    foreign = Assignment.objects.filter(user=OuterRef("pk")).exclude(
        admin_scope(admin, "area__code")
    )
    thing = Concat(Value("user:"), Cast(OuterRef("pk"), CharField()))
    handed = Record.objects.filter(
        admin_scope(admin, "area__code"), verb="account.handover", thing=thing
    )
    return (
        User.objects.filter(is_superuser=False, is_system=False)
        .filter((Exists(inside) & ~Exists(foreign)) | (Q(closed_at__isnull=False) & Exists(handed)))
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
    locked = _locked_names(users)
    return [
        Row(user, list(user.assignments.all()), _state(user, open_links, locked)) for user in users
    ]


def _locked_names(users: list[User]) -> set[str]:
    """Folded names of those whose failures in the last minutes lock them out somewhere."""
    since = timezone.now() - timedelta(hours=settings.AXES_COOLOFF_TIME)
    counts = (
        AccessAttempt.objects.filter(
            username__in=[user.username.casefold() for user in users], attempt_time__gt=since
        )
        .values("username", "ip_address")
        .annotate(failures=Sum("failures_since_start"))
    )
    most = settings.AXES_FAILURE_LIMIT
    return {row["username"] for row in counts.order_by() if row["failures"] >= most}


def _state(user: User, open_links: set[int], locked: set[str]) -> str:
    if user.closed_at:
        return "closed"
    if not user.is_active:
        return "suspended"
    if user.username.casefold() in locked:
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
