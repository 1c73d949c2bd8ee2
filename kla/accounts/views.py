"""The admin's pages of accounts, and the page a link leads to."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kla.accounts import actions, importing, queries
from kla.accounts.forms import AccountForm, HandOverForm, ImportForm, PasswordForm
from kla.accounts.models import Role, User
from kla.accounts.rights import needs, public
from kla.areas.models import Area, Level
from kla.audit.models import Record
from kla.requests import Request

FILTERS = [("", "Semua"), ("tindakan", "Perlu tindakan"), *Role.choices]


@require_GET
@needs("accounts.manage")
def account_list(request: Request) -> HttpResponse:
    """Every account of the admin's areas, and the kelurahan without an operator."""
    users = queries.managed_users(request.user)
    words, chosen = request.GET.get("cari", "").strip(), request.GET.get("peran", "")
    if words:
        users = users.filter(
            Q(name__icontains=words)
            | Q(username__icontains=words)
            | Q(assignments__area__name__icontains=words)
        ).distinct()
    if chosen in Role.values:
        users = users.filter(assignments__role=chosen).distinct()
    rows = queries.account_rows(list(users))
    if chosen == "tindakan":
        rows = [row for row in rows if row.is_due]
    page = Paginator(rows, 50).get_page(request.GET.get("halaman"))
    context = {
        "page": page,
        "filters": FILTERS,
        "chosen": chosen,
        "words": words,
        "unstaffed": queries.unstaffed(request.user),
    }
    return render(request, "accounts/account_list.html", context)


@needs("accounts.manage")
@require_http_methods(["GET", "POST"])
def account_create(request: Request) -> HttpResponse:
    """One new account; its link is shown once."""
    area = Area.objects.filter(code=request.GET.get("wilayah", "")).first()
    initial = {"area": area, "role": Role.OPERATOR} if area else {}
    if area:
        taken = set(User.objects.values_list("username", flat=True))
        initial["username"] = importing.suggested(area.name, taken)
    form = AccountForm(request.user, request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.create_account(actions.NewAccount(**form.cleaned_data), by=request.user)
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            return _show_links(request, [made])
    status = 422 if request.method == "POST" else 200
    return render(request, "accounts/account_form.html", {"form": form}, status=status)


@needs("accounts.manage")
@require_http_methods(["GET", "POST"])
def account_import(request: Request) -> HttpResponse:
    """Many operators from a CSV: preview first, then all or nothing."""
    form = ImportForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"form": form, "columns": ",".join(importing.COLUMNS)}
    if request.method != "POST" or not form.is_valid():
        status = 422 if request.method == "POST" else 200
        return render(request, "accounts/account_import.html", context, status=status)
    areas = Area.objects.filter(queries.admin_scope(request.user, "code"), level=Level.KELURAHAN)
    by_code = {area.code: area for area in areas}
    names = {code: area.name for code, area in by_code.items()}
    taken = set(User.objects.values_list("username", flat=True))
    lines, faults = importing.read(form.cleaned_data["text"], names, taken)
    context |= {"lines": lines, "faults": faults, "text": form.cleaned_data["text"]}
    if faults or "apply" not in request.POST:
        return render(
            request, "accounts/account_import.html", context, status=422 if faults else 200
        )
    new = [
        actions.NewAccount(
            username=line.username,
            name=line.name,
            role=Role.OPERATOR,
            area=by_code[line.code],
            email=line.email,
        )
        for line in lines
    ]
    try:
        made = actions.create_accounts(new, by=request.user)
    except ValidationError as refused:
        context["faults"] = refused.messages
        return render(request, "accounts/account_import.html", context, status=422)
    return _show_links(request, made)


@require_GET
@needs("accounts.manage")
def account_detail(request: Request, pk: int) -> HttpResponse:
    """One account: what it may do, what happened to it, what can be done."""
    user = _user(request, pk)
    context = {
        "row": queries.account_rows([user])[0],
        "records": Record.objects.filter(thing=f"user:{user.pk}").select_related("by")[:30],
        "form": HandOverForm(),
    }
    return render(request, "accounts/account_detail.html", context)


@require_POST
@needs("accounts.manage")
def account_link(request: Request, pk: int) -> HttpResponse:
    """A new link, shown once."""
    user = _user(request, pk)
    try:
        token = actions.make_link(user, by=request.user)
    except ValidationError as refused:
        messages.error(request, refused.messages[0])
        return redirect("accounts:account-detail", user.pk)
    return _show_links(request, [(user, token)])


@require_POST
@needs("accounts.manage")
def account_act(request: Request, pk: int, verb: str) -> HttpResponse:
    """Suspend, restore or unlock."""
    user = _user(request, pk)
    try:
        _ACTS[verb](user, by=request.user)
    except ValidationError as refused:
        messages.error(request, refused.messages[0])
    else:
        messages.success(request, f"{user}: {_DONE[verb]}.")
    return redirect("accounts:account-detail", user.pk)


_ACTS: dict[str, Any] = {
    "tangguhkan": actions.suspend,
    "pulihkan": actions.restore,
    "buka-kunci": actions.unlock,
}
_DONE = {
    "tangguhkan": "akun ditangguhkan",
    "pulihkan": "akun dipulihkan",
    "buka-kunci": "kunci dibuka",
}


@require_POST
@needs("accounts.manage")
def account_handover(request: Request, pk: int) -> HttpResponse:
    """Close an account and let its successor go on."""
    user = _user(request, pk)
    form = HandOverForm(request.POST)
    if form.is_valid():
        try:
            made = actions.hand_over(user, **form.cleaned_data, by=request.user)
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            return _show_links(request, [made])
    context = {
        "row": queries.account_rows([user])[0],
        "records": Record.objects.filter(thing=f"user:{user.pk}").select_related("by")[:30],
        "form": form,
    }
    return render(request, "accounts/account_detail.html", context, status=422)


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


def _user(request: Request, pk: int) -> User:
    return get_object_or_404(queries.managed_users(request.user), pk=pk)


def _show_links(request: Request, made: list[tuple[User, str]]) -> HttpResponse:
    """The links, the only time they are shown."""
    rows = [
        (user, settings.PUBLIC_URL + reverse("accounts:link-use", args=[token]))
        for user, token in made
    ]
    response = render(request, "accounts/links.html", {"rows": rows})
    response["Cache-Control"] = "no-store"
    return response
