"""The report's other forms (HTML, DOCX), and asking for a part of the report alone."""

from pathlib import Path

from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from clusters.models import Period
from kla.accounts.rights import needs, or_404
from kla.audit.actions import record
from kla.requests import Request
from reports import actions, queries, scope_choices
from reports.file_names import file_name
from reports.forms import making, stored
from reports.models import Report

_TYPES = {
    "html": "text/html; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@require_GET
@needs("reports.download")
def forms(request: Request, pk: int) -> HttpResponse:
    """The finished report's forms; the part on DOCX is fetched again while it is made."""
    report = _finished(request, pk)
    path = stored.path_of(report, "docx")
    context = {
        "report": report,
        "title": scope_choices.words_of([report])[report.pk],
        "docx": stored.state_of(path),
        "fault": stored.why_failed(path),
        "size": path.stat().st_size if path.exists() else 0,
    }
    template = "reports/forms/docx_part.html" if request.htmx else "reports/forms/page.html"
    return render(request, template, context)


def _finished(request: Request, pk: int) -> Report:
    report = get_object_or_404(queries.visible_reports(request.user), pk=pk)
    return or_404(request.user, "reports.download", report)


@require_GET
@needs("reports.download")
def download_html(request: Request, pk: int) -> FileResponse:
    """The report as one HTML file; each download is recorded."""
    report = _finished(request, pk)
    return _give(request, report, making.html_file(report), "html")


@require_POST
@needs("reports.download")
def prepare_docx(request: Request, pk: int) -> HttpResponse:
    """Ask a worker for the DOCX."""
    report = _finished(request, pk)
    actions.request_docx(report, by=request.user)
    return redirect("reports:report-forms", report.pk)


@require_GET
@needs("reports.download")
def download_docx(request: Request, pk: int) -> FileResponse:
    """The DOCX, once a worker made it; each download is recorded."""
    report = _finished(request, pk)
    path = stored.path_of(report, "docx")
    if not path.exists():
        raise Http404
    return _give(request, report, path, "docx")


def _give(request: Request, report: Report, path: Path, kind: str) -> FileResponse:
    record("report.download", report, by=request.user, area=report.period.kota, form=kind)
    answer = FileResponse(
        path.open("rb"),
        as_attachment=True,
        filename=file_name(report, kind),
        content_type=_TYPES[kind],
    )
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@require_http_methods(["GET", "POST"])
@needs("reports.compile")
def part(request: Request, period_pk: int) -> HttpResponse:
    """Choose a part of the year's report and ask for it alone, or join the one that runs."""
    period = get_object_or_404(Period.objects.select_related("kota"), pk=period_pk)
    or_404(request.user, "reports.compile", period.kota)
    fault = ""
    if request.method == "POST":
        try:
            report = actions.request_report(
                period, scope=request.POST.get("scope", ""), by=request.user
            )
        except ValidationError as refused:
            fault = refused.messages[0]
        else:
            return redirect("reports:report-progress", report.pk)
    context = {
        "period": period,
        "groups": scope_choices.groups(period),
        "fault": fault,
        "reports": _parts(request, period),
    }
    return render(request, "reports/forms/part.html", context, status=422 if fault else 200)


def _parts(request: Request, period: Period) -> list[tuple[str, Report]]:
    """(what about, report) of the parts asked for in this year, the newest first."""
    mine = queries.visible_reports(request.user).filter(period=period).exclude(scope="")[:30]
    titles = dict(scope_choices.titles(period))
    return [(titles.get(report.scope, report.scope), report) for report in mine]
