"""Asking for a report, taking it up again, publishing it: every write to its row by a person."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from clusters.models import Period
from kla.audit.actions import record
from reports import tasks
from reports.models import Report, ReportState, SectionState

ACTIVE = (ReportState.QUEUED, ReportState.RUNNING)


def request_report(period: Period, *, by: Any) -> Report:
    """Ask for the report of a year; where one is being compiled already, that one."""
    try:
        with transaction.atomic():
            report = Report.objects.create(period=period, requested_by=by, heartbeat=timezone.now())
            record("report.request", report, by=by, area=period.kota, year=period.year)
            tasks.start.delay_on_commit(report.pk)
    except IntegrityError:
        running = Report.objects.filter(period=period, state__in=ACTIVE).first()
        if running is None:
            raise
        report = running
    return report


@transaction.atomic
def retry_report(report: Report, *, by: Any) -> Report:
    """Take a failed report up again: what is ready stays, what failed is rendered anew."""
    held = Report.objects.select_for_update(of=("self",)).get(pk=report.pk)
    if held.state != ReportState.FAILED:
        raise ValidationError("Hanya laporan yang gagal dapat dicoba lagi.")
    if Report.objects.filter(period=held.period, state__in=ACTIVE).exists():
        raise ValidationError("Laporan lain sedang disusun. Tunggu sampai selesai.")
    held.sections.exclude(state=SectionState.READY).update(
        state=SectionState.WAITING, attempts=0, error="", heartbeat=None
    )
    held.state, held.error, held.attempts = ReportState.QUEUED, "", 0
    held.heartbeat = timezone.now()
    held.save(update_fields=["state", "error", "attempts", "heartbeat"])
    record("report.retry", held, by=by, area=held.period.kota)
    tasks.start.delay_on_commit(held.pk)
    return held


@transaction.atomic
def publish_report(report: Report, *, by: Any) -> Report:
    """Make a draft the report that viewers get, under the next number of its year."""
    held = (
        Report.objects.select_for_update(of=("self",))
        .select_related("period__kota")
        .get(pk=report.pk)
    )
    if held.state != ReportState.DRAFT:
        raise ValidationError("Hanya draf yang selesai dapat diterbitkan.")
    Period.objects.select_for_update().get(pk=held.period_id)
    last = Report.objects.filter(period=held.period, edition=held.edition).aggregate(
        number=Max("number")
    )
    held.number = (last["number"] or 0) + 1
    held.state, held.published_at, held.published_by = ReportState.PUBLISHED, timezone.now(), by
    held.save(update_fields=["number", "state", "published_at", "published_by"])
    record(
        "report.publish",
        held,
        by=by,
        area=held.period.kota,
        number=held.number,
        sha256=held.sha256,
    )
    return held
