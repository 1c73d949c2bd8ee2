"""Pages that look over a city: dashboard, completeness, its years."""

from datetime import datetime, time
from fractions import Fraction
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from clusters import actions, city_queries, notices
from clusters.comment_queries import unread_count
from clusters.forms.period import ExceptionForm, PeriodForm
from clusters.gap_queries import ways_to
from clusters.models import Period, Sheet
from clusters.score_queries import score_period
from clusters.scoring.category import SPOKEN, next_category
from kla.accounts.rights import needs, or_404
from kla.areas.models import Area
from kla.areas.timezones import zone_of
from kla.requests import Request


@require_GET
@needs("clusters.read_scores")
def dashboard(request: Request) -> HttpResponse:
    """Where the city stands: three views, clusters, and what is missing to the next category."""
    period, periods = _period(request, city_queries.readable_periods(request.user))
    if period is None:
        return render(request, "clusters/no_period.html")
    views = score_period(period)
    verified = views["verified"].score
    hidden = city_queries.shielded(period, request.user)
    missing = next_category(verified)
    context = {
        "period": period,
        "periods": periods,
        "views": views,
        "category": SPOKEN.get(
            views["verified"].category or "", views["verified"].category or "Belum berkategori"
        ),
        "missing": (SPOKEN.get(missing[0], missing[0]), missing[1]) if missing else None,
        "clusters": city_queries.cluster_points(period, views["verified"], hidden),
        "band": city_queries.band(views),
        "losses": city_queries.losses(period, views["verified"], hidden),
        "hidden": hidden,
        "late": notices.late_in(period.kota, request.user),
    }
    return render(request, "clusters/dashboard.html", context)


@require_GET
@needs("clusters.read_scores")
def way_up(request: Request) -> HttpResponse:
    """The fewest single entries that come to the next category, by who can make them."""
    period, periods = _period(request, city_queries.readable_periods(request.user))
    if period is None:
        return render(request, "clusters/no_period.html")
    missing = next_category(score_period(period)["verified"].score)
    hidden = city_queries.shielded(period, request.user)
    suffices, points, groups = ways_to(period, missing[1] if missing else Fraction(0), hidden)
    context = {
        "period": period,
        "periods": periods,
        "missing": (SPOKEN.get(missing[0], missing[0]), missing[1]) if missing else None,
        "suffices": suffices,
        "points": points,
        "total": sum(len(group.ways) for group in groups),
        "groups": groups if missing else [],
        "hidden": hidden,
    }
    return render(request, "clusters/way_up.html", context)


@require_GET
@needs("clusters.coordinate")
def completeness(request: Request) -> HttpResponse:
    """Every kelurahan by cluster, and the kota's own sheets: who has not reported?"""
    period, periods = _period(request, city_queries.coordinated_periods(request.user))
    if period is None:
        return render(request, "clusters/no_period.html")
    context = city_queries.completeness(period) | {"period": period, "periods": periods}
    context["unread"] = unread_count(request.user)
    return render(request, "clusters/completeness.html", context)


@needs("clusters.coordinate")
@require_http_methods(["GET", "POST"])
def periods(request: Request) -> HttpResponse:
    """The years of the city, and the form that opens one."""
    kota = city_queries.coordinated_kota(request.user)
    if kota is None:
        raise Http404
    form = PeriodForm(kota, request.POST or None)
    if request.method == "POST" and form.is_valid() and _open(request, kota, form):
        return redirect("clusters:period-list")
    context = {
        "kota": kota,
        "form": form,
        "periods": Period.objects.filter(kota=kota).select_related("framework"),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "clusters/periods.html", context, status=status)


def _open(request: Request, kota: Area, form: PeriodForm) -> bool:
    given = form.cleaned_data
    deadline = datetime.combine(given["deadline"], time(16), tzinfo=zone_of(kota.code))
    was_open = kota.periods.filter(year=given["year"]).exists()
    try:
        period, made = actions.open_period(
            kota=kota,
            year=given["year"],
            by=request.user,
            areas=list(given["areas"]),
            opens_on=given["opens_on"],
            deadline=deadline,
            review_until=given["review_until"],
        )
    except ValidationError as refused:
        form.add_error(None, refused)
        return False
    sheets = f"{made} lembar baru" if made else "tidak ada lembar baru"
    news = f"sudah dibuka: {sheets}, tanggalnya tetap" if was_open else f"dibuka dengan {sheets}"
    messages.success(request, f"Tahun {period.year} {news}.")
    return True


@require_POST
@needs("clusters.coordinate")
def close(request: Request, pk: int) -> HttpResponse:
    """Close a year: nothing on its sheets can change any more."""
    period = get_object_or_404(Period.objects.select_related("kota"), pk=pk)
    or_404(request.user, "clusters.coordinate", period.kota)
    try:
        actions.close_period(period, by=request.user)
    except ValidationError as refused:
        messages.error(request, refused.messages[0])
    else:
        messages.success(request, f"Tahun {period.year} ditutup.")
    return redirect("clusters:period-list")


@needs("clusters.coordinate")
@require_http_methods(["GET", "POST"])
def exception(request: Request, pk: int) -> HttpResponse:
    """Open one sheet until a day, although the deadline or the year is over."""
    sheet = get_object_or_404(
        Sheet.objects.select_related("area", "cluster", "period__kota"), pk=pk
    )
    or_404(request.user, "clusters.coordinate", sheet.area)
    form = ExceptionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        zone = zone_of(sheet.area.code)
        until = datetime.combine(form.cleaned_data["until"], time(23, 59), tzinfo=zone)
        try:
            actions.open_exception(sheet, until, by=request.user)
        except ValidationError as refused:
            form.add_error("until", refused)
        else:
            messages.success(request, "Kelonggaran disimpan.")
            return redirect("clusters:completeness")
    status = 422 if request.method == "POST" else 200
    context: dict[str, Any] = {"sheet": sheet, "form": form}
    return render(request, "clusters/exception.html", context, status=status)


def _period(request: Request, readable: QuerySet[Period]) -> tuple[Period | None, list[Period]]:
    """The year that is asked for, else the newest; and all that can be chosen."""
    periods = list(readable)
    asked = request.GET.get("tahun", "")
    chosen = next((p for p in periods if str(p.year) == asked), None)
    return chosen or (periods[0] if periods else None), periods
