"""The files of a row in the browser: adding one, opening it, its small picture, taking it away."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from clusters.evidence_intake import RefusedUpload
from clusters.views.evidence_serving import small, whole
from kla.accounts.rights import needs
from kla.audit.actions import record
from kla.naming import HINT, has_named_number
from kla.requests import Request
from programmes import file_actions
from programmes.attachment import Attachment
from programmes.base import Registered
from programmes.file_forms import AttachForm
from programmes.file_queries import files_of
from programmes.forms import ReasonForm, refusals
from programmes.register import Register
from programmes.views import detail_page, find_register, find_row


@needs("programmes.write")
@require_http_methods(["GET", "POST"])
def file_add(request: Request, slug: str, pk: int) -> HttpResponse:
    """Keep one more file with the row; refused with a line beside the box, and nothing stays."""
    register, row = _find(request, slug, pk, to_write=True)
    if request.method == "GET":  # somebody loads again the page that refused a file
        return redirect(_place(register, row))
    form = AttachForm(request.POST, request.FILES)
    if form.is_valid() and _add(request, register, row, form):
        messages.success(request, "Berkas tersimpan.")
        if has_named_number(form.cleaned_data["caption"]):
            messages.warning(request, HINT)
        return redirect(_place(register, row))
    return detail_page(request, register, row, form, status=422)


def _add(request: Request, register: Register, row: Registered, form: AttachForm) -> bool:
    told = form.cleaned_data
    upload = told["file"]
    try:
        file_actions.add_file(
            register,
            row,
            name=upload.name,
            content=upload.read(),
            caption=told["caption"],
            taken_on=told["taken_on"],
            declared=told["declared"],
            by=request.user,
        )
    except (RefusedUpload, PermissionDenied) as refused:
        form.add_error("file", str(refused))
        return False
    except ValidationError as refused:
        form.add_error("file", refused.messages)  # type: ignore[arg-type]
        return False
    return True


@require_GET
@needs("programmes.read")
def file_download(request: Request, slug: str, pk: int, file_pk: int) -> FileResponse:
    """The file, to whoever may read its row; every look is recorded."""
    _, _, file = _find_file(request, slug, pk, file_pk)
    response = whole(file, shown="tampil" in request.GET)
    record("attachment.download", file, by=request.user, area=file.area)
    return response


@require_GET
@needs("programmes.read")
def file_preview(request: Request, slug: str, pk: int, file_pk: int) -> FileResponse:
    """The small picture of a file; opening the file itself is what is recorded."""
    _, _, file = _find_file(request, slug, pk, file_pk)
    return small(file)


@needs("programmes.write")
@require_http_methods(["GET", "POST"])
def file_remove(request: Request, slug: str, pk: int, file_pk: int) -> HttpResponse:
    """Ask why, then take the file away."""
    register, row, file = _find_file(request, slug, pk, file_pk, to_write=True)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            reason = form.cleaned_data["reason"]
            file_actions.remove_file(register, file, reason=reason, by=request.user)
        except ValidationError as refused:
            refusals(form, {"": refused.messages})
        else:
            messages.success(request, f"{file.name} dihapus.")
            return redirect(_place(register, row))
    status = 422 if request.method == "POST" else 200
    context = {"register": register, "row": row, "file": file, "form": form}
    return render(request, "programmes/file_remove.html", context, status=status)


def _find(
    request: Request, slug: str, pk: int, *, to_write: bool = False
) -> tuple[Register, Registered]:
    """A register with files and its row, where the person may read (or write) it; else 404."""
    register = find_register(request, slug)
    if not register.files:
        raise Http404
    return register, find_row(request, register, pk, to_write=to_write)


def _find_file(
    request: Request, slug: str, pk: int, file_pk: int, **more: Any
) -> tuple[Register, Registered, Attachment]:
    """The file among those of this row that stand; else 404."""
    register, row = _find(request, slug, pk, **more)
    files = files_of(register, row).select_related("area")
    return register, row, get_object_or_404(files, pk=file_pk)


def _place(register: Register, row: Registered) -> str:
    return reverse("programmes:row-detail", args=[register.slug, row.pk]) + "#berkas"
