"""How allauth behaves here: accounts are made by an admin, never by signing up."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from kla.accounts.models import User


def folded_username(request: HttpRequest | None, credentials: dict[str, Any] | None) -> str:
    """Whose failures are counted: Ani, ani and ANI sign in to one account, and are one."""
    typed = (credentials or {}).get("username") or (request and request.POST.get("login")) or ""
    return str(typed).strip().casefold()


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up; an admin makes the account and hands over a link."""
        return False

    def respond_user_inactive(self, request: HttpRequest, user: User) -> HttpResponse:
        """What somebody reads who knows the password of a suspended or closed account."""
        return render(request, "account/inactive.html", status=403)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send where mail is set up; without, a link would end in the log."""
        if settings.MAIL_IS_SET:
            super().send_mail(template_prefix, email, context)

    def format_email_subject(self, subject: str) -> str:
        """The subject as it is written, without a server's name before it."""
        return str(subject)

    def get_reset_password_from_key_url(self, key: str) -> str:
        """The public address, never the one a request claims to have come by."""
        uid, _, rest = key.partition("-")
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": rest})
        return settings.PUBLIC_URL + path

    def set_password(self, user: User, password: str) -> None:
        """The new password, and no older link that could set another."""
        super().set_password(user, password)
        user.links.filter(used_at=None, revoked_at=None).update(revoked_at=timezone.now())
