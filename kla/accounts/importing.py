"""Pure: a CSV of operators, one a kelurahan, into accounts to be made; faults by line."""

import csv
import io
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from kla.accounts.naming import WRONG_NAME, WRONG_USERNAME, is_name, is_username, suggested
from kla.csv_parting import separator_of

COLUMNS = ("kode_wilayah", "nama", "nama_pengguna", "surel")
MOST = 1000


@dataclass(frozen=True)
class Line:
    """One account of the file."""

    number: int
    code: str
    area_name: str
    name: str
    username: str
    email: str


def read(
    text: str, areas: Mapping[str, str], taken: Collection[str]
) -> tuple[list[Line], list[str]]:
    """The lines of the file and its faults. `areas` maps allowed codes to names; `taken` are
    user names in use."""
    text = text.lstrip("\ufeff")
    reader = csv.DictReader(
        io.StringIO(text, newline=""), delimiter=separator_of(text), strict=True
    )
    try:
        return _read(reader, areas, {name.casefold() for name in taken})
    except csv.Error:
        return [], [f"Baris {reader.reader.line_num}: tidak dapat dibaca sebagai CSV."]


def _read(
    reader: "csv.DictReader[str]", areas: Mapping[str, str], used: set[str]
) -> tuple[list[Line], list[str]]:
    header = [name.strip() for name in reader.fieldnames or []]
    faults = [f"Baris 1: kolom {name} tidak dikenal." for name in header if name not in COLUMNS]
    faults += [f"Baris 1: kolom {n} tidak ada." for n in COLUMNS[:2] if n not in header]
    faults += [f"Baris 1: kolom {n} ada dua kali." for n in COLUMNS if header.count(n) > 1]
    if faults:
        return [], faults
    reader.fieldnames = header
    lines: list[Line] = []
    for row in reader:
        number = reader.line_num
        if len(lines) == MOST:
            return [], [f"Berkas memuat lebih dari {MOST} akun."]
        line, wrong = _line(number, row, areas, used)
        faults += [f"Baris {number}: {why}" for why in wrong]
        used.add(line.username.casefold())
        lines.append(line)
    if not lines:
        faults = ["Berkas tidak memuat akun."]
    return lines, faults


def _line(
    number: int, row: Mapping[str | None, Any], areas: Mapping[str, str], used: set[str]
) -> tuple[Line, list[str]]:
    given = {name: (row.get(name) or "").strip() for name in COLUMNS}
    code, name, username, email = given.values()
    username = username or suggested(areas.get(code, ""), used)
    line = Line(number, code, areas.get(code, ""), name, username, email)
    if None in row:
        return line, ["kolomnya terlalu banyak. Apit nama yang memuat koma dengan tanda petik."]
    wrong = []
    if code not in areas:
        wrong.append(f"wilayah {code[:40] or 'kosong'} tidak dikenal atau di luar wilayah Anda.")
    if not is_name(name):
        wrong.append(WRONG_NAME)
    if not is_username(username):
        wrong.append(f"{username[:40]}: {WRONG_USERNAME}")
    elif username.casefold() in used:
        wrong.append(f"nama pengguna {username} sudah dipakai.")
    if email and not _is_email(email):
        wrong.append(f"{email[:40]} di kolom surel bukan alamat pos-el.")
    return line, wrong


def _is_email(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return len(text) <= 254
