"""What happens to every request before a view sees it."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django_structlog.middlewares import RequestMiddleware

from kla.masking import masked

Handler = Callable[[HttpRequest], HttpResponse]


class RequestLog(RequestMiddleware):
    """One line in the log at the start and at the end of a request, without secrets."""

    @staticmethod
    def format_request(request: HttpRequest) -> str:
        return masked(RequestMiddleware.format_request(request))


def refuse_nul(get_response: Handler) -> Handler:
    """Answer 400 to an address with a NUL sign: no person writes it, PostgreSQL takes none."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if "%00" in request.get_full_path():
            return HttpResponseBadRequest("Alamat ini tidak dapat dibaca.")
        return get_response(request)

    return middleware
