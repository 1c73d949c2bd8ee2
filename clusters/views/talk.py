"""The thread of an entry, inside its card and as a page of its own, and the list of threads."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from clusters import actions
from clusters.actions.base import period_open
from clusters.actions.comments import MOST_LETTERS
from clusters.comment_queries import Thread, thread_rows, thread_url, threads_of
from clusters.models import Entry, Indicator, Sheet
from clusters.queries import indicators_of
from clusters.rights import talks_as
from clusters.views.entry import stays_in_card
from kla.accounts.rights import needs, or_404
from kla.naming import ASK_AGAIN, has_named_number
from kla.requests import Request


@require_http_methods(["GET", "POST"])
@stays_in_card
@needs("clusters.read_sheet")
def thread(request: Request, pk: int, code: str) -> HttpResponse:
    """One thread; a POST adds a message. Whoever looks has seen it."""
    sheets = Sheet.objects.select_related("period", "area__parent", "cluster", "office")
    sheet = or_404(request.user, "clusters.read_sheet", get_object_or_404(sheets, pk=pk))
    indicator = get_object_or_404(indicators_of(sheet), code=code)
    if request.method == "POST":
        return _post(request, sheet, indicator)
    return _answer(request, sheet, indicator)


@require_GET
@needs("clusters.read_sheet")
def threads(request: Request) -> HttpResponse:
    """Every thread of the person's sheets, the newest message first."""
    return render(request, "clusters/thread_list.html", {"rows": thread_rows(request.user)})


def thread_context(request: Request, sheet: Sheet, indicator: Indicator) -> dict[str, Any]:
    """What a page shows of one thread; whoever asks for it has seen it."""
    found = threads_of(sheet, request.user, indicator).get(indicator.pk) or Thread()
    actions.see_thread(found.comments, by=request.user)
    return {
        "thread": found,
        "thread_url": thread_url(sheet.pk, indicator.code),
        "code": indicator.code,
        "label": indicator.label,
        "may_talk": period_open(sheet),
        "most_letters": MOST_LETTERS,
    }


def _post(request: Request, sheet: Sheet, indicator: Indicator) -> HttpResponse:
    text = request.POST.get("text", "")
    if has_named_number(text) and "confirmed" not in request.POST:
        # A message cannot be taken back: this one is asked about before it is kept.
        return _answer(request, sheet, indicator, typed=text, fault=ASK_AGAIN, confirm="on")
    try:
        actions.post_comment(sheet, indicator, text, by=request.user)
    except ValidationError as refused:
        return _answer(request, sheet, indicator, typed=text, fault=refused.messages[0])
    except PermissionDenied as refused:
        return _answer(request, sheet, indicator, typed=text, fault=str(refused))
    if request.htmx:
        return _answer(request, sheet, indicator)
    return redirect(f"{thread_url(sheet.pk, indicator.code)}#pesan-baru")


def _answer(request: Request, sheet: Sheet, indicator: Indicator, **refused: str) -> HttpResponse:
    """The thread alone for a card, else its page; 422 with what was typed where it is refused."""
    context = thread_context(request, sheet, indicator) | {"sheet": sheet} | refused
    status = 422 if refused else 200
    if request.htmx:
        return render(request, "clusters/thread_swap.html", context, status=status)
    role = talks_as(request.user, sheet)
    if not role:
        raise Http404
    context |= {
        "indicator": indicator,
        "entry": _entry(sheet, indicator, role),
        "back": _back(sheet, indicator, role),
    }
    return render(request, "clusters/thread.html", context, status=status)


def _entry(sheet: Sheet, indicator: Indicator, role: str) -> Entry | None:
    """The entry with its mark; a draft's is nobody's but its operator's."""
    if sheet.state == "draft" and role != "operator":
        return None
    rows = Entry.objects.select_related("marked_by")
    return rows.filter(sheet=sheet, indicator=indicator).first()


def _back(sheet: Sheet, indicator: Indicator, role: str) -> tuple[str, str]:
    """(address, words) of where the person came from."""
    if role == "operator":
        return f"{sheet.get_absolute_url()}#ind-{indicator.code}", "Kembali ke isian"
    if role == "reviewer" and sheet.state != "draft":
        address = reverse("clusters:review-entry", args=[sheet.pk, indicator.code])
        return address, "Kembali memeriksa"
    return reverse("clusters:thread-list"), "Semua percakapan"
