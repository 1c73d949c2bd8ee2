"""The pages of a section that is ready, for who compiles the report, before all of it is."""

from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from kla.accounts.rights import needs
from kla.requests import Request
from reports import pictures
from reports.models import Report, Section, SectionState
from reports.views import mine


@require_GET
@needs("reports.compile")
def section(request: Request, pk: int, section_pk: int) -> HttpResponse:
    """All pages of one section, with the ready ones before and after it."""
    report = mine(request, pk)
    one, _ = _ready(report, section_pk)
    ready = report.sections.filter(state=SectionState.READY)
    context = {
        "report": report,
        "section": one,
        "numbers": range(1, one.pages + 1),
        "before": ready.filter(position__lt=one.position).last(),
        "after": ready.filter(position__gt=one.position).first(),
    }
    return render(request, "reports/section.html", context)


@require_GET
@needs("reports.compile")
def page(request: Request, pk: int, section_pk: int, number: int, size: str) -> HttpResponse:
    """One page of it as a picture; the browser keeps it, nobody in between does."""
    one, path = _ready(mine(request, pk), section_pk)
    width = pictures.WIDTHS.get(size)
    png = pictures.page_png(path, number, width) if width else None
    if png is None:
        raise Http404
    # A section that is ready never changes, so its picture is fetched once.
    headers = {"Cache-Control": "private, max-age=86400, immutable"}
    return HttpResponse(png, content_type="image/png", headers=headers)


def _ready(report: Report, section_pk: int) -> tuple[Section, Path]:
    """The report's section and its file, where both are there; else Http404."""
    one = get_object_or_404(report.sections, pk=section_pk, state=SectionState.READY)
    path = settings.REPORTS_DIR / "sections" / f"{one.content_sha256}.pdf"
    if not path.exists():
        raise Http404
    return one, path
