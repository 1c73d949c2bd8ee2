"""Pure: what is wrong with the checks beside an indicator, as (field, Indonesian sentence)."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

Fault = tuple[str, str]
GRADES = ("warning", "hint")
PARTS = ("numerator", "denominator", "value")
# rule → the keys it must have, and those it may have
RULES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "jump": ((), ("points", "ratio", "least")),
    "outlier": (("z", "areas", "points"), ()),
    "same": (("part", "of", "of_part"), ()),
    "at_most": (("part", "of", "of_part"), ()),
    "population": (("percent",), ()),
    "hint": (("text",), ("above", "below")),
}
_TEXTS = ("rule", "grade", "part", "of", "of_part", "text")
LEAST_AREAS = 4  # with fewer, the middle of the others says nothing


def faults(row: dict[str, Any]) -> list[Fault]:
    """Faults of the checks of one indicator, whose own fields have the right types."""
    found: list[Fault] = []
    for number, check in enumerate(row.get("check", []), start=1):
        found += [("check", f"ke-{number}, {why}") for why in _one(check, row)]
    return found


def references(rows: Iterable[dict[str, Any]]) -> list[str]:
    """Faults of checks that look beyond their own row; the rows are right in everything else."""
    rows = list(rows)
    known = {row["code"]: row for row in rows}
    found = []
    for row in rows:
        for number, check in enumerate(row.get("check", []), start=1):
            why = _around(check, row, known)
            if why:
                found.append(f"{row['code']}, check: ke-{number}, {why}")
    return found


def _one(check: Any, row: dict[str, Any]) -> list[str]:
    if not isinstance(check, dict):
        return ["harus berupa tabel."]
    rule = check.get("rule")
    if not isinstance(rule, str) or rule not in RULES:
        return [f"rule harus salah satu dari {', '.join(RULES)}."]
    must, may = RULES[rule]
    found = [f"{key} tidak dipakai pada {rule}." for key in _strangers(check, must + may)]
    found += [f"{key} belum ada." for key in ("grade", *must) if key not in check]
    found += [f"{key} {_wrong(key)}" for key in check if not _good(key, check[key])]
    return found or _meaning(rule, check, row)


def _strangers(check: dict[str, Any], allowed: tuple[str, ...]) -> list[str]:
    return [key for key in check if key not in ("rule", "grade", *allowed)]


def _good(key: str, value: Any) -> bool:
    if key in _TEXTS:
        return isinstance(value, str) and bool(value.strip())
    if key == "areas":
        return isinstance(value, int) and not isinstance(value, bool) and value >= LEAST_AREAS
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return False
    return Decimal(value).is_finite() and 0 <= value < 10**9


def _wrong(key: str) -> str:
    if key in _TEXTS:
        return "diisi teks."
    if key == "areas":
        return f"diisi bilangan bulat, paling sedikit {LEAST_AREAS}."
    return "diisi angka yang tidak negatif."


def _meaning(rule: str, check: dict[str, Any], row: dict[str, Any]) -> list[str]:
    """What each rule asks beyond the right keys and types."""
    moving = rule in ("jump", "outlier")
    parts = parts_of(row["kind"])
    told = [
        (check["grade"] not in GRADES, f"grade harus {' atau '.join(GRADES)}."),
        (rule == "hint" and check["grade"] == "warning", "grade hint harus hint."),
        (
            moving and row["kind"] in ("boolean", "level"),
            f"{rule} tidak dipakai pada {row['kind']}.",
        ),
        (
            rule == "jump" and ("points" in check) == ("ratio" in check),
            "jump memakai points atau ratio, salah satu.",
        ),
        (check.get("ratio", 2) <= 1, "ratio harus lebih besar dari 1."),
        (check.get("z", 1) <= 0, "z harus lebih besar dari 0."),
        (
            rule == "population" and not row.get("denominator_key"),
            "population memerlukan denominator_key.",
        ),
        (check.get("part", parts[0]) not in parts, f"part harus {' atau '.join(parts)}."),
    ]
    return [why for wrong, why in told if wrong]


def parts_of(kind: str) -> tuple[str, ...]:
    """The parts an answer of this kind has."""
    return PARTS[:2] if kind in ("percentage", "rate") else PARTS[2:]


def _around(check: dict[str, Any], row: dict[str, Any], known: dict[str, Any]) -> str:
    if check["rule"] == "outlier" and row["scope"] == "kota":
        return "outlier tidak dipakai pada kota, tidak ada wilayah lain di sampingnya."
    return _reference(check, row, known) if "of" in check else ""


def _reference(check: dict[str, Any], row: dict[str, Any], known: dict[str, Any]) -> str:
    other = known.get(check["of"])
    if other is None:
        return f"of {check['of']} tidak dikenal."
    if other is row:
        return "of menunjuk indikator itu sendiri."
    if other["scope"] != row["scope"]:
        return f"of {check['of']} diisi {other['scope']}, bukan {row['scope']}."
    if check["of_part"] not in parts_of(other["kind"]):
        return f"of_part harus {' atau '.join(parts_of(other['kind']))}."
    return ""
