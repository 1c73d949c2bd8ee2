"""An operator's sheet: cards that save themselves, the whole page without script, submitting."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from clusters import actions, workflow
from clusters.forms.entry import EntryForm
from clusters.models import Sheet
from clusters.operator_queries import Card, cards_of, own_sheets
from clusters.queries import unanswered
from kla.accounts.rights import needs


class Shown:
    """A card on the page: its form and how its last save went."""

    def __init__(self, card: Card, form: EntryForm, *, writable: bool) -> None:
        self.card, self.form, self.writable = card, form, writable
        self.state = ""  # saved, error, conflict, refused
        self.message = ""
        self.current: Any = None

    @property
    def errors(self) -> list[tuple[str, str]]:
        """(id of the box, sentence) of every fault."""
        found = []
        for name, sentences in self.form.errors.items():
            target = f"id_{self.form.prefix}-{name}"
            found += [(f"ind-{self.form.prefix}" if name == "__all__" else target, sentences[0])]
        return found


@needs("clusters.enter")
@require_http_methods(["GET", "POST"])
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """The sheet; a POST is *Simpan semua*: what is right is stored, the rest stays as typed."""
    found = _sheet(request, pk)
    shown = [_shown(found, card, request.POST or None) for card in cards_of(found)]
    status = 200
    if request.method == "POST":
        for one in shown:
            if one.writable and one.form.has_changed():
                _save(request, found, one)
        bad = [one for one in shown if one.state in ("error", "conflict", "refused")]
        if not bad:
            messages.success(request, "Semua isian tersimpan.")
            return redirect(found)
        status = 409 if any(one.state == "conflict" for one in bad) else 422
    return render(request, "clusters/sheet.html", _context(found, shown), status=status)


@require_POST
@needs("clusters.enter")
def save(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """Store one card as one goes; the answer is the card's state, never the boxes."""
    found = _sheet(request, pk)
    card = next((card for card in cards_of(found) if card.indicator.code == code), None)
    if card is None:
        raise Http404
    one = _shown(found, card, request.POST)
    _save(request, found, one)
    if not request.htmx:
        return redirect(f"{found.get_absolute_url()}#ind-{code}")
    status = {"saved": 200, "conflict": 409}.get(one.state, 422)
    context = _context(found, [one]) | {"one": one, "oob": True}
    return render(request, "clusters/card_state.html", context, status=status)


@require_GET
@needs("clusters.enter")
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """*Periksa sebelum mengajukan*: every answer, and what is still missing as links."""
    found = _sheet(request, pk)
    return render(request, "clusters/sheet_check.html", _check_context(found))


@require_POST
@needs("clusters.enter")
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand the sheet in, or say with links what is missing."""
    found = _sheet(request, pk)
    try:
        actions.submit_sheet(found, version=_version(request), by=request.user)
    except actions.EditConflict:
        messages.error(request, "Lembar ini baru saja berubah. Periksa lagi sebelum mengajukan.")
        return redirect("clusters:sheet-check", found.pk)
    except PermissionDenied as refused:
        messages.error(request, str(refused))
        return redirect(found)
    except ValidationError as refused:
        context = _check_context(found) | {"refused": refused.messages}
        return render(request, "clusters/sheet_check.html", context, status=422)
    return redirect("clusters:sheet-submitted", found.pk)


@require_GET
@needs("clusters.enter")
def submitted(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirmation with the next step."""
    found = _sheet(request, pk)
    following = (
        own_sheets(request.user)
        .filter(period=found.period, state__in=["returned", "draft"])
        .order_by("-state", "cluster__position")
        .first()
    )
    return render(
        request, "clusters/sheet_submitted.html", {"sheet": found, "following": following}
    )


@require_POST
@needs("clusters.enter")
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the sheet back before anybody reviewed it."""
    found = _sheet(request, pk)
    try:
        actions.withdraw_sheet(found, version=_version(request), by=request.user)
    except actions.EditConflict:
        messages.error(request, "Lembar ini baru saja berubah. Muat ulang halaman.")
    except (ValidationError, PermissionDenied) as refused:
        text = refused.messages[0] if isinstance(refused, ValidationError) else str(refused)
        messages.error(request, text)
    else:
        messages.success(request, "Lembar ditarik kembali. Isiannya dapat diubah lagi.")
    return redirect(found)


def _sheet(request: HttpRequest, pk: int) -> Sheet:
    return get_object_or_404(own_sheets(request.user), pk=pk)


def _version(request: HttpRequest) -> int:
    text = request.POST.get("version", "")
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def _shown(found: Sheet, card: Card, data: Any) -> Shown:
    mark = card.entry.mark if card.entry else ""
    writable = actions.can_write_now(found) and workflow.may_write(found.state, mark)
    return Shown(card, EntryForm(card.indicator, card.entry, data), writable=writable)


def _save(request: HttpRequest, found: Sheet, one: Shown) -> None:
    """Try to store a card; afterwards it knows how that went."""
    if not one.form.is_valid():
        one.state = "error"
        return
    try:
        one.card.entry = actions.save_entry(
            found,
            one.card.indicator,
            one.form.answer,
            version=one.form.cleaned_data["version"],
            by=request.user,
        )
        one.state = "saved"
    except actions.EditConflict as conflict:
        one.state, one.current = "conflict", conflict.current
        if conflict.current is not None:
            one.card.entry = conflict.current
    except ValidationError as refused:
        one.form.add_error(None, refused)
        one.state = "error"
    except PermissionDenied as refused:
        one.state, one.message = "refused", str(refused)


def _context(found: Sheet, shown: list[Shown]) -> dict[str, Any]:
    themes: dict[str, list[Shown]] = {}
    for one in shown:
        themes.setdefault(one.card.indicator.theme, []).append(one)
    bad = [one for one in shown if one.state in ("error", "conflict", "refused")]
    gaps = unanswered(found)
    return {
        "sheet": found,
        "themes": list(themes.items()),
        "shown": shown,
        "bad": bad,
        "gaps": gaps,
        "writable": any(one.writable for one in shown),
        "closed": not actions.can_write_now(found),
    }


def _check_context(found: Sheet) -> dict[str, Any]:
    return {
        "sheet": found,
        "cards": cards_of(found),
        "gaps": unanswered(found),
        "writable": actions.can_write_now(found) and found.state in ("draft", "returned"),
    }
