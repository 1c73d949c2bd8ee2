"""Pure: what is wrong with how an indicator is answered and scored."""

from decimal import Decimal
from typing import Any

from clusters.catalogue.schema import EXTRA_KINDS, SLUG

Fault = tuple[str, str]
_SCORING = ("baseline", "target", "share")


def faults(row: dict[str, Any]) -> list[Fault]:
    """Faults of scale, kind, levels and further numbers; the row's types are right already."""
    return _scale(row) + _kind(row) + _levels(row) + _extra(row)


def _scale(row: dict[str, Any]) -> list[Fault]:
    """Baseline, target and share: all three where it is scored, none where it is not."""
    if row["direction"] == "none":
        return [(key, "tidak dipakai pada direction none.") for key in _SCORING if key in row]
    absent = [key for key in _SCORING if key not in row]
    if absent:
        return [(key, "belum ada.") for key in absent]
    low, high = Decimal(row["baseline"]), Decimal(row["target"])
    if not (low.is_finite() and high.is_finite() and Decimal(row["share"]).is_finite()):
        return []  # named already with the sizes
    found: list[Fault] = []
    if row["direction"] == "higher" and low >= high:
        found.append(("baseline", "harus lebih kecil dari target pada direction higher."))
    if row["direction"] == "lower" and low <= high:
        found.append(("baseline", "harus lebih besar dari target pada direction lower."))
    if row["share"] <= 0:
        found.append(("share", "harus lebih besar dari 0."))
    return found + _bounds(row)


def _bounds(row: dict[str, Any]) -> list[Fault]:
    """Baseline and target lie where a value of this kind can lie."""
    most = {"percentage": 100, "boolean": 1, "level": len(row.get("levels", [])) - 1}
    limit = most.get(row["kind"])
    found: list[Fault] = []
    for key in ("baseline", "target"):
        if row[key] < 0:
            found.append((key, "tidak boleh negatif."))
        elif limit is not None and row[key] > limit:
            found.append((key, f"paling besar {limit} pada {row['kind']}."))
    return found


def _kind(row: dict[str, Any]) -> list[Fault]:
    """Percentages and rates have a pair of numbers, the others have none."""
    pair = row["kind"] in ("percentage", "rate")
    found: list[Fault] = []
    for key in ("numerator", "denominator", "per"):
        if pair and not row.get(key):
            found.append((key, f"wajib pada {row['kind']}."))
    for key in ("numerator", "denominator", "per", "denominator_key"):
        if not pair and row.get(key):
            found.append((key, f"tidak dipakai pada {row['kind']}."))
    if row["kind"] == "percentage" and row.get("per") not in (None, 0, 100):
        found.append(("per", "harus 100 pada percentage."))
    if row["kind"] == "rate" and not 0 <= row.get("per", 0) <= 1_000_000:
        found.append(("per", "harus 1 sampai 1000000."))
    return found


def _levels(row: dict[str, Any]) -> list[Fault]:
    levels = row.get("levels", [])
    if row["kind"] != "level":
        return [("levels", f"tidak dipakai pada {row['kind']}.")] if levels else []
    if len(levels) < 2:
        return [("levels", "sebutkan paling sedikit dua tingkat, mulai dari 0.")]
    if len(set(levels)) < len(levels):
        return [("levels", "menyebut tingkat yang sama dua kali.")]
    return []


def _extra(row: dict[str, Any]) -> list[Fault]:
    """Further numbers: their keys, kinds, and of what they are parts."""
    whole = {"percentage": "numerator", "rate": "numerator", "count": "value"}.get(row["kind"], "")
    found: list[Fault] = []
    keys: list[str] = []
    for part in row.get("extra", []):
        wrong = _part(part, whole)
        found += [("extra", why) for why in wrong]
        if isinstance(part, dict) and isinstance(part.get("key"), str):
            keys.append(part["key"])
    found += [("extra", f"{key} ada dua kali.") for key in sorted(set(keys)) if keys.count(key) > 1]
    return found


def _part(part: Any, whole: str) -> list[str]:
    if not isinstance(part, dict) or set(part) - {"key", "label", "kind", "parts_of"}:
        return ["berisi key, label, kind, dan parts_of saja."]
    if not all(isinstance(part.get(key), str) and part[key] for key in ("key", "label", "kind")):
        return ["key, label, dan kind wajib diisi teks."]
    found = []
    if not SLUG.fullmatch(part["key"]):
        found.append(f"key {part['key']} harus huruf kecil, angka, dan garis bawah.")
    if part["kind"] not in EXTRA_KINDS:
        found.append(f"kind {part['kind']} tidak dikenal; pilih {', '.join(EXTRA_KINDS)}.")
    if "parts_of" in part and part["parts_of"] != whole:
        found.append(f"parts_of {part['key']} {f'harus {whole}' if whole else 'tidak dipakai'}.")
    if part.get("parts_of") and part["kind"] != "count":
        found.append(f"{part['key']} bagian dari jumlah, kind-nya harus count.")
    return found
