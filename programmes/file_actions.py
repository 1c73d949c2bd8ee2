"""Writing the files of a row: adding one and taking one away, each with its audit record."""

import hashlib
from datetime import date
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from clusters.evidence_intake import look, refuse_told, tidy_name
from clusters.evidence_store import keeping, kept_fields
from kla.audit.actions import record
from programmes.actions import hold, refuse_foreign
from programmes.attachment import Attachment
from programmes.base import Registered
from programmes.register import Register

MOST = 30  # files of one row; a page shows them all


def add_file(
    register: Register,
    row: Registered,
    *,
    name: str,
    content: bytes,
    caption: str = "",
    taken_on: date | None = None,
    declared: bool,
    by: Any,
) -> Attachment:
    """Keep a file with a row that `by` may write, through the same gate as evidence.

    Raises RefusedUpload or ValidationError with sentences, PermissionDenied where the row cannot
    be written; then nothing stays.
    """
    refuse_told(name, declared=declared)
    seen = look(content, most_bytes=settings.EVIDENCE_MAX_BYTES)
    received = hashlib.sha256(content).hexdigest()
    with keeping() as keep, transaction.atomic():
        held = _hold_writable(register, row, by)
        _refuse_more(register, held, received)
        file = Attachment(
            area=held.area,
            register=register.slug,
            row_id=held.pk,
            name=tidy_name(name, seen.content_type),
            received_sha256=received,
            caption=caption.strip(),
            taken_on=taken_on,
            names_no_child=True,
            uploaded_by=by,
            **kept_fields(seen, keep),
        )
        file.full_clean(exclude=["area", "uploaded_by"])
        file.save()
        # The file's name is not written down: what is recorded stays for ever.
        record(
            "register.file_add",
            held,
            by=by,
            area=held.area,
            register=register.slug,
            file=file.pk,
            sha256=file.kept_sha256,
        )
    return file


@transaction.atomic
def remove_file(register: Register, file: Attachment, *, reason: str, by: Any) -> None:
    """Take a file away from its row, with a reason; what it held is kept for the history.

    Raises ValidationError where it is gone already, PermissionDenied.
    """
    row = register.model._default_manager.get(pk=file.row_id)
    held = _hold_writable(register, row, by)
    if not reason.strip():
        raise ValidationError({"reason": "Tulis alasan dihapus."})
    standing = Attachment.objects.filter(pk=file.pk, register=register.slug, removed_at=None)
    if not standing.update(removed_at=timezone.now()):
        raise ValidationError("Berkas ini sudah dihapus.")
    record(
        "register.file_remove",
        held,
        by=by,
        area=held.area,
        register=register.slug,
        file=file.pk,
        reason=reason.strip(),
    )


def _hold_writable(register: Register, row: Registered, by: Any) -> Registered:
    held = hold(register, row)
    refuse_foreign(register, held, by)
    if held.removed_at is not None:
        raise ValidationError("Baris ini sudah dihapus.")
    return held


def _refuse_more(register: Register, row: Registered, received: str) -> None:
    if not register.files:
        raise ValidationError("Daftar ini tidak menyimpan berkas.")
    standing = Attachment.objects.filter(register=register.slug, row_id=row.pk, removed_at=None)
    same = standing.filter(received_sha256=received).first()
    if same is not None:
        raise ValidationError(f"Berkas ini sudah tersimpan di sini sebagai {same.name}.")
    if standing.count() >= MOST:
        raise ValidationError(f"Paling banyak {MOST} berkas di sini. Hapus yang tidak perlu dulu.")
