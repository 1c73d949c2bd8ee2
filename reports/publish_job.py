"""The last step of a report: joined anew as final, signed where a certificate is set, stored.

The row is the truth: the step may be asked for twice and runs once, and whoever is too late
changes nothing. A failure makes the report a draft again, without its number.
"""

import hashlib
import logging
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from kla.areas.timezones import zone_of
from kla.audit.actions import record
from reports import compile as steps
from reports import faults, scopes, signing, snapshot
from reports.heartbeat import stale_before
from reports.jobs import data_of, files_of
from reports.models import Report, ReportState
from reports.stamp import Mark
from reports.storing import store

log = logging.getLogger(__name__)
ATTEMPTS = 3
_WITH = ("period__kota", "snapshot", "published_by")
ASKED, TAKEN = "publish", "publishing"  # values of Report.step


class CannotPublish(Exception):
    """The text is one Indonesian sentence for the coordinator."""


@dataclass(frozen=True)
class Final:
    """The bytes that are published, and whose signature is in them, if any."""

    pdf: bytes
    pages: int
    signed_by: str
    signed_at: datetime | None


def publish(report_id: int) -> None:
    """Publish what was asked for; beside a living call, or once it is done, do nothing."""
    mine = Report.objects.filter(
        Q(step=ASKED) | Q(step=TAKEN, heartbeat__lt=stale_before()),
        pk=report_id,
        state=ReportState.PUBLISHING,
    ).update(step=TAKEN, heartbeat=timezone.now(), attempts=F("attempts") + 1)
    if not mine:
        return
    report = Report.objects.select_related(*_WITH).get(pk=report_id)
    try:
        final = _final(report)
        digest = hashlib.sha256(final.pdf).hexdigest()
        path = settings.REPORTS_DIR / "files" / f"{digest}.pdf"
        store(path, final.pdf)
    except Exception as fault:  # whatever it is, the row must say so
        log.exception("publishing report %s", report_id)
        faults.have_a_session()
        give_back(report, f"Penerbitan gagal: {_words(fault)}")
        return
    _set_published(report, final, path, digest)


def _final(report: Report) -> Final:
    if signing.is_set() and (why := signing.fault()):
        raise signing.CannotSign(why)  # before the long work, not after it
    data = data_of(report)
    if snapshot.digest(scopes.attached(data, report.scope)) != report.data_sha256:
        raise CannotPublish("datanya bukan lagi data draf yang Anda baca. Susun laporan baru.")
    files = files_of(report, data)
    pdf, pages = steps.bind(data, files, scope=report.scope, mark=_mark(report))
    if not signing.is_set():
        return Final(pdf, pages, "", None)
    reason = f"Penerbitan Laporan Evaluasi KLA {report.period.year} nomor {report.number}"
    signed = signing.sign(pdf, reason=reason, location=report.period.kota.full_name)
    return Final(signed.pdf, pages, signed.by, signed.at)


def _mark(report: Report) -> Mark:
    """What the cover says; the day is the one on which the person published it, there."""
    zone = zone_of(report.period.kota.code)
    day = report.published_at.astimezone(zone).date() if report.published_at else None
    return Mark(draft=False, number=report.number, changes=report.changes, published=day)


def _set_published(report: Report, final: Final, path: Path, digest: str) -> None:
    """The row says published, where this call still has it: another may have taken it up."""
    with transaction.atomic():
        mine = Report.objects.filter(
            pk=report.pk, state=ReportState.PUBLISHING, step=TAKEN, attempts=report.attempts
        ).update(
            state=ReportState.PUBLISHED,
            step="done",
            stored_name=path.name,
            sha256=digest,
            size=len(final.pdf),
            pages=final.pages,
            signed_by=final.signed_by,
            signed_at=final.signed_at,
            error="",
            heartbeat=timezone.now(),
        )
        if mine:
            told = {"number": report.number, "sha256": digest, "signed_by": final.signed_by}
            _tell("report.published", report, **told)
    # The daily cleaning may have met an older file of this name just before the row stood.
    if mine and not path.exists():
        store(path, final.pdf)


@transaction.atomic
def give_back(report: Report, why: str) -> None:
    """Make it a draft again with a sentence; what the person typed about changes stays."""
    mine = Report.objects.filter(
        pk=report.pk, state=ReportState.PUBLISHING, attempts=report.attempts
    ).update(
        state=ReportState.DRAFT,
        step="done",
        number=None,
        published_at=None,
        published_by=None,
        error=why[:1000],
        heartbeat=timezone.now(),
    )
    if mine:
        _tell("report.unpublished", report, number=report.number, why=why[:200])


def _tell(verb: str, report: Report, **detail: Any) -> None:
    """How it ended goes into the trail under the name of who asked for it."""
    record(verb, report, by=report.published_by, area=report.period.kota, **detail)


def lost() -> list[int]:
    """Keys of reports whose publishing nobody works on any more, given free to be taken up.

    One that was lost too often becomes a draft again.
    """
    found = []
    silent = Report.objects.filter(state=ReportState.PUBLISHING, heartbeat__lt=stale_before())
    for report in silent.select_related(*_WITH):
        if report.attempts >= ATTEMPTS:
            give_back(report, "Penerbitan berhenti berulang kali (waktu atau memori habis).")
            continue
        found += [report.pk] * Report.objects.filter(
            pk=report.pk, state=ReportState.PUBLISHING, heartbeat=report.heartbeat
        ).update(step=ASKED, heartbeat=timezone.now())
    return found


def _words(fault: Exception) -> str:
    if isinstance(fault, CannotPublish | signing.CannotSign):
        return str(fault)
    return faults.words(fault)
