"""Evidence beyond its first upload: using a file again, replacing it, reading its versions."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from clusters import evidence_actions
from clusters.evidence_intake import RefusedUpload
from clusters.evidence_queries import readable, reusable
from clusters.evidence_versions import versions_of
from clusters.forms.evidence import EvidenceForm, ReplaceForm
from clusters.models import EvidenceFile, EvidenceLink
from clusters.operator_queries import own_sheets
from clusters.queries import indicators_of
from kla.accounts.rights import needs
from kla.requests import Request


@require_POST
@needs("clusters.enter")
def reuse(request: Request, pk: int, code: str, file_pk: int) -> HttpResponse:
    """Hang a file that is there already on this entry."""
    sheet = get_object_or_404(own_sheets(request.user), pk=pk)
    indicator = get_object_or_404(indicators_of(sheet), code=code)
    file = get_object_or_404(reusable(request.user, sheet, indicator), pk=file_pk)
    try:
        evidence_actions.reuse_evidence(sheet, indicator, file, by=request.user)
    except PermissionDenied as refused:
        messages.error(request, str(refused))
    except ValidationError as refused:
        messages.error(request, refused.messages[0])
    return redirect(f"{sheet.get_absolute_url()}#ind-{code}")


@needs("clusters.enter")
@require_http_methods(["GET", "POST"])
def replace(request: Request, pk: int) -> HttpResponse:
    """The form for a newer version of a file; the version before it stays."""
    link = get_object_or_404(
        EvidenceLink.objects.select_related("entry__indicator", "file"),
        pk=pk,
        entry__sheet__in=own_sheets(request.user),
    )
    sheet = own_sheets(request.user).get(pk=link.entry.sheet_id)
    newest = versions_of([link.file])[link.file.root_id][-1]
    form = ReplaceForm(request.POST or None, request.FILES or None, initial={"seen": newest.pk})
    if request.method == "POST" and form.is_valid() and _replace(request, link, newest, form):
        messages.success(request, "Versi baru tersimpan. Versi sebelumnya tetap ada.")
        return redirect(f"{sheet.get_absolute_url()}#ind-{link.entry.indicator.code}")
    status = 422 if request.method == "POST" else 200
    context = {
        "sheet": sheet,
        "indicator": link.entry.indicator,
        "link": link,
        "file": newest,
        "form": form,
    }
    return render(request, "clusters/evidence_replace.html", context, status=status)


def _replace(
    request: Request, link: EvidenceLink, newest: EvidenceFile, form: EvidenceForm
) -> bool:
    upload, given = form.cleaned_data["file"], form.cleaned_data
    if given["seen"] != newest.pk:
        form.add_error("file", "Berkas ini baru saja diganti. Buka lagi halaman ini dari lembar.")
        return False
    try:
        evidence_actions.add_evidence(
            link.entry.sheet,
            link.entry.indicator,
            name=upload.name,
            content=upload.read(),
            valid_from=given["valid_from"],
            valid_until=given["valid_until"],
            declared=given["declared"],
            by=request.user,
            replaces=newest,
        )
    except (RefusedUpload, PermissionDenied) as refused:
        form.add_error("file", str(refused))
        return False
    except ValidationError as refused:
        form.add_error("file", refused)
        return False
    return True


@require_GET
@needs("clusters.read_sheet")
def versions(request: Request, pk: int) -> HttpResponse:
    """All versions of a file, the newest first, to whoever may read one of them."""
    file = get_object_or_404(EvidenceFile.objects.select_related("area"), pk=pk)
    if not readable(request.user, file):
        raise Http404
    listed = versions_of([file])[file.root_id]
    numbered = list(reversed(list(enumerate(listed, start=1))))
    context = {
        "file": file,
        "newest": listed[-1],
        "versions": numbered,
        "lists": request.user.has_perm("clusters.enter"),
    }
    return render(request, "clusters/evidence_versions.html", context)
