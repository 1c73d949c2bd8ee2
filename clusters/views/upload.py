"""Uploads in pieces that go on after a cut: the tus protocol 1.0.0 (core, creation, expiration,
termination), as far as a browser needs it."""

import base64
import binascii
import re
from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, JsonResponse, UnreadablePostError
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import http_date
from django.views.decorators.http import require_http_methods

from clusters import upload_actions
from clusters.evidence_intake import RefusedUpload
from clusters.evidence_queries import same_before, same_words
from clusters.forms.evidence import UploadForm
from clusters.models import Indicator, PendingUpload, Sheet
from clusters.operator_queries import own_sheets
from clusters.queries import indicators_of
from clusters.upload_actions import AlreadyKept, NoRoom, TooLong, UploadGone, WrongOffset
from kla.accounts.rights import View, needs
from kla.requests import Request

VERSION = "1.0.0"
_PIECE = "application/offset+octet-stream"
_SIGN_IN = "Anda perlu masuk lagi. Yang sudah terkirim tidak hilang."
_NUMBER = re.compile(r"[0-9]{1,15}")


def tus(view: View) -> View:
    """Speak the protocol: its headers on every answer, 401 instead of the sign-in page."""

    @wraps(view)
    def guarded(request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            response: HttpResponseBase = _say(401, _SIGN_IN)
        elif request.method not in ("GET", "OPTIONS") and (
            request.headers.get("Tus-Resumable") != VERSION
        ):
            response = _say(412, "Versi unggahan tidak dikenal. Muat ulang halaman ini.")
            response["Tus-Version"] = VERSION
        else:
            response = view(request, *args, **kwargs)
        response["Tus-Resumable"] = VERSION
        response["Cache-Control"] = "no-store"
        return response

    return guarded


@tus
@needs("clusters.enter")
@require_http_methods(["GET", "POST", "OPTIONS"])
def uploads(request: Request, pk: int, code: str) -> HttpResponse:
    """GET: the person's unfinished uploads. POST: announce a new one for this entry."""
    if request.method == "OPTIONS":
        return _can_do()
    sheet = get_object_or_404(own_sheets(request.user), pk=pk)
    indicator = get_object_or_404(indicators_of(sheet), code=code)
    if request.method == "POST":
        return _start(request, sheet, indicator)
    found = _own_uploads(request).filter(file=None, refused="")
    return JsonResponse({"uploads": [_told(one, sheet, indicator) for one in found]})


@tus
@needs("clusters.enter")
@require_http_methods(["HEAD", "PATCH", "DELETE", "OPTIONS"])
def upload(request: Request, token: str) -> HttpResponse:
    """One upload of one's own: how far it is, a piece more, or away with it."""
    if request.method == "OPTIONS":
        return _can_do()
    found = get_object_or_404(_own_uploads(request), token=token)
    if request.method == "DELETE":
        try:
            upload_actions.discard_upload(found)
        except AlreadyKept:
            return _say(409, "Berkas ini sudah tersimpan. Lepas di isiannya bila tidak dipakai.")
        return HttpResponse(status=204)
    if request.method == "PATCH":
        return _receive(request, found)
    return _how_far(found, status=200)


def _own_uploads(request: Request) -> Any:
    """Of this person, and only for sheets that are still this person's."""
    sheets = own_sheets(request.user).order_by().values("pk")
    rows = PendingUpload.objects.filter(owner=request.user, sheet__in=sheets)
    return rows.select_related("sheet__period", "sheet__area", "sheet__cluster", "indicator")


def _start(request: Request, sheet: Sheet, indicator: Indicator) -> HttpResponse:
    length = request.headers.get("Upload-Length", "")
    if not _NUMBER.fullmatch(length):
        return _say(400, "Ukuran berkas tidak dapat dibaca. Muat ulang halaman ini.")
    if int(length) > settings.EVIDENCE_MAX_BYTES:
        return _say(413, upload_actions.too_large())
    try:
        told = _metadata(request.headers.get("Upload-Metadata", ""))
    except ValueError:
        return _say(400, "Keterangan berkas tidak dapat dibaca. Muat ulang halaman ini.")
    form = UploadForm(told)
    if not form.is_valid():
        return _say(422, str(next(iter(form.errors.values()))[0]))
    name = told.get("filename", "")
    begin = upload_actions.start_upload
    return _answer(
        lambda: begin(
            sheet, indicator, name=name, length=int(length), by=request.user, **form.cleaned_data
        ),
        status=201,
    )


def _receive(request: Request, found: PendingUpload) -> HttpResponse:
    if request.content_type != _PIECE:
        return _say(415, "Jenis kiriman tidak dikenal. Muat ulang halaman ini.")
    offset = request.headers.get("Upload-Offset", "")
    if not _NUMBER.fullmatch(offset):
        return _say(400, "Letak potongan tidak dapat dibaca. Muat ulang halaman ini.")
    size = request.headers.get("Content-Length") or "0"
    if not _NUMBER.fullmatch(size) or int(size) > settings.UPLOAD_PIECE_BYTES:
        return _say(413, "Potongan ini terlalu besar. Muat ulang halaman ini.")
    try:
        piece = request.body
    except UnreadablePostError:
        return _say(400, "Sambungan terputus.")
    take = upload_actions.receive
    return _answer(
        lambda: take(found, offset=int(offset), piece=piece, by=request.user), status=204
    )


def _answer(act: Callable[[], PendingUpload], *, status: int) -> HttpResponse:
    """Do it, and tell how far the upload is, or why not."""
    try:
        done = act()
    except WrongOffset:
        return _say(409, "Potongan ini tidak menyambung.")
    except TooLong:
        return _say(413, "Berkas lebih panjang dari yang diumumkan. Unggah lagi.")
    except UploadGone:
        return _say(410, "Unggahan ini sudah dibuang. Unggah lagi.")
    except NoRoom as fault:
        return _say(507, str(fault))
    except (RefusedUpload, PermissionDenied) as refused:
        return _say(422, str(refused))
    if done.refused:
        return _say(422, done.refused)
    return _how_far(done, status=status)


def _how_far(one: PendingUpload, *, status: int) -> HttpResponse:
    response = HttpResponse(status=status)
    if status == 201:
        response["Location"] = reverse("clusters:upload", args=[one.token])
    response["Upload-Offset"] = str(one.offset)
    response["Upload-Length"] = str(one.length)
    response["Upload-Expires"] = http_date(one.expires_at.timestamp())
    if one.file is not None:
        response["Upload-Evidence"] = reverse("clusters:evidence-download", args=[one.file.pk])
        known = same_before(one.owner, one.file, one.created_at)
        if known:  # a header holds no other letters than ASCII
            response["Upload-Same"] = quote(same_words(known, one.file))
    return response


def _can_do() -> HttpResponse:
    response = HttpResponse(status=204)
    response["Tus-Version"] = VERSION
    response["Tus-Extension"] = "creation,expiration,termination"
    response["Tus-Max-Size"] = str(settings.EVIDENCE_MAX_BYTES)
    return response


def _say(status: int, sentence: str) -> HttpResponse:
    return JsonResponse({"error": sentence}, status=status)


def _metadata(header: str) -> dict[str, str]:
    """`key base64, key base64` as a dict; ValueError where it is not that."""
    told: dict[str, str] = {}
    for pair in filter(None, (part.strip() for part in header.split(","))):
        key, _, value = pair.partition(" ")
        try:
            told[key] = base64.b64decode(value.strip(), validate=True).decode("utf-8")
        except binascii.Error:
            raise ValueError(key) from None
    return told


def _told(one: PendingUpload, sheet: Sheet, indicator: Indicator) -> dict[str, Any]:
    return {
        "url": reverse("clusters:upload", args=[one.token]),
        "name": one.name,
        "size": one.length,
        "offset": one.offset,
        "sha256": one.sha256,
        "valid_from": one.valid_from,
        "valid_until": one.valid_until,
        "here": (one.sheet_id, one.indicator_id) == (sheet.pk, indicator.pk),
        "code": one.indicator.code,
        "page": reverse("clusters:evidence-add", args=[one.sheet_id, one.indicator.code]),
    }
