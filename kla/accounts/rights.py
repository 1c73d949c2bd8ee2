"""Who may what, from the one table Assignment: predicates, and the mark each view declares."""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

import rules
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from kla.accounts.models import Assignment, Role, User
from kla.areas.models import Area

View = Callable[..., HttpResponseBase]


def assignments_of(user: Any) -> list[Assignment]:
    """The user's assignments with area and office, read once a request."""
    if not user.is_authenticated:
        return []
    known = getattr(user, "_kla_assignments", None)
    if known is None:
        known = list(user.assignments.select_related("area", "office"))
        # By setattr: request.user is a proxy with a __dict__ of its own.
        setattr(user, "_kla_assignments", known)  # noqa: B010
    return known


def roles_of(user: Any) -> set[str]:
    """The roles the user holds anywhere."""
    return {assignment.role for assignment in assignments_of(user)}


def covers(assignment: Assignment, code: str) -> bool:
    """Does it reach the area with this code? An operator's is exact, the others' a subtree."""
    own = assignment.area.code
    if own == code:
        return True
    return assignment.role != Role.OPERATOR and code.startswith(f"{own}.")


def holds(user: Any, roles: Iterable[str], code: str, cluster: str | None = None) -> bool:
    """Has the user one of `roles` over the area `code` (and `cluster`, a slug, where given)?"""
    wanted = set(roles)
    return any(
        a.role in wanted and covers(a, code) and (not cluster or _in_clusters(a, cluster))
        for a in assignments_of(user)
    )


def sees_small_counts(user: Any, code: str, cluster: str | None = None) -> bool:
    """May the user see counts of 1 to 4 children of that area (design page, *Rights*)?"""
    always = {Role.OPERATOR, Role.REVIEWER, Role.COORDINATOR}
    return any(
        (a.role in always or a.sees_small_counts)
        and covers(a, code)
        and (not cluster or _in_clusters(a, cluster))
        for a in assignments_of(user)
    )


def _in_clusters(assignment: Assignment, cluster: str) -> bool:
    return not assignment.clusters or cluster in assignment.clusters


def role_predicate(*roles: str) -> rules.Predicate:
    """True for who holds one of `roles`: over the given Area, or anywhere where none is given."""

    def test(user: Any, area: Area | None = None) -> bool:
        if area is None:
            return bool(roles_of(user) & set(roles))
        return holds(user, roles, area.code)

    return rules.predicate(test, name="|".join(roles))


@rules.predicate
def manages_account(user: Any, account: User | None = None) -> bool:
    """An admin manages accounts all of whose assignments lie in the admin's own areas."""
    if account is None:
        return Role.ADMIN in roles_of(user)
    if account.is_superuser or account.is_system:
        return False
    theirs = account.assignments.select_related("area")
    return bool(theirs) and all(holds(user, [Role.ADMIN], a.area.code) for a in theirs)


rules.add_perm("accounts.manage", manages_account)
rules.add_perm("accounts.assign", role_predicate(Role.ADMIN))
rules.add_perm("areas.edit_city", role_predicate(Role.COORDINATOR, Role.ADMIN))


def needs(perm: str) -> Callable[[View], View]:
    """Declare that a view asks for `perm`: the stranger signs in, everybody else gets 404.

    It asks without an object; a view about one thing asks again with it, by `or_404`.
    """

    def declare(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)
            if not request.user.has_perm(perm):
                raise Http404
            return view(request, *args, **kwargs)

        guarded.right = perm  # type: ignore[attr-defined]
        return guarded

    return declare


def public(view: View) -> View:
    """Declare that a view is for everybody, without signing in."""

    @wraps(view)
    def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return view(request, *args, **kwargs)

    opened.right = "public"  # type: ignore[attr-defined]
    return opened


def signed_in(view: View) -> View:
    """Declare that a view is for everybody who has signed in."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)
        return view(request, *args, **kwargs)

    guarded.right = "signed_in"  # type: ignore[attr-defined]
    return guarded


def or_404(user: Any, perm: str, thing: Any) -> Any:
    """`thing`, where the user has `perm` on it; else Http404, as if it were not there."""
    if thing is None or not user.has_perm(perm, thing):
        raise Http404
    return thing
