"""An operator's sheet: cards that save themselves, the whole page without script, submitting."""

from collections.abc import Mapping
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from clusters import actions, workflow
from clusters.actions import CLOSED, answer_of
from clusters.answers import Answer
from clusters.check_queries import unanswered
from clusters.comment_queries import threads_of
from clusters.forms.entry import EntryForm
from clusters.models import Mark, Sheet, SheetState
from clusters.operator_queries import Card, cards_of, own_sheets
from clusters.progress import Progress, measure, progress_of
from clusters.return_queries import unchanged
from clusters.views.cards import Shown, put_threads
from clusters.views.checking import explanations, lacks_proof
from kla.accounts.rights import View, needs
from kla.requests import Request

# What is pressed beside a number or a note; the card is then drawn anew.
_BUTTONS = ("take", "take_supplied", "settle", "note_stands")


def stays_in_card(view: View) -> View:
    """Who is signed out meanwhile gets 401 in a card, not the sign-in page inside it."""

    @wraps(view)
    def guarded(request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.htmx and not request.user.is_authenticated:
            return HttpResponse(status=401)
        return view(request, *args, **kwargs)

    return guarded


@needs("clusters.enter")
@require_http_methods(["GET", "POST"])
def sheet(request: Request, pk: int) -> HttpResponse:
    """The sheet; a POST is *Simpan semua*: what is right is stored, the rest stays as typed."""
    found = own_sheet(request, pk)
    cards = cards_of(found)
    if request.method == "GET":
        shown = with_threads(request, found, fresh(found, cards))
        return render(request, "clusters/sheet.html", _context(found, shown))
    shown = [save_card(request, found, card, request.POST) for card in cards]
    with_threads(request, found, shown)
    bad = [one for one in shown if one.is_bad]
    if not bad:
        messages.success(request, "Semua isian tersimpan.")
        return redirect(found)
    return render(request, "clusters/sheet.html", _context(found, shown), status=worst_status(bad))


@require_POST
@stays_in_card
@needs("clusters.enter")
def save(request: Request, pk: int, code: str) -> HttpResponse:
    """Store one card as one goes; the answer is the card's state, never the boxes.

    Only after a choice between two answers, or where the number of the population page was
    taken over, the whole card is drawn anew.
    """
    found = own_sheet(request, pk)
    cards = cards_of(found)
    card = next((card for card in cards if card.indicator.code == code), None)
    if card is None:
        raise Http404
    one = save_card(request, found, card, request.POST)
    if not request.htmx:
        return redirect(f"{found.get_absolute_url()}#ind-{code}")
    context = {"sheet": found, "one": one, "progress": measured(found, cards)}
    # 422 also where the time is over: the page swaps it in and says so, the text stays.
    status = {"saved": 200, "conflict": 409}.get(one.state, 422)
    if code in (request.POST.get(name) for name in ("decide", *_BUTTONS)):
        with_threads(request, found, [one])
        response = render(request, "clusters/card_chosen.html", context, status=status)
        response["HX-Retarget"], response["HX-Reswap"] = f"#ind-{code}", "outerHTML"
        return response
    return render(request, "clusters/card_state.html", context, status=status)


@require_GET
@needs("clusters.enter")
def check(request: Request, pk: int) -> HttpResponse:
    """*Periksa sebelum mengajukan*: every answer, and what is still missing as links."""
    found = own_sheet(request, pk)
    return render(request, "clusters/sheet_check.html", _check_context(request, found))


@require_POST
@needs("clusters.enter")
def submit(request: Request, pk: int) -> HttpResponse:
    """Hand the sheet in, or say with links what is missing."""
    found = own_sheet(request, pk)
    said = explanations(request)
    version = version_of(request)
    try:
        actions.submit_sheet(found, version=version, by=request.user, explanations=said)
    except actions.EditConflict:
        messages.error(request, "Lembar ini baru saja berubah. Periksa lagi sebelum mengajukan.")
        return redirect("clusters:sheet-check", found.pk)
    except PermissionDenied as refused:
        messages.error(request, str(refused))
        return redirect(found)
    except ValidationError as refused:
        context = _check_context(request, found) | {"refused": refused.messages}
        return render(request, "clusters/sheet_check.html", context, status=422)
    return redirect("clusters:sheet-submitted", found.pk)


@require_GET
@needs("clusters.enter")
def submitted(request: Request, pk: int) -> HttpResponse:
    """Confirmation with the next step."""
    found = own_sheet(request, pk)
    open_states = [SheetState.RETURNED, SheetState.DRAFT]
    following = (
        own_sheets(request.user)
        .filter(period=found.period, area=found.area, state__in=open_states)
        .order_by("-state", "cluster__position")
        .first()
    )
    context = {"sheet": found, "following": following}
    return render(request, "clusters/sheet_submitted.html", context)


@require_POST
@needs("clusters.enter")
def withdraw(request: Request, pk: int) -> HttpResponse:
    """Take the sheet back before anybody reviewed it."""
    found = own_sheet(request, pk)
    try:
        actions.withdraw_sheet(found, version=version_of(request), by=request.user)
    except actions.EditConflict:
        messages.error(request, "Lembar ini baru saja berubah. Muat ulang halaman.")
    except (ValidationError, PermissionDenied) as refused:
        text = refused.messages[0] if isinstance(refused, ValidationError) else str(refused)
        messages.error(request, text)
    else:
        messages.success(request, "Lembar ditarik kembali. Isiannya dapat diubah lagi.")
    return redirect(found)


def own_sheet(request: Request, pk: int) -> Sheet:
    """A sheet the person fills in, or 404."""
    return get_object_or_404(own_sheets(request.user), pk=pk)


def version_of(request: Request, name: str = "version") -> int:
    """The version that was posted under a name; 0 for none."""
    return _number(request.POST.get(name, ""))


def with_threads(request: Request, found: Sheet, shown: list[Shown]) -> list[Shown]:
    """The cards with what was said about each; two queries."""
    return put_threads(shown, threads_of(found, request.user))


def worst_status(bad: list[Shown]) -> int:
    """The status of a page with cards that could not be stored."""
    states = {one.state for one in bad}
    return 403 if "refused" in states else 409 if "conflict" in states else 422


def fresh(found: Sheet, cards: list[Card]) -> list[Shown]:
    """The cards as they stand."""
    return [_shown(found, card, None) for card in cards]


def _shown(found: Sheet, card: Card, data: Any, state: str = "") -> Shown:
    mark = card.entry.mark if card.entry else ""
    writable = actions.can_write_now(found) and workflow.may_write(found.state, mark)
    form = EntryForm(card.indicator, card.entry, data, readonly=not writable)
    return Shown(found, card, form, writable, state=state)


def save_card(request: Request, found: Sheet, card: Card, posted: Mapping[str, Any]) -> Shown:
    """Try to store a card from its boxes; what is given back knows how that went."""
    code = card.indicator.code
    if f"{code}-version" not in posted:  # the page showed it without boxes
        return _shown(found, card, None)
    choice = request.POST.get(f"{code}-choice") if request.POST.get("decide") == code else ""
    if choice == "theirs":
        return _shown(found, card, None, "saved")
    one = _shown(found, card, _typed(posted, card))
    if not one.form.is_valid():
        one.state = "error"
        return one
    version = one.form.cleaned_data["version"]
    if choice == "mine":
        version = _number(request.POST.get(f"{code}-theirs", ""))
    pressed = code in (request.POST.get("settle"), request.POST.get("note_stands"))
    if one.form.answer == _standing(card) and not pressed:
        return _shown(found, card, None, "saved" if request.htmx else "")
    _store(request, one, version)
    return _shown(found, card, None, "saved") if one.state == "saved" else one


def _typed(posted: Mapping[str, Any], card: Card) -> Mapping[str, Any]:
    """What was typed, with the number of the population page or of the register where its
    button was pressed."""
    code = card.indicator.code
    given: dict[str, int] = {}
    known = card.around.population.get(card.indicator.denominator_key)
    if posted.get("take") == code and known is not None:
        given = {"denominator": known}
    supplied = card.around.supplied.get(code)
    if posted.get("take_supplied") == code and supplied is not None:
        given = supplied.numbers
    if not given:
        return posted
    ticks = {f"{code}-no_data", f"{code}-not_applicable"}  # a number takes them away
    fields = {name: posted.get(name) for name in posted if name not in ticks}
    return fields | {f"{code}-{name}": str(number) for name, number in given.items()}


def _store(request: Request, one: Shown, version: int) -> None:
    try:
        one.card.put(
            actions.save_entry(
                one.sheet,
                one.indicator,
                one.form.answer,
                version=version,
                by=request.user,
                settle=request.POST.get("settle") == one.code,
                note_stands=request.POST.get("note_stands") == one.code,
            )
        )
        one.state = "saved"
    except actions.EditConflict as conflict:
        one.state = "conflict"
        one.current = one.card.entry = conflict.entry
    except ValidationError as refused:
        one.form.add_error(None, refused)
        one.state = "error"
    except PermissionDenied as refused:
        one.state, one.message = "refused", str(refused) or CLOSED


def _standing(card: Card) -> Answer:
    return answer_of(card.entry) if card.entry else Answer()


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


def measured(found: Sheet, cards: list[Card]) -> Progress:
    """The counts of the page's head, from what was already read."""
    entries = {card.indicator.pk: card.entry for card in cards if card.entry is not None}
    proven = {card.entry.pk for card in cards if card.entry is not None and card.links}
    return measure(found, [card.indicator for card in cards], entries, proven)


def _context(found: Sheet, shown: list[Shown]) -> dict[str, Any]:
    themes: dict[str, list[Shown]] = {}
    for one in shown:
        themes.setdefault(one.indicator.theme, []).append(one)
    returned = found.state == SheetState.RETURNED
    return {
        "sheet": found,
        "progress": measured(found, [one.card for one in shown]),
        "themes": list(themes.items()),
        "shown": shown,
        "bad": [one for one in shown if one.is_bad],
        "returned": [one for one in shown if one.is_returned] if returned else [],
        "writable": any(one.writable for one in shown),
        "closed": not actions.can_write_now(found),
        "may_withdraw": found.state == SheetState.SUBMITTED
        and actions.can_write_now(found)
        and not any(one.entry and one.entry.mark != Mark.NONE for one in shown),
    }


def _check_context(request: Request, found: Sheet) -> dict[str, Any]:
    cards = cards_of(found)
    shown = fresh(found, cards)
    typed = explanations(request)
    return {
        "sheet": found,
        "progress": next(iter(progress_of(found.period, [found]))),
        "shown": shown,
        "gaps": unanswered(found),
        "writable": actions.can_write_now(found)
        and found.state in (SheetState.DRAFT, SheetState.RETURNED),
        "unproven": [one for one in shown if lacks_proof(one)],
        "unchanged": [(one, typed.get(one.entry.indicator.code, "")) for one in unchanged(found)],
    }
