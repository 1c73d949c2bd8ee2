"""Storing evidence, hanging it on an entry, using it again, and taking it off."""

import hashlib
from collections.abc import Callable
from datetime import date
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from clusters import workflow
from clusters.actions.base import CLOSED, can_write_now, hold
from clusters.evidence_intake import Look, look, refuse_told, tidy_name
from clusters.evidence_replacing import hold_version, move_links, refuse_known
from clusters.evidence_store import keeping, kept_fields
from clusters.models import Entry, EvidenceFile, EvidenceLink, Indicator, Sheet
from clusters.operator_queries import own_evidence
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
    replaces: EvidenceFile | None = None,
    settle: Callable[[EvidenceFile], None] | None = None,
) -> EvidenceFile:
    """Keep an upload and hang it on the entry of this sheet and indicator.

    The same content with the same validity is kept once for whoever may see it. `replaces` is
    the newest version of a file that hangs on this entry; the upload becomes the version after
    it, here and on every other entry of `by` that may be written now. Raises RefusedUpload or
    ValidationError with a sentence, PermissionDenied where the entry cannot be written now;
    then nothing stays. `settle` is called with the file before all of it counts; what it raises
    undoes everything.
    """
    refuse_told(name, declared=declared)
    seen = look(content, most_bytes=settings.EVIDENCE_MAX_BYTES)
    known = {
        "received_sha256": hashlib.sha256(content).hexdigest(),
        "valid_from": valid_from,
        "valid_until": valid_until,
    }
    with keeping() as keep, transaction.atomic():
        if replaces is not None:
            hold_version(replaces, sheet)
        held = hold(sheet)
        entry = writable_entry(held, indicator, by)
        # Only what `by` may see: two offices of one kota know nothing of each other's files.
        file = own_evidence(by).filter(area=held.area, **known).first()
        if replaces is not None:
            refuse_known(file, replaces, entry)
        if file is None:
            told = known | {"name": tidy_name(name, seen.content_type), "uploaded_by": by}
            file = _create(held, seen, keep, replaces, told)
        if replaces is not None:
            moved = move_links(replaces, file, by=by)
            detail = {"code": indicator.code, "replaces": replaces.pk, "entries": moved}
            record("evidence.replace", file, by=by, area=held.area, **detail)
        elif _hang(entry, file, by):
            record("evidence.add", file, by=by, area=held.area, code=indicator.code)
        if settle is not None:
            settle(file)
    return file


def _create(
    sheet: Sheet, seen: Look, keep: Any, replaces: EvidenceFile | None, told: dict[str, Any]
) -> EvidenceFile:
    return EvidenceFile.objects.create(
        area=sheet.area,
        replaces=replaces,
        first_version_id=replaces.root_id if replaces else None,
        names_no_child=True,
        **told,
        **kept_fields(seen, keep),
    )


@transaction.atomic
def reuse_evidence(sheet: Sheet, indicator: Indicator, file: EvidenceFile, *, by: Any) -> None:
    """Hang a file of the same area on one more entry; an older version of it gives way.

    Raises PermissionDenied where the entry cannot be written now, ValidationError with a
    sentence for a file of another area or one that has a newer version by now.
    """
    held = hold(sheet)
    entry = writable_entry(held, indicator, by)
    if file.area_id != held.area_id:
        raise ValidationError("Berkas ini milik wilayah lain.")
    if EvidenceFile.objects.filter(replaces=file).exists():
        raise ValidationError("Berkas ini baru saja diganti. Muat ulang, lalu pilih yang baru.")
    if _hang(entry, file, by):
        record("evidence.reuse", file, by=by, area=held.area, code=indicator.code)


@transaction.atomic
def unlink_evidence(link: EvidenceLink, *, by: Any) -> None:
    """Take a file off an entry that may be written; the file itself is kept."""
    held = hold(link.entry.sheet)
    entry = Entry.objects.get(pk=link.entry_id)
    _refuse_unless_writable(held, entry.mark)
    record("evidence.unlink", link.file, by=by, area=held.area, entry=entry.pk)
    link.delete()


def _hang(entry: Entry, file: EvidenceFile, by: Any) -> bool:
    """Hang a file on an entry, in the place of another version of it; False where it hangs."""
    for link in entry.links.select_related("file"):
        if link.file_id == file.pk:
            return False
        if link.file.root_id == file.root_id:
            entry.links.filter(pk=link.pk).update(file=file, linked_by=by, linked_at=timezone.now())
            return True
    EvidenceLink.objects.create(entry=entry, file=file, linked_by=by)
    return True


def writable_entry(sheet: Sheet, indicator: Indicator, by: Any) -> Entry:
    """The entry of a held sheet, made where it is missing. Raises PermissionDenied."""
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
