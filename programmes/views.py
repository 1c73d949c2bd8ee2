"""The pages of every register: the overview, its list, one row, its form, taking it out."""

from copy import copy
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from kla.accounts.rights import needs
from kla.requests import Request
from programmes import actions, file_queries, pointing, queries
from programmes.base import Registered
from programmes.display import cells, head_label, head_of, linked, marked, say
from programmes.exchange.layout import left_out
from programmes.file_forms import WARNING, AttachForm
from programmes.forms import RemoveForm, mark_optional, refusals, row_form
from programmes.places import map_of
from programmes.register import Register
from programmes.registers import REGISTERS
from programmes.rights import may_write, sees_small

STALE = "Baris ini baru saja diubah orang lain. Bandingkan dengan yang tersimpan, lalu simpan lagi."
ROWS_A_PAGE = 50


@require_GET
@needs("programmes.read")
def overview(request: Request) -> HttpResponse:
    """Every register the person may read, with how many rows stand in it."""
    listed = queries.registers_of(request.user)
    rows = [
        (one, queries.rows_of(one, request.user).count(), _writes(request, one)) for one in listed
    ]
    return render(request, "programmes/overview.html", {"rows": rows})


@require_GET
@needs("programmes.read")
def row_list(request: Request, slug: str) -> HttpResponse:
    """The rows of one register, searched and filtered."""
    register = find_register(request, slug)
    every = queries.rows_of(register, request.user)
    narrowed = queries.narrowed(every, register, request.GET, user=request.user)
    found = file_queries.counted(register, narrowed)
    page = Paginator(found, ROWS_A_PAGE).get_page(request.GET.get("halaman"))
    writes = _writes(request, register)
    context = {
        "register": register,
        "page": page,
        "head": head_label(register),
        "labels": [register.label(name) for name in register.listed],
        "rows": [(row, _listed(request, register, row)) for row in page],
        "filters": [
            (name, register.label(name), queries.choices_of(register, name), request.GET.get(name))
            for name in register.filters
        ],
        "areas": queries.areas_seen(every),
        "asked": request.GET,
        "kept": _kept(request),
        "narrow": any(value for name, value in request.GET.items() if name != "halaman"),
        "writes": writes,
        "left_out": left_out(page.paginator.count) if writes else "",
        "map": map_of(register, found),
    }
    return render(request, "programmes/row_list.html", context)


@require_GET
@needs("programmes.read")
def row_detail(request: Request, slug: str, pk: int) -> HttpResponse:
    """One row with all it says, and what was done to it."""
    register = find_register(request, slug)
    return detail_page(request, register, find_row(request, register, pk), AttachForm())


def detail_page(
    request: Request, register: Register, row: Registered, form: AttachForm, *, status: int = 200
) -> HttpResponse:
    """The page of one row; `form` adds a file, where the register has files."""
    names = [field.name for field in register.fields if field.name != "area"]
    records = list(queries.history_of(row)[:50])
    files = file_queries.names_in(records)
    addresses = pointing.addresses_of(register, row, request.user)
    context = {
        "register": register,
        "row": row,
        "cells": linked(_cells(request, register, row, names), addresses),
        "history": [_told(request, register, row, one, files) for one in records],
        "writes": may_write(request.user, register, row.area),
        "pointing": pointing.sections_of(row, request.user),
        "files": file_queries.files_of(register, row) if register.files else (),
        "form": form,
        "warning": WARNING,
    }
    return render(request, "programmes/row_detail.html", context, status=status)


@needs("programmes.write")
@require_http_methods(["GET", "POST"])
def row_add(request: Request, slug: str) -> HttpResponse:
    """A new row."""
    register = find_register(request, slug, to_write=True)
    areas = queries.areas_to_write(register, request.user)
    initial = {"version": 0, "year": timezone.localdate().year} | _carried(request, register)
    initial |= pointing.preset(register, areas, request.GET)
    form = row_form(register, areas)(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            row = actions.add_row(register, form.given, by=request.user)
        except ValidationError as refused:
            refusals(form, refused.message_dict)
        else:
            messages.success(request, f"{register.title}: satu baris ditambahkan.")
            return redirect("programmes:row-detail", register.slug, row.pk)
    return _form_page(request, register, form, None)


@needs("programmes.write")
@require_http_methods(["GET", "POST"])
def row_change(request: Request, slug: str, pk: int) -> HttpResponse:
    """The form of one row; what somebody else stored meanwhile is shown beside what was typed."""
    register = find_register(request, slug)
    row = find_row(request, register, pk, to_write=True)
    areas = queries.areas_to_write(register, request.user)
    posted = request.POST or None
    # A copy: what was typed must not stand in the title before it is stored.
    typed = copy(row)
    form = row_form(register, areas)(posted, instance=typed, initial={"version": row.version})
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"]
        try:
            actions.change_row(register, row, form.given, version=version, by=request.user)
        except actions.StaleRow as stale:
            form.add_error(None, STALE)
            form.rebase(stale.current.version)
            return _form_page(request, register, form, stale.current, status=409)
        except ValidationError as refused:
            refusals(form, refused.message_dict)
        except PermissionDenied as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"{register.title}: perubahan tersimpan.")
            return redirect("programmes:row-detail", register.slug, row.pk)
    return _form_page(request, register, form, row)


