"""Who reads and who writes which register, in which area; and who sees small counts there."""

from typing import Any

import rules
from django.db.models import Q

from kla.accounts.models import Assignment, Role
from kla.accounts.rights import assignments_of, covers, roles_of, sees_small_counts
from kla.areas.models import Area, Level
from programmes.base import Registered
from programmes.register import Register

_READERS = (Role.REVIEWER, Role.COORDINATOR, Role.VIEWER)


def _serves(own: Assignment, register: Register) -> bool:
    return not own.clusters or register.cluster in own.clusters


def writes_in(own: Assignment, register: Register, code: str) -> bool:
    """May this assignment write rows of the area `code`?

    An operator in its own kelurahan, an office in all of the kota for the registers it owns,
    a coordinator everywhere below its area.
    """
    if not _serves(own, register):
        return False
    if own.role == Role.COORDINATOR:
        return covers(own, code)
    if own.role != Role.OPERATOR:
        return False
    if own.office is None:
        return own.area.code == code
    mine = own.area.code
    return own.office.key == register.owner and (code == mine or code.startswith(f"{mine}."))


def may_write(user: Any, register: Register, area: Area) -> bool:
    """May the user add, change or remove rows of this area?"""
    return any(writes_in(own, register, area.code) for own in assignments_of(user))


def reads_in(own: Assignment, register: Register) -> bool:
    """May a row of this register lie where this assignment reads?

    A kelurahan has nothing to look at in the registers of the kota.
    """
    if not _serves(own, register) or own.role not in (*_READERS, Role.OPERATOR):
        return False
    levels = list(Level.values)  # from the kota down
    inside = levels[levels.index(own.area.level) :] if _reads_below(own) else [own.area.level]
    return bool(set(inside) & set(register.levels))


def _reads_below(own: Assignment) -> bool:
    """Also the areas within its own?"""
    return own.role in _READERS or bool(own.role == Role.OPERATOR and own.office_id)


def reading(user: Any, register: Register, *, at: str = "area__code") -> Q:
    """The rows that the user may read, as a condition on a register's model; or on the model
    whose area's code stands at `at`."""
    scope = Q(pk__in=[])
    for own in assignments_of(user):
        if not _serves(own, register):
            continue
        inside = Q(**{at: own.area.code})
        if _reads_below(own):
            scope |= inside | Q(**{f"{at}__startswith": f"{own.area.code}."})
        elif own.role == Role.OPERATOR:
            scope |= inside
    return scope


def sees_small(user: Any, register: Register, row: Registered) -> bool:
    """May the user see this row's counts of 1 to 4 children? Who writes them does."""
    sees = sees_small_counts(user, row.area.code, register.cluster)
    return sees or may_write(user, register, row.area)


@rules.predicate
def reads_some(user: Any) -> bool:
    """Somebody whose day has to do with the programmes."""
    return bool(roles_of(user) & {Role.OPERATOR, *_READERS})


@rules.predicate
def writes_some(user: Any) -> bool:
    """Somebody who may write in some register; which one is asked with the register at hand."""
    return bool(roles_of(user) & {Role.OPERATOR, Role.COORDINATOR})


rules.add_perm("programmes.read", reads_some)
rules.add_perm("programmes.write", writes_some)
