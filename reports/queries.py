"""What the report pages read."""

from typing import Any

from django.db.models import Q, QuerySet

from clusters.models import Period
from kla.accounts.models import Role
from kla.accounts.rights import assignments_of
from reports.models import Report, ReportState


def kota_codes(user: Any) -> set[str]:
    """Codes of the cities in which the user has an assignment."""
    return {own.area.kota_code for own in assignments_of(user)}


def coordinated_codes(user: Any) -> set[str]:
    """Codes of the areas the user coordinates."""
    return {own.area.code for own in assignments_of(user) if own.role == Role.COORDINATOR}


def visible_reports(user: Any) -> QuerySet[Report]:
    """Every report of the cities the user coordinates, of the others what is published."""
    own = Q(period__kota__code__in=coordinated_codes(user))
    published = Q(period__kota__code__in=kota_codes(user), state=ReportState.PUBLISHED)
    return Report.objects.select_related("period__kota", "requested_by", "snapshot").filter(
        own | published
    )


def compilable_periods(user: Any) -> QuerySet[Period]:
    """The years of the cities the user coordinates, newest first."""
    found = Period.objects.select_related("kota").filter(kota__code__in=coordinated_codes(user))
    return found.order_by("-year")


def known_hash(short: str) -> Report | None:
    """The published report whose snapshot's hash begins so, or whose file has that hash."""
    if len(short) < 12:
        return None
    return (
        Report.objects.select_related("period__kota", "snapshot")
        .filter(
            Q(snapshot__sha256__startswith=short) | Q(sha256=short), state=ReportState.PUBLISHED
        )
        .order_by("-number")
        .first()
    )
