"""Making accounts, letting people in by a link, suspending, handing over."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from axes.utils import reset
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from kla.accounts.links import new_token, token_hash
from kla.accounts.models import AccessLink, Assignment, Role, User
from kla.accounts.naming import WRONG_NAME, WRONG_USERNAME, is_name, is_username
from kla.accounts.rights import holds
from kla.areas.models import Area, Level, Office
from kla.audit.actions import record


@dataclass(frozen=True, kw_only=True)
class Grant:
    """What an admin lets somebody do, and where."""

    role: str
    area: Area
    clusters: list[str] = field(default_factory=list)
    office: Office | None = None
    sees_small_counts: bool = False


@dataclass(frozen=True, kw_only=True)
class NewAccount(Grant):
    """What an admin says of a new account, with its first assignment."""

    username: str
    name: str
    email: str = ""


@transaction.atomic
def create_account(new: NewAccount, *, by: Any) -> tuple[User, str]:
    """Make an account without a password; gives it and the token of its link, shown once."""
    _refuse_foreign(new.area, by)
    user = _new_user(new.username, new.name, new.email)
    _assign(user, new)
    record("account.create", user, by=by, area=new.area, role=new.role)
    return user, make_link(user, by=by)


@transaction.atomic
def create_accounts(rows: Iterable[NewAccount], *, by: Any) -> list[tuple[User, str]]:
    """Make many, all or none."""
    return [create_account(row, by=by) for row in rows]


@transaction.atomic
def make_link(user: User, *, by: Any) -> str:
    """A new link for the user; the ones before it stop working. Gives its token."""
    if user.closed_at is not None:
        raise ValidationError("Akun ini sudah diserahterimakan.")
    now = timezone.now()
    user.links.filter(used_at=None, revoked_at=None).update(revoked_at=now)
    token = new_token()
    hours = settings.ACTIVATION_LINK_HOURS
    AccessLink.objects.create(
        user=user,
        token_hash=token_hash(token),
        made_by=by,
        expires_at=now + timedelta(hours=hours),
    )
    record("account.link", user, by=by, area=_area_of(user))
    return token


def usable_link(token: str) -> AccessLink | None:
    """The link of this token while it works: unused, not revoked, not expired, user active."""
    link = AccessLink.objects.select_related("user").filter(token_hash=token_hash(token)).first()
    if link is None or link.used_at or link.revoked_at or link.expires_at <= timezone.now():
        return None
    return link if link.user.is_active else None


@transaction.atomic
def use_link(token: str, password: str) -> User:
    """Set the person's own password by the link, which works once. Raises ValidationError."""
    link = usable_link(token)
    if link is None:
        raise ValidationError("Tautan ini sudah dipakai atau kedaluwarsa.")
    validate_password(password, link.user)
    still = AccessLink.objects.filter(pk=link.pk, used_at=None, revoked_at=None)
    taken = still.update(used_at=timezone.now())
    if not taken:
        raise ValidationError("Tautan ini sudah dipakai atau kedaluwarsa.")
    link.user.set_password(password)
    link.user.save(update_fields=["password"])
    record("account.activate", link.user, by=link.user, area=_area_of(link.user))
    return link.user


@transaction.atomic
def suspend(user: User, *, by: Any) -> None:
    """Keep the user out at once; open links stop working."""
    if user.pk == by.pk:
        raise ValidationError("Anda tidak dapat menangguhkan akun Anda sendiri.")
    user.is_active = False
    user.save(update_fields=["is_active"])
    user.links.filter(used_at=None, revoked_at=None).update(revoked_at=timezone.now())
    record("account.suspend", user, by=by, area=_area_of(user))


@transaction.atomic
def restore(user: User, *, by: Any) -> None:
    """Let a suspended user in again; a handed-over account stays closed."""
    if user.closed_at is not None:
        raise ValidationError("Akun ini sudah diserahterimakan.")
    user.is_active = True
    user.save(update_fields=["is_active"])
    record("account.restore", user, by=by, area=_area_of(user))


def unlock(user: User, *, by: Any) -> None:
    """Forget the failed sign-ins that locked the user out."""
    with transaction.atomic():
        reset(username=user.username.casefold())
        record("account.unlock", user, by=by, area=_area_of(user))


