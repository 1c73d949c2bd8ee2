"""Publishing by a person: the draft gets its number and the job is asked for."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from clusters.models import Period
from kla.audit.actions import record
from kla.identity import MESSAGE, has_identity_number
from reports import comparison, publish_tasks, queries, snapshot, tasks
from reports.editions import data_of
from reports.models import Edition, Report, ReportState
from reports.narrative.checklist import checks_of
from reports.stamp import MOST_CHANGES

SAME_DATA = "Disusun ulang dari data yang sama."
UNTOLD = "Tulis apa yang berubah dari laporan yang digantikan."


def publish_report(report: Report, *, by: Any, changes: str = "") -> Report:
    """Give a draft the next number of its year and ask for the job that publishes it.

    `changes` says in words what a correction changed; the first number needs none, and of the
    public edition, which prints nothing that a person wrote, it is told from the data. Raises
    ValidationError, for `changes` under that name.
    """
    held_back = [one.word for one in checks_of(report) if one.blocks and not one.done]
    if held_back:
        raise ValidationError(held_back)
    if report.edition == Edition.PUBLIC:
        changes = what_changed(report) or SAME_DATA
    try:
        return _ask(report, by=by, changes=changes.strip())
    except IntegrityError:
        raise ValidationError("Laporan lain sedang disusun. Tunggu sampai selesai.") from None


def what_changed(report: Report) -> str:
    """A first wording of what a correction changed, from the two snapshots; "" where it is the
    first of its kind or nothing differs."""
    standing = queries.published_of(report)
    if standing is None:
        return ""
    old, new = (data_of(snapshot.load(one.snapshot), report.edition) for one in (standing, report))
    return comparison.for_everybody(old, new, MOST_CHANGES)


@transaction.atomic
def _ask(report: Report, *, by: Any, changes: str) -> Report:
    held = (
        Report.objects.select_for_update(of=("self",))
        .select_related("period__kota")
        .get(pk=report.pk)
    )
    if held.state != ReportState.DRAFT:
        raise ValidationError("Hanya draf yang selesai dapat diterbitkan.")
    # Two drafts of a year that are published at once take their numbers one after the other.
    Period.objects.select_for_update().get(pk=held.period_id)
    number = next_number(held)
    if number > 1 and not changes:
        raise ValidationError({"changes": UNTOLD})
    if has_identity_number(changes):
        raise ValidationError({"changes": MESSAGE})
    held.number, held.changes = number, changes if number > 1 else ""
    held.state, held.step = ReportState.PUBLISHING, "publish"
    held.published_at = held.heartbeat = timezone.now()
    held.published_by, held.attempts, held.error, held.seen_at = by, 0, "", None
    held.save(update_fields=_WRITTEN)
    detail = {"number": number, "draft_sha256": held.sha256, "data_sha256": held.data_sha256}
    record("report.publish", held, by=by, area=held.period.kota, **detail)
    tasks.ask_on_commit(publish_tasks.publish, held.pk)
    return held


_WRITTEN = (
    "number changes state step published_at heartbeat published_by attempts error seen_at".split()
)


def next_number(report: Report) -> int:
    """The number the report would be published under now."""
    last = Report.objects.filter(
        period=report.period, edition=report.edition, scope=report.scope
    ).aggregate(number=Max("number"))
    return (last["number"] or 0) + 1
