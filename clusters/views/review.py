"""The reviewer's pages: the queue, a sheet, and one entry beside its evidence."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from clusters import actions
from clusters.comment_queries import threads_of, unread_by_sheet, unread_count
from clusters.forms.review import DecisionForm
from clusters.models import Entry, Sheet
from clusters.return_queries import returns_of
from clusters.review_queries import Claim, claims_of, review_queue, reviewable
from clusters.views.talk import thread_context
from kla import identity, naming
from kla.accounts.rights import needs
from kla.requests import Request

STALE = "Isian atau lembar ini baru saja berubah. Periksa lagi sebelum memutuskan."


@require_GET
@needs("clusters.review")
def queue(request: Request) -> HttpResponse:
    """What waits for the reviewer, and what was settled last."""
    settled = reviewable(request.user).filter(reviewed_by=request.user).order_by("-reviewed_at")
    waiting = list(review_queue(request.user))
    unread = unread_by_sheet(request.user, waiting)
    for one in waiting:
        one.unread = unread.get(one.pk, 0)  # type: ignore[attr-defined]
    context = {"waiting": waiting, "settled": settled[:10], "unread": unread_count(request.user)}
    return render(request, "clusters/review_queue.html", context)


@require_GET
@needs("clusters.review")
def sheet(request: Request, pk: int) -> HttpResponse:
    """A whole sheet with the marks so far and what can be done with it."""
    return _sheet_page(request, _sheet(request, pk))


def _sheet_page(request: Request, found: Sheet, status: int = 200, **more: str) -> HttpResponse:
    claims = claims_of(found)
    threads = threads_of(found, request.user)
    for claim in claims:
        claim.thread = threads.get(claim.indicator.pk)
    marks = [claim.entry.mark if claim.entry else "" for claim in claims]
    context = {
        "sheet": found,
        "claims": claims,
        "next": next((claim for claim in claims if not claim.is_settled), None),
        "open_marks": marks.count(""),
        "returned": marks.count("returned"),
    }
    return render(request, "clusters/review_sheet.html", context | more, status=status)


@needs("clusters.review")
def entry(request: Request, pk: int, code: str) -> HttpResponse:
    """One claim and its evidence; a POST is the decision and leads to the next claim."""
    found = _sheet(request, pk)
    claims = claims_of(found)
    position = _position(claims, code)
    claim = claims[position]
    status = 200
    form = DecisionForm(request.POST or None, initial=_initial(claim))
    if request.method == "POST" and form.is_valid() and claim.entry is not None:
        done, status = _decide(request, claim.entry, claim, form)
        if done:
            return redirect(_after(found, claims, position))
    elif request.method == "POST":
        status = 422
    context = {
        "sheet": found,
        "claim": claim,
        "form": form,
        "position": position + 1,
        "count": len(claims),
        "previous": claims[position - 1] if position else None,
        "following": claims[position + 1] if position + 1 < len(claims) else None,
        "returns": returns_of(claim.indicator, claim.entry),
    }
    context |= thread_context(request, found, claim.indicator)
    return render(request, "clusters/review_entry.html", context, status=status)


@require_POST
@needs("clusters.review")
def give_back(request: Request, pk: int) -> HttpResponse:
    """Return the sheet to its operator."""
    return _move(request, pk, actions.return_sheet, "Lembar dikembalikan kepada operator.")


@require_POST
@needs("clusters.review")
def verify(request: Request, pk: int) -> HttpResponse:
    """Settle the sheet."""
    return _move(request, pk, actions.verify_sheet, "Lembar terverifikasi.")


@require_POST
@needs("clusters.review")
def reopen(request: Request, pk: int) -> HttpResponse:
    """Send a verified sheet back, with a reason."""
    reason = request.POST.get("reason", "").replace("\0", "")  # PostgreSQL takes no NUL
    if identity.has_identity_number(reason):
        found = _sheet(request, pk)
        return _sheet_page(request, found, 422, reason=reason, refused=identity.MESSAGE)
    if naming.has_named_number(reason):
        messages.warning(request, naming.HINT)
    return _move(
        request, pk, actions.reopen_sheet, "Lembar dikembalikan kepada operator.", reason=reason
    )


def _sheet(request: Request, pk: int) -> Sheet:
    found = reviewable(request.user).filter(pk=pk).first()
    if found is None or found.state == "draft":
        raise Http404
    return found


def _position(claims: list[Claim], code: str) -> int:
    for position, claim in enumerate(claims):
        if claim.indicator.code == code:
            return position
    raise Http404


def _initial(claim: Claim) -> dict[str, Any]:
    if claim.entry is None:
        return {}
    return {
        "version": claim.entry.version,
        "mark": claim.entry.mark,
        "reason": claim.entry.reason,
        "value": f"{claim.entry.adjusted_value.normalize():f}".replace(".", ",")
        if claim.entry.adjusted_value is not None
        else "",
    }


def _version(claim: Claim) -> int:
    return claim.entry.version if claim.entry else 0


def _decide(request: Request, entry: Entry, claim: Claim, form: DecisionForm) -> tuple[bool, int]:
    """Try the decision; on a refusal the form says why and keeps what was typed."""
    given = form.cleaned_data
    try:
        actions.mark_entry(
            entry,
            given["mark"],
            version=given["version"],
            by=request.user,
            reason=given["reason"],
            value=given["value"] if given["mark"] == "adjusted" else None,
        )
    except actions.EditConflict:
        form.add_error(None, STALE)
        form.data = {**form.data.dict(), "version": str(_version(claim))}  # type: ignore[attr-defined]
        return False, 409
    except ValidationError as refused:
        form.add_error(None, refused)
        return False, 422
    except PermissionDenied as refused:
        form.add_error(None, str(refused))
        return False, 403
    if naming.has_named_number(given["reason"]):
        messages.warning(request, naming.HINT)
    return True, 302


def _after(found: Sheet, claims: list[Claim], position: int) -> str:
    """The next claim without a mark, else the sheet."""
    order = claims[position + 1 :] + claims[:position]
    for claim in order:
        if not claim.is_settled:
            return f"{found.get_review_url()}{claim.indicator.code}/"
    return found.get_review_url()


def _move(request: Request, pk: int, act: Any, done: str, **more: Any) -> HttpResponse:
    found = _sheet(request, pk)
    given = request.POST.get("version", "")
    version = int(given) if given.isdecimal() and len(given) < 10 else 0
    try:
        act(found, version=version, by=request.user, **more)
    except actions.EditConflict:
        messages.error(request, STALE)
        return redirect(found.get_review_url())
    except (ValidationError, PermissionDenied) as refused:
        text = refused.messages[0] if isinstance(refused, ValidationError) else str(refused)
        messages.error(request, text)
        return redirect(found.get_review_url())
    messages.success(request, done)
    return redirect("clusters:review-queue")
