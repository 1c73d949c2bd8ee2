"""An uploaded workbook as cells: a child process opens it under limits, or it is refused."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

MOST_BYTES = 5 * 1024 * 1024
_PROBE = Path(__file__).with_name("probe")
_SECONDS = 20
_AGAIN = "Simpan sebagai Buku Kerja Excel (.xlsx), lalu unggah lagi."
_SENTENCES = {
    "rows": "Berkas berisi lebih dari 20.000 baris. Hapus baris yang bukan dari lembar kerja ini.",
    "columns": "Berkas berisi lebih dari 60 kolom. Hapus kolom yang bukan dari lembar kerja ini.",
    "bomb": "Isi berkas ini terlalu besar sesudah dibuka. Unduh lembar kerja baru, lalu isi itu.",
    "macros": f"Berkas ini memuat makro. {_AGAIN}",
    "ods": f"Berkas ini OpenDocument (.ods). {_AGAIN}",
    "encrypted": "Berkas ini dikunci kata sandi. Hapus kata sandinya, simpan, lalu unggah lagi.",
    "old": f"Berkas ini Excel lama (.xls). {_AGAIN}",
    "other": f"Isi berkas ini bukan XLSX, apa pun nama berkasnya. {_AGAIN}",
    "doctype": "Berkas ini memuat bagian yang tidak aman (DOCTYPE). Unduh lembar kerja baru, "
    "lalu isi itu.",
}
_BROKEN = "Berkas ini rusak atau tidak dapat dibuka. Simpan ulang sebagai .xlsx, lalu unggah lagi."


class RefusedWorkbook(Exception):
    """The file as a whole is refused; the text is one Indonesian line for the person."""


@dataclass(frozen=True)
class Cell:
    """What a cell holds; kind is n(umber), s (text), b(oolean), e(rror) or f(ormula)."""

    kind: str
    text: str


@dataclass(frozen=True)
class Raw:
    """One worksheet as it came: cells by (row, column) counted from 1."""

    name: str
    cells: dict[tuple[int, int], Cell]
    merged: tuple[str, ...] = ()
    date1904: bool = False


def open_workbook(content: bytes) -> list[Raw]:
    """The worksheets of an upload. Raises RefusedWorkbook."""
    if not content:
        raise RefusedWorkbook("Berkas ini kosong.")
    if len(content) > MOST_BYTES:
        raise RefusedWorkbook("Berkas lebih besar dari 5 MB.")
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and our own file
            [sys.executable, "-I", str(_PROBE)],
            input=content,
            capture_output=True,
            timeout=_SECONDS,
        )
    except subprocess.TimeoutExpired:
        raise RefusedWorkbook(_SENTENCES["bomb"]) from None
    if done.returncode:  # ended from outside, by its limit, or by itself
        raise RefusedWorkbook(_SENTENCES["bomb"] if done.returncode < 0 else _BROKEN)
    told = json.loads(done.stdout)
    if "refused" in told:
        raise RefusedWorkbook(_SENTENCES.get(told["refused"], _BROKEN))
    return [_raw(tab, told["date1904"]) for tab in told["tabs"]]


def _raw(tab: dict, date1904: bool) -> Raw:
    cells = {(row, column): Cell(kind, text) for row, column, kind, text in tab["cells"]}
    return Raw(tab["name"], cells, tuple(tab["merged"]), date1904)
