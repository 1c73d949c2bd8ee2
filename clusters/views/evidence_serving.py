"""Handing out what is kept as evidence: fenced in, to whoever may read it."""

from django.core.files.base import File
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from clusters.evidence_queries import readable
from clusters.evidence_store import open_kept
from clusters.models import EvidenceFile, StoredFile
from kla.accounts.rights import needs
from kla.requests import Request

_INLINE = {"image/jpeg", "image/png", "image/webp", "application/pdf"}
_MINUTES = 10  # a page full of previews asks once; on a shared computer they are soon gone


def whole(file: StoredFile, *, shown: bool) -> FileResponse:
    """The answer with a file: to be saved, or, where it is `shown`, opened in the browser, if
    its type is one that cannot do harm there. Raises Http404 where it is gone."""
    response = FileResponse(
        _opened(file.stored_name),
        as_attachment=not (shown and file.content_type in _INLINE),
        filename=file.name,
        content_type=file.content_type,
    )
    response["Content-Length"] = str(file.size)
    return _fenced(response, "no-store")


def small(file: StoredFile) -> FileResponse:
    """The answer with the small picture of a file. Raises Http404 where it has none."""
    if not file.preview_name:
        raise Http404
    response = FileResponse(
        _opened(file.preview_name), filename="pratinjau.jpg", content_type="image/jpeg"
    )
    return _fenced(response, f"max-age={_MINUTES * 60}")


def _fenced(response: FileResponse, caching: str) -> FileResponse:
    """What is somebody's file, no browser may take for a page of ours."""
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'; style-src 'unsafe-inline'"
    response["Cache-Control"] = f"private, {caching}"
    return response


def _opened(name: str) -> File:
    """What is kept under this name. Raises Http404 where it is gone."""
    try:
        return open_kept(name)
    except FileNotFoundError:
        raise Http404 from None


@require_GET
@needs("clusters.read_sheet")
def preview(request: Request, pk: int) -> FileResponse:
    """The small picture of a file; opening the file itself is what is recorded."""
    file = get_object_or_404(EvidenceFile, pk=pk)
    if not readable(request.user, file):
        raise Http404
    return small(file)
