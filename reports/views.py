"""The report's pages of work: list, asking for one, progress, trying again, cancelling."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import reswap, retarget

from clusters.models import Period
from kla.accounts.rights import needs, or_404
from kla.requests import Request
from reports import actions, queries, scope_choices, tasks
from reports import progress as progress_page
from reports.heartbeat import stale_before
from reports.models import AT_WORK, COMPILING, Edition, Report, ReportState
from reports.narrative import queries as words


@require_GET
@needs("reports.read")
def report_list(request: Request) -> HttpResponse:
    """The current report first, then the button to compile and what went before."""
    reports = list(queries.visible_reports(request.user)[:50])
    about = scope_choices.words_of(reports)
    for report in reports:
        report.words = about[report.pk]  # type: ignore[attr-defined]
        report.downloads = request.user.has_perm("reports.download", report)  # type: ignore[attr-defined]
    published = [r for r in reports if r.state == ReportState.PUBLISHED and not r.scope]
    full = [report for report in published if report.edition == Edition.FULL]
    current = next(iter(full or published), None)
    context = {
        "reports": reports,
        "current": current,
        "periods": queries.compilable_periods(request.user),
        "narratives": words.waiting(request.user),
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
    """Where the job stands; what moves is fetched again every two seconds, until it has ended."""
    report = mine(request, pk)
    running = report.state in AT_WORK
    if running and report.heartbeat < stale_before():
        tasks.reap_now()
    actions.see_end(report, by=request.user)
    sections = list(report.sections.all())
    report.words = scope_choices.words_of([report])[report.pk]  # type: ignore[attr-defined]
    context = {
        "report": report,
        "tiles": progress_page.tiles(sections),
        "left": progress_page.left(report, sections),
        "age": max(int((timezone.now() - report.heartbeat).total_seconds()), 0),
        "running": running,
        "cancellable": report.state in COMPILING,
        "public": queries.public_edition_of(report),
    }
    if not request.htmx:
        return render(request, "reports/progress.html", context)
    if running:
        return render(request, "reports/progress_moves.html", context)
    ended = render(request, "reports/progress_ended.html", context)
    return reswap(retarget(ended, "#job"), "outerHTML")


@require_POST
@needs("reports.compile")
def retry(request: Request, pk: int) -> HttpResponse:
    """Take a failed report up again."""
    return act_on(request, pk, actions.retry_report, "Laporan disusun lagi.")


@require_POST
@needs("reports.compile")
def cancel(request: Request, pk: int) -> HttpResponse:
    """End a job that runs."""
    return act_on(request, pk, actions.cancel_report, "Penyusunan dibatalkan.")


def mine(request: Request, pk: int) -> Report:
    """The report, where the user may compile it; else Http404."""
    report = get_object_or_404(queries.visible_reports(request.user), pk=pk)
    or_404(request.user, "reports.compile", report.period.kota)
    return report


def act_on(request: Request, pk: int, act: object, done: str) -> HttpResponse:
    """Do `act` with the report, say `done` or why not, and go back to its page."""
    report = mine(request, pk)
    try:
        act(report, by=request.user)  # type: ignore[operator]
    except ValidationError as refused:
        messages.error(request, refused.messages[0])
    else:
        messages.success(request, done)
    return redirect("reports:report-progress", report.pk)
