"""Who may enter, see and review a sheet, coordinate a year and see its score."""

from typing import Any

import rules

from clusters.models import Sheet, TalkRole
from kla.accounts.models import Role
from kla.accounts.rights import assignments_of, covers, holds, role_predicate, roles_of
from kla.areas.models import Area


@rules.predicate
def enters_sheet(user: Any, sheet: Sheet | None = None) -> bool:
    """An operator of exactly the sheet's area, office and cluster."""
    if sheet is None:
        return Role.OPERATOR in roles_of(user)
    return any(
        a.role == Role.OPERATOR
        and a.area_id == sheet.area_id
        and a.office_id == sheet.office_id
        and (not a.clusters or sheet.cluster.slug in a.clusters)
        for a in assignments_of(user)
    )


@rules.predicate
def enters_population(user: Any, area: Area | None = None) -> bool:
    """An operator of the area itself; an office of the kota has no population of its own."""
    return any(
        a.role == Role.OPERATOR and a.office_id is None and area in (None, a.area)
        for a in assignments_of(user)
    )


@rules.predicate
def reviews_sheet(user: Any, sheet: Sheet | None = None) -> bool:
    """A reviewer of the sheet's area and cluster."""
    if sheet is None:
        return Role.REVIEWER in roles_of(user)
    return holds(user, [Role.REVIEWER], sheet.area.code, sheet.cluster.slug)


@rules.predicate
def coordinates_sheet(user: Any, sheet: Sheet | None = None) -> bool:
    """A coordinator of the sheet's area."""
    if sheet is None:
        return Role.COORDINATOR in roles_of(user)
    return any(
        a.role == Role.COORDINATOR and covers(a, sheet.area.code) for a in assignments_of(user)
    )


def talks_as(user: Any, sheet: Sheet) -> str:
    """As what the user speaks about an entry of the sheet; "" for who has no part in it."""
    parts = (
        (TalkRole.OPERATOR, enters_sheet),
        (TalkRole.REVIEWER, reviews_sheet),
        (TalkRole.COORDINATOR, coordinates_sheet),
    )
    return next((str(role) for role, has_part in parts if has_part(user, sheet)), "")


coordinates = role_predicate(Role.COORDINATOR)
sees_scores = role_predicate(Role.COORDINATOR, Role.VIEWER, Role.REVIEWER)

rules.add_perm("clusters.enter", enters_sheet)
rules.add_perm("clusters.enter_population", enters_population)
rules.add_perm("clusters.review", reviews_sheet)
rules.add_perm("clusters.read_sheet", enters_sheet | reviews_sheet | coordinates_sheet)
rules.add_perm("clusters.coordinate", coordinates)  # object: an Area, usually the kota
rules.add_perm("clusters.read_scores", sees_scores)  # object: an Area
