"""The workbook of a register: download it, upload it, look at what would change, apply it."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.views.decorators.http import require_GET, require_http_methods

from clusters.workbook.intake import MOST_BYTES, RefusedWorkbook, open_workbook
from kla.accounts.rights import needs
from kla.requests import Request
from programmes import queries
from programmes.actions import StaleRow
from programmes.exchange import comparing, layout, parcel
from programmes.exchange.parcel import BadParcel
from programmes.exchange.reading import read
from programmes.exchange.writing import write
from programmes.register import Register
from programmes.rights import sees_small
from programmes.views import find_register

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CHANGED = "Ada baris yang baru diubah orang lain. Tidak ada yang disimpan; unggah sekali lagi."


class BookForm(forms.Form):
    """One workbook."""

    file = forms.FileField(
        label="Lembar kerja (XLSX, paling besar 5 MB)",
        allow_empty_file=True,
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx"}),
        error_messages={"required": "Pilih berkasnya dulu."},
    )


@require_GET
@needs("programmes.read")
def book_download(request: Request, slug: str) -> HttpResponse:
    """The rows on the screen as a workbook; who may write gets one to fill in."""
    register = find_register(request, slug)
    every = queries.rows_of(register, request.user)
    rows = queries.narrowed(every, register, request.GET, user=request.user)
    areas = list(queries.areas_to_write(register, request.user))
    # Who only reads gets every row; a file to fill in must be small enough to come back.
    note = layout.left_out(rows.count()) if areas else ""
    listed = list(rows[: layout.MOST_ROWS] if areas else rows)
    small = {row.pk for row in listed if sees_small(request.user, register, row)}
    content = write(register, listed, areas, to_fill=bool(areas), small=small, note=note)
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{slugify(register.title)}.xlsx"'
    return response


@needs("programmes.write")
@require_http_methods(["GET", "POST"])
def book_upload(request: Request, slug: str) -> HttpResponse:
    """The form; after a file what would change; after *Terapkan* all of it or nothing."""
    register = find_register(request, slug, to_write=True)
    if request.method == "GET":
        return _page(request, register, BookForm())
    if "parcel" in request.POST:
        return _apply(request, register)
    form = BookForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, register, form, status=422)
    upload = form.cleaned_data["file"]
    try:
        if upload.size > MOST_BYTES:
            raise RefusedWorkbook("Berkas lebih besar dari 5 MB.")
        filled, faults = read(open_workbook(upload.read()), register)
        lines, more = comparing.compare(register, filled, by=request.user)
        told = {fault.place for fault in faults}  # a formula is told once
        faults += [fault for fault in more if fault.place not in told]
        changed = [line.filled for line in lines if line.state in ("new", "changed")]
        sealed = "" if faults else parcel.seal(register, changed, by=request.user)
    except (RefusedWorkbook, BadParcel) as refused:
        form.add_error("file", str(refused))
        return _page(request, register, form, status=422)
    status = 422 if faults else 200
    return _page(
        request, register, BookForm(), status=status, lines=lines, faults=faults, parcel=sealed
    )


def _apply(request: Request, register: Register) -> HttpResponse:
    form = BookForm()
    try:
        brought = parcel.unseal(register, request.POST["parcel"], by=request.user)
        total = comparing.apply(register, brought, by=request.user)
    except BadParcel as refused:
        return _page(request, register, form, status=422, refused=str(refused))
    except StaleRow:
        return _page(request, register, form, status=409, refused=CHANGED)
    except (ValidationError, PermissionDenied) as refused:
        words = " ".join(getattr(refused, "messages", None) or [str(refused)])
        return _page(request, register, form, status=422, refused=words)
    messages.success(request, f"{register.title}: {total} baris tersimpan.")
    return redirect("programmes:row-list", register.slug)


def _page(
    request: Request, register: Register, form: BookForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    lines = more.get("lines", [])
    context = {
        "register": register,
        "form": form,
        "left_out": layout.left_out(queries.rows_of(register, request.user).count()),
        "counts": {
            state: sum(line.state == state for line in lines)
            for state in ("new", "changed", "unchanged", "read")
        },
    }
    return render(request, "programmes/book.html", context | more, status=status)
