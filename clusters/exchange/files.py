"""CSV and XLSX on disk: rows of text out, rows of text in, with where each came from."""

import csv
import io
import re
import warnings
from collections.abc import Iterable, Iterator
from itertools import zip_longest
from pathlib import Path
from typing import BinaryIO
from zipfile import ZipFile

import openpyxl
import xlsxwriter
from openpyxl.utils.escape import unescape

from clusters.workbook.probe.budget import counted
from kla.csv_parting import separator_of
from kla.file_faults import why_not

# A cell that begins like this is a formula to a spreadsheet; a quote in front disarms it. What
# begins so behind quotes of its own gets one more, so that taking one off always gives the text.
_RISKY = re.compile(r"'*[=+\-@\t]")
# half of a character, which the escape _xD800_ of a workbook can name and no database takes
_LONE = re.compile("[\ud800-\udfff]")
MOST_BYTES = 20 * 1024 * 1024
MOST_UNPACKED = 200 * 1024 * 1024
MOST_ROWS = 200_000
MOST_PARTS = 1_000
# What openpyxl has to act on: signs of XML, of the whole file and more for each row.
FREE_SIGNS, ROW_SIGNS = 300_000, 220
_CHUNK = 1024 * 1024
_TOO_LARGE = "Isi berkas XLSX terlalu besar."
_TOO_MANY = f"Berkas lebih dari {MOST_ROWS} baris."


class UnreadableFile(Exception):
    """The file as a whole cannot be read; the text is one Indonesian sentence."""


def write_rows(path: Path, header: Iterable[str], rows: Iterable[list[str]]) -> int:
    """Write a `.csv` or `.xlsx` by the name of `path`; gives the number of rows.

    Raises UnreadableFile for another ending, OSError where it cannot be written.
    """
    if path.suffix.lower() == ".csv":
        return _write_csv(path, header, rows)
    if path.suffix.lower() == ".xlsx":
        path.open("wb").close()  # a place that cannot be written is told before the work
        return _write_xlsx(path, header, rows)
    raise UnreadableFile("Nama berkas harus berakhir .csv atau .xlsx.")


def _write_csv(path: Path, header: Iterable[str], rows: Iterable[list[str]]) -> int:
    count = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        for row in rows:
            writer.writerow([_disarm(cell) for cell in row])
            count += 1
    return count


def _write_xlsx(path: Path, header: Iterable[str], rows: Iterable[list[str]]) -> int:
    """Codes and words as text; only cells that are plain numbers become numbers."""
    header = list(header)
    numbers = {"tahun", "pembilang", "penyebut", "nilai", "nilai_verifikasi", "capaian"}
    count = 0
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        sheet = book.add_worksheet("isian")
        sheet.write_row(0, 0, header, book.add_format({"bold": True}))
        sheet.freeze_panes(1, 0)
        for count, row in enumerate(rows, start=1):
            for column, cell in enumerate(row):
                if cell and header[column] in numbers:
                    sheet.write_number(count, column, float(cell))
                elif cell:
                    sheet.write_string(count, column, cell)
    return count


