"""A snapshot made by hand: a few kelurahan, one indicator of each kind that can hide numbers."""

from typing import Any

KOTA = "64.99"
KELURAHAN = ("64.99.01.1001", "64.99.01.1002", "64.99.02.1001", "64.99.02.1002")
_INDICATORS = (
    # code, kind, scope, direction, baseline, target, official, sensitive
    ("KEL-02", "count", "kelurahan", "lower", "5", "0", 1, True),
    ("PER-03", "count", "kelurahan", "none", None, None, 2, True),
    ("PER-04", "percentage", "kelurahan", "higher", "70", "100", 2, True),
    ("KES-01", "percentage", "kelurahan", "higher", "50", "100", 3, False),
    ("PER-K5", "percentage", "kota", "higher", "30", "90", 2, True),
)
CLUSTER_OF = {"KEL": "family_environment", "PER": "protection", "KES": "health"}


def indicator(code, kind, scope, direction, baseline, target, official, sensitive) -> dict:
    """A row of the catalogue as a snapshot has it."""
    pair = kind == "percentage"
    return {
        "code": code,
        "label": f"Indikator {code}",
        "theme": "Tema",
        "scope": scope,
        "kind": kind,
        "unit": "%" if pair else "anak",
        "per": 100 if pair else None,
        "numerator": "Terlayani" if pair else "",
        "denominator": "Semua" if pair else "",
        "levels": [],
        "direction": direction,
        "baseline": baseline,
        "target": target,
        "share": "1" if baseline else None,
        "official": [official],
        "issues": ["violence"],
        "evidence": ["Rekap"],
        "may_not_apply": pair,
        "sensitive": sensitive,
        "assumption": [],
        "extra": [],
        "definition": f"Yang dihitung {code}.",
        "cluster": CLUSTER_OF[code[:3]],
        "owner": "health",
    }


def entry(area: str, code: str, answer: tuple, **more: Any) -> dict:
    """An accepted entry with evidence; `answer` is numerator, denominator, value."""
    numerator, denominator, value = answer
    return {
        "area": area,
        "code": code,
        "numerator": numerator,
        "denominator": denominator,
        "value": value,
        "not_applicable": False,
        "no_data": False,
        "note": "",
        "reason": "",
        "extra": {},
        "mark": "accepted",
        "adjusted_value": None,
        "state": "verified",
        "evidenced": True,
    } | more


def year(number: int, entries: list[dict], areas: tuple = KELURAHAN) -> dict:
    """A year of these entries in these kelurahan."""
    slugs = sorted(set(CLUSTER_OF.values()))
    sheets = [[area, slug, None, "verified"] for area in areas for slug in slugs]
    return {
        "year": number,
        "framework": "uji",
        "officials": [
            {"number": n, "name": f"Resmi {n}", "group": "I", "points": "1"} for n in (1, 2, 3)
        ],
        "clusters": [{"slug": slug, "name": slug, "short_name": slug} for slug in slugs],
        "issues": [{"slug": "violence", "name": "Kekerasan terhadap Anak"}],
        "indicators": [indicator(*row) for row in _INDICATORS],
        "sheets": [*sheets, [KOTA, "protection", "health", "verified"]],
        "entries": entries,
    }


def snapshot_of(this: dict, before: dict | None = None, areas: tuple = KELURAHAN) -> dict:
    """The whole snapshot around one or two years."""
    kecamatan = sorted({area.rsplit(".", 1)[0] for area in areas})
    names = [(code, f"Kecamatan {code}", "kecamatan", KOTA) for code in kecamatan]
    names += [(code, f"Desa {code}", "kelurahan", code.rsplit(".", 1)[0]) for code in areas]
    keys = ("code", "name", "level", "parent__code")
    return {
        "schema": 3,
        "kota": {"code": KOTA, "name": "Kota Rekaan", "full_name": "Kota Rekaan", "arms": ""},
        "offices": {"health": "Dinas kesehatan"},
        "areas": [dict(zip(keys, row, strict=True)) for row in names],
        "this": this,
        "before": before,
        "evidence": [],
        "coverage": {},
    }
