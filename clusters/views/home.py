"""The first page: an operator's tasks, or the way to where somebody else works."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from clusters.models import Entry, PeriodState, Sheet
from clusters.operator_queries import own_sheets
from clusters.progress import Progress, progress_of
from kla.accounts.models import Role
from kla.accounts.rights import roles_of, signed_in

FIRST_PAGE = {
    Role.REVIEWER: "clusters:review-queue",
    Role.COORDINATOR: "clusters:dashboard",
    Role.VIEWER: "clusters:dashboard",
    Role.ADMIN: "accounts:account-list",
}
_ORDER = {"returned": 0, "draft": 1, "untouched": 2}


@require_GET
@signed_in
def home(request: HttpRequest) -> HttpResponse:
    """What an operator has to do, the next thing first."""
    roles = roles_of(request.user)
    if Role.OPERATOR not in roles:
        page = next((name for role, name in FIRST_PAGE.items() if role in roles), None)
        return redirect(page) if page else render(request, "clusters/no_role.html")
    sheets = list(own_sheets(request.user))
    years = sorted({sheet.period.year for sheet in sheets}, reverse=True)
    year = _year(request, sheets, years)
    rows = _rows([sheet for sheet in sheets if sheet.period.year == year])
    todo = sorted(
        (row for row in rows if row.state in _ORDER),
        key=lambda row: (_ORDER[row.state], -row.answered, row.sheet.cluster.position),
    )
    context = {
        "year": year,
        "years": years,
        "period": rows[0].sheet.period if rows else None,
        "place": rows[0].sheet.area if rows else None,
        "todo": todo,
        "next": todo[0] if todo else None,
        "reason": _reason(todo[0].sheet) if todo and todo[0].state == "returned" else None,
        "done": [row for row in rows if row.state not in _ORDER],
        "rows": rows,
        "petals": [(60 * number, row.state) for number, row in enumerate(rows[:6])],
        "answered": sum(row.answered for row in rows),
        "total": sum(row.total for row in rows),
    }
    return render(request, "clusters/home.html", context)


def _year(request: HttpRequest, sheets: list[Sheet], years: list[int]) -> int | None:
    asked = request.GET.get("tahun", "")
    if asked.isdecimal() and int(asked) in years:
        return int(asked)
    opened = [s.period.year for s in sheets if s.period.state == PeriodState.OPEN]
    return max(opened, default=years[0] if years else None)


def _rows(sheets: list[Sheet]) -> list[Progress]:
    by_period: dict[int, list[Sheet]] = {}
    for sheet in sheets:
        by_period.setdefault(sheet.period_id, []).append(sheet)
    return [row for group in by_period.values() for row in progress_of(group[0].period, group)]


def _reason(sheet: Sheet) -> Entry | None:
    """The reviewer's words on the first entry that came back."""
    return sheet.entries.filter(mark="returned").select_related("marked_by").first()
