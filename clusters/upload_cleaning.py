"""Throwing away uploads that nobody goes on with, and files that belong to no row."""

from datetime import datetime, timedelta

from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from clusters import evidence_store
from clusters.models import PendingUpload, StoredFile


def clean_uploads() -> tuple[int, int]:
    """Remove what was not touched for UPLOAD_KEEP_HOURS; gives the rows removed, and the
    files that belonged to no row: parts, and what a killed process left in the store.

    A finished upload's row goes too: it only remembers the answer for who did not get it.
    """
    before = timezone.now() - timedelta(hours=settings.UPLOAD_KEEP_HOURS)
    old = PendingUpload.objects.filter(touched_at__lt=before).values_list("pk", flat=True)
    rows = sum(_remove(pk, before) for pk in list(old))
    known = set(PendingUpload.objects.values_list("token", flat=True))
    files = 0
    for path in settings.UPLOADS_DIR.iterdir():
        # Its age tells a lost part file from one whose row another transaction just writes.
        if path.name not in known and path.stat().st_mtime < before.timestamp():
            path.unlink(missing_ok=True)
            files += 1
    return rows, files + _clean_store(before)


def _clean_store(before: datetime) -> int:
    lost = evidence_store.orphans(_known_names(), before)
    for name in lost:
        evidence_store.drop(name)
    return len(lost)


def _known_names() -> set[str]:
    """The names under which the rows of any app keep something in the store."""
    known: set[str] = set()
    for model in apps.get_models():
        if issubclass(model, StoredFile):
            rows = model._default_manager.values_list("stored_name", "preview_name")
            known.update(name for pair in rows for name in pair if name)
    return known


def _remove(pk: int, before: datetime) -> bool:
    """Under the row's lock: what was gone on with meanwhile stays."""
    with transaction.atomic():
        rows = PendingUpload.objects.select_for_update()
        upload = rows.filter(pk=pk, touched_at__lt=before).first()
        if upload is None:
            return False
        upload.delete()
    upload.part.unlink(missing_ok=True)
    return True
