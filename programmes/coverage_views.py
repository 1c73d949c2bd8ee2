"""The pages of coverage: every service by kelurahan, and one page for each strategic issue."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from clusters.models import StrategicIssue
from kla.accounts.rights import needs
from kla.areas.timezones import zone_of
from kla.requests import Request
from programmes import queries
from programmes.coverage import picture
from programmes.coverage.asked import Asked, asked
from programmes.coverage.indicators import lines_of
from programmes.coverage.missing import missing_of
from programmes.coverage.reach import tally
from programmes.coverage.reading import Cells, cells, reached, trends
from programmes.five_years import order_of
from programmes.register import Register
from programmes.registers import REGISTERS
from programmes.several import slugs_of


@require_GET
@needs("programmes.read")
def coverage(request: Request) -> HttpResponse:
    """Every service in every kelurahan that the person sees, on a map and in a matrix."""
    about = asked(request)
    context = _shared(request, about) | {"issues": _issues(about)}
    return render(request, "programmes/coverage.html", context)


@require_GET
@needs("programmes.read")
def issue(request: Request, slug: str) -> HttpResponse:
    """One strategic issue: its indicators, its services by kelurahan, its registers."""
    about = asked(request, slug)
    found = next((one for one in _issues(about) if one.slug == slug), None)
    if found is None:
        raise Http404
    whose, lines = lines_of(about, slug, request.user)
    registers = [one for one in queries.registers_of(request.user) if slug in one.issues]
    context = _shared(request, about) | {
        "issue": found,
        "issues": _issues(about),
        "whose": whose,
        "lines": lines,
        "actions": _actions(request, about, slug),
        "registers": [(one, queries.rows_of(one, request.user).count()) for one in registers],
    }
    return render(request, "programmes/issue.html", context)


def _actions(request: Request, about: Asked, slug: str) -> list[Any]:
    """(action of the RAD, its state, is it late) of the year, that serve this issue."""
    register = REGISTERS["rad"]
    if register not in queries.registers_of(request.user):
        return []
    today = timezone.localdate(timezone=zone_of(about.kota.code))
    rows: Any = queries.rows_of(register, request.user)
    rows = list(rows.filter(area=about.kota, year=about.period.year))
    rows.sort(key=lambda row: order_of(("", row.code)))
    return [
        (row, row.get_state_display(), row.is_late(today))
        for row in rows
        if slug in slugs_of(row.issues)
    ]


def _issues(about: Asked) -> list[StrategicIssue]:
    return list(about.period.framework.issues.order_by("position"))


def _shared(request: Request, about: Asked) -> dict[str, Any]:
    """Map, list, matrix, trend and what is missing, for the services asked for."""
    told = cells(about.kota, about.period.year, about.services)
    wanted = request.GET.get("layanan", "")
    chosen = next((one for one in about.services if one.key == wanted), None)
    if len(about.services) == 1:
        chosen = about.services[0]
    if chosen:
        spots = picture.spots_of_one(about.areas, told[chosen.key])
        caption = f"{chosen.title}, {about.period.year}"
    else:
        spots = picture.spots_of_all(about.areas, told, about.services)
        caption = f"Layanan yang menjangkau anak, {about.period.year}"
    sheet = picture.sheet_of(about.kota) if len(about.areas) > 1 else None
    return {
        "about": about,
        "period": about.period,
        "periods": about.periods,
        "chosen": chosen,
        "maps": picture.maps_of(sheet, spots, caption) if about.services else [],
        "source": sheet.source if sheet else "",
        "caption": caption,
        "legend": picture.LEGEND_ONE if chosen else picture.LEGEND_ALL,
        "ranked": picture.ranked(spots),
        "groups": _groups(about, told),
        "foot": [reached(told[one.key], about.codes) for one in about.services],
        "trends": trends(about.kota, about.period.year, about.services, told, about.codes),
        "writable": {one.key for one in about.services if _writes(request, one.register)},
        "missing": missing_of(about.areas, told, about.services),
    }


def _writes(request: Request, register: Register) -> bool:
    return queries.areas_to_write(register, request.user).exists()


def _groups(about: Asked, told: Cells) -> list[Any]:
    """(kecamatan, its rows): each row a kelurahan with its cells and how many reach it."""
    found: dict[Any, list[Any]] = {}
    for area in about.areas:
        row = [(one, told[one.key][area.code]) for one in about.services]
        full, most = tally(reach.state for _, reach in row)
        found.setdefault(area.parent, []).append((area, row, full, most))
    return list(found.items())
