"""Evidence in the browser: adding it to an entry, looking at it, taking it off."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import F
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from clusters import evidence_actions
from clusters.evidence_intake import RefusedUpload
from clusters.evidence_queries import own_files, readable, reusable, same_before, same_words
from clusters.forms.evidence import EvidenceForm
from clusters.models import EvidenceFile, EvidenceLink, Sheet
from clusters.operator_queries import own_evidence, own_sheets
from clusters.queries import indicators_of
from clusters.views.evidence_serving import whole
from kla.accounts.rights import needs
from kla.audit.actions import record
from kla.requests import Request


@needs("clusters.enter")
@require_http_methods(["GET", "POST"])
def add(request: Request, pk: int, code: str) -> HttpResponse:
    """The form for one file; refused with a line beside the box, and nothing stays."""
    sheet = get_object_or_404(own_sheets(request.user), pk=pk)
    indicator = get_object_or_404(indicators_of(sheet), code=code)
    form = EvidenceForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid() and _add(request, sheet, indicator, form):
        return redirect(f"{sheet.get_absolute_url()}#ind-{code}")
    status = 422 if request.method == "POST" else 200
    context = {"sheet": sheet, "indicator": indicator, "form": form}
    context["reusable"] = reusable(request.user, sheet, indicator)
    return render(request, "clusters/evidence_add.html", context, status=status)


def _add(request: Request, sheet: Sheet, indicator: Any, form: EvidenceForm) -> bool:
    upload, begun = form.cleaned_data["file"], timezone.now()
    try:
        file = evidence_actions.add_evidence(
            sheet,
            indicator,
            name=upload.name,
            content=upload.read(),
            valid_from=form.cleaned_data["valid_from"],
            valid_until=form.cleaned_data["valid_until"],
            declared=form.cleaned_data["declared"],
            by=request.user,
        )
    except (RefusedUpload, PermissionDenied) as refused:
        form.add_error("file", str(refused))
        return False
    except ValidationError as refused:
        form.add_error("file", refused)
        return False
    known = same_before(request.user, file, begun)
    if known:
        words = same_words(known, file)
        messages.info(request, f"{words[:1].upper()}{words[1:]}.")
    return True


@require_POST
@needs("clusters.enter")
def unlink(request: Request, pk: int) -> HttpResponse:
    """Take a file off an entry."""
    link = get_object_or_404(
        EvidenceLink.objects.select_related("entry__sheet", "entry__indicator", "file"),
        pk=pk,
        entry__sheet__in=own_sheets(request.user),
    )
    try:
        evidence_actions.unlink_evidence(link, by=request.user)
    except PermissionDenied as refused:
        messages.error(request, str(refused))
    return redirect(f"{link.entry.sheet.get_absolute_url()}#ind-{link.entry.indicator.code}")


@require_GET
@needs("clusters.read_sheet")
def download(request: Request, pk: int) -> FileResponse:
    """The file, to whoever may read a sheet it proves; every look is recorded."""
    file = get_object_or_404(EvidenceFile.objects.select_related("area"), pk=pk)
    if not readable(request.user, file):
        raise Http404
    response = whole(file, shown="tampil" in request.GET)
    record("evidence.download", file, by=request.user, area=file.area)
    return response


@require_GET
@needs("clusters.enter")
def evidence_list(request: Request) -> HttpResponse:
    """The files of the operator's own sheets, the soonest to expire first."""
    files = own_evidence(request.user).order_by(F("valid_until").asc(nulls_last=True), "-pk")
    context = {"rows": own_files(request.user, files), "today": timezone.localdate()}
    return render(request, "clusters/evidence_list.html", context)
