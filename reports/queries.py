"""What the report pages read."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from clusters.models import Period
from kla.accounts.models import Role
from kla.accounts.rights import assignments_of
from kla.areas.models import Area, Level
from reports.models import DONE, Edition, Report, ReportState
from reports.rights import is_whole, reads_full


def kota_codes(user: Any) -> set[str]:
    """Codes of the cities in which the user has an assignment other than to review."""
    return {own.area.kota_code for own in assignments_of(user) if own.role != Role.REVIEWER}


def area_scopes(user: Any) -> set[str]:
    """The scopes about a kecamatan or kelurahan that the user reviews or views in full."""
    codes = [own.area.code for own in assignments_of(user) if is_whole(own)]
    if not codes:
        return set()
    below = Q(code__in=codes)
    for code in codes:
        below |= Q(code__startswith=f"{code}.")
    found = Area.objects.filter(below).exclude(level=Level.KOTA)
    return {f"{area.level}:{area.code}" for area in found}


def coordinated_codes(user: Any) -> set[str]:
    """Codes of the areas the user coordinates."""
    return {own.area.code for own in assignments_of(user) if own.role == Role.COORDINATOR}


def visible_reports(user: Any) -> QuerySet[Report]:
    """Every report of the cities the user coordinates, of the others what is published: the full
    edition where the user may see small counts, else the public one. Each knows whether a later
    number of its year `is_replaced` it."""
    later = Report.objects.filter(
        period=OuterRef("period"),
        edition=OuterRef("edition"),
        scope=OuterRef("scope"),
        state=ReportState.PUBLISHED,
        number__gt=OuterRef("number"),
    )
    own = Q(period__kota__code__in=coordinated_codes(user))
    codes = kota_codes(user)
    entitled = {code for code in codes if reads_full(user, code)}
    published = Q(period__kota__code__in=entitled) | Q(
        period__kota__code__in=codes, edition=Edition.PUBLIC
    )
    published |= Q(scope__in=area_scopes(user))
    published &= Q(state=ReportState.PUBLISHED)
    found = Report.objects.select_related("period__kota", "requested_by", "snapshot")
    return found.filter(own | published).annotate(is_replaced=Exists(later))


def compilable_periods(user: Any) -> QuerySet[Period]:
    """The years of the cities the user coordinates, newest first."""
    found = Period.objects.select_related("kota").filter(kota__code__in=coordinated_codes(user))
    return found.order_by("-year")


def public_reports() -> list[Report]:
    """The newest published public edition of each city and year, the newest year first."""
    found = Report.objects.filter(edition=Edition.PUBLIC, scope="", state=ReportState.PUBLISHED)
    newest = {
        report.period_id: report
        for report in found.select_related("period__kota").order_by("number")
    }
    return sorted(newest.values(), key=lambda one: (-one.period.year, one.period.kota.name, one.pk))


def public_edition_of(report: Report) -> Report | None:
    """The public edition of the same snapshot that is finished or under way; None without one.

    A draft that could not be published is none: rules may have changed since it was compiled.
    """
    if report.edition != Edition.FULL or report.state not in DONE:
        return None
    same = Report.objects.filter(
        snapshot=report.snapshot, edition=Edition.PUBLIC, scope=report.scope
    )
    of_no_use = Q(state__in=(ReportState.FAILED, ReportState.CANCELLED))
    of_no_use |= Q(state=ReportState.DRAFT) & ~Q(error="")
    return same.exclude(of_no_use).order_by("-pk").first()


def published_of(report: Report) -> Report | None:
    """The published report of the same year and edition that stands now."""
    found = Report.objects.filter(
        period=report.period,
        edition=report.edition,
        scope=report.scope,
        state=ReportState.PUBLISHED,
    )
    return found.order_by("-number").first()
