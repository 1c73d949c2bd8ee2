"""The programmes of the year by what their registers add up to: Puspaga, PATBM, play, training."""

from collections.abc import Iterable, Sequence
from typing import Any

from reports.sections.book import Book

Sums = dict[str, Any]
SERVICES = ("sessions", "families", "boys", "girls", "parents")
PATBM = ("there", "decreed", "planned", "activists", "trained")
CASES = ("received", "handled", "referred")  # of children
PLAY = ("there", "certified", "accessible", "inspected", "good", "mend", "unsafe")
TOPICS = ("there", "hours", "girls", "boys")
PEOPLE = ("there", "certificates")


def programmes(book: Book, name: str, part: str, section: Any) -> dict[str, Any]:
    """Each programme with its rows of this year and of the last, and their totals."""
    data = book.data.get("programmes") or {}
    trainings = data.get("trainings") or {"topics": [], "planned": 0}
    services = _table(data.get("services", []), SERVICES)
    patbm = _table(_named(book, data.get("patbm", [])), (*PATBM, *CASES))
    play = _table(_named(book, data.get("play_spaces", [])), PLAY)
    topics = _table(trainings["topics"], TOPICS)
    people = _table(data.get("participants", []), PEOPLE)
    return {
        "puspaga": data.get("puspaga") or dict.fromkeys(("units", "staff", "counsellors")),
        "services": services,
        "patbm": patbm,
        "play": play,
        "topics": topics,
        "planned": trainings["planned"],
        "people": people,
        "needed": _added(row.get("needed") for row in data.get("participants", [])),
        "keys": [
            _key("Keluarga dilayani Puspaga", services, "families"),
            _key("Aktivis PATBM terlatih", patbm, "trained"),
            _key("Ruang bermain bersertifikat RBRA", play, "certified"),
            _key("Pelatihan terlaksana", topics, "there"),
        ],
    }


def _named(book: Book, rows: Iterable[Sums]) -> list[Sums]:
    return [row | {"title": book.names.get(row["key"]) or book.kota["name"]} for row in rows]


def _table(rows: Sequence[Sums], names: Sequence[str]) -> Sums:
    """(this year, the year before) of each name in each row, and their sums; None is unknown."""
    told = [
        {
            "title": row["title"],
            "needed": row.get("needed"),
            "cells": {name: _pair(row, name) for name in names},
        }
        for row in rows
    ]
    totals = {
        name: {year: _added(row["cells"][name][year] for row in told) for year in ("now", "before")}
        for name in names
    }
    return {"rows": told, "totals": totals}


def _pair(row: Sums, name: str) -> Sums:
    now, before = row.get("now") or {}, row.get("before") or {}
    return {"now": now.get(name), "before": before.get(name)}


def _added(numbers: Iterable[int | None]) -> int | None:
    known = [number for number in numbers if number is not None]
    return sum(known) if known else None


def _key(words: str, table: Sums, name: str) -> Sums:
    return {"words": words} | table["totals"][name]
