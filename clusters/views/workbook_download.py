"""The workbook for people, out: a sheet, all sheets of a place, or the whole city to read."""

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.text import slugify
from django.views.decorators.http import require_GET

from clusters.models import Period, Sheet
from clusters.operator_queries import default_period, own_sheets, periods_at, places_of, sheets_at
from clusters.views.entry import own_sheet
from clusters.workbook.gathering import book_of
from clusters.workbook.writing import write_book
from kla.accounts.rights import needs, or_404
from kla.requests import Request

TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
@needs("clusters.enter")
def sheet(request: Request, pk: int) -> HttpResponse:
    """One sheet."""
    found = own_sheet(request, pk)
    sheets = own_sheets(request.user).filter(pk=found.pk)
    return _file(sheets, found.period, found.area.full_name, found.cluster.short_name)


@require_GET
@needs("clusters.enter")
def place(request: Request) -> HttpResponse:
    """All sheets of one of the person's places and a year, the newest open one unless asked."""
    asked, year = request.GET.get("wilayah", ""), request.GET.get("tahun", "")
    places = places_of(request.user)
    found = next((one for one in places if one.key == asked), None if asked else places[0])
    if found is None:
        raise Http404
    periods = periods_at(found)
    period = next((p for p in periods if str(p.year) == year), None)
    period = period or (None if year else default_period(periods))
    if period is None:
        raise Http404
    return _file(sheets_at(found, period), period, found.name)


@require_GET
@needs("clusters.coordinate")
def city(request: Request, pk: int) -> HttpResponse:
    """Every sheet of a city's year, to read: each of its entries has an operator of its own."""
    period = get_object_or_404(Period.objects.select_related("kota"), pk=pk)
    or_404(request.user, "clusters.coordinate", period.kota)
    sheets = period.sheets.select_related("period__kota", "area__parent", "cluster", "office")
    return _file(sheets, period, period.kota.full_name, readonly=True)


def _file(
    sheets: QuerySet[Sheet], period: Period, name: str, part: str = "", *, readonly: bool = False
) -> HttpResponse:
    book = book_of(sheets, period, f"{name}, {period.year}", readonly=readonly)
    if not book.tabs:
        raise Http404
    slug = slugify(f"lembar kerja {name} {part} {period.year}")
    response = HttpResponse(write_book(book), content_type=TYPE)
    response["Content-Disposition"] = f'attachment; filename="{slug}.xlsx"'
    response["Cache-Control"] = "private, no-store"
    return response
