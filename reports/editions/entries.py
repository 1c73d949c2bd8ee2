"""A year of a snapshot as the public edition tells it: small counts of sensitive indicators out."""

from collections import defaultdict
from fractions import Fraction
from typing import Any

from clusters.scoring.attainment import rounded
from reports.editions.small import is_hidden
from reports.editions.stated import groups, standing
from reports.figures import Year, scoring_entry, scoring_indicator

# What is told of a year; a key that is added to the snapshot stays out until it stands here.
_YEAR = ("year", "framework", "officials", "clusters", "issues", "indicators", "sheets")
_SAME = ("area", "code", "state", "evidenced", "mark", "not_applicable", "no_data")
_NUMBERS = ("numerator", "denominator", "value", "adjusted_value")
Row = dict[str, Any]


def sensitive_codes(data: Row) -> set[str]:
    """The indicators that are sensitive in this year or the one before."""
    years = [year for year in (data["this"], data["before"]) if year]
    return {row["code"] for year in years for row in year["indicators"] if row["sensitive"]}


def reduced(year: Row, sensitive: set[str]) -> Row:
    """The year with every note out, and hidden answers replaced by what is stated of them."""
    specs = {row["code"]: scoring_indicator(row) for row in year["indicators"]}
    told, cells = [], []
    for row in year["entries"]:
        spec, entry = specs[row["code"]], scoring_entry(row)
        if row["code"] not in sensitive:
            told.append(_plain(row))
        elif is_hidden(spec, entry):
            told.append(_bare(row) | {"hidden": standing(spec, entry)})
            cells.append((spec, entry))
        else:
            told.append(_plain(row) if _is_whole(row) else _bare(row))
    whole = {row["code"] for row in year["indicators"] if row["scope"] == "kota"}
    stated = [group.as_data() for group in groups(cells, whole)]
    found = {key: year[key] for key in _YEAR} | {"entries": told, "stated": stated}
    return found | {"stated_points": stated_points(found)}


def stated_points(year: Row) -> dict[str, dict[str, str]]:
    """View → cluster → the points of its hidden entries, as the stated attainments make them."""
    told = Year(year)
    found: dict[str, dict[str, str]] = {}
    for name, view in told.views.items():
        sums: dict[str, Fraction] = defaultdict(Fraction)
        for area, code in told.hidden.standings:
            if (area, code) in view.entries:
                sums[told.cluster_of(code)] += view.entries[area, code]
        found[name] = {slug: str(rounded(points, 1)) for slug, points in sorted(sums.items())}
    return found


def _is_whole(row: Row) -> bool:
    """Is it answered by numbers, and not by half a pair?"""
    return row["value"] is not None or None not in (row["numerator"], row["denominator"])


def _plain(row: Row) -> Row:
    numbers = {name: row[name] for name in _NUMBERS}
    if row["mark"] != "adjusted":
        numbers["adjusted_value"] = None  # of a mark that was taken back: nothing prints it
    return _bare(row) | numbers


def _bare(row: Row) -> Row:
    """What every reader may know of an entry: how it stands, and no number or word."""
    empty: Row = dict.fromkeys(_NUMBERS) | {"note": "", "reason": "", "extra": {}}
    return empty | {name: row[name] for name in _SAME}
