"""The table mode of a sheet: rows that save themselves, and blocks pasted from a spreadsheet."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from clusters import actions, notes, paste, paste_preview, plausibility
from clusters.actions import CLOSED, answer_of
from clusters.answers import Answer
from clusters.forms.grid import GridForm, whole_answer
from clusters.models import Sheet
from clusters.operator_queries import Card, cards_of
from clusters.paste_preview import Line, Preview, Standing
from clusters.views.cards import Shown, choice_words
from clusters.views.entry import (
    fresh,
    measured,
    own_sheet,
    save_card,
    stays_in_card,
    version_of,
    with_threads,
    worst_status,
)
from kla.accounts.rights import needs
from kla.requests import Request

ROUTE = "clusters:grid-save"


@needs("clusters.enter")
@require_http_methods(["GET", "POST"])
def grid(request: Request, pk: int) -> HttpResponse:
    """The table; a POST stores its rows without script: what is right is kept, the rest stays."""
    found = own_sheet(request, pk)
    cards = cards_of(found)
    if request.method == "GET":
        return _page(request, found, [_row(one) for one in fresh(found, cards)])
    rows = [_saved(request, found, card) for card in cards]
    bad = [one for one in rows if one.is_bad]
    if not bad:
        messages.success(request, "Semua isian tersimpan.")
        return redirect("clusters:grid", found.pk)
    return _page(request, found, rows, status=worst_status(bad))


@require_POST
@stays_in_card
@needs("clusters.enter")
def save(request: Request, pk: int, code: str) -> HttpResponse:
    """Store one row as one goes, by the same rule as a card; the answer is the row's state."""
    found = own_sheet(request, pk)
    cards = cards_of(found)
    card = next((card for card in cards if card.indicator.code == code), None)
    if card is None:
        raise Http404
    one = _saved(request, found, card)
    if not request.htmx:
        return redirect("clusters:grid", found.pk)
    context = {"sheet": found, "one": one, "progress": measured(found, cards)}
    status = {"saved": 200, "conflict": 409}.get(one.state, 422)
    if code in (request.POST.get("decide"), request.POST.get("note_stands")):
        response = render(request, "clusters/grid_chosen.html", context, status=status)
        response["HX-Retarget"], response["HX-Reswap"] = f"#ind-{code}", "outerHTML"
        return response
    return render(request, "clusters/grid_state.html", context, status=status)


@require_POST
@needs("clusters.enter")
def paste_block(request: Request, pk: int) -> HttpResponse:
    """Show what a pasted block would change, or store the whole of it; it stays when refused."""
    found = own_sheet(request, pk)
    cards = cards_of(found)
    rows = [_row(one) for one in fresh(found, cards)]
    text = request.POST.get("block", "")
    start, _, column = request.POST.get("start", "").partition(":")
    given: dict[str, Any] = {"pasted": text, "start": f"{start}:{column}"}
    standing = {one.code: _standing(request, one) for one in rows}
    try:
        block = paste.block_of(text)
        cells = paste.place(block, [one.asked for one in standing.values()], start, column)
        given["heading"] = paste.has_heading(block, column)
    except paste.BadBlock as refused:
        return _page(request, found, rows, status=422, refused=str(refused), **given)
    seen = paste_preview.preview(cells, standing)
    if "apply" not in request.POST or seen.fault_count:
        status = 422 if seen.fault_count else 200
        return _page(request, found, rows, status=status, seen=seen, **given)
    return _apply(request, found, rows, seen, given)


def _apply(
    request: Request, found: Sheet, rows: list[Shown], seen: Preview, given: dict[str, Any]
) -> HttpResponse:
    block = [
        (line.standing.indicator, line.answer, line.standing.based_on) for line in seen.changes
    ]
    try:
        actions.save_block(found, block, by=request.user)
    except actions.EditConflict:
        words = "Ada isian yang baru diubah orang lain. Belum ada yang disimpan; bandingkan lagi."
        cards = cards_of(found)
        rows = [_row(one) for one in fresh(found, cards)]
        latest = {one.code: _standing(request, one) for one in rows}
        cells = [cell for line in seen.lines for cell in line.cells]
        again = paste_preview.preview(cells, latest)
        return _page(request, found, rows, status=409, seen=again, refused=words, **given)
    except ValidationError as refused:
        words = " ".join(refused.messages)
        return _page(request, found, rows, status=422, seen=seen, refused=words, **given)
    except PermissionDenied as refused:
        words = str(refused) or CLOSED
        return _page(request, found, rows, status=403, seen=seen, refused=words, **given)
    messages.success(request, f"{len(block)} isian dari tempelan tersimpan.")
    return redirect("clusters:grid", found.pk)


def _saved(request: Request, found: Sheet, card: Card) -> Shown:
    posted = whole_answer(card.indicator, card.entry, request.POST)
    return _row(save_card(request, found, card, posted))


def _row(one: Shown) -> Shown:
    """A card's state with the row's form instead of the card's."""
    data = one.form.data if one.form.is_bound else None
    one.form = GridForm(one.indicator, one.entry, data, readonly=not one.writable)
    one.route = ROUTE
    return one


def _standing(request: Request, one: Shown) -> Standing:
    answer = answer_of(one.entry) if one.entry else Answer()
    version = one.entry.version if one.entry else 0
    based_on = version_of(request, f"{one.code}-version")
    return Standing(one.indicator, answer, version, based_on, one.writable)


def _page(
    request: Request, found: Sheet, rows: list[Shown], *, status: int = 200, **more: Any
) -> HttpResponse:
    bad = [one for one in rows if one.is_bad]
    lines = more["seen"].lines if "seen" in more else ()
    by_code = {one.code: one for one in rows}
    with_threads(request, found, rows)
    context = {
        "sheet": found,
        "progress": measured(found, [one.card for one in rows]),
        "rows": rows,
        "bad": bad,
        "writable": any(one.writable for one in rows),
        "closed": not actions.can_write_now(found),
        "lines": [_compared(line, by_code[line.standing.indicator.code]) for line in lines],
        "starts": _starts(rows),
        "paste_url": reverse("clusters:grid-paste", args=[found.pk]),
        "most": {"rows": paste.MOST_ROWS, "columns": paste.MOST_COLUMNS},
    }
    return render(request, "clusters/grid.html", context | more, status=status)


def _compared(line: Line, one: Shown) -> dict[str, Any]:
    before, after = line.standing.answer, line.answer
    return {
        "line": line,
        "one": one,
        "before": choice_words(one.indicator, before),
        "after": "–" if line.faults else choice_words(one.indicator, after),
        "warnings": [] if line.faults else _unexplained(one, after),
    }


def _unexplained(one: Shown, after: Answer) -> list[str]:
    """What is unlikely about an answer that would be stored, and its note does not explain."""
    after = notes.noted(one.indicator.kind, one.entry, after)
    found = plausibility.unexplained(one.indicator, after, one.card.around)
    return [finding.sentence for finding in found]


def _starts(rows: list[Shown]) -> list[tuple[str, str]]:
    """Every cell that a pasted block may start at, as (value, words)."""
    return [
        (f"{one.code}:{column}", f"{one.code} {one.indicator.label}, kolom {word}")
        for one in rows
        for column, word in paste.COLUMN_NAMES.items()
        if column != "denominator" or one.indicator.has_pair
    ]
