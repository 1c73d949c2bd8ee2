"""Storing evidence, hanging it on an entry, and taking it off again."""

import errno
import hashlib
import os
import secrets
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from clusters import workflow
from clusters.actions.base import CLOSED, can_write_now, hold
from clusters.evidence_intake import RefusedUpload, look, tidy_name
from clusters.models import Entry, EvidenceFile, EvidenceLink, Indicator, Sheet
from kla.audit.actions import record


def add_evidence(
    sheet: Sheet,
    indicator: Indicator,
    *,
    name: str,
    content: bytes,
    valid_until: date | None,
    valid_from: date | None = None,
    declared: bool,
    by: Any,
) -> EvidenceFile:
    """Keep an upload and hang it on the entry of this sheet and indicator.

    The same content with the same validity is kept once an area. Raises RefusedUpload or
    ValidationError with a sentence, PermissionDenied where the entry cannot be written now;
    then nothing stays.
    """
    if not declared:
        raise ValidationError("Centang pernyataan tentang nama dan wajah anak.")
    seen = look(content, most_bytes=settings.EVIDENCE_MAX_BYTES)
    digest = hashlib.sha256(content).hexdigest()
    path = settings.EVIDENCE_DIR / secrets.token_hex(24)
    kept = False
    try:
        with transaction.atomic():
            held = hold(sheet)
            entry = _writable_entry(held, indicator, by)
            file = EvidenceFile.objects.filter(
                area=held.area,
                received_sha256=digest,
                valid_from=valid_from,
                valid_until=valid_until,
                replaced_by=None,
            ).first()
            if file is None:
                _write(path, content, digest)
                kept = True
                file = EvidenceFile.objects.create(
                    area=held.area,
                    name=tidy_name(name, seen.content_type),
                    stored_name=path.name,
                    content_type=seen.content_type,
                    size=len(content),
                    pages=seen.pages,
                    received_sha256=digest,
                    kept_sha256=digest,
                    valid_from=valid_from,
                    valid_until=valid_until,
                    names_no_child=True,
                    uploaded_by=by,
                )
            _, new = EvidenceLink.objects.get_or_create(
                entry=entry, file=file, defaults={"linked_by": by}
            )
            if new:
                record("evidence.add", file, by=by, area=held.area, code=indicator.code)
    except BaseException:
        if kept:
            path.unlink(missing_ok=True)
        raise
    return file


@transaction.atomic
def unlink_evidence(link: EvidenceLink, *, by: Any) -> None:
    """Take a file off an entry that may be written; the file itself is kept."""
    held = hold(link.entry.sheet)
    entry = Entry.objects.get(pk=link.entry_id)
    _refuse_unless_writable(held, entry.mark)
    record("evidence.unlink", link.file, by=by, area=held.area, entry=entry.pk)
    link.delete()


def _writable_entry(sheet: Sheet, indicator: Indicator, by: Any) -> Entry:
    entry = Entry.objects.filter(sheet=sheet, indicator=indicator).first()
    _refuse_unless_writable(sheet, entry.mark if entry else "")
    if entry is None:
        # Version 0, as if it were not there: what is being typed beside it is no conflict.
        entry = Entry.objects.create(
            sheet=sheet, indicator=indicator, entered_by=by, entered_at=timezone.now(), version=0
        )
    return entry


def _refuse_unless_writable(sheet: Sheet, mark: str) -> None:
    if not can_write_now(sheet):
        raise PermissionDenied(CLOSED)
    if not workflow.may_write(sheet.state, mark):
        raise PermissionDenied("Isian ini tidak dapat diubah sekarang.")


def _write(path: Path, content: bytes, digest: str) -> None:
    """Write, read back, and only then call it kept."""
    part = path.with_suffix(".part")
    try:
        with part.open("xb") as file:
            os.fchmod(file.fileno(), 0o600)
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if hashlib.sha256(part.read_bytes()).hexdigest() != digest:
            raise RefusedUpload("Berkas tidak tersimpan utuh. Coba lagi.")
        part.replace(path)
    except OSError as fault:
        raise RefusedUpload(
            "Tempat penyimpanan penuh. Berkas tidak tersimpan; hubungi Sekretariat."
            if fault.errno == errno.ENOSPC
            else "Berkas tidak dapat disimpan. Coba lagi."
        ) from None
    finally:
        part.unlink(missing_ok=True)
