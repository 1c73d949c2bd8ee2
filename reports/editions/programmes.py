"""What the public edition keeps of the programmes: sums of children only where none is small."""

from collections.abc import Sequence
from typing import Any

from clusters.scoring.suppression import hidden_in_row
from programmes.registers import REGISTERS

Row = dict[str, Any]
YEARS = ("now", "before")
# table → the register whose fields it sums; a table that is added stays out until it stands here
_TABLES = {"services": "layanan-puspaga", "patbm": "patbm", "play_spaces": "ruang-bermain"}


def reduced(data: Row) -> Row:
    """The sums of the registers with no small count of children among them, nor one that is left
    between two of them."""
    if not data:
        return {}
    found = {name: table(data[name], slug) for name, slug in _TABLES.items()}
    trainings = data["trainings"]
    return found | {
        "puspaga": data["puspaga"],
        "trainings": {
            "topics": table(trainings["topics"], "pelatihan"),
            "planned": trainings["planned"],
        },
        "participants": data["participants"],  # adults
    }


def table(rows: Sequence[Row], slug: str) -> list[Row]:
    """The rows of one table. Where a small count stands in a year, that year has no sum of
    children in any row: a total beside the others would tell it."""
    children = REGISTERS[slug].children
    closed = {year for year in YEARS if any(_has_small(row.get(year), slug) for row in rows)}
    return [
        row
        | {
            year: row[year] | dict.fromkeys(name for name in row[year] if name in children)
            for year in closed
            if row.get(year)
        }
        for row in rows
    ]


def _has_small(sums: Row | None, slug: str) -> bool:
    register = REGISTERS[slug]
    counts = {name: (sums or {}).get(name) for name in register.children}
    return bool(hidden_in_row(counts, register.sums))
