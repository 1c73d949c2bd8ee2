"""What happens to every request before a view sees it."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.utils import timezone
from django_structlog.middlewares import RequestMiddleware

from kla.accounts.rights import assignments_of
from kla.areas.timezones import zone_of
from kla.masking import masked
from kla.opaque import HEADER, person_of

Handler = Callable[[HttpRequest], HttpResponse]


class RequestLog(RequestMiddleware):
    """One line in the log at the start and at the end of a request, without secrets."""

    @staticmethod
    def format_request(request: HttpRequest) -> str:
        return masked(RequestMiddleware.format_request(request))


class CompressedPages(GZipMiddleware):
    """Pages and parts of pages go compressed, a tenth of their size on a phone; files go as they
    are: they are compressed already and tell their length. Django pads against BREACH."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        if response.streaming or not response.get("Content-Type", "").startswith("text/html"):
            return response
        return super().process_response(request, response)


def refuse_nul(get_response: Handler) -> Handler:
    """Answer 400 to an address with a NUL sign: no person writes it, PostgreSQL takes none."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if "%00" in request.get_full_path():
            return HttpResponseBadRequest("Alamat ini tidak dapat dibaca.")
        return get_response(request)

    return middleware


def name_person(get_response: Handler) -> Handler:
    """Each page says whose it is, so that what a browser keeps is never shown to the next.

    Pages of somebody signed in are not kept by the browser itself: *Back* on a shared PC would
    show them after signing out.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.get("Content-Type", "").startswith("text/html"):
            person = person_of(request.user)
            response[HEADER] = person or "-"
            if person and "Cache-Control" not in response:
                response["Cache-Control"] = "private, no-store"
        return response

    return middleware


def keep_their_clock(get_response: Handler) -> Handler:
    """Days and hours are those where the person works: *today* begins an hour earlier in WITA."""

    def middleware(request: HttpRequest) -> HttpResponse:
        areas = [one.area.code for one in assignments_of(request.user)]
        with timezone.override(zone_of(areas[0]) if areas else None):
            return get_response(request)

    return middleware
