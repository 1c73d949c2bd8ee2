"""The first page: an operator's tasks, or the way to where somebody else works."""

from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from clusters import actions
from clusters.comment_queries import unread_by_sheet
from clusters.models import Entry, Mark, Period, Sheet
from clusters.operator_queries import (
    Place,
    default_period,
    periods_at,
    places_of,
    sheets_at,
    soon_expired,
)
from clusters.progress import Progress, progress_of
from kla.accounts.models import Role
from kla.accounts.rights import roles_of, signed_in
from kla.areas.timezones import zone_of
from kla.requests import Request

FIRST_PAGE = {
    Role.REVIEWER: "clusters:review-queue",
    Role.COORDINATOR: "clusters:dashboard",
    Role.VIEWER: "clusters:dashboard",
    Role.ADMIN: "accounts:account-list",
}
_ORDER = {"returned": 0, "draft": 1, "untouched": 2}
_LEGEND = {
    "returned": "dikembalikan",
    "draft": "sedang diisi",
    "untouched": "belum mulai",
    "submitted": "sudah diajukan",
    "verified": "terverifikasi",
    "locked": "terkunci",
}


@dataclass(frozen=True)
class NextStep:
    """The one thing to do first."""

    title: str
    button: str
    sheet: Sheet
    to_check: bool = False
    line: str = ""
    reason: Entry | None = None


@require_GET
@signed_in
def home(request: Request) -> HttpResponse:
    """What an operator has to do, the next thing first."""
    roles = roles_of(request.user)
    if Role.OPERATOR not in roles:
        page = next((name for role, name in FIRST_PAGE.items() if role in roles), None)
        return redirect(page) if page else render(request, "clusters/no_role.html")
    places = places_of(request.user)
    place = next((p for p in places if p.key == request.GET.get("wilayah")), places[0])
    periods = periods_at(place)
    asked = request.GET.get("tahun", "")
    period = next((p for p in periods if str(p.year) == asked), default_period(periods))
    context = {
        "places": places,
        "place": place,
        "periods": periods,
        "period": period,
        "expiring": soon_expired(request.user, timezone.localdate())[:5],
    }
    if period is not None:
        context |= _tasks(request, place, period)
    return render(request, "clusters/home.html", context)


def _tasks(request: Request, place: Place, period: Period) -> dict[str, Any]:
    rows = progress_of(period, sheets_at(place, period))
    unread = unread_by_sheet(request.user, [row.sheet for row in rows])
    rows = [replace(row, unread=unread.get(row.sheet.pk, 0)) for row in rows]
    todo = sorted(
        (row for row in rows if row.state in _ORDER),
        key=lambda row: (_ORDER[row.state], -row.answered, row.sheet.cluster.position),
    )
    writable = [row for row in todo if actions.can_write_now(row.sheet)]
    counts = {state: sum(row.state == state for row in rows) for state in _LEGEND}
    zone = zone_of(period.kota.code)
    return {
        "days_left": (
            period.deadline.astimezone(zone).date() - timezone.now().astimezone(zone).date()
        ).days,
        "is_over": period.deadline < timezone.now() or period.state != "open",
        "todo": todo,
        "done": [row for row in rows if row.state not in _ORDER],
        "next": _next_step(writable[0]) if writable else None,
        "petals": [(60 * number, row.state) for number, row in enumerate(rows[:6])],
        "legend": [(state, counts[state], _LEGEND[state]) for state in _LEGEND if counts[state]],
        "answered": sum(row.answered for row in rows),
        "total": sum(row.total for row in rows),
    }


def _next_step(row: Progress) -> NextStep:
    name = row.sheet.cluster.name
    if row.state == "returned":
        title = f"Perbaiki {row.returned} isian {name}"
        return NextStep(title, "Perbaiki sekarang", row.sheet, reason=_reason(row.sheet))
    if row.state == "untouched":
        return NextStep(f"Mulai mengisi {name}", "Mulai", row.sheet, line=row.line)
    if row.is_complete:
        title = f"Periksa dan ajukan {name}"
        return NextStep(title, "Periksa sekarang", row.sheet, to_check=True, line=row.line)
    return NextStep(f"Lanjutkan {name}", "Lanjutkan", row.sheet, line=row.line)


def _reason(sheet: Sheet) -> Entry | None:
    """The reviewer's words on the first entry that came back."""
    returned = sheet.entries.filter(mark=Mark.RETURNED).select_related("marked_by", "indicator")
    return returned.order_by("indicator__position").first()
