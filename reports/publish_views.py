"""Publishing a finished report, and downloading it."""

import logging
from io import BytesIO
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from kla.accounts.rights import needs, or_404
from kla.audit.actions import record
from kla.requests import Request
from reports import queries, signing
from reports.file_names import file_name
from reports.models import Edition, Report, ReportState
from reports.narrative.checklist import checks_of
from reports.publish_actions import SAME_DATA, publish_report, what_changed
from reports.publish_forms import PublishForm
from reports.publishing import report_path, whole
from reports.views import mine

log = logging.getLogger(__name__)


class Damaged(Exception):
    """The stored file of a report is not what was stored."""


@require_http_methods(["GET", "POST"])
@needs("reports.compile")
def publish(request: Request, pk: int) -> HttpResponse:
    """Ask once more, saying what publishing does; then have the draft published."""
    report = mine(request, pk)
    if report.state != ReportState.DRAFT:
        return redirect("reports:report-progress", pk)
    standing = queries.published_of(report)
    told = what_changed(report)
    form = PublishForm(
        request.POST if request.method == "POST" else None,
        asks=standing is not None and report.edition == Edition.FULL,
        initial={"changes": report.changes or told},
    )
    if form.is_valid() and _published(request, report, form):
        return redirect("reports:report-progress", pk)
    context = {
        "report": report,
        "standing": standing,
        "told": (told or SAME_DATA) if standing else "",
        "form": form,
        "signs": signing.is_set(),
        "checks": checks_of(report),
    }
    return render(request, "reports/publish.html", context, status=422 if form.errors else 200)


def _published(request: Request, report: Report, form: PublishForm) -> bool:
    """Was the job asked for? Why not is said in the form."""
    try:
        publish_report(report, by=request.user, changes=form.cleaned_data.get("changes", ""))
    except ValidationError as refused:
        for words in refused.messages:
            form.add_error("changes" if "changes" in form.fields else None, words)
        return False
    messages.success(request, "Laporan sedang diterbitkan.")
    return True


@require_GET
@needs("reports.download")
def download(request: Request, pk: int) -> HttpResponseBase:
    """The PDF, to those entitled; each download is recorded."""
    report = get_object_or_404(queries.visible_reports(request.user), pk=pk)
    or_404(request.user, "reports.download", report)
    try:
        return as_pdf(report, by=request.user)
    except Damaged:
        return render(request, "reports/damaged.html", {"report": report}, status=500)


def as_pdf(report: Report, *, by: Any) -> FileResponse:
    """The file of a report as a download, which is recorded.

    Raises Http404 where it is gone, and Damaged where it is not what was stored: sent on, it
    would be called changed by our own check, and rightly.
    """
    try:
        content = report_path(report).read_bytes()
    except OSError:
        raise Http404 from None
    if not whole(report, content):
        log.error("the file of report %s is not what was stored", report.pk)
        raise Damaged
    record("report.download", report, by=by, area=report.period.kota)
    return FileResponse(
        BytesIO(content),
        as_attachment=True,
        filename=file_name(report, "pdf"),
        content_type="application/pdf",
    )