@transaction.atomic
def hand_over(user: User, *, name: str, username: str, by: Any) -> tuple[User, str]:
    """Give an account's work to a successor with an account of its own.

    The old account closes and keeps its history under its own name. Gives the new user and
    the token of its link.
    """
    held = User.objects.select_for_update().get(pk=user.pk)
    if held.closed_at is not None:
        raise ValidationError("Akun ini sudah diserahterimakan.")
    if held.pk == by.pk:
        raise ValidationError("Serah terima akun Anda sendiri dilakukan admin lain.")
    successor = _new_user(username, name)
    area = _area_of(held)
    held.assignments.update(user=successor)
    held.is_active, held.closed_at, held.successor = False, timezone.now(), successor
    held.save(update_fields=["is_active", "closed_at", "successor"])
    held.links.filter(used_at=None, revoked_at=None).update(revoked_at=timezone.now())
    record("account.handover", held, by=by, area=area, successor=successor.username)
    return successor, make_link(successor, by=by)


@transaction.atomic
def add_assignment(user: User, grant: Grant, *, by: Any) -> Assignment:
    """Let the user do one thing more. Raises ValidationError, PermissionDenied."""
    held = _held(user, by)
    _refuse_foreign(grant.area, by)
    made = _assign(held, grant)
    record("account.assign", held, by=by, area=grant.area, **_as_detail(made))
    return made


@transaction.atomic
def end_assignment(assignment: Assignment, *, by: Any) -> None:
    """Take one assignment away; what was entered or reviewed by it stays.

    The last one stays too: without any, no admin would find the account again.
    """
    held = _held(assignment.user, by)
    ended = held.assignments.select_related("area", "office").filter(pk=assignment.pk).first()
    if ended is None:
        raise ValidationError("Penugasan ini sudah diakhiri.")
    if held.assignments.count() == 1:
        raise ValidationError("Ini penugasan terakhir. Tangguhkan akunnya bila tidak dipakai lagi.")
    record("account.unassign", held, by=by, area=ended.area, **_as_detail(ended))
    ended.delete()


def _held(user: User, by: Any) -> User:
    """The account as it stands, its row locked; refused where `by` does not look after it."""
    held = User.objects.select_for_update().get(pk=user.pk)
    if held.pk == by.pk:
        raise ValidationError("Penugasan Anda sendiri diubah admin lain.")
    if held.closed_at is not None:
        raise ValidationError("Akun ini sudah diserahterimakan.")
    if not by.has_perm("accounts.manage", held):
        raise PermissionDenied("Akun ini di luar wilayah Anda.")
    return held


def _as_detail(assignment: Assignment) -> dict[str, Any]:
    return {
        "role": assignment.role,
        "code": assignment.area.code,
        "office": assignment.office.key if assignment.office else "",
        "clusters": assignment.clusters,
        "sees_small_counts": assignment.sees_small_counts,
    }


def _new_user(username: str, name: str, email: str = "") -> User:
    """An account without a password, under a name nobody has in whatever case."""
    if not is_username(username):
        raise ValidationError({"username": WRONG_USERNAME})
    if not is_name(name):
        raise ValidationError({"name": WRONG_NAME})
    if User.objects.filter(username__iexact=username).exists():
        raise ValidationError({"username": f"Nama pengguna {username} sudah dipakai."})
    user = User(username=username, name=name, email=email)
    user.set_unusable_password()
    user.full_clean(exclude=["password"])
    user.save()
    return user


def _assign(user: User, grant: Grant) -> Assignment:
    if grant.role == Role.OPERATOR:
        _refuse_without_sheets(grant)
    elif grant.office is not None:
        raise ValidationError({"office": "Perangkat daerah hanya untuk operator."})
    fields = {"role": grant.role, "area": grant.area, "office": grant.office}
    if user.assignments.filter(**fields).exists():
        raise ValidationError("Penugasan ini sudah ada.")
    return Assignment.objects.create(
        user=user,
        clusters=grant.clusters,
        sees_small_counts=grant.sees_small_counts,
        **fields,
    )


def _refuse_without_sheets(grant: Grant) -> None:
    """An operator fills in a kelurahan's sheets, or one office's of the kota: nothing else."""
    if grant.area.level == Level.KOTA and grant.office is None:
        raise ValidationError({"office": "Pilih perangkat daerah untuk operator kota."})
    if grant.area.level != Level.KOTA and grant.office is not None:
        raise ValidationError({"office": "Perangkat daerah hanya untuk operator kota."})
    if grant.area.level == Level.KECAMATAN:
        raise ValidationError({"area": "Operator mengisi untuk kelurahan atau kota."})


def _refuse_foreign(area: Area, by: Any) -> None:
    if not holds(by, [Role.ADMIN], area.code):
        raise PermissionDenied("Wilayah ini di luar wilayah Anda.")


def _area_of(user: User) -> Area | None:
    own = user.assignments.select_related("area").first()
    return own.area if own else None
