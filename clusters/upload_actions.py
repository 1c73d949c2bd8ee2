"""Taking in a file piece by piece, and making evidence of it when it is whole."""

import errno
import hashlib
import os
import secrets
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from clusters import evidence_actions, workflow
from clusters.actions.base import CLOSED, can_write_now
from clusters.evidence_intake import RefusedUpload, tidy_name
from clusters.models import Entry, EvidenceFile, Indicator, PendingUpload, Sheet
from kla.accounts.models import User

_FULL = "Tempat penyimpanan penuh. Berkas tidak tersimpan; hubungi Sekretariat."
_FAULT = "Berkas tidak dapat disimpan. Coba lagi."


class WrongOffset(Exception):
    """The piece does not follow on what stands; ask for the offset and send from there."""


class TooLong(Exception):
    """More came than was announced; nothing of the piece is kept."""


class UploadGone(Exception):
    """The upload is not there any more; begin a new one."""


class AlreadyKept(Exception):
    """The file is evidence by now; it is taken off at the entry, not thrown away here."""


class NoRoom(Exception):
    """The storage takes nothing now; what came in before still counts."""


def start_upload(
    sheet: Sheet,
    indicator: Indicator,
    *,
    name: str,
    length: int,
    sha256: str = "",
    valid_from: date | None = None,
    valid_until: date | None = None,
    declared: bool,
    by: Any,
) -> PendingUpload:
    """Announce a file of `length` bytes for an entry.

    Raises RefusedUpload (empty, too large, too many unfinished ones) or PermissionDenied with a
    sentence, NoRoom where the part file cannot be made; then nothing stays.
    """
    if length == 0:
        raise RefusedUpload("Berkas ini kosong.")
    if length > settings.EVIDENCE_MAX_BYTES:
        raise RefusedUpload(too_large())
    _refuse_unless_writable(sheet, indicator)
    upload = PendingUpload(
        owner=by,
        sheet=sheet,
        indicator=indicator,
        token=secrets.token_hex(24),
        name=tidy_name(name),
        length=length,
        sha256=sha256,
        valid_from=valid_from,
        valid_until=valid_until,
        declared=declared,
        touched_at=timezone.now(),
    )
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=by.pk)  # two tabs count one by one
        most = settings.UPLOADS_AT_ONCE
        if by.uploads.filter(file=None, refused="").count() >= most:
            raise RefusedUpload(
                f"Sudah ada {most} unggahan yang belum selesai. Lanjutkan atau hapus dulu."
            )
        upload.save()
        _make_part(upload.part)
    return upload


def too_large() -> str:
    """The sentence for a file over the limit, the same before and after it was sent."""
    return f"Berkas lebih besar dari {settings.EVIDENCE_MAX_BYTES // 1024 // 1024} MB."


def receive(upload: PendingUpload, *, offset: int, piece: bytes, by: Any) -> PendingUpload:
    """Put a piece at exactly `offset`; with the last one the file becomes evidence.

    Gives the upload as it then stands, with `file` or `refused` set when it is over; whatever is
    sent after that, also an empty piece, gets the same again. Raises WrongOffset, TooLong,
    UploadGone, NoRoom.
    """
    try:
        held = _append(upload, offset, piece)
    except FileNotFoundError:
        with suppress(AlreadyKept):
            discard_upload(upload)
        raise UploadGone from None
    except PermissionDenied as refused:
        return _settle(upload, refused=str(refused))
    if held.is_over or held.offset < held.length:
        return held
    return _finish(held, by)


def discard_upload(upload: PendingUpload) -> None:
    """Throw away the row and what came in. Raises AlreadyKept where it is evidence by now."""
    with transaction.atomic():
        held = PendingUpload.objects.select_for_update().filter(pk=upload.pk).first()
        if held is not None and held.file_id is not None:
            raise AlreadyKept
        PendingUpload.objects.filter(pk=upload.pk).delete()
    upload.part.unlink(missing_ok=True)


