"""Is an upload what it says: size, real type, whole, readable? A child process looks first."""

import re
import subprocess
import sys
import unicodedata
from dataclasses import dataclass
from pathlib import Path, PurePosixPath, PureWindowsPath

import filetype

ENDINGS = {
    "application/pdf": (".pdf",),
    "image/jpeg": (".jpg", ".jpeg", ".jfif"),
    "image/png": (".png",),
    "image/webp": (".webp",),
}
_PROBE = Path(__file__).with_name("evidence_probe.py")
_SECONDS = 20
_SENTENCES = {
    "encrypted": "PDF ini dikunci kata sandi. Simpan tanpa kata sandi.",
    "active": "PDF ini memuat program, misalnya JavaScript. Cetak ulang sebagai PDF biasa.",
    "too many pixels": "Gambar terlalu besar. Kecilkan sampai 100 juta titik.",
}


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
    if kind not in ENDINGS:
        raise RefusedUpload("Pilih berkas PDF, JPEG, PNG, atau WebP; isi berkas ini jenis lain.")
    pages = _probe(content, kind)
    return Look(kind, pages if kind == "application/pdf" else None)


def _probe(content: bytes, kind: str) -> int:
    """Open it in a child with limits on time and memory: a hostile file can end its reader."""
    word = "PDF" if kind == "application/pdf" else "Gambar"
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and our own file
            [sys.executable, "-I", str(_PROBE), kind],
            input=content,
            capture_output=True,
            timeout=_SECONDS,
        )
    except subprocess.TimeoutExpired:
        raise RefusedUpload(f"{word} ini terlalu rumit untuk diperiksa.") from None
    answer = done.stdout.decode("ascii", "replace").strip()
    if answer in _SENTENCES:
        raise RefusedUpload(_SENTENCES[answer])
    if done.returncode != 0 or not answer.isdecimal() or int(answer) == 0:
        raise RefusedUpload(f"{word} ini rusak atau tidak dapat dibuka.")
    return int(answer)


def tidy_name(name: str, content_type: str = "") -> str:
    """The last part of a name, in one normal form, without control signs, at most 255 long,
    ending as its content says."""
    last = PurePosixPath(PureWindowsPath(name or "").name).name
    clean = "".join(
        sign for sign in unicodedata.normalize("NFC", last) if unicodedata.category(sign)[0] != "C"
    )
    clean = re.sub(r"[\\/:*?\"<>|]", "_", clean).strip(" .") or "berkas"
    known = ENDINGS.get(content_type, ("",))
    if not clean.lower().endswith(known):
        clean += known[0]
    if len(clean) <= 255:
        return clean
    stem, dot, ending = clean.rpartition(".")
    return f"{stem[: 253 - len(ending)]}…{dot}{ending}" if dot and len(ending) < 10 else clean[:255]
