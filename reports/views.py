"""The report's pages: list, progress, publishing, download, and the public check."""

import hashlib
import re

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from clusters.models import Period
from kla.accounts.rights import needs, or_404, public
from kla.audit.actions import record
from kla.requests import Request
from reports import actions, queries, tasks
from reports.jobs import stale_before
from reports.models import Report, ReportState
from reports.publishing import report_path

_CODE = re.compile("[0-9a-f]{1,64}")
MOST_UPLOAD = 60 * 1024 * 1024


@require_GET
@needs("reports.read")
def report_list(request: Request) -> HttpResponse:
    """The current report first, then the button to compile and what went before."""
    reports = list(queries.visible_reports(request.user)[:50])
    current = next((r for r in reports if r.state == ReportState.PUBLISHED), None)
    context = {
        "reports": reports,
        "current": current,
        "periods": queries.compilable_periods(request.user),
        "may_download": current is not None and request.user.has_perm("reports.download", current),
    }
    return render(request, "reports/report_list.html", context)


@require_POST
@needs("reports.compile")
def start(request: Request, period_pk: int) -> HttpResponse:
    """Ask for the report of a year, or join the one that is being compiled."""
    period = get_object_or_404(Period.objects.select_related("kota"), pk=period_pk)
    or_404(request.user, "reports.compile", period.kota)
    report = actions.request_report(period, by=request.user)
    return redirect("reports:report-progress", report.pk)


@require_GET
@needs("reports.compile")
def progress(request: Request, pk: int) -> HttpResponse:
    """Where the job stands; the part that moves is fetched again every two seconds."""
    report = _mine(request, pk)
    if report.state in actions.ACTIVE and report.heartbeat < stale_before():
        tasks.reap.delay()
    template = "reports/progress_part.html" if request.htmx else "reports/progress.html"
    age = int((timezone.now() - report.heartbeat).total_seconds())
    context = {
        "report": report,
        "sections": report.sections.all(),
        "age": max(age, 0),
        "running": report.state in actions.ACTIVE,
    }
    return render(request, template, context)


@require_POST
@needs("reports.compile")
def retry(request: Request, pk: int) -> HttpResponse:
    """Take a failed report up again."""
    return _act(request, pk, actions.retry_report, "Laporan disusun lagi.")


@require_POST
@needs("reports.compile")
def publish(request: Request, pk: int) -> HttpResponse:
    """Make the draft the published report."""
    return _act(request, pk, actions.publish_report, "Laporan terbit.")


@require_GET
@needs("reports.read")
def download(request: Request, pk: int) -> FileResponse:
    """The PDF, to those entitled; each download is recorded."""
    report = get_object_or_404(queries.visible_reports(request.user), pk=pk)
    or_404(request.user, "reports.download", report)
    path = report_path(report)
    if not path.exists():
        raise Http404
    record("report.download", report, by=request.user, area=report.period.kota)
    kota = report.period.kota.name
    kind = "" if report.number else " draf"
    return FileResponse(
        path.open("rb"),
        as_attachment=True,
        filename=f"Laporan KLA {kota} {report.period.year}{kind}.pdf",
        content_type="application/pdf",
    )


@public
@require_http_methods(["GET", "POST"])
def check_form(request: Request) -> HttpResponse:
    """Is this printed report, or this file, genuine? By its code or by the file itself."""
    short = request.GET.get("kode", "").replace(" ", "").lower()
    if _CODE.fullmatch(short):
        return redirect("reports:report-check", short)
    if short:
        return _answer(request, short[:64], by_file=False)
    upload = request.FILES.get("berkas")
    if upload is None:
        return render(request, "reports/check_form.html", {"missing": request.method == "POST"})
    if (upload.size or 0) > MOST_UPLOAD:
        return render(request, "reports/check_form.html", {"large": True}, status=422)
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    return _answer(request, digest.hexdigest(), by_file=True)


@public
@require_GET
def check(request: Request, short: str) -> HttpResponse:
    """What is known of the snapshot whose hash begins with the printed code."""
    return _answer(request, short.lower(), by_file=False)


def _answer(request: Request, code: str, *, by_file: bool) -> HttpResponse:
    report = queries.known_hash(code)
    context = {"report": report, "code": code, "by_file": by_file}
    return render(request, "reports/check.html", context, status=200 if report else 404)


def _mine(request: Request, pk: int) -> Report:
    report = get_object_or_404(queries.visible_reports(request.user), pk=pk)
    or_404(request.user, "reports.compile", report.period.kota)
    return report


def _act(request: Request, pk: int, act: object, done: str) -> HttpResponse:
    report = _mine(request, pk)
    try:
        act(report, by=request.user)  # type: ignore[operator]
    except ValidationError as refused:
        messages.error(request, refused.messages[0])
    else:
        messages.success(request, done)
    return redirect("reports:report-progress", report.pk)
