"""What is attached to a report: its data as JSON, and the entries once more as CSV."""

import csv
import io
from typing import Any

from clusters.exchange.rows import COLUMNS
from reports import snapshot
from reports.describe import Attachment
from reports.hidden import CLOSED
from reports.printed import print_mark

JSON, CSV = "cuplikan", "isian"
PART = "bagian"  # in the document about one area, which has its own data only
_CSV = {
    "tahun": None,
    "kode_wilayah": "area",
    "kode_indikator": "code",
    "pembilang": "numerator",
    "penyebut": "denominator",
    "nilai": "value",
    "status": "state",
    "verifikasi": "mark",
    "nilai_verifikasi": "adjusted_value",
}


def attachments(data: dict[str, Any], scope: str = "") -> list[Attachment]:
    """The files of a report on these data; `scope` is the part of the city it is about."""
    year = data["this"]["year"]
    edition = f"edisi {data.get('edition', 'lengkap')}"
    words = ["Cuplikan data", edition, f"cetakan {print_mark()}"]
    return [
        Attachment(
            f"{PART if 'scope' in data else JSON}-{year}.json",
            "application/json",
            "; ".join([*words, f"bagian {scope}"] if scope else words),
            snapshot.canonical(data),
        ),
        Attachment(f"{CSV}-{year}.csv", "text/csv", f"Isian; {edition}", as_csv(data)),
    ]


def read_words(description: str) -> tuple[str, str]:
    """(scope, print mark) from the words beside an attached snapshot; empty where they lack."""
    told = dict(part.split(" ", 1) for part in description.split("; ") if " " in part)
    return told.get("bagian", ""), told.get("cetakan", "")


def as_csv(data: dict[str, Any]) -> bytes:
    """The entries of the year, a row each, under names of the entries file (design page)."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    names = [name for name in COLUMNS if name in _CSV]
    writer.writerow(names)
    for row in data["this"]["entries"]:
        writer.writerow([_cell(data["this"]["year"], row, name) for name in names])
    return text.getvalue().encode()


def _cell(year: int, row: dict[str, Any], name: str) -> Any:
    source = _CSV[name]
    if source is None:
        return year
    # An empty cell would say that nothing was answered.
    return CLOSED if name == "nilai" and row.get("hidden") else row[source]
