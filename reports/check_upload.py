"""A file to be checked: hashed while it arrives, kept in memory only, looked into by a child."""

import hashlib
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.core.files.uploadhandler import FileUploadHandler, SkipFile, StopUpload

FIELD = "berkas"
_PEEK = Path(__file__).with_name("peek.py")
_SECONDS = 15  # before the child is ended, whatever it waits for
WITHIN = 60  # seconds that a bound below counts
FILES, LOOKS = 20, 6  # files of an address, and looks inside, in that time


class Hashing(FileUploadHandler):
    """Takes one file of the form; others are skipped, and nothing is written anywhere."""

    def __init__(self, request: Any = None) -> None:
        super().__init__(request)
        self.digest: Any = None
        self.content = bytearray()
        self.too_large = False

    def new_file(self, *args: Any, **more: Any) -> None:
        """The first file of the field is the one to check."""
        super().new_file(*args, **more)
        if self.field_name != FIELD or self.digest is not None:
            raise SkipFile
        self.digest = hashlib.sha256()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Hash it and keep it, up to the most a file may have."""
        if len(self.content) + len(raw_data) > settings.REPORT_CHECK_BYTES:
            self.too_large = True
            self.content.clear()
            raise StopUpload(connection_reset=True)
        self.digest.update(raw_data)
        self.content += raw_data

    def file_complete(self, file_size: int) -> None:
        """Nothing for request.FILES: what is known stays here."""


def data_inside(content: bytes | bytearray) -> str:
    """The hash of the snapshot that is attached to a PDF; empty where none can be read."""
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and our own file
            [sys.executable, "-I", str(_PEEK)],
            input=content,
            capture_output=True,
            timeout=_SECONDS,
        )
    except subprocess.TimeoutExpired:
        return ""
    said = done.stdout.decode("ascii", "replace").strip()
    return said if re.fullmatch("[0-9a-f]{64}", said) else ""


def within_bounds(address: str, what: str, most: int) -> bool:
    """May this address do it once more now? Counts by process, so the bound is a rough one."""
    key = f"periksa-{what}-{address}"
    cache.add(key, 0, WITHIN)
    try:
        return cache.incr(key) <= most
    except ValueError:  # it ran out between the two
        return True
