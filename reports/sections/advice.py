"""Recommendations, each by one rule from the numbers of the same snapshot."""

from collections import defaultdict
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from clusters.scoring.gap import Gain, Step
from reports.sections.book import NONE, Book
from reports.sections.coverage import service_lines

_FIRST = 5  # indicators and services that get a recommendation of their own
_WORDS = {
    Step.FILL: ("Isi dan ajukan {count} isian yang kosong, dikembalikan, atau ditolak", "operator"),
    Step.PROVE: ("Lengkapi bukti yang berlaku untuk {count} isian", "operator"),
    Step.REVIEW: ("Selesaikan pemeriksaan {count} isian yang sudah berbukti", "verifikator"),
}


def recommendations(
    book: Book,
    listed: Sequence[Gain],
    priorities: Sequence[dict[str, Any]],
    behind: Sequence[dict[str, Any]],
) -> list[dict[str, Any]]:
    """What to do, who does it, the points it brings where it brings any, and why."""
    return [
        *_steps(book, listed),
        *_raises(book, listed, priorities),
        *_areas(behind),
        *_services(book),
        *_late(book),
    ]


def _steps(book: Book, listed: Sequence[Gain]) -> list[dict[str, Any]]:
    """What needs no new achievement comes first: it is only a matter of papers."""
    found = []
    for step in (Step.PROVE, Step.REVIEW, Step.FILL):
        ways = [one for one in listed if one.step == step]
        if not ways:
            continue
        words, who = _WORDS[step]
        central = sum(book.year.indicators[one.code].scope == "kota" for one in ways)
        if who == "operator":
            told = "Operator kelurahan" + (" dan perangkat daerah" if central else "")
        else:
            told = "Verifikator klaster"
        points = sum((one.points for one in ways), Fraction(0))
        found.append(_row(words.format(count=len(ways)), told, points, "daftar kesenjangan"))
    return found


def _raises(
    book: Book, listed: Sequence[Gain], priorities: Sequence[dict[str, Any]]
) -> list[dict[str, Any]]:
    """The indicators furthest from their targets, with those entries that are verified."""
    of: dict[str, list[Gain]] = defaultdict(list)
    for one in listed:
        if one.step == Step.RAISE:
            of[one.code].append(one)
    found = []
    for told in priorities:
        row, ways = told["row"], of[told["row"].code]
        if not ways:
            continue
        where = f" di {len(ways)} kelurahan yang belum mencapainya"
        words = f"Capai target {row.label} ({told['target']})"
        points = sum((one.points for one in ways), Fraction(0))
        text = words + (where if row.scope == "kelurahan" else "")
        found.append(_row(text, told["office"], points, f"prioritas {row.code}"))
    return found[:_FIRST]


def _areas(behind: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    if not behind:
        return []
    names = ", ".join(row["name"] for row in behind)
    return [
        _row(
            f"Dampingi kelurahan yang tertinggal: {names}",
            "Sekretariat Gugus Tugas dan kecamatan",
            None,
            "kelurahan tertinggal",
        )
    ]


def _services(book: Book) -> list[dict[str, Any]]:
    """The services that are missing in most kelurahan."""
    lines = [line for line in service_lines(book) if line["missing"]]
    lines.sort(key=lambda line: (-len(line["missing"]), line["title"]))
    return [
        _row(
            f"Perluas layanan “{line['title']}” ke {len(line['missing'])} kelurahan yang belum "
            "terjangkau",
            "Gugus Tugas",
            None,
            "cakupan layanan, Bab X",
        )
        for line in lines[:_FIRST]
    ]


def _late(book: Book) -> list[dict[str, Any]]:
    plan = book.data.get("action_plan") or {}
    late = sum(row["late"] for row in plan.get("actions", []))
    overdue = sum(row["late"] for row in plan.get("follow_ups", []))
    found = []
    if late:
        words = f"Selesaikan {late} kegiatan RAD KLA yang terlambat"
        found.append(_row(words, "Perangkat daerah penanggung jawab", None, "RAD KLA, Bab X"))
    if overdue:
        words = f"Tuntaskan {overdue} tindak lanjut rapat yang lewat waktu"
        found.append(_row(words, "Gugus Tugas", None, "rapat Gugus Tugas, Bab X"))
    return found


def _row(words: str, who: str, points: Fraction | None, basis: str) -> dict[str, Any]:
    return {"words": words, "who": who, "points": points, "basis": basis or NONE}
