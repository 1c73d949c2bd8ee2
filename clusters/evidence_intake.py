"""Is an upload what it says: size, real type, whole, readable? A child process looks first."""

import io
import re
import subprocess
import sys
import unicodedata
from dataclasses import dataclass
from pathlib import PurePosixPath, PureWindowsPath

import filetype
from PIL import Image

TYPES = {
    "application/pdf": "PDF",
    "image/jpeg": "JPEG",
    "image/png": "PNG",
    "image/webp": "WebP",
}
MOST_PIXELS = 60_000_000
# A hostile PDF can end the interpreter that opens it, so a child with limits looks first.
_LOOK = """
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, (1_500_000_000, 1_500_000_000))
resource.setrlimit(resource.RLIMIT_CPU, (10, 10))
import pikepdf
try:
    with pikepdf.open(sys.stdin.buffer) as pdf:
        print(len(pdf.pages))
except pikepdf.PasswordError:
    print("encrypted")
"""


class RefusedUpload(Exception):
    """The upload is refused; the text is one Indonesian sentence for the person."""


@dataclass(frozen=True)
class Look:
    """What an upload really is."""

    content_type: str
    pages: int | None


def look(content: bytes, *, most_bytes: int) -> Look:
    """Find the real type of an upload by its content. Raises RefusedUpload."""
    if not content:
        raise RefusedUpload("Berkas ini kosong.")
    if len(content) > most_bytes:
        raise RefusedUpload(f"Berkas lebih besar dari {most_bytes // 1024 // 1024} MB.")
    kind = filetype.guess_mime(content[:8192])
    if kind not in TYPES:
        raise RefusedUpload("Pilih berkas PDF, JPEG, PNG, atau WebP; isi berkas ini jenis lain.")
    if kind == "application/pdf":
        return Look(kind, _pdf_pages(content))
    _open_image(content)
    return Look(kind, None)


def _pdf_pages(content: bytes) -> int:
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and our own text
            [sys.executable, "-I", "-c", _LOOK], input=content, capture_output=True, timeout=20
        )
    except subprocess.TimeoutExpired:
        raise RefusedUpload("PDF ini terlalu rumit untuk diperiksa.") from None
    answer = done.stdout.decode().strip()
    if answer == "encrypted":
        raise RefusedUpload("PDF ini dikunci kata sandi. Simpan tanpa kata sandi.")
    if done.returncode != 0 or not answer.isdecimal() or int(answer) == 0:
        raise RefusedUpload("PDF ini rusak atau tidak dapat dibuka.")
    return int(answer)


def _open_image(content: bytes) -> None:
    try:
        with Image.open(io.BytesIO(content)) as image:
            if image.width * image.height > MOST_PIXELS:
                raise RefusedUpload("Gambar terlalu besar. Kecilkan sampai 60 juta titik.")
            image.verify()
        with Image.open(io.BytesIO(content)) as image:
            image.load()
    except RefusedUpload:
        raise
    except Exception:  # Pillow raises many kinds for a broken picture
        raise RefusedUpload("Gambar ini rusak atau tidak dapat dibuka.") from None


def tidy_name(name: str) -> str:
    """The last part of a name, in one normal form, without control signs, at most 255 long."""
    last = PurePosixPath(PureWindowsPath(name or "").name).name
    clean = "".join(
        sign for sign in unicodedata.normalize("NFC", last) if unicodedata.category(sign)[0] != "C"
    ).strip(" .")
    clean = re.sub(r"[\\/:*?\"<>|]", "_", clean) or "berkas"
    if len(clean) <= 255:
        return clean
    stem, dot, ending = clean.rpartition(".")
    return f"{stem[: 250 - len(ending)]}…{dot}{ending}" if dot and len(ending) < 10 else clean[:255]
