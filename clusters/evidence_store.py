"""Where the bytes of evidence lie: a folder outside the web root, or a bucket (see settings)."""

import contextlib
import errno
import hashlib
import logging
import os
import secrets
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.core.files.storage import FileSystemStorage, Storage, storages

from clusters.evidence_intake import Look, RefusedUpload

FULL = "Tempat penyimpanan penuh. Berkas tidak tersimpan; hubungi Sekretariat."
FAILED = "Berkas tidak dapat disimpan. Coba lagi."
_logger = logging.getLogger(__name__)


class EvidenceFolder(FileSystemStorage):
    """The folder EVIDENCE_DIR, where a file appears whole or not at all."""

    @property
    def base_location(self) -> Path:  # type: ignore[override]
        return Path(settings.EVIDENCE_DIR)

    @property
    def location(self) -> str:  # type: ignore[override]
        return os.path.abspath(self.base_location)

    def _save(self, name: str, content: File) -> str:
        path = Path(self.path(name))
        part = path.with_suffix(".part")
        try:
            with part.open("xb") as file:
                os.fchmod(file.fileno(), 0o600)
                for chunk in content.chunks():
                    file.write(chunk)
                file.flush()
                os.fsync(file.fileno())
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
        return name


def _storage() -> Storage:
    return storages["evidence"]


@contextlib.contextmanager
def keeping() -> Iterator[Callable[[bytes], str]]:
    """Lends a function that keeps bytes and gives their name; all of them are dropped again
    where the block ends in an error, so that a row and its bytes stay or go together."""
    names: list[str] = []

    def act(content: bytes) -> str:
        name = secrets.token_hex(24)
        names.append(name)
        keep(content, name=name)
        return name

    try:
        yield act
    except BaseException:
        for name in names:
            drop(name)
        raise


def keep(content: bytes, *, name: str = "") -> str:
    """Write, read back, and only then call it kept; gives the random name it lies under.

    Raises RefusedUpload with a sentence; then nothing stays.
    """
    name = name or secrets.token_hex(24)
    try:
        _storage().save(name, ContentFile(content))
        with open_kept(name) as file:
            again = hashlib.sha256(file.read()).digest()
    except Exception as fault:  # a bucket fails in its library's own ways
        _logger.error("Evidence could not be stored: %s", type(fault).__name__)
        drop(name)
        full = isinstance(fault, OSError) and fault.errno in (errno.ENOSPC, errno.EDQUOT)
        raise RefusedUpload(FULL if full else FAILED) from None
    if again != hashlib.sha256(content).digest():
        drop(name)
        raise RefusedUpload("Berkas tidak tersimpan utuh. Coba lagi.")
    return name


def kept_fields(seen: Look, keep: Callable[[bytes], str]) -> dict[str, Any]:
    """Keep an upload with its preview; gives the fields of the StoredFile that says so."""
    return {
        "stored_name": keep(seen.kept),
        "preview_name": keep(seen.preview) if seen.preview else "",
        "kept_sha256": hashlib.sha256(seen.kept).hexdigest(),
        "content_type": seen.content_type,
        "size": len(seen.kept),
        "pages": seen.pages,
    }


def open_kept(name: str) -> File:
    """The bytes kept under this name, to be read. Raises FileNotFoundError."""
    return _storage().open(name, "rb")


def orphans(known: set[str], before: datetime) -> list[str]:
    """Names of what lies in the store since before that moment and belongs to no row: what a
    killed process left between writing bytes and keeping their row."""
    storage = _storage()
    _, names = storage.listdir("")
    lost = [name for name in names if name.removesuffix(".part") not in known]
    return [name for name in lost if storage.get_modified_time(name) < before]


def drop(name: str) -> None:
    """Take away what was kept in vain; that it cannot be reached is no second fault."""
    try:
        _storage().delete(name)
    except Exception as fault:
        _logger.error("Evidence %s could not be dropped: %s", name, type(fault).__name__)
