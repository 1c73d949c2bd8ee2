"""What is known of a printed code or of a file: reads for the public check."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from kla.audit.models import Record
from reports.models import Report, ReportState

CODE_LENGTH = 12  # hexadecimal digits of the printed code
MOST = 20  # published reports of the same data: the whole and its parts


@dataclass(frozen=True)
class Verdict:
    """A file's `kind`: current, replaced, draft, altered or unknown; and of which report."""

    kind: str
    report: Report | None = None


def published() -> QuerySet[Report]:
    """Published reports with what the check says of them."""
    return Report.objects.filter(state=ReportState.PUBLISHED).select_related("period__kota")


def by_code(code: str) -> list[Report]:
    """The published reports whose data's hash begins so, or whose file has that hash."""
    if len(code) < CODE_LENGTH:
        return []
    known = Q(data_sha256__startswith=code) | Q(sha256=code)
    return list(published().filter(known).order_by("scope", "edition", "-number")[:MOST])


def is_draft_code(code: str) -> bool:
    """Is it the code of a draft that is not published?"""
    drafts = Report.objects.filter(state__in=[ReportState.DRAFT, ReportState.PUBLISHING])
    return len(code) >= CODE_LENGTH and drafts.filter(data_sha256__startswith=code).exists()


def by_file(sha256: str) -> Verdict:
    """What the file with this hash is; never `altered`, for that its inside is needed."""
    report = published().filter(sha256=sha256).order_by("-number").first()
    if report is not None:
        return Verdict("replaced" if later(report) else "current", report)
    if Report.objects.filter(sha256=sha256).exclude(state=ReportState.PUBLISHED).exists():
        return Verdict("draft")
    return _former_draft(sha256)


def _former_draft(sha256: str) -> Verdict:
    """A draft that was published later has another file now; the record still knows it."""
    told = Record.objects.filter(verb="report.publish", detail__draft_sha256=sha256)
    asked = told.first()
    if asked is None:
        return Verdict("unknown")
    pk = int(asked.thing.rpartition(":")[2])
    return Verdict("draft", published().filter(pk=pk).first())


def by_data(data_sha256: str) -> Verdict:
    """A file that is none of ours, but has the data of a published report in it."""
    same = published().filter(data_sha256=data_sha256) if data_sha256 else published().none()
    report = same.order_by("-number").first()
    return Verdict("altered", report) if report else Verdict("unknown")


def later(report: Report) -> list[Report]:
    """The published reports that came after it, the newest first."""
    return list(
        Report.objects.filter(
            period=report.period,
            edition=report.edition,
            scope=report.scope,
            state=ReportState.PUBLISHED,
            number__gt=report.number,
        ).order_by("-number")
    )
