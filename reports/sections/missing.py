"""What is still missing in a cluster, a kecamatan or a kelurahan, from the gap list."""

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from clusters.scoring.gap import Gain
from reports import scopes
from reports.sections.book import Book
from reports.sections.gap import STEPS, who

MOST_OF_CLUSTER, MOST_OF_ONE = 50, 10
Row = dict[str, Any]


def missing(book: Book, name: str, part: str, section: Any) -> Row:
    """The entries of a scope that would add points: sums by step, then the largest of them."""
    scope = scopes.read(book.data, part)
    there = [gain for gain in book.gains if _is_of(book, scope, gain)]
    groups, most = [("", there)], len(there)
    if scope.kind == "klaster":
        most = MOST_OF_CLUSTER
    elif scope.kind == "kecamatan":
        most = MOST_OF_ONE
        areas = dict(book.by_kecamatan).get(scope.code, [])
        groups = [(book.names[a], [g for g in there if g.area == a]) for a in areas]
    return {
        "scope": scope,
        "steps": [(words, _sum(one for one in there if one.step == step)) for step, words in STEPS],
        "total": _sum(there),
        "lists": [
            {"name": name, "rows": [_row(book, one) for one in found[:most]], "all": len(found)}
            for name, found in groups
        ],
    }


def count_missing(book: Book, area: str) -> int:
    """How many entries of an area would still add points."""
    return len(book.gains_of.get(area, []))


def _is_of(book: Book, scope: scopes.Scope, gain: Gain) -> bool:
    if scope.kind == "klaster":
        return book.year.cluster_of(gain.code) == scope.code
    return f"{gain.area}.".startswith(f"{scope.code}.")


def _sum(gains: Iterable[Gain]) -> Row:
    found = list(gains)
    return {"count": len(found), "points": sum((one.points for one in found), Fraction(0))}


def _row(book: Book, gain: Gain) -> Row:
    return {
        "area": book.names[gain.area],
        "row": book.year.indicators[gain.code],
        "step": dict(STEPS)[gain.step],
        "who": who(book, gain),
        "points": gain.points,
    }