def read_rows(path: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """(where, column → text) for each row: `baris 7` of a CSV, `baris 7` of the first sheet.

    Raises UnreadableFile for what is no such file, or too large.
    """
    try:
        size = path.stat().st_size
    except OSError as fault:
        raise UnreadableFile(f"{path} tidak dapat dibaca: {why_not(fault)}.") from None
    if size > MOST_BYTES:
        raise UnreadableFile("Berkas lebih besar dari 20 MB.")
    if path.suffix.lower() == ".xlsx":
        return _named(_read_xlsx(path))
    if path.suffix.lower() == ".csv":
        return _named(_read_csv(path))
    raise UnreadableFile("Nama berkas harus berakhir .csv atau .xlsx.")


def _named(lines: Iterator[list[str]]) -> Iterator[tuple[str, dict[str, str]]]:
    header = [cell.strip().lower() for cell in next(lines, [])]
    if not any(header):
        raise UnreadableFile("Berkas kosong.")
    twice = sorted({name for name in header if name and header.count(name) > 1})
    if twice:
        raise UnreadableFile(f"Kolom {', '.join(twice)} ada dua kali.")
    for number, cells in enumerate(lines, start=2):
        if number > MOST_ROWS:
            raise UnreadableFile(_TOO_MANY)
        if not any(cells):
            continue
        if any(cells[len(header) :]):
            yield f"baris {number}", {"": "terlalu banyak kolom"}
        else:
            cells = cells[: len(header)]
            named = zip_longest(header, cells, fillvalue="")
            yield f"baris {number}", {name: cell for name, cell in named if name}


def _read_csv(path: Path) -> Iterator[list[str]]:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UnreadableFile("Berkas bukan UTF-8. Simpan sebagai CSV UTF-8.") from None
    except OSError as fault:
        raise UnreadableFile(f"{path} tidak dapat dibaca: {why_not(fault)}.") from None
    if "\0" in text:
        raise UnreadableFile("Berkas ini bukan CSV.")
    try:
        reader = csv.reader(
            io.StringIO(text, newline=""), delimiter=separator_of(text), strict=True
        )
        for row in reader:
            yield [_rearm(cell) for cell in row]
    except csv.Error as fault:
        if "field limit" in str(fault):  # the module has no kind of its own for it
            most = csv.field_size_limit()
            raise UnreadableFile(f"Satu sel lebih panjang dari {most} huruf.") from None
        raise UnreadableFile("Berkas CSV rusak: periksa tanda kutipnya.") from None


def _read_xlsx(path: Path) -> Iterator[list[str]]:
    try:
        with path.open("rb") as file:
            yield from _cells(file)
    except UnreadableFile:
        raise
    except Exception:  # the readers of ZIP and XML raise many kinds for a broken workbook
        raise UnreadableFile("Berkas XLSX rusak atau bukan XLSX.") from None


def _cells(file: BinaryIO) -> Iterator[list[str]]:
    """The rows of the first sheet as text."""
    if file.read().count(b"PK\x01\x02") > MOST_PARTS:  # one for each part, before they are listed
        raise UnreadableFile(_TOO_LARGE)
    with ZipFile(file) as archive:
        if sum(part.file_size for part in archive.infolist()) > MOST_UNPACKED:
            raise UnreadableFile(_TOO_LARGE)
        _refuse_crowds(archive)
    rows = zip(_values(file, data_only=True), _values(file, data_only=False), strict=True)
    for kept, written in rows:
        yield [_result(*pair) for pair in zip(kept, written, strict=True)]


def _refuse_crowds(archive: ZipFile) -> None:
    """A bomb is told by counting while it is unpacked, before any of it is parsed.

    A row or tag that is cut by the end of a piece is missed; that is one in a million bytes.
    """
    unpacked = rows = signs = 0
    for part in archive.infolist():
        with archive.open(part) as file:
            while piece := file.read(_CHUNK):
                found = counted(piece)
                rows, signs = rows + found["rows"], signs + found["signs"]
                unpacked += len(piece)
                if rows > MOST_ROWS:
                    raise UnreadableFile(_TOO_MANY)
                if unpacked > MOST_UNPACKED:  # the size in the directory may be a lie
                    raise UnreadableFile(_TOO_LARGE)
    if signs > FREE_SIGNS + ROW_SIGNS * rows:
        raise UnreadableFile(_TOO_LARGE)


def _result(kept: object, written: object) -> str:
    """A cell as text; a formula whose result no spreadsheet has kept stays the formula.

    Read as empty it would take away what is stored; as a formula it is refused where a number
    is wanted.
    """
    if kept is not None:
        return _cell(kept)
    if written is None:
        return ""
    return _cell(written if isinstance(written, str) else getattr(written, "text", None) or "=")


def _values(file: BinaryIO, *, data_only: bool) -> Iterator[tuple[object, ...]]:
    """The rows of the first sheet: results of formulas, or the formulas themselves."""
    with warnings.catch_warnings():  # about styles that nobody asked for
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(file, read_only=True, data_only=data_only, keep_links=False)
    sheet = book.worksheets[0]
    sheet.reset_dimensions()
    yield from sheet.iter_rows(values_only=True)
    book.close()


def _cell(cell: object) -> str:
    if isinstance(cell, bool):
        return "ya" if cell else "tidak"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, str):
        return _LONE.sub("", unescape(cell)).replace("\0", "")
    return str(cell)


def _disarm(cell: str) -> str:
    return f"'{cell}" if _RISKY.match(cell) else cell


def _rearm(cell: str) -> str:
    """Take off exactly the quote that `_disarm` puts on."""
    return cell[1:] if cell.startswith("'") and _RISKY.match(cell) else cell
