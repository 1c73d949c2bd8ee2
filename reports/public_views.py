"""The public edition: asking for it beside the full one, and its page for everybody."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from kla.accounts.rights import needs, public
from kla.requests import Request
from reports import actions, queries
from reports.publish_views import Damaged, as_pdf
from reports.views import mine


@require_POST
@needs("reports.compile")
def start(request: Request, pk: int) -> HttpResponse:
    """Ask for the public edition of the same data as this report's."""
    report = mine(request, pk)
    try:
        report = actions.request_public(report, by=request.user)
    except ValidationError as refused:
        messages.error(request, refused.messages[0])
    return redirect("reports:report-progress", report.pk)


@public
@require_GET
def public_list(request: Request) -> HttpResponse:
    """The public reports of every city and year, for everybody."""
    return render(request, "reports/public_list.html", {"reports": queries.public_reports()})


@public
@require_GET
def download(request: Request, kota: str, year: int) -> FileResponse:
    """The newest public report of a city and year; each download is recorded."""
    by = request.user if request.user.is_authenticated else None
    for report in queries.public_reports():
        if (report.period.kota.code, report.period.year) == (kota, year):
            try:
                return as_pdf(report, by=by)
            except Damaged:  # its coordinator is told; nobody else can mend it
                raise Http404 from None
    raise Http404
