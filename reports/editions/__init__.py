"""The editions of one snapshot: lengkap is the snapshot itself, publik is made from it here.

Whatever is printed, drawn or attached comes from these data alone, so what they do not hold no
page of the edition can tell (docs/decisions/0022-edisi-publik.md).
"""

from typing import Any

from reports import last_report
from reports.editions import entries, programmes, words

FULL, PUBLIC = "lengkap", "publik"
# What goes in as it is; a key that is added to the snapshot stays out until it stands here.
_SAME = ("schema", "kota", "offices", "areas")
_SINCE_SCHEMA_3 = ("day", "map", "legal")  # legal: public documents and institutions, no names


def data_of(data: dict[str, Any], edition: str) -> dict[str, Any]:
    """The data of this edition, from those of the snapshot; `edition` is lengkap or publik."""
    if edition != PUBLIC:
        return data
    sensitive = entries.sensitive_codes(data)
    found = {key: data[key] for key in _SAME} | {
        "edition": PUBLIC,
        "this": entries.reduced(data["this"], sensitive),
        "before": entries.reduced(data["before"], sensitive) if data["before"] else None,
        "last_report": last_report.public(data.get("last_report")),
        "evidence": words.files(data["evidence"]),
        "coverage": words.coverage(data.get("coverage") or {}),
    }
    found |= {key: data[key] for key in _SINCE_SCHEMA_3 if key in data}
    if "programmes" in data:
        found["programmes"] = programmes.reduced(data["programmes"])
    if "action_plan" in data:
        codes = {row["code"] for row in data["this"]["indicators"]}
        found["action_plan"] = words.action_plan(data["action_plan"], codes)
    return found
