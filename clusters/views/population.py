"""The page *Penduduk*: a kelurahan's common denominators of a year, entered once.

Its script sends the form itself, so that what is typed stays on the page whatever comes back.
"""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from clusters import actions, workflow
from clusters.forms.population import PopulationForm
from clusters.models import Period
from clusters.operator_queries import Place, default_period, periods_at
from clusters.population_queries import numbers_of, population_places
from clusters.views.entry import stays_in_card
from kla.accounts.rights import needs
from kla.requests import Request

STALE = "Ada angka yang baru saja diubah orang lain. Periksa, lalu simpan lagi bila Anda yakin."


@require_http_methods(["GET", "POST"])
@stays_in_card
@needs("clusters.enter_population")
def population(request: Request) -> HttpResponse:
    """The numbers of one kelurahan and year; a POST stores all of them or none."""
    places = population_places(request.user)
    place = _chosen(places, request.GET.get("wilayah"))
    periods = periods_at(place)
    period = _year(periods, request.GET.get("tahun"))
    context: dict[str, Any] = {
        "places": places,
        "place": place,
        "periods": periods,
        "period": period,
        "area": place.assignment.area,
    }
    if period is None:
        return render(request, "clusters/population.html", context)
    status = 200
    if request.method == "POST":
        form, status = _save(request, place, period)
        if status == 302:
            query = urlencode({"wilayah": place.key, "tahun": period.year})
            return _stored(request, f"{reverse('clusters:population')}?{query}")
    else:
        form = _form(request, place, period)
    context |= {"form": form, "writable": _is_open(period), "stale": status == 409}
    return render(request, "clusters/population.html", context, status=status)


def _stored(request: Request, url: str) -> HttpResponse:
    """Back to the page; its script is told where, so that no other page passes for ours."""
    if not request.htmx:
        return redirect(url)
    return HttpResponse(status=204, headers={"HX-Redirect": url})


def _chosen(places: list[Place], key: str | None) -> Place:
    found = [place for place in places if key in (None, place.key)]
    if not found:
        raise Http404
    return found[0]


def _year(periods: list[Period], asked: str | None) -> Period | None:
    if asked is None:
        return default_period(periods)
    found = next((period for period in periods if str(period.year) == asked), None)
    if found is None:
        raise Http404
    return found


def _form(request: Request, place: Place, period: Period, data: Any = None) -> PopulationForm:
    numbers = numbers_of(place.assignment.area, period, request.user)
    return PopulationForm(numbers, data, readonly=not _is_open(period))


def _is_open(period: Period) -> bool:
    return workflow.is_open(period.state, has_exception=False)


def _save(request: Request, place: Place, period: Period) -> tuple[PopulationForm, int]:
    """Try to store; on a refusal the form says why and keeps what was typed."""
    form = _form(request, place, period, request.POST)
    if not form.is_valid():
        return form, 422
    try:
        actions.save_population(place.assignment.area, period, form.given, by=request.user)
    except actions.EditConflict:
        form = _form(request, place, period, request.POST)  # with what stands now
        form.rebase()
        form.is_valid()
        form.add_error(None, STALE)
        return form, 409
    except ValidationError as refused:
        form.add_error(None, refused)
        return form, 422
    except PermissionDenied as refused:
        form.add_error(None, str(refused))
        return form, 403
    messages.success(request, "Data penduduk tersimpan.")
    return form, 302
