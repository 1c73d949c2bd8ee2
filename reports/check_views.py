"""The public check: is this printed report, or this file, genuine?"""

import re
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods

from kla.accounts.rights import public
from kla.requests import Request
from reports import checking, scope_choices
from reports.check_upload import FILES, LOOKS, Hashing, data_inside, within_bounds
from reports.models import Report

_CODE = re.compile("[0-9a-f]{1,64}")
_AROUND = 64 * 1024  # of a form around its file


# Nothing is stored and nobody is known here; a token would only tie the answer to a cookie.
@csrf_exempt
@public
@require_http_methods(["GET", "POST"])
def check_form(request: Request) -> HttpResponse:
    """Is this printed report, or this file, genuine? By its code or by the file itself."""
    if request.method == "POST":
        return _check_file(request)
    short = request.GET.get("kode", "").replace(" ", "").lower()
    if _CODE.fullmatch(short):
        return redirect("reports:report-check", short)
    if short:
        return _by_code(request, short[:64])
    return _form(request)


@public
@require_GET
def check(request: Request, short: str) -> HttpResponse:
    """What is known of the data whose hash begins with the printed code."""
    return _by_code(request, short.lower())


def _by_code(request: Request, code: str) -> HttpResponse:
    known = [_told(report) for report in checking.by_code(code)]
    context = {
        "known": known,
        "code": code,
        "draft": not known and checking.is_draft_code(code),
    }
    return render(request, "reports/check.html", context, status=200 if known else 404)


def _check_file(request: Request) -> HttpResponse:
    address = request.META.get("REMOTE_ADDR", "")
    if not within_bounds(address, "berkas", FILES):
        return _form(request, fault="busy", status=429)
    length = request.META.get("CONTENT_LENGTH", "")
    if length.isdigit() and int(length) > settings.REPORT_CHECK_BYTES + _AROUND:
        return _form(request, fault="large", status=413)
    taken = Hashing(request)
    request.upload_handlers = [taken]
    request.FILES  # noqa: B018 - reading it is what takes the file in
    if taken.too_large:
        return _form(request, fault="large", status=413)
    if taken.digest is None:
        return _form(request, fault="missing", status=422)
    verdict = checking.by_file(taken.digest.hexdigest())
    if verdict.kind == "unknown" and within_bounds(address, "isi", LOOKS):
        verdict = checking.by_data(data_inside(taken.content))
    return _answer(request, verdict)


def _answer(request: Request, verdict: checking.Verdict) -> HttpResponse:
    context = {
        "kind": verdict.kind,
        "one": _told(verdict.report) if verdict.report else None,
    }
    known = verdict.kind in ("current", "replaced")
    return render(request, "reports/check_file.html", context, status=200 if known else 404)


def _told(report: Report) -> dict[str, Any]:
    """A report, the part of the city it is about, and newest first those that came after it."""
    part = scope_choices.words_of([report])[report.pk]
    return {"report": report, "part": part, "later": checking.later(report)}


def _form(request: Request, *, fault: str = "", status: int = 200) -> HttpResponse:
    context = {"fault": fault, "most": settings.REPORT_CHECK_BYTES}
    return render(request, "reports/check_form.html", context, status=status)
