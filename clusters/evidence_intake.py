"""Is an upload what it says: size, real type, whole, readable? A child process looks first."""

import json
import re
import subprocess
import sys
import unicodedata
from dataclasses import dataclass
from pathlib import Path, PurePosixPath, PureWindowsPath

import filetype
from django.core.exceptions import ValidationError

from kla.identity import has_identity_number

_OFFICE = "application/vnd.openxmlformats-officedocument"
ENDINGS = {
    "application/pdf": (".pdf",),
    "image/jpeg": (".jpg", ".jpeg", ".jfif"),
    "image/png": (".png",),
    "image/webp": (".webp",),
    f"{_OFFICE}.spreadsheetml.sheet": (".xlsx",),
    f"{_OFFICE}.wordprocessingml.document": (".docx",),
}
KINDS = "PDF, JPEG, PNG, WebP, XLSX, atau DOCX"
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")  # the container of DOC, XLS and of locked XLSX and DOCX
_PROBE = Path(__file__).with_name("probe")
_SECONDS = 20
_HEAVY = "terlalu rumit untuk diperiksa. Pecah atau sederhanakan dulu."
_OTHER = f"Pilih berkas {KINDS}; isi berkas ini jenis lain."
_SENTENCES = {
    "encrypted": "Berkas ini dikunci kata sandi. Simpan tanpa kata sandi.",
    "active": "PDF ini memuat program atau berkas lain di dalamnya. Cetak ulang sebagai PDF biasa.",
    "page": "Ada halaman lebih besar dari 5 meter. Cetak ulang sebagai PDF berukuran kertas biasa.",
    "stream": "Isi PDF ini terlalu besar bila dibuka. Cetak ulang sebagai PDF biasa, atau pecah.",
    "too many": "PDF ini memuat terlalu banyak halaman atau bagian. Pecah menjadi beberapa berkas.",
    "too many pixels": "Gambar terlalu besar. Kecilkan sampai 100 juta titik.",
    "too much": "Isi berkas ini terlalu besar bila dibuka. Kecilkan atau pecah dulu.",
    "animated": "Gambar ini bergerak. Simpan satu gambar diam.",
    "macro": "Berkas ini memuat makro. Simpan tanpa makro sebagai XLSX, DOCX, atau PDF.",
    "embedded": "Berkas ini memuat objek tersemat atau memanggil berkas luar. Simpan sebagai PDF.",
    "entities": "Susunan berkas ini tidak wajar. Simpan ulang dari Excel atau Word, atau PDF.",
    "paths": "Nama bagian di dalam berkas ini tidak wajar. Simpan ulang dari Excel atau Word.",
    "bomb": "Isi berkas ini terlalu besar bila dibuka. Pecah berkasnya atau simpan sebagai PDF.",
    "other": _OTHER,
}


class RefusedUpload(Exception):
    """The upload is refused; the text is one Indonesian sentence for the person."""


@dataclass(frozen=True)
class Look:
    """What an upload really is, what is kept of it, and a small JPEG of how it looks."""

    content_type: str
    pages: int | None
    kept: bytes  # as received, or, for a picture, drawn anew without place and camera
    preview: bytes | None


def look(content: bytes, *, most_bytes: int) -> Look:
    """Find the real type of an upload by its content. Raises RefusedUpload."""
    if not content:
        raise RefusedUpload("Berkas ini kosong.")
    if len(content) > most_bytes:
        raise RefusedUpload(f"Berkas lebih besar dari {most_bytes // 1024 // 1024} MB.")
    if content.startswith(_OLE):
        locked = "EncryptedPackage".encode("utf-16-le") in content
        raise RefusedUpload(
            _SENTENCES["encrypted"]
            if locked
            else "Berkas Office lama (DOC, XLS) tidak diterima. Simpan sebagai XLSX/DOCX atau PDF."
        )
    if content.startswith(b"PK\x03\x04"):
        return _probe(content, "application/zip")
    kind = filetype.guess_mime(content[:8192])
    if kind not in ENDINGS:
        raise RefusedUpload(_OTHER)
    return _probe(content, kind)


def _probe(content: bytes, kind: str) -> Look:
    """Open it in a child with limits on time and memory: a hostile file can end its reader."""
    noun = {"application/pdf": "PDF", "application/zip": "Berkas"}.get(kind, "Gambar")
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and our own files
            [sys.executable, "-I", str(_PROBE), kind],
            input=content,
            capture_output=True,
            timeout=_SECONDS,
        )
    except subprocess.TimeoutExpired:
        raise RefusedUpload(f"{noun} ini {_HEAVY}") from None
    first, _, rest = done.stdout.partition(b"\n")
    if not first and done.returncode < 0:  # ended by a limit before it could say anything
        raise RefusedUpload(f"{noun} ini {_HEAVY}")
    broken = RefusedUpload(f"{noun} ini rusak atau tidak dapat dibuka.")
    try:
        answer = json.loads(first)
    except ValueError:
        raise broken from None
    if answer["word"] != "ok":
        word = _SENTENCES.get(answer["word"])
        raise RefusedUpload(word) if word else broken
    kept = content if answer["size"] is None else rest[: answer["size"]]
    if answer["type"] not in ENDINGS or len(kept) != (answer["size"] or len(content)):
        raise broken
    return Look(answer["type"], answer["pages"], kept, _preview(rest[answer["size"] or 0 :]))


def _preview(rest: bytes) -> bytes | None:
    """The picture at the end of an answer, where it came whole."""
    size, _, picture = rest.partition(b"\n")
    return picture if size.isdigit() and len(picture) == int(size) > 0 else None


def refuse_told(name: str, *, declared: bool) -> None:
    """Raise ValidationError for a name with an identity number, also one that only shows once the
    name is tidied, and for a file that nobody declared to be without children."""
    if has_identity_number(name) or has_identity_number(tidy_name(name)):
        raise ValidationError("Nama berkas memuat nomor 16 angka. Ganti namanya, lalu unggah lagi.")
    if not declared:
        raise ValidationError("Centang pernyataan tentang nama dan wajah anak.")


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
        if content_type.startswith("image/"):  # a PNG that is kept as JPEG, or was one all along
            clean = re.sub(r"(?i)(?<=.)\.(png|jpe?g|jfif|webp)$", "", clean)
        clean += known[0]
    if len(clean) <= 255:
        return clean
    stem, dot, ending = clean.rpartition(".")
    return f"{stem[: 253 - len(ending)]}…{dot}{ending}" if dot and len(ending) < 10 else clean[:255]
