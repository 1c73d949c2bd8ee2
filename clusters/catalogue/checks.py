"""Pure: what is wrong with a row of the catalogue, as (field, Indonesian sentence)."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from clusters.catalogue.schema import (
    DIRECTIONS,
    EXTRA_KINDS,
    KEYS,
    KINDS,
    OPTIONAL,
    SCOPES,
    IndicatorSpec,
)

Fault = tuple[str, str]
_TYPE_WORDS = {str: "teks", int: "bilangan bulat", bool: "true atau false", list: "daftar"}


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
            good = _is_number(value) and value > 0
        elif kind is int:
            good = isinstance(value, int) and not isinstance(value, bool)
        else:
            good = isinstance(value, str) and bool(value.strip())
        if not good:
            found.append((key, "belum ada." if key not in row else "isinya salah."))
    return found


def indicator_row(row: dict[str, Any], cluster: str, known: Known) -> list[Fault]:
    """Faults of one indicator; the finer ones only where its fields have the right types."""
    found = _types(row)
    if found:
        return found
    found += _words(row, cluster, known)
    found += _scale(row)
    found += _kind(row)
    found += _extra(row)
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
        if any(not isinstance(item, str) or not item for item in _list(row, key)):
            found.append((key, "diisi daftar teks."))
    if any(not isinstance(n, int) or isinstance(n, bool) for n in _list(row, "official")):
        found.append(("official", "diisi daftar bilangan bulat."))
    return found


def _words(row: dict[str, Any], cluster: str, known: Known) -> list[Fault]:
    found: list[Fault] = []
    for key, choices in (("kind", KINDS), ("scope", SCOPES), ("direction", DIRECTIONS)):
        if row[key] not in choices:
            found.append((key, f"{row[key]} tidak dikenal; pilih {', '.join(choices)}."))
    prefix = known.prefixes.get(cluster, "")
    expected = f"{prefix}-K" if row["scope"] == "kota" else f"{prefix}-"
    number = row["code"].removeprefix(expected)
    if not row["code"].startswith(expected) or not number.isdecimal() or len(row["code"]) > 10:
        found.append(("code", f"{row['code']} harus {expected} diikuti angka."))
    return found + _references(row, known)


def _references(row: dict[str, Any], known: Known) -> list[Fault]:
    """Everything it names must stand in the other files."""
    found: list[Fault] = []
    if row["owner"] not in known.offices:
        found.append(("owner", f"perangkat daerah {row['owner']} tidak dikenal."))
    found += [
        ("issues", f"isu {slug} tidak dikenal.")
        for slug in _list(row, "issues")
        if slug not in known.issues
    ]
    if not row["official"]:
        found.append(("official", "sebutkan paling sedikit satu nomor."))
    for number in row["official"]:
        if number not in known.officials:
            found.append(("official", f"nomor {number} tidak dikenal."))
    for key in _list(row, "assumption"):
        if key not in ("baseline", "target", "share"):
            found.append(("assumption", f"{key} bukan baseline, target, atau share."))
    return found


def _scale(row: dict[str, Any]) -> list[Fault]:
    """Baseline, target and share: all three where it is scored, none where it is not."""
    given = [key for key in ("baseline", "target", "share") if key in row]
    if row["direction"] == "none":
        return [(key, "tidak dipakai pada direction none.") for key in given]
    absent = [key for key in ("baseline", "target", "share") if key not in row]
    if absent:
        return [(key, "belum ada.") for key in absent]
    low, high = row["baseline"], row["target"]
    if not all(
        number.is_finite() for number in (Decimal(low), Decimal(high), Decimal(row["share"]))
    ):
        return [("baseline", "angka tidak wajar.")]
    found: list[Fault] = []
    if row["direction"] == "higher" and low >= high:
        found.append(("baseline", "harus lebih kecil dari target pada direction higher."))
    if row["direction"] == "lower" and low <= high:
        found.append(("baseline", "harus lebih besar dari target pada direction lower."))
    if row["share"] <= 0:
        found.append(("share", "harus lebih besar dari 0."))
    if min(low, high) < 0:
        found.append(("target", "tidak boleh negatif."))
    return found


def _kind(row: dict[str, Any]) -> list[Fault]:
    pair = row["kind"] in ("percentage", "rate")
    found: list[Fault] = []
    for key in ("numerator", "denominator", "per"):
        if pair and not row.get(key):
            found.append((key, f"wajib pada {row['kind']}."))
        if not pair and row.get(key):
            found.append((key, f"tidak dipakai pada {row['kind']}."))
    if row.get("denominator_key") and not pair:
        found.append(("denominator_key", f"tidak dipakai pada {row['kind']}."))
    if row["kind"] == "percentage" and row.get("per") not in (None, 100):
        found.append(("per", "100 pada percentage."))
    return found + _levels(row)


def _levels(row: dict[str, Any]) -> list[Fault]:
    """The steps of a level, and no scale beyond what the kind can reach."""
    found: list[Fault] = []
    levels = _list(row, "levels")
    if row["kind"] == "level" and len(levels) < 2:
        found.append(("levels", "sebutkan paling sedikit dua tingkat, mulai dari 0."))
    if row["kind"] != "level" and levels:
        found.append(("levels", f"tidak dipakai pada {row['kind']}."))
    most = {"percentage": 100, "boolean": 1, "level": len(levels) - 1}.get(row["kind"])
    for key in ("baseline", "target"):
        if most is not None and key in row and row[key] > most:
            found.append((key, f"paling besar {most} pada {row['kind']}."))
    return found


def _extra(row: dict[str, Any]) -> list[Fault]:
    found: list[Fault] = []
    keys = []
    whole = "numerator" if row["kind"] in ("percentage", "rate") else "value"
    for part in _list(row, "extra"):
        if not isinstance(part, dict) or set(part) - {"key", "label", "kind", "parts_of"}:
            found.append(("extra", "berisi key, label, kind, dan parts_of saja."))
            continue
        if not all(isinstance(part.get(k), str) and part[k] for k in ("key", "label", "kind")):
            found.append(("extra", "key, label, dan kind wajib diisi."))
            continue
        keys.append(part["key"])
        if part["kind"] not in EXTRA_KINDS:
            found.append(("extra", f"kind {part['kind']} tidak dikenal."))
        if part.get("parts_of", whole) != whole:
            found.append(("extra", f"parts_of {part['key']} harus {whole}."))
        if part.get("parts_of") and part["kind"] != "count":
            found.append(("extra", f"{part['key']} bagian dari jumlah, kind-nya harus count."))
    found += [("extra", f"{key} ada dua kali.") for key in sorted(set(keys)) if keys.count(key) > 1]
    return found


def whole(indicators: Iterable[IndicatorSpec], known: Known) -> list[str]:
    """Faults of the catalogue as a whole: official numbers and issues nobody serves."""
    indicators = list(indicators)
    scored = {i.official[0] for i in indicators if i.direction != "none"}
    served = {slug for i in indicators for slug in i.issues}
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
    return found


def _list(row: dict[str, Any], key: str) -> list[Any]:
    value = row.get(key, [])
    return value if isinstance(value, list) else []


def _is_number(value: Any) -> bool:
    return isinstance(value, int | Decimal) and not isinstance(value, bool)
