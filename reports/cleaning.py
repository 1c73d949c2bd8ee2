"""Old drafts and what belongs to nothing any more are thrown away by rule; published ones never."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from kla.accounts.system import system_user
from kla.audit.actions import record
from reports.models import AT_WORK, Report, ReportState, Section, Snapshot

DAY = 24 * 3600
ENDED = (ReportState.DRAFT, ReportState.FAILED, ReportState.CANCELLED)


@dataclass(frozen=True)
class Cleaned:
    """How many of each were thrown away."""

    reports: int
    snapshots: int
    sections: int
    files: int


def clean() -> Cleaned:
    """Throw away what the rule says; safe beside running jobs and beside itself."""
    return Cleaned(_reports(), _snapshots(), _section_files(), _report_files())


def old_reports() -> QuerySet[Report]:
    """Drafts, failed and cancelled reports past their days, but no year's newest draft."""
    before = timezone.now() - timedelta(days=settings.REPORT_DRAFTS_KEPT_DAYS)
    newer = Report.objects.filter(
        period=OuterRef("period"),
        edition=OuterRef("edition"),
        scope=OuterRef("scope"),
        state=ReportState.DRAFT,
        pk__gt=OuterRef("pk"),
    )
    over = ~Q(state=ReportState.DRAFT) | Exists(newer)
    # A published row has a number and a fence of its own in the database.
    return Report.objects.filter(
        over, state__in=ENDED, number=None, requested_at__lt=before, heartbeat__lt=before
    )


def _reports() -> int:
    gone = 0
    for report in old_reports().select_related("period__kota"):
        with transaction.atomic():
            # Asked again under its lock: somebody may be publishing it just now.
            held = old_reports().select_for_update(of=("self",)).filter(pk=report.pk).first()
            if held is None:
                continue
            detail = {"state": report.state, "sha256": report.sha256}
            record("report.clean", report, by=system_user(), area=report.period.kota, **detail)
            held.delete()
            gone += 1
    return gone


def _snapshots() -> int:
    """Snapshots without a report; none while a job may be about to take one up."""
    if Report.objects.filter(state__in=AT_WORK, snapshot=None).exists():
        return 0
    before = timezone.now() - timedelta(days=1)
    return Snapshot.objects.filter(reports=None, taken_at__lt=before).delete()[0]


def _section_files() -> int:
    """Rendered sections that no report has any more, and drawings, which are soon drawn anew."""
    seconds = settings.REPORT_SECTIONS_KEPT_DAYS * DAY
    old = list(_older(settings.REPORTS_DIR / "sections", seconds))
    named = Section.objects.exclude(content_sha256="").values_list("content_sha256", flat=True)
    names = set(named.distinct())
    drawings = _older(settings.REPORTS_DIR / "charts", seconds)
    return _unlink(path for path in old if path.stem not in names) + _unlink(drawings)


def _report_files() -> int:
    """Finished files that no row names; young ones may be waiting for their row."""
    old = list(_older(settings.REPORTS_DIR / "files", DAY))
    named = set(Report.objects.exclude(stored_name="").values_list("stored_name", flat=True))
    return _unlink(path for path in old if path.name not in named)


def _older(folder: Path, seconds: float) -> Iterator[Path]:
    """The files of a folder that nobody wrote to for so long."""
    before = time.time() - seconds
    for path in folder.glob("*"):
        try:
            if path.is_file() and path.stat().st_mtime < before:
                yield path
        except FileNotFoundError:  # another cleaning was first
            continue


def _unlink(paths: Iterator[Path]) -> int:
    gone = 0
    for path in paths:
        path.unlink(missing_ok=True)
        gone += 1
    return gone
