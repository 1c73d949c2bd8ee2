"""The page a one-time link leads to, where a person sets the own password."""

from django.contrib.auth import login
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from kla.accounts import actions
from kla.accounts.forms import PasswordForm
from kla.accounts.rights import public
from kla.requests import Request


@never_cache
@public
@require_http_methods(["GET", "POST"])
def link_use(request: Request, token: str) -> HttpResponse:
    """Set one's own password by a link; looking at it does not use it up."""
    link = actions.usable_link(token)
    if link is None:
        return render(request, "accounts/link_gone.html", status=410)
    form = PasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            user = actions.use_link(token, form.cleaned_data["password1"])
        except ValidationError as refused:
            form.add_error("password1", refused)
        else:
            login(request, user, backend="allauth.account.auth_backends.AuthenticationBackend")
            return redirect("clusters:home")
    status = 422 if request.method == "POST" else 200
    return render(
        request, "accounts/link_use.html", {"form": form, "person": link.user}, status=status
    )
