"""Pure: a block copied from a spreadsheet, taken apart into cells and their values or faults."""

import csv
import io
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from clusters.typed import whole

MOST_ROWS, MOST_COLUMNS, MOST_BYTES = 200, 10, 100_000
COLUMNS = ("number", "denominator", "note")
COLUMN_NAMES = {"number": "Jumlah", "denominator": "Dari", "note": "Catatan"}
MOST_NOTE = 2000
HIDDEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_YES_NO = {"ya": 1, "tidak": 0}


class BadBlock(ValueError):
    """The block as a whole cannot be taken; the text is a sentence for the person."""


@dataclass(frozen=True)
class Asked:
    """One row of the table: what its cells may hold."""

    code: str
    kind: str
    pair: bool
    most: int | None = None  # the highest level, where the answer is one


@dataclass(frozen=True)
class Cell:
    """One cell that was pasted and where it falls; `value` is None where nothing was there."""

    row: int  # in the block, from 1
    column: int  # in the block, from 1
    code: str  # "" below the table
    field: str  # number, denominator, note; "" beside the table
    text: str
    value: int | str | None = None
    fault: str = ""

    @property
    def place(self) -> str:
        """`baris 3, kolom 2`, as counted in what was pasted."""
        return f"baris {self.row}, kolom {self.column}"


def block_of(text: str) -> list[list[str]]:
    """Rows of cells, without hidden signs and without empty rows at the end.

    Raises BadBlock where it is empty, too large, ragged or cannot be read.
    """
    if len(text.encode("utf-8", "replace")) > MOST_BYTES:
        raise BadBlock("Tempelan terlalu besar. Tempel paling banyak 100 kB.")
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    if any(_is_control(sign) for sign in plain):
        raise BadBlock("Tempelan memuat tanda yang tidak dapat dibaca. Salin ulang dari lembarnya.")
    try:
        rows = [list(row) for row in csv.reader(io.StringIO(plain), "excel-tab", strict=True)]
    except csv.Error:
        raise BadBlock('Ada tanda kutip (") yang tidak ditutup. Hapus tanda itu.') from None
    rows = [[HIDDEN.sub("", cell).strip() for cell in row] for row in rows]
    while rows and not any(rows[-1]):
        rows.pop()
    if not rows:
        raise BadBlock("Tidak ada yang ditempel.")
    _refuse_shape(rows)
    return rows


def place(block: Sequence[Sequence[str]], rows: Sequence[Asked], start: str, at: str) -> list[Cell]:
    """Every cell of the block in its place, from row `start` and column `at` on; a heading is
    passed over, and counted.

    Raises BadBlock where there is no such place.
    """
    skipped = 1 if has_heading(block, at) else 0
    codes = [row.code for row in rows]
    if start not in codes or at not in COLUMNS:
        raise BadBlock("Pilih dulu sel tempat tempelan dimulai.")
    first, left = codes.index(start), COLUMNS.index(at)
    cells = []
    for down, texts in enumerate(block[skipped:]):
        row = rows[first + down] if first + down < len(rows) else None
        for right, text in enumerate(texts):
            field = COLUMNS[left + right] if left + right < len(COLUMNS) else ""
            cells.append(_cell(skipped + down + 1, right + 1, row, field, text))
    return cells


def has_heading(block: Sequence[Sequence[str]], at: str) -> bool:
    """Is the first row a heading: words where a number belongs, and a number below them?"""
    if len(block) < 2 or at == "note" or at not in COLUMNS:
        return False
    return _is_wording(block[0][0]) and not _is_wording(block[1][0] or "0")


def _is_wording(text: str) -> bool:
    return text[:1].isalpha() and text.casefold() not in _YES_NO and not any(map(str.isdigit, text))


def _refuse_shape(rows: list[list[str]]) -> None:
    if len(rows) > MOST_ROWS:
        raise BadBlock(f"Tempelan {len(rows)} baris. Tempel paling banyak {MOST_ROWS} baris.")
    widest = max(len(row) for row in rows)
    if widest > MOST_COLUMNS:
        raise BadBlock(f"Tempelan {widest} kolom. Tempel paling banyak {MOST_COLUMNS} kolom.")
    for number, row in enumerate(rows, 1):
        if len(row) != len(rows[0]):
            raise BadBlock(
                f"Baris {number} berisi {len(row)} kolom, baris 1 berisi {len(rows[0])} kolom. "
                "Samakan jumlah kolomnya."
            )


def _cell(row: int, column: int, asked: Asked | None, field: str, text: str) -> Cell:
    if asked is None or not field:
        side = "bawah baris" if asked is None else "kanan kolom"
        fault = f"Di {side} terakhir tabel; tidak ada isian untuk ini." if text else ""
        return Cell(row, column, "", field if asked is None else "", text, fault=fault)
    try:
        value = cell_value(asked, field, text) if text else None
    except ValueError as refused:
        return Cell(row, column, asked.code, field, text, fault=str(refused))
    return Cell(row, column, asked.code, field, text, value)


def cell_value(asked: Asked, field: str, text: str) -> int | str:
    """What a cell that holds something says; ValueError with a sentence where it cannot stand."""
    if field == "note":
        if len(text) > MOST_NOTE:
            raise ValueError("Catatan paling panjang 2.000 huruf.")
        return text
    if field == "denominator" and not asked.pair:
        raise ValueError("Isian ini hanya satu angka; kolom Dari dibiarkan kosong.")
    if asked.kind == "boolean" and text.casefold() in _YES_NO:
        return _YES_NO[text.casefold()]
    number = _number(text)
    if asked.kind == "boolean" and number > 1:
        raise ValueError("Tulis ya atau tidak (atau 1 atau 0).")
    if asked.most is not None and number > asked.most:
        raise ValueError(f"Tulis tingkat 0 sampai {asked.most}.")
    return number


def _number(text: str) -> int:
    try:
        found = whole(text)
    except ValueError:
        raise ValueError(_why_no_number(text)) from None
    if found is None or found > 10**9:
        raise ValueError("Isi dengan bilangan bulat dari 0 sampai 1.000.000.000.")
    return found


def _why_no_number(text: str) -> str:
    shown = text if len(text) <= 20 else f"{text[:20]}…"
    if text[0] in "=+@":
        return f"“{shown}” adalah rumus. Salin sebagai nilai."
    if text[0] in "-−(" and any(sign.isdecimal() for sign in text):
        return f"“{shown}” negatif. Isi dengan bilangan bulat mulai dari 0."
    if text[0] == "#":
        return f"“{shown}” adalah kesalahan rumus di lembar asal."
    if text.endswith("%"):
        return f"“{shown}” adalah persen. Isi jumlahnya, persen dihitung sendiri."
    if re.fullmatch(r"[0-9. ]+,[0-9]+|[0-9,]+\.[0-9]+|[0-9]+(,[0-9]+)+", text):
        return f"“{shown}” bukan bilangan bulat. Tulis seperti 1217 atau 1.217."
    return f"“{shown}” bukan angka."


def _is_control(sign: str) -> bool:
    return sign not in "\n\t" and unicodedata.category(sign) in ("Cc", "Cs")
