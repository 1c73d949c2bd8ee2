"""Who may see, compile, publish and download a report."""

from typing import Any

import rules

from kla.accounts.models import Role
from kla.accounts.rights import role_predicate, sees_small_counts
from reports.models import Report, ReportState

_reads = role_predicate(Role.COORDINATOR, Role.VIEWER)
_compiles = role_predicate(Role.COORDINATOR)


@rules.predicate
def downloads(user: Any, report: Report | None = None) -> bool:
    """A coordinator drafts too; a viewer what is published, where small counts are granted."""
    if report is None:
        return _reads(user)
    kota = report.period.kota
    if _compiles(user, kota):
        return report.state in (ReportState.DRAFT, ReportState.PUBLISHED)
    published = report.state == ReportState.PUBLISHED
    return published and _reads(user, kota) and sees_small_counts(user, kota.code)


rules.add_perm("reports.read", _reads)  # object: an Area
rules.add_perm("reports.compile", _compiles)  # object: an Area
rules.add_perm("reports.download", downloads)  # object: a Report
