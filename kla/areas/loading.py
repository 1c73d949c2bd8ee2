"""Pure: reads an areas file and lists everything that is wrong with it, by line."""

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass

from kla.csv_parting import separator_of

COLUMNS = ("kode_kelurahan", "kelurahan", "kode_kecamatan", "kecamatan", "kode_kota", "kota")
_LEVELS = (("kota", 2), ("kecamatan", 3), ("kelurahan", 4))
_CODE = {
    2: re.compile(r"[0-9]{2}\.[0-9]{2}"),
    3: re.compile(r"[0-9]{2}\.[0-9]{2}\.[0-9]{2}"),
    4: re.compile(r"[0-9]{2}\.[0-9]{2}\.[0-9]{2}\.[12][0-9]{3}"),
}


class AreasFileError(Exception):
    """The file is refused; `faults` has an Indonesian sentence a fault, by line number."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


@dataclass(frozen=True)
class AreaRow:
    """One area of the file; `parent` is a code, empty for a kota."""

    code: str
    name: str
    level: str
    parent: str


def read_areas(
    content: bytes, stored: Mapping[str, str], *, rename: bool = False
) -> dict[str, AreaRow]:
    """Code → area, parents before children.

    `stored` maps codes to the names that stand; another name under one of them is a fault
    unless `rename`. Raises AreasFileError with every fault.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = content[: fault.start].count(b"\n") + 1
        raise AreasFileError([f"Baris {line}: bukan UTF-8. Simpan sebagai CSV UTF-8."]) from None
    lines = list(_lines(text))
    _refuse_header(lines)
    found: dict[str, dict[str, AreaRow]] = {"kota": {}, "kecamatan": {}, "kelurahan": {}}
    faults: list[str] = []
    header = [name.strip() for name in lines[0][1]]
    for number, cells in lines[1:]:
        faults += [f"Baris {number}: {why}" for why in _take(header, cells, found, stored, rename)]
    if not faults and not found["kelurahan"]:
        faults.append("Berkas tidak memuat kelurahan satu pun.")
    if faults:
        raise AreasFileError(faults)
    return {code: row for level in found.values() for code, row in level.items()}


def _lines(text: str) -> list[tuple[int, list[str]]]:
    if "\0" in text:
        raise AreasFileError(["Berkas ini bukan CSV."])
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator_of(text), strict=True)
    try:
        return [(reader.line_num, row) for row in reader if any(cell.strip() for cell in row)]
    except csv.Error as fault:
        if "field limit" in str(fault):  # the module has no kind of its own for it
            why = f"satu sel lebih panjang dari {csv.field_size_limit()} huruf"
        else:
            why = "tanda kutip tidak tertutup"
        raise AreasFileError([f"Baris {reader.line_num}: {why}."]) from None


def _refuse_header(lines: list[tuple[int, list[str]]]) -> None:
    if not lines:
        raise AreasFileError(["Berkas kosong."])
    number, header = lines[0]
    given = [name.strip() for name in header]
    faults = [
        f"Baris {number}: kolom {name or 'tanpa nama'} tidak dikenal."
        for name in given
        if name not in COLUMNS
    ]
    faults += [f"Baris {number}: kolom {name} tidak ada." for name in COLUMNS if name not in given]
    faults += [
        f"Baris {number}: kolom {name} ada dua kali." for name in COLUMNS if given.count(name) > 1
    ]
    if faults:
        raise AreasFileError(faults)


def _take(
    header: list[str],
    cells: list[str],
    found: dict[str, dict[str, AreaRow]],
    stored: Mapping[str, str],
    rename: bool,
) -> list[str]:
    """Put one line's three areas into `found`; gives what is wrong with the line."""
    if len(cells) != len(header):
        return [f"{len(cells)} sel, seharusnya {len(header)}."]
    row = {name: cell.strip() for name, cell in zip(header, cells, strict=True)}
    faults = _cell_faults(row)
    if faults:
        return faults
    kota, kecamatan, kelurahan = (row[f"kode_{level}"] for level, _ in _LEVELS)
    if not kecamatan.startswith(f"{kota}."):
        faults.append(f"kecamatan {kecamatan} tidak terletak di kota {kota}.")
    if not kelurahan.startswith(f"{kecamatan}."):
        faults.append(f"kelurahan {kelurahan} tidak terletak di kecamatan {kecamatan}.")
    if kelurahan in found["kelurahan"]:
        faults.append(f"kode_kelurahan {kelurahan} sudah ada di baris sebelumnya.")
    for (level, _), parent in zip(_LEVELS, ("", kota, kecamatan), strict=True):
        area = AreaRow(row[f"kode_{level}"], row[level], level, parent)
        faults += _name_faults(area, found[level], stored, rename)
        found[level].setdefault(area.code, area)
    return faults


def _cell_faults(row: Mapping[str, str]) -> list[str]:
    faults = []
    for level, blocks in _LEVELS:
        code, name = row[f"kode_{level}"], row[level]
        if not _CODE[blocks].fullmatch(code):
            faults.append(f"kode_{level} {code or 'kosong'} tidak berbentuk {_SHAPE[blocks]}.")
        if not name:
            faults.append(f"nama {level} kosong.")
        elif len(name) > 120:
            faults.append(f"nama {level} lebih dari 120 huruf.")
        elif not name.isprintable():
            faults.append(f"nama {level} memuat ganti baris atau huruf yang tidak tampak.")
    return faults


_SHAPE = {2: "64.71", 3: "64.71.01", 4: "64.71.01.1001"}


def _name_faults(
    area: AreaRow, seen: dict[str, AreaRow], stored: Mapping[str, str], rename: bool
) -> list[str]:
    before = seen.get(area.code)
    if before is not None:
        if before.name == area.name or area.level == "kelurahan":
            return []
        return [f"{area.code} bernama {before.name} di baris lain, di sini {area.name}."]
    old = stored.get(area.code)
    if old is not None and old != area.name and not rename:
        return [
            f"{area.code} tersimpan sebagai {old}, di sini {area.name}. "
            "Pakai --rename bila namanya memang berubah."
        ]
    return []
