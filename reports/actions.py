"""Asking for a report, cancelling it, taking it up again; publishing is in publish_actions.py."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from clusters.models import Period
from kla.audit.actions import record
from reports import queries, scope_choices, tasks
from reports.forms import stored
from reports.heartbeat import stale_before
from reports.models import AT_WORK, COMPILING, DONE, Edition, Report, ReportState, SectionState


def request_report(period: Period, *, by: Any, scope: str = "") -> Report:
    """Ask for the report of a year or a scope of it; where one is being compiled, that one.

    Raises ValidationError where the year has no such scope.
    """
    if scope and scope not in dict(scope_choices.titles(period)):
        raise ValidationError("Pilih bagian dari daftar.")
    return _ask(Report(period=period, scope=scope), by)


def request_public(report: Report, *, by: Any) -> Report:
    """Ask for the public edition of the same snapshot; where there is one already, that one.

    Raises ValidationError where `report` is no finished full edition.
    """
    if report.edition != Edition.FULL or report.state not in DONE:
        raise ValidationError("Edisi publik disusun dari edisi lengkap yang sudah selesai.")
    found = queries.public_edition_of(report)
    if found is not None:
        return found
    asked = Report(
        period=report.period, snapshot=report.snapshot, edition=Edition.PUBLIC, scope=report.scope
    )
    return _ask(asked, by)


def _ask(report: Report, by: Any, *, again: bool = True) -> Report:
    """The new job on its way, or the one of its kind that is under way."""
    period = report.period
    report.requested_by, report.heartbeat = by, timezone.now()
    try:
        with transaction.atomic():
            report.save()
            record(
                "report.request",
                report,
                by=by,
                area=period.kota,
                year=period.year,
                scope=report.scope,
            )
            tasks.ask_on_commit(tasks.start, report.pk)
    except IntegrityError:
        running = _running_beside(report).first()
        if running is None and not again:
            raise
        # It may have ended just between the two; then ask anew, once.
        return running or _ask(_anew(report), by, again=False)
    return report


def _anew(report: Report) -> Report:
    """The same wish once more, as a row that is not stored yet."""
    return Report(
        period=report.period,
        snapshot=report.snapshot,
        edition=report.edition,
        scope=report.scope,
    )


def _running_beside(report: Report) -> QuerySet[Report]:
    """The job of the same year, edition and part of the city, while it is under way."""
    return Report.objects.filter(
        period=report.period, edition=report.edition, scope=report.scope, state__in=AT_WORK
    )


def cancel_report(report: Report, *, by: Any) -> Report:
    """End a job that runs; what is being rendered goes into the cache, the row stays as it is now.

    Raises ValidationError where it ended before.
    """
    with transaction.atomic():
        ended = Report.objects.filter(pk=report.pk, state__in=COMPILING).update(
            state=ReportState.CANCELLED,
            error="",
            finished_at=timezone.now(),
            seen_at=timezone.now(),
        )
        if not ended:
            raise ValidationError("Penyusunan ini sudah berakhir, jadi tidak dapat dibatalkan.")
        record("report.cancel", report, by=by, area=report.period.kota)
    report.refresh_from_db()
    return report


def see_end(report: Report, *, by: Any) -> None:
    """Who asked for the report saw that it ended; the notice on other pages goes."""
    Report.objects.filter(pk=report.pk, requested_by=by, seen_at=None).exclude(
        state__in=AT_WORK
    ).update(seen_at=timezone.now())


@transaction.atomic
def request_docx(report: Report, *, by: Any) -> None:
    """Ask a worker for a finished report's DOCX, unless it is there or asked for already."""
    if stored.claim(stored.path_of(report, "docx")):
        record("report.docx", report, by=by, area=report.period.kota)
        tasks.ask_on_commit(tasks.docx, report.pk)


@transaction.atomic
def retry_report(report: Report, *, by: Any) -> Report:
    """Take a failed report up again: what is ready stays, what failed is rendered anew."""
    held = Report.objects.select_for_update(of=("self",)).get(pk=report.pk)
    if held.state != ReportState.FAILED:
        raise ValidationError("Hanya laporan yang gagal dapat dicoba lagi.")
    if _running_beside(held).exists():
        raise ValidationError("Laporan lain sedang disusun. Tunggu sampai selesai.")
    # One that a worker is still at goes on; its process would not know of a second beginning.
    alive = Q(state=SectionState.RUNNING, heartbeat__gte=stale_before())
    held.sections.exclude(alive | Q(state=SectionState.READY)).update(
        state=SectionState.WAITING, attempts=0, error="", heartbeat=None
    )
    held.state, held.step = ReportState.QUEUED, "snapshot"
    held.error, held.attempts, held.seen_at = "", 0, None
    held.heartbeat, held.finished_at = timezone.now(), None
    held.save(update_fields=_RETRIED)
    record("report.retry", held, by=by, area=held.period.kota)
    tasks.ask_on_commit(tasks.start, held.pk)
    return held


_RETRIED = ["state", "step", "error", "attempts", "seen_at", "heartbeat", "finished_at"]
