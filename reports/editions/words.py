"""What the public edition keeps of files, services and the action plan: no word a person wrote."""

import re
from typing import Any

Row = dict[str, Any]
ELSEWHERE = "(hanya di edisi lengkap)"
_CODE = re.compile(r"[0-9A-Za-z]{1,3}([./-][0-9A-Za-z]{1,3}){0,4}")
_FILE = ("area", "codes", "type", "pages", "valid_until")
_COVERAGE = ("services", "cells", "registers", "map")
_ACTION = ("owner", "budget", "spent", "state", "state_word", "progress", "due_on", "late", "proof")
_MEETING = ("held_on", "institutions", "minutes")
_TASK = ("due_on", "state", "late")


def files(rows: list[Row]) -> list[Row]:
    """The evidence under neutral names, without hashes: a hash would confirm a guessed file."""
    kept = sorted(({name: row[name] for name in _FILE} for row in rows), key=_order)
    return [row | {"name": f"Berkas {at}", "sha256": ""} for at, row in enumerate(kept, 1)]


def _order(row: Row) -> tuple[Any, ...]:
    """Told from what is kept, so that the order says nothing of what is not."""
    return (row["area"], row["codes"], row["type"], row["pages"] or 0, row["valid_until"])


def coverage(data: Row) -> Row:
    """Which services reach where; its words count places and sessions, never children."""
    return {name: data[name] for name in _COVERAGE if name in data}


def action_plan(data: Row, indicators: set[str]) -> Row:
    """Actions, meetings and follow-ups by their code, office, day, money and state."""
    return {
        "actions": [
            {name: row[name] for name in _ACTION}
            | {
                "code": row["code"] if _CODE.fullmatch(row["code"]) else str(number),
                "title": ELSEWHERE,
                "target": "",
                # Bare numbers, whose meaning was in the words; they may count children.
                "target_number": None,
                "reached": None,
                "issues": row["issues"],
                "indicators": [code for code in row["indicators"] if code in indicators],
            }
            for number, row in enumerate(data["actions"], 1)
        ],
        "meetings": [
            {name: row[name] for name in _MEETING} | {"agenda": ELSEWHERE}
            for row in data["meetings"]
        ],
        "follow_ups": [
            {name: row[name] for name in _TASK} | {"task": ELSEWHERE, "owner": ELSEWHERE}
            for row in data["follow_ups"]
        ],
    }
