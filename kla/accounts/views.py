"""The admin's pages of accounts."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kla.accounts import actions, importing, queries
from kla.accounts.forms import AccountForm, AssignmentForm, HandOverForm, ImportForm
from kla.accounts.models import Role, User
from kla.accounts.naming import suggested
from kla.accounts.rights import needs
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
    scope = queries.admin_scope(request.user, "code")
    area = Area.objects.filter(scope, code=request.GET.get("wilayah", "")).first()
    initial = {"area": area, "role": Role.OPERATOR} if area else {}
    if area:
        initial["username"] = suggested(area.name, queries.taken_usernames())
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
    lines, faults = importing.read(form.cleaned_data["text"], names, queries.taken_usernames())
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
    return _detail(request, _user(request, pk))


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
    return _detail(request, user, handover=form)


@require_POST
@needs("accounts.manage")
def assignment_add(request: Request, pk: int) -> HttpResponse:
    """One thing more the account may do."""
    user = _user(request, pk)
    form = AssignmentForm(request.user, request.POST)
    if form.is_valid():
        try:
            actions.add_assignment(user, actions.Grant(**form.cleaned_data), by=request.user)
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, f"{user}: penugasan ditambahkan.")
            return redirect("accounts:account-detail", user.pk)
    return _detail(request, user, assignment=form)


@require_POST
@needs("accounts.manage")
def assignment_end(request: Request, pk: int, assignment_pk: int) -> HttpResponse:
    """Take one assignment away."""
    user = _user(request, pk)
    assignment = get_object_or_404(user.assignments.all(), pk=assignment_pk)
    try:
        actions.end_assignment(assignment, by=request.user)
    except ValidationError as refused:
        messages.error(request, refused.messages[0])
    else:
        messages.success(request, f"{user}: penugasan diakhiri.")
    return redirect("accounts:account-detail", user.pk)


def _user(request: Request, pk: int) -> User:
    return get_object_or_404(queries.managed_users(request.user), pk=pk)


def _detail(
    request: Request,
    user: User,
    *,
    handover: HandOverForm | None = None,
    assignment: AssignmentForm | None = None,
) -> HttpResponse:
    """The page of one account, with a form that was refused or with fresh ones."""
    context = {
        "row": queries.account_rows([user])[0],
        "records": Record.objects.filter(thing=f"user:{user.pk}").select_related("by")[:30],
        "handover": handover or HandOverForm(),
        "assignment": assignment or AssignmentForm(request.user),
        "is_self": user.pk == request.user.pk,
    }
    status = 422 if handover or assignment else 200
    return render(request, "accounts/account_detail.html", context, status=status)


def _show_links(request: Request, made: list[tuple[User, str]]) -> HttpResponse:
    """The links, the only time they are shown."""
    rows = [
        (user, settings.PUBLIC_URL + reverse("accounts:link-use", args=[token]))
        for user, token in made
    ]
    response = render(request, "accounts/links.html", {"rows": rows})
    response["Cache-Control"] = "no-store"
    return response
