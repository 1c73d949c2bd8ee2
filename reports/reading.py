"""Opening a report that may be anybody's file: its attachments and the text of its pages."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf

from reports import attachments, printed

MOST_DATA = 100 * 1024 * 1024
BROKEN = "Berkas ini bukan PDF yang utuh, atau lampirannya rusak."


AREA_ONLY = (
    "Berkas ini tentang satu wilayah dan hanya memuat data wilayah itu, jadi skor kota tidak dapat "
    "dihitung ulang. Periksa keasliannya di halaman periksa."
)


class Unreadable(Exception):
    """Why nothing can be compared, as an Indonesian sentence."""


@dataclass(frozen=True)
class File:
    """A report as it was read: its data, what is said of them, the CSV, the text of each page."""

    data: Any
    scope: str
    mark: str  # of the program that printed it
    csv: bytes | None
    pages: list[str]
    acts: bool = False  # does it hold a program, or something that happens by itself?


def read(path: Path) -> File:
    """The report in this file. Raises Unreadable."""
    try:
        with pikepdf.open(path) as pdf:
            found = {str(name): spec for name, spec in pdf.attachments.items()}
            name, spec = _only(found, attachments.JSON, ".json")
            content, said = _content(spec), spec.description
            tables = [_content(one) for key, one in found.items() if key.endswith(".csv")]
            acts = _acts(pdf)
        data = json.loads(content)
    except (pikepdf.PdfError, ValueError, RecursionError, OSError, KeyError, TypeError):
        raise Unreadable(BROKEN) from None
    try:
        pages = printed.pages_of(path)
    except Exception:
        raise Unreadable(BROKEN) from None
    scope, mark = attachments.read_words(said)
    return File(data, scope, mark, tables[0] if tables else None, pages, acts)


def _acts(pdf: pikepdf.Pdf) -> bool:
    """Anything that happens when the file or a page is opened, and any program."""
    places = [pdf.Root, pdf.Root.get("/Names", pikepdf.Dictionary()), *(p.obj for p in pdf.pages)]
    return any(key in place for place in places for key in ("/OpenAction", "/AA", "/JavaScript"))


def _only(found: dict[str, Any], start: str, end: str) -> tuple[str, Any]:
    fitting = [name for name in found if name.startswith(f"{start}-") and name.endswith(end)]
    if not fitting:
        if any(name.startswith(f"{attachments.PART}-") for name in found):
            raise Unreadable(AREA_ONLY)
        raise Unreadable("Tidak ada lampiran cuplikan data di dalam berkas ini.")
    if len(fitting) > 1:
        raise Unreadable("Ada lebih dari satu lampiran cuplikan data di dalam berkas ini.")
    return fitting[0], found[fitting[0]]


def _content(spec: Any) -> bytes:
    """What an attachment holds. Raises Unreadable where it is too large."""
    content: bytes = spec.get_file().read_bytes()
    if len(content) > MOST_DATA:
        raise Unreadable("Lampiran terlalu besar untuk diperiksa.")
    return content