@needs("programmes.write")
@require_http_methods(["GET", "POST"])
def row_remove(request: Request, slug: str, pk: int) -> HttpResponse:
    """Ask why, then take the row out."""
    register = find_register(request, slug)
    row = find_row(request, register, pk, to_write=True)
    form = RemoveForm(request.POST or None, initial={"version": row.version})
    if register.private:
        form.fields["reason"].help_text = "Jangan tulis nama orang: alasan ini tetap tersimpan."
    if request.method == "POST" and form.is_valid():
        try:
            told = form.cleaned_data
            version, reason = told["version"], told["reason"]
            actions.remove_row(register, row, version=version, reason=reason, by=request.user)
        except actions.StaleRow:
            form.add_error(None, "Baris ini baru saja diubah orang lain. Buka lagi, lalu ulangi.")
        else:
            messages.success(request, f"{row} dihapus dari {register.title}.")
            return redirect("programmes:row-list", register.slug)
    status = 422 if request.method == "POST" else 200
    context = {"register": register, "row": row, "form": form}
    return render(request, "programmes/row_remove.html", context, status=status)


def _form_page(
    request: Request, register: Register, form: Any, row: Registered | None, *, status: int = 422
) -> HttpResponse:
    if request.method == "GET":
        status = 200
    mark_optional(form)
    context = {"register": register, "form": form, "row": row}
    if status == 409 and row is not None:
        names = [field.name for field in register.fields if field.name != "area"]
        context["standing"] = _cells(request, register, row, names)
    return render(request, "programmes/row_form.html", context, status=status)


def find_register(request: Request, slug: str, *, to_write: bool = False) -> Register:
    """The register of this slug, where the person may read (or write) some of it; else 404."""
    register = REGISTERS.get(slug)
    if register is None or register not in queries.registers_of(request.user):
        raise Http404
    if to_write and not _writes(request, register):
        raise Http404
    return register


def find_row(
    request: Request, register: Register, pk: int, *, to_write: bool = False
) -> Registered:
    """The row, where the person may read (or write) it; else 404."""
    row = get_object_or_404(queries.rows_of(register, request.user), pk=pk)
    if to_write and not may_write(request.user, register, row.area):
        raise Http404
    return row


def _carried(request: Request, register: Register) -> dict[str, Any]:
    """What the row of the year before (`dari`, its number) hands on to the new one."""
    pk = request.GET.get("dari", "")
    if not register.carried or len(pk) > 18 or not pk.isascii() or not pk.isdecimal():
        return {}
    row: Any = find_row(request, register, int(pk))
    found = {name: getattr(row, register.field(name).attname) for name in register.carried}
    return found | {"area": row.area_id, "year": row.year + 1} | dict(register.renewed)


def _writes(request: Request, register: Register) -> bool:
    return queries.areas_to_write(register, request.user).exists()


def _cells(request: Request, register: Register, row: Registered, names: Any) -> Any:
    return cells(
        register,
        row,
        names,
        sees_small=sees_small(request.user, register, row),
        sees_private=may_write(request.user, register, row.area),
    )


def _listed(request: Request, register: Register, row: Registered) -> Any:
    """What the list says of a row: what names it, then the columns."""
    sees_private = may_write(request.user, register, row.area)
    found = _cells(request, register, row, register.listed)
    return [head_of(register, row, sees_private=sees_private), *marked(found, row)]


def _told(
    request: Request, register: Register, row: Registered, one: Any, files: dict[int, str]
) -> dict[str, Any]:
    """One audit record in words; small counts of children are hidden in it too."""
    sees = sees_small(request.user, register, row)
    before, after = one.detail.get("before", {}), one.detail.get("after", {})
    changes = []
    if one.verb == "register.change":
        for name in after:
            if name == "area" or not hasattr(row, name):
                continue
            # Of what is private the record keeps no more than that it changed.
            hidden = name in register.private or (name in register.children and not sees)
            pair = [before.get(name), after[name]]
            words = ["…" if hidden else say(register, name, value) for value in pair]
            changes.append((register.label(name), *words))
    return {
        "record": one,
        "changes": changes,
        "file": files.get(one.detail.get("file", 0), ""),
        "reason": one.detail.get("reason", ""),
    }


def _kept(request: Request) -> str:
    """The search and the filters as a query string, without the page."""
    kept = request.GET.copy()
    kept.pop("halaman", None)
    return kept.urlencode()
