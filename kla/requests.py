"""The request as our views get it: signed in, and with htmx's details."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from kla.accounts.models import User


class Request(HttpRequest):
    """For annotations only: a view behind `needs` or `signed_in` has a real user."""

    htmx: HtmxDetails
    user: User
