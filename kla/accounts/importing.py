"""Pure: a CSV of operators, one a kelurahan, into accounts to be made; faults by line."""

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.text import slugify

COLUMNS = ("kode_wilayah", "nama", "nama_pengguna", "surel")
MOST = 1000
_USERNAME = re.compile(r"[\w.@+-]{3,150}")


@dataclass(frozen=True)
class Line:
    """One account of the file."""

    number: int
    code: str
    area_name: str
    name: str
    username: str
    email: str


def suggested(area_name: str, taken: set[str]) -> str:
    """`gunungsamarindabaru.1`: the area's name and the first free number."""
    stem = slugify(area_name).replace("-", "") or "operator"
    number = 1
    while f"{stem}.{number}" in taken:
        number += 1
    return f"{stem}.{number}"


def read(text: str, areas: Mapping[str, str], taken: set[str]) -> tuple[list[Line], list[str]]:
    """The lines of the file and its faults. `areas` maps allowed codes to names."""
    reader = csv.DictReader(io.StringIO(text.lstrip("\ufeff")))
    header = [name.strip() for name in reader.fieldnames or []]
    faults = [f"Baris 1: kolom {name} tidak dikenal." for name in header if name not in COLUMNS]
    faults += [f"Baris 1: kolom {n} tidak ada." for n in COLUMNS[:2] if n not in header]
    if faults:
        return [], faults
    lines: list[Line] = []
    used = set(taken)
    for row in reader:
        number = reader.line_num
        if number > MOST:
            return [], [f"Berkas lebih dari {MOST} baris."]
        given = {key.strip(): (value or "").strip() for key, value in row.items() if key}
        line, wrong = _line(number, given, areas, used)
        faults += [f"Baris {number}: {why}" for why in wrong]
        used.add(line.username)
        lines.append(line)
    if not lines and not faults:
        faults = ["Berkas tidak memuat akun."]
    return lines, faults


def _line(
    number: int, given: Mapping[str, str], areas: Mapping[str, str], used: set[str]
) -> tuple[Line, list[str]]:
    code, name = given.get("kode_wilayah", ""), given.get("nama", "")
    username = given.get("nama_pengguna") or suggested(areas.get(code, ""), used)
    email = given.get("surel", "")
    wrong = []
    if code not in areas:
        wrong.append(f"wilayah {code or 'kosong'} tidak dikenal atau di luar wilayah Anda.")
    if not name or len(name) > 120:
        wrong.append("nama kosong atau lebih dari 120 huruf.")
    if not _USERNAME.fullmatch(username):
        wrong.append(f"nama pengguna {username[:40]} tidak dapat dipakai.")
    elif username in used:
        wrong.append(f"nama pengguna {username} sudah dipakai.")
    if email and ("@" not in email or len(email) > 254):
        wrong.append(f"surel {email[:40]} bukan alamat pos-el.")
    return Line(number, code, areas.get(code, ""), name, username, email), wrong
