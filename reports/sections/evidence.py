"""The register of evidence: every file with what it proves, how long, and its hash."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from clusters.models.evidence import KINDS
from reports.sections.book import NONE, Book

FILES = 150  # of one section: about seven pages
_MARKS = {
    "accepted": "● diterima",
    "adjusted": "◆ disesuaikan",
    "rejected": "○ ditolak",
    "returned": "○ dikembalikan",
}
_WAITING, _SEVERAL, _EXPIRED = "◐ menunggu", "◐ beragam", "△ kedaluwarsa"


def evidence(book: Book, name: str, part: str, section: Any) -> dict[str, Any]:
    """The files behind the claims with their hashes; on the first page what they add up to."""
    first = int(part or 0)
    every = book.data["evidence"]
    files = [
        _file(book, file, number) for number, file in enumerate(every[first : first + FILES], first)
    ]
    return {
        "files": files,
        "pages": _pages(every[first : first + FILES]),
        "every": len(every),
        "every_pages": _pages(every),
        "is_last": first + FILES >= len(every),
        "number": first // FILES + 2,  # the first table sums them up
        "clusters": _clusters(book, every) if section.start else [],
    }


def _file(book: Book, file: dict[str, Any], number: int) -> dict[str, Any]:
    until = file["valid_until"]
    hashed = file["sha256"]
    words = [hashed[at : at + 8] for at in range(0, len(hashed), 8)]
    return {
        "number": f"B-{number + 1:04d}",
        "area": book.names[file["area"]],
        "codes": short_codes(file["codes"]),
        # What a file is called a person wrote: it may name somebody.
        "name": f"Berkas {number + 1}" if book.is_public else file["name"],
        "kind": KINDS.get(file["type"], ("FOTO", ""))[0],
        "pages": file["pages"],
        "size": file.get("size"),
        "until": "/".join(reversed(until.split("-"))) if until else NONE,
        "standing": _standing(book, file),
        "hash": (" ".join(words[:4]), " ".join(words[4:])),
    }


def short_codes(codes: Iterable[str]) -> str:
    """`KES-01–05, 07; PEN-K1`: what is the same in front stands once, a row of them as a row."""
    found: dict[str, list[list[str]]] = {}
    for code in codes:
        front, _, number = code.rpartition("-")
        runs = found.setdefault(front, [])
        if runs and number.isdecimal() and int(number) == int(runs[-1][-1]) + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return "; ".join(
        f"{front}-{', '.join(_run(run) for run in runs)}" for front, runs in found.items()
    )


def _run(numbers: list[str]) -> str:
    return f"{numbers[0]}–{numbers[-1]}" if len(numbers) > 2 else ", ".join(numbers)


def _standing(book: Book, file: dict[str, Any]) -> str:
    if _has_expired(book, file):
        return _EXPIRED
    marks = {
        row["mark"] if (row := book.year.entries.get((file["area"], code))) else ""
        for code in file["codes"]
    }
    return _MARKS.get(marks.pop(), _WAITING) if len(marks) == 1 else _SEVERAL


def _has_expired(book: Book, file: dict[str, Any]) -> bool:
    """Does it end before the last day of the year? (design page, the view *evidenced*)"""
    return (
        bool(file["valid_until"]) and file["valid_until"] < date(book.year.year, 12, 31).isoformat()
    )


def _pages(files: Iterable[dict[str, Any]]) -> int:
    return sum(file["pages"] or 0 for file in files)


def _clusters(book: Book, every: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Files by the cluster of the first entry they prove."""
    rows = []
    for one in book.year.data["clusters"]:
        found = [file for file in every if book.year.cluster_of(file["codes"][0]) == one["slug"]]
        ended = sum(_has_expired(book, file) for file in found)
        rows.append(
            {
                "name": one["name"],
                "files": len(found),
                "pages": _pages(found),
                "valid": len(found) - ended,
                "ended": ended,
            }
        )
    names = ("files", "pages", "valid", "ended")
    total = {name: sum(row[name] for row in rows) for name in names}
    return [*rows, total | {"name": "", "total": True}]
