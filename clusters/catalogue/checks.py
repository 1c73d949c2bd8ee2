"""Pure: what is wrong with a row of the catalogue, as (field, Indonesian sentence)."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from clusters.catalogue import rules, scale
from clusters.catalogue.schema import (
    CLUSTER_FILES,
    DIGITS,
    DIRECTIONS,
    KEYS,
    KINDS,
    LENGTHS,
    OPTIONAL,
    SCOPES,
    SLUG,
)

Fault = tuple[str, str]
_TYPE_WORDS = {str: "teks", int: "bilangan bulat", bool: "true atau false", list: "daftar"}
# every control character but tab and line feed, which a long text may have
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_SLUGS = ("slug", "key", "denominator_key")


@dataclass(frozen=True)
class Known:
    """The slugs, keys and numbers that indicators may name."""

    prefixes: dict[str, str]
    issues: set[str]
    offices: set[str]
    officials: set[int]


def small_row(row: Any, annotations: dict[str, Any]) -> list[Fault]:
    """Faults of a row of official, clusters, issues or offices."""
    if not isinstance(row, dict):
        return [("baris", "harus berupa tabel.")]
    found = [(key, "tidak dikenal.") for key in row if key not in annotations]
    for key, kind in annotations.items():
        value = row.get(key)
        if kind is Decimal:
            good = _is_number(value) and Decimal(str(value)) > 0
        elif kind is int:
            good = isinstance(value, int) and not isinstance(value, bool)
        else:
            good = isinstance(value, str) and bool(value.strip())
        if not good:
            found.append((key, "belum ada." if key not in row else "isinya salah."))
    return found or _sizes(row) + _letters(row)


def indicator_row(row: dict[str, Any], cluster: str, known: Known) -> list[Fault]:
    """Faults of one indicator; the finer ones only where its fields have the right types."""
    found = _types(row)
    if found:
        return found
    found += _sizes(row)
    found += _letters(row)
    found += _words(row, cluster, known)
    found += _references(row, known)
    if row["kind"] in KINDS and row["direction"] in DIRECTIONS:
        found += scale.faults(row) + rules.faults(row)
    return found


def whole(rows: Iterable[dict[str, Any]], known: Known) -> list[str]:
    """Faults of the catalogue as a whole: official numbers and issues nobody serves."""
    rows = list(rows)
    first = [
        n for row in rows if row.get("direction") != "none" for n in _list(row, "official")[:1]
    ]
    scored = {number for number in first if isinstance(number, int)}
    served = {slug for row in rows for slug in _list(row, "issues") if isinstance(slug, str)}
    found = [
        f"official.toml, nomor {number}: tidak ada indikator yang dinilai untuknya."
        for number in sorted(known.officials - scored)
    ]
    found += [
        f"issues.toml, {slug}: tidak ada indikator yang melayaninya."
        for slug in sorted(known.issues - served)
    ]
    if known.officials != set(range(1, 25)):
        found.append("official.toml: nomor harus 1 sampai 24, masing-masing sekali.")
    if set(known.prefixes) != set(CLUSTER_FILES):
        found.append(f"clusters.toml: slug harus {', '.join(CLUSTER_FILES)}.")
    return found


def _types(row: dict[str, Any]) -> list[Fault]:
    allowed = KEYS | OPTIONAL
    found: list[Fault] = [(key, "tidak dikenal.") for key in row if key not in allowed]
    found += [(key, "belum ada.") for key in KEYS if key not in row]
    for key, value in row.items():
        kind = allowed.get(key)
        if kind is None:
            continue
        right = isinstance(value, kind) and (kind is bool or not isinstance(value, bool))
        if not right:
            found.append((key, f"diisi {_TYPE_WORDS.get(kind, 'angka')}."))  # type: ignore[arg-type]
        elif kind is str and key in KEYS and not value.strip():
            found.append((key, "kosong."))
    for key in ("levels", "issues", "evidence", "assumption"):
        if any(not isinstance(item, str) or not item.strip() for item in _list(row, key)):
            found.append((key, "diisi daftar teks."))
    if any(not isinstance(n, int) or isinstance(n, bool) for n in _list(row, "official")):
        found.append(("official", "diisi daftar bilangan bulat."))
    return found


def _sizes(row: dict[str, Any]) -> list[Fault]:
    """Texts and numbers that the database would cut, round or refuse, and malformed slugs."""
    found: list[Fault] = []
    for key, most in LENGTHS.items():
        if isinstance(row.get(key), str) and len(row[key]) > most:
            found.append((key, f"paling panjang {most} huruf."))
    for key, (before, after) in DIGITS.items():
        if key in row and not _fits(Decimal(row[key]), before, after):
            found.append((key, f"angka biasa, paling banyak {after} angka di belakang titik."))
    for key in _SLUGS:
        if row.get(key) and not SLUG.fullmatch(row[key]):
            found.append((key, f"{row[key]} harus huruf kecil, angka, dan garis bawah."))
    return found


def _letters(row: dict[str, Any]) -> list[Fault]:
    """Texts with characters that nobody sees and a database or a PDF does not take."""
    return [
        (key, "memuat huruf kendali yang tidak tampak.")
        for key, value in row.items()
        if any(_CONTROL.search(text) for text in _texts(value))
    ]


def _texts(value: Any) -> Iterator[str]:
    """Every text in a value of TOML, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from (text for one in value.values() for text in _texts(one))
    elif isinstance(value, list):
        yield from (text for one in value for text in _texts(one))


def _fits(number: Decimal, before: int, after: int) -> bool:
    if not number.is_finite():
        return False
    return abs(number) < 10**before and number == round(number, after)


def _words(row: dict[str, Any], cluster: str, known: Known) -> list[Fault]:
    found: list[Fault] = []
    for key, choices in (("kind", KINDS), ("scope", SCOPES), ("direction", DIRECTIONS)):
        if row[key] not in choices:
            found.append((key, f"{row[key]} tidak dikenal; pilih {', '.join(choices)}."))
    expected = f"{known.prefixes.get(cluster, '')}-{'K' if row['scope'] == 'kota' else ''}"
    number = row["code"].removeprefix(expected)
    if not row["code"].startswith(expected) or not re.fullmatch("[0-9]+", number):
        found.append(("code", f"{row['code']} harus {expected} diikuti angka."))
    return found


def _references(row: dict[str, Any], known: Known) -> list[Fault]:
    """Everything it names must stand in the other files, and be named once."""
    found: list[Fault] = []
    if row["owner"] not in known.offices:
        found.append(("owner", f"perangkat daerah {row['owner']} tidak dikenal."))
    found += [
        ("issues", f"isu {slug} tidak dikenal.")
        for slug in row["issues"]
        if slug not in known.issues
    ]
    if not row["official"]:
        found.append(("official", "sebutkan paling sedikit satu nomor."))
    found += [
        ("official", f"nomor {number} tidak dikenal.")
        for number in row["official"]
        if number not in known.officials
    ]
    for key in ("official", "issues", "assumption"):
        if len(set(_list(row, key))) < len(_list(row, key)):
            found.append((key, "menyebut hal yang sama dua kali."))
    found += [
        ("assumption", f"{key} bukan baseline, target, atau share.")
        for key in _list(row, "assumption")
        if key not in ("baseline", "target", "share")
    ]
    return found


def _list(row: dict[str, Any], key: str) -> list[Any]:
    value = row.get(key, [])
    return value if isinstance(value, list) else []


def _is_number(value: Any) -> bool:
    if isinstance(value, Decimal):
        return value.is_finite()
    return isinstance(value, int) and not isinstance(value, bool)
