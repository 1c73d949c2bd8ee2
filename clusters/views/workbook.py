"""The workbook for people, in: an upload is looked at, then applied whole or not at all."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from clusters.actions import CLOSED, EditConflict
from clusters.actions.workbook import save_workbook
from clusters.models import Period, Sheet
from clusters.operator_queries import default_period, own_sheets, periods_at, places_of
from clusters.views.workbook_lines import lines_of
from clusters.workbook.comparing import Preview, compare, compare_again
from clusters.workbook.gathering import Owed, owed_on, standing_on
from clusters.workbook.intake import MOST_BYTES, RefusedWorkbook, open_workbook
from clusters.workbook.parcel import BadParcel, Change, Parcel, belongs, seal, unseal
from clusters.workbook.reading import Found, read_book
from kla.accounts.rights import needs
from kla.requests import Request

MOST_SHOWN = 200  # faults; the rest is counted
_FOREIGN = (
    "Lembar kerja ini dari wilayah atau tahun yang bukan milik Anda. "
    "Unduh lembar kerja Anda sendiri."
)
_MEANWHILE = (
    "Ada isian yang baru diubah orang lain. Belum ada yang disimpan; bandingkan lagi di bawah."
)


@needs("clusters.enter")
@require_http_methods(["GET", "POST"])
def upload(request: Request) -> HttpResponse:
    """The page that takes a workbook; a POST shows what it would change, and stores nothing."""
    if request.method == "GET":
        return _page(request)
    try:
        found = _read(request)
        owed = _owed(request, found.kota, found.year) if found.kota or not found.faults else []
        seen = compare(found.rows, standing_on(owed), found.faults)
        return _show(request, found.kota, found.year, owed, seen, unread=found.unread)
    except (RefusedWorkbook, BadParcel) as refused:
        return _page(request, status=422, refused=str(refused))


@require_POST
@needs("clusters.enter")
def apply(request: Request) -> HttpResponse:
    """Store everything that a preview showed, or nothing of it."""
    try:
        parcel = unseal(request.POST.get("parcel", ""), by=request.user)
        owed = _owed(request, parcel.kota, parcel.year)
        if not belongs(parcel, standing_on(owed)):
            raise BadParcel(_FOREIGN)
    except (RefusedWorkbook, BadParcel) as refused:
        return _page(request, status=422, refused=str(refused))
    chosen = _chosen(request, parcel)
    if chosen is None:
        words = "Pilih dulu untuk setiap bentrok. Belum ada yang disimpan."
        return _again(request, parcel, owed, words, 422)
    by_key = {(one.sheet.pk, one.indicator.code): one for one in owed}
    rows = [(by_key[change.key], change) for change in chosen]
    try:
        save_workbook(
            [(one.sheet, one.indicator, change.answer, change.seen) for one, change in rows],
            by=request.user,
        )
    except EditConflict:
        latest = _owed(request, parcel.kota, parcel.year)
        return _again(request, parcel, latest, _MEANWHILE, 409)
    except ValidationError as refused:
        return _again(request, parcel, owed, " ".join(refused.messages), 422)
    except PermissionDenied as refused:
        return _again(request, parcel, owed, str(refused) or CLOSED, 403)
    return _stored(request, [one.sheet for one, _ in rows])


def _read(request: Request) -> Found:
    file = request.FILES.get("file")
    if file is None:
        raise RefusedWorkbook("Pilih dulu berkas lembar kerja yang sudah diisi.")
    if (file.size or 0) > MOST_BYTES:
        raise RefusedWorkbook("Berkas lebih besar dari 5 MB.")
    return read_book(open_workbook(file.read()))


def _owed(request: Request, kota: str, year: int) -> list[Owed]:
    """What the person's sheets of that city and year ask for. Raises RefusedWorkbook."""
    period = Period.objects.filter(kota__code=kota, year=year).first()
    sheets: QuerySet[Sheet] = own_sheets(request.user).filter(period=period)
    owed = owed_on(sheets, period) if period else []
    if not owed:
        raise RefusedWorkbook(_FOREIGN)
    return owed


def _chosen(request: Request, parcel: Parcel) -> list[Change] | None:
    """The changes that are to be stored; None while a conflict waits for a choice."""
    chosen = []
    for change in parcel.changes:
        sheet, code = change.key
        choice = request.POST.get(f"pilih-{sheet}-{code}") if change.is_conflict else "mine"
        if choice not in ("mine", "theirs"):
            return None
        if choice == "mine":
            chosen.append(change)
    return chosen


def _stored(request: Request, sheets: list[Sheet]) -> HttpResponse:
    if not sheets:
        messages.info(request, "Tidak ada yang diubah; isian yang tersimpan tetap.")
        return redirect("clusters:home")
    again = "Untuk mengubah lagi di lembar kerja, unduh yang baru."
    messages.success(request, f"{len(sheets)} isian dari lembar kerja tersimpan. {again}")
    only = {sheet.pk for sheet in sheets}
    return redirect(sheets[0]) if len(only) == 1 else redirect("clusters:home")


def _again(
    request: Request, parcel: Parcel, owed: list[Owed], refused: str, status: int
) -> HttpResponse:
    changes = [(one.key, one.answer, one.based_on, one.place) for one in parcel.changes]
    seen = compare_again(changes, standing_on(owed))
    return _show(request, parcel.kota, parcel.year, owed, seen, refused=refused, status=status)


def _show(
    request: Request,
    kota: str,
    year: int,
    owed: list[Owed],
    seen: Preview,
    *,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    """The preview; where nothing is wrong, with what it takes to apply it."""
    labels = {one.indicator.code: str(one.indicator) for one in owed}
    faults = [(one, labels.get(one.code, "")) for one in seen.faults[:MOST_SHOWN]]
    context: dict[str, Any] = {"seen": seen, "faults": faults, **more}
    context["groups"] = lines_of(owed, seen)
    context["count"] = len(seen.changes)
    if seen.faults:
        status = 422
    elif seen.changes or seen.of("conflict"):
        context["parcel"] = seal(kota, year, seen.lines, by=request.user)
    return _page(request, status=status, **context)


def _page(request: Request, *, status: int = 200, **more: Any) -> HttpResponse:
    places = [(one, default_period(periods_at(one))) for one in places_of(request.user)]
    context = {"places": [pair for pair in places if pair[1]], **more}
    return render(request, "clusters/workbook.html", context, status=status)
