"""Who may see, compile, publish and download a report."""

from typing import Any

import rules

from clusters.models import Cluster
from kla.accounts.models import Assignment, Role
from kla.accounts.rights import (
    assignments_of,
    covers,
    holds,
    role_predicate,
    sees_small_counts,
)
from reports import scopes
from reports.models import Edition, Report, ReportState


def reads_full(user: Any, code: str) -> bool:
    """May the user read the full edition of the city with this code?

    It has the small counts of every cluster, so a grant for some of them is not enough.
    """
    if not holds(user, (Role.COORDINATOR, Role.VIEWER), code):
        return False
    slugs = _cluster_slugs(user)
    return bool(slugs) and all(sees_small_counts(user, code, slug) for slug in slugs)


def _cluster_slugs(user: Any) -> set[str]:
    """Every cluster there is, read once a request as the user's assignments are."""
    known: set[str] | None = getattr(user, "_kla_cluster_slugs", None)
    if known is None:
        known = set(Cluster.objects.values_list("slug", flat=True))
        setattr(user, "_kla_cluster_slugs", known)  # noqa: B010 - see assignments_of
    return known


_reads = role_predicate(Role.COORDINATOR, Role.VIEWER)
_opens = role_predicate(Role.COORDINATOR, Role.VIEWER, Role.REVIEWER)
_compiles = role_predicate(Role.COORDINATOR)


@rules.predicate
def downloads(user: Any, report: Report | None = None) -> bool:
    """A coordinator drafts too; a viewer what is published: in the full edition where small counts
    are granted, in the public one always."""
    if report is None:
        return _opens(user)
    kota = report.period.kota
    if _compiles(user, kota):
        return report.state in (ReportState.DRAFT, ReportState.PUBLISHED)
    if report.state != ReportState.PUBLISHED:
        return False
    if _is_of_own_area(user, report):
        return True
    if report.edition == Edition.PUBLIC:
        return _reads(user)
    return reads_full(user, kota.code)


def _is_of_own_area(user: Any, report: Report) -> bool:
    """A part about an area, for who views or reviews all of it, small counts and all."""
    area = scopes.area_of(report.scope)
    return bool(area) and any(covers(own, area) and is_whole(own) for own in assignments_of(user))


def is_whole(own: Assignment) -> bool:
    """Does somebody with this assignment review or view every number of its area?"""
    if own.clusters:
        return False
    return own.role == Role.REVIEWER or (own.role == Role.VIEWER and own.sees_small_counts)


rules.add_perm("reports.read", _opens)  # object: an Area
rules.add_perm("reports.compile", _compiles)  # object: an Area
rules.add_perm("reports.download", downloads)  # object: a Report