@transaction.atomic
def _append(upload: PendingUpload, offset: int, piece: bytes) -> PendingUpload:
    """Under the row's lock, so that of two pieces for the same place only one is taken."""
    rows = PendingUpload.objects.select_for_update(of=("self",))
    held = rows.select_related("sheet__period", "indicator").filter(pk=upload.pk).first()
    if held is None:
        raise UploadGone
    if held.is_over:
        return held
    if offset != held.offset:
        raise WrongOffset
    if offset + len(piece) > held.length:
        raise TooLong
    if piece:
        _refuse_unless_writable(held.sheet, held.indicator)
        _write(held.part, offset, piece)
        held.offset += len(piece)
        held.touched_at = timezone.now()
        held.save(update_fields=["offset", "touched_at"])
    return held


def _finish(upload: PendingUpload, by: Any) -> PendingUpload:
    """Hand the whole file over. No lock is held: looking into it takes seconds, and the same
    content handed over twice is kept once."""
    try:
        content = upload.part.read_bytes()
    except FileNotFoundError:  # another request was quicker, or the file is lost
        return _settle(upload, refused="Berkas tidak sampai utuh. Unggah lagi.")
    try:
        if upload.sha256 not in ("", hashlib.sha256(content).hexdigest()):
            raise RefusedUpload("Berkas tidak sampai utuh. Unggah lagi.")
        file = evidence_actions.add_evidence(
            upload.sheet,
            upload.indicator,
            name=upload.name,
            content=content,
            valid_from=upload.valid_from,
            valid_until=upload.valid_until,
            declared=upload.declared,
            by=by,
            settle=lambda file: _keep_for(upload, file),
        )
    except ValidationError as refused:
        return _settle(upload, refused=" ".join(refused.messages))
    except (RefusedUpload, PermissionDenied) as refused:
        return _settle(upload, refused=str(refused))
    return _settle(upload, file=file)


def _keep_for(upload: PendingUpload, file: EvidenceFile) -> None:
    """Inside the transaction that makes the evidence: who cancelled meanwhile gets none."""
    held = PendingUpload.objects.select_for_update().filter(pk=upload.pk).first()
    if held is None:
        raise UploadGone
    if not held.is_over:
        PendingUpload.objects.filter(pk=upload.pk).update(file=file)


def _settle(upload: PendingUpload, **outcome: Any) -> PendingUpload:
    """Remember what became of it, so that an answer that got lost can be given again."""
    open_rows = PendingUpload.objects.filter(pk=upload.pk, file=None, refused="")
    open_rows.update(**outcome, touched_at=timezone.now())
    upload.part.unlink(missing_ok=True)
    settled = PendingUpload.objects.filter(pk=upload.pk).first()
    if settled is None:
        raise UploadGone
    return settled


def _refuse_unless_writable(sheet: Sheet, indicator: Indicator) -> None:
    if not can_write_now(sheet):
        raise PermissionDenied(CLOSED)
    entry = Entry.objects.filter(sheet=sheet, indicator=indicator).first()
    if not workflow.may_write(sheet.state, entry.mark if entry else ""):
        raise PermissionDenied("Isian ini tidak dapat diubah sekarang.")


def _make_part(path: Path) -> None:
    try:
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    except OSError as fault:
        raise NoRoom(_FULL if fault.errno == errno.ENOSPC else _FAULT) from None


def _write(path: Path, offset: int, piece: bytes) -> None:
    """Onto the disk before the row says so. FileNotFoundError: less stands there than counted."""
    if path.stat().st_size < offset:
        raise FileNotFoundError(path)
    try:
        with path.open("r+b") as part:
            part.truncate(offset)
            part.seek(offset)
            part.write(piece)
            part.flush()
            os.fsync(part.fileno())
    except OSError as fault:
        raise NoRoom(_FULL if fault.errno == errno.ENOSPC else _FAULT) from None
