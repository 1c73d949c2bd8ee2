"""From a snapshot's data to its scores and to each value in words; used by verify as well."""

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from types import SimpleNamespace
from typing import Any

from clusters import answers, display
from clusters.scoring import gap
from clusters.scoring.attainment import attainment, is_not_applicable
from clusters.scoring.model import Entry, Indicator, Official, ViewScore
from clusters.scoring.score import city_value, counts, score_city, value_in_view
from reports.hidden import CLOSED, FEW, Hidden

_SIGN = {"verified": "●", "adjusted": "◆", "evidenced": "◐", "claimed": "○"}


def scoring_indicator(row: dict[str, Any]) -> Indicator:
    """An indicator of the snapshot as scoring is told it."""
    return Indicator(
        code=row["code"],
        cluster=row["cluster"],
        kind=row["kind"],
        direction=row["direction"],
        per=row["per"],
        baseline=_decimal(row["baseline"]),
        target=_decimal(row["target"]),
        share=_decimal(row["share"]),
        official=tuple(row["official"]),
        evidence_required=bool(row["evidence"]),
        may_not_apply=row["may_not_apply"],
    )


def _decimal(text: Any) -> Decimal | None:
    return None if text is None else Decimal(text)


@dataclass(frozen=True)
class Cell:
    """One printed value: words, sign of its view, and whether it was answered."""

    words: str
    sign: str
    raw: str


class Year:
    """One year of a snapshot: its catalogue, its entries and its score."""

    def __init__(self, data: dict[str, Any]) -> None:
        self.data = data
        self.year: int = data["year"]
        self.indicators = {
            row["code"]: SimpleNamespace(
                **(row | {key: _decimal(row[key]) for key in ("baseline", "target", "share")})
            )
            for row in data["indicators"]
        }
        self.specs = {row["code"]: scoring_indicator(row) for row in data["indicators"]}
        self.entries = {(row["area"], row["code"]): row for row in data["entries"]}
        self.hidden = Hidden(data)

    @cached_property
    def owed(self) -> list[tuple[str, str, str]]:
        """(area, code, state of its sheet) of everything that is expected."""
        asked: dict[tuple[str, str | None], list[str]] = {}
        for row in self.indicators.values():
            office = row.owner if row.scope == "kota" else None
            asked.setdefault((row.cluster, office), []).append(row.code)
        return [
            (area, code, state)
            for area, cluster, office, state in self.data["sheets"]
            for code in asked.get((cluster, office), [])
        ]

    @cached_property
    def areas_of(self) -> dict[str, list[str]]:
        """Indicator → the areas it is expected of, in order."""
        found: dict[str, set[str]] = {}
        for area, code, _ in self.owed:
            found.setdefault(code, set()).add(area)
        return {code: sorted(areas) for code, areas in found.items()}

    @cached_property
    def codes_of(self) -> dict[str, list[str]]:
        """Area → the indicators that are expected of it."""
        found: dict[str, list[str]] = {}
        for area, code, _ in self.owed:
            found.setdefault(area, []).append(code)
        return found

    @cached_property
    def views(self) -> dict[str, ViewScore]:
        """The score in the three views."""
        views = score_city(
            self.specs.values(),
            self._officials,
            Counter(code for _, code, _ in self.owed),
            [self.entry(row) for row in self.data["entries"]],
        )
        return {name: self.hidden.settle(name, view) for name, view in views.items()}

    def entry(self, row: dict[str, Any]) -> Entry:
        """A row as scoring is told it; a hidden one by what stands in for it."""
        told = scoring_entry(row)
        return self.hidden.stand_in(self.specs[row["code"]], told) if row.get("hidden") else told

    @cached_property
    def gains(self) -> list[gap.Gain]:
        """Every single improvement of the verified score, the largest first."""
        entries = [self.entry(row) for row in self.data["entries"]]
        return gap.gains(self.specs.values(), self._officials, self.areas_of, entries)

    @property
    def _officials(self) -> list[Official]:
        return [Official(row["number"], Decimal(row["points"])) for row in self.data["officials"]]

    def attained(self, area: str, code: str) -> Fraction | None:
        """How near a verified entry is to its target, 0 to 1; None where none counts."""
        row, spec = self.entries.get((area, code)), self.specs[code]
        if row is None or not spec.is_scored:
            return None
        entry = self.entry(row)
        if not counts("verified", spec, entry) or is_not_applicable(spec, entry) or entry.no_data:
            return None
        return Fraction(attainment(spec, value_in_view("verified", spec, entry)))

    def cell(self, area: str, code: str) -> Cell:
        """What is printed for an area and indicator, and under which sign."""
        indicator, row = self.indicators[code], self.entries.get((area, code))
        if row is None:
            return Cell("…", "", "")
        if row.get("hidden"):
            sign = _SIGN[self._standing(row)] if row["state"] != "draft" else ""
            return Cell(FEW if indicator.kind == "count" else CLOSED, sign, "")
        entry = _loose(row)
        if not answers.is_answered(indicator.kind, entry):
            return Cell("…", "", "")
        sign = _SIGN[self._standing(row)] if row["state"] != "draft" else ""
        if entry.no_data:
            return Cell("t.a.d.", sign, "")
        if answers.is_not_applicable(indicator, entry):
            return Cell("n. a.", "", "")
        value = (
            entry.adjusted_value
            if row["mark"] == "adjusted" and row["state"] in ("verified", "locked", "submitted")
            else display.value_of(indicator, entry)
        )
        return Cell(plain_words(indicator, value), sign, display.raw_words(indicator, entry))

    def _standing(self, row: dict[str, Any]) -> str:
        indicator = self.indicators[row["code"]]
        if indicator.evidence and not row["evidenced"]:
            return "claimed"
        if row["mark"] == "adjusted":
            return "adjusted"
        return "verified" if row["mark"] == "accepted" else "evidenced"

    def group_words(self, code: str, areas: list[str]) -> str:
        """The verified value of several areas together, as their row in a table prints it."""
        indicator, spec = self.indicators[code], self.specs[code]
        if closed := self._closed_words("verified", code, areas):
            return closed
        there = [
            entry
            for area in areas
            if (row := self.entries.get((area, code)))
            and counts("verified", spec, entry := self.entry(row))
            and not is_not_applicable(spec, entry)
        ]
        value = city_value("verified", spec, there)
        if value is None:
            return "n. a."
        if indicator.kind in ("boolean", "level"):
            reached = sum(
                attainment(spec, value_in_view("verified", spec, entry)) == 1 for entry in there
            )
            return f"{reached}/{len(areas)}"
        return plain_words(indicator, value)

    def _closed_words(self, view: str, code: str, areas: list[str]) -> str:
        """What is printed for areas together some of whose entries are hidden; "" where none is."""
        hidden = [area for area in areas if self.hidden.counts_in(view, area, code)]
        if not hidden:
            return ""
        spec = self.specs[code]
        shown = [
            value_in_view(view, spec, entry)
            for area in areas
            if area not in hidden
            and (row := self.entries.get((area, code)))
            and counts(view, spec, entry := self.entry(row))
        ]
        return self.hidden.total_words(spec, [value for value in shown if value], hidden)

    def share_of(self, area: str, cluster: str = "") -> Fraction | None:
        """Part of the points an area could earn (in a cluster) that are verified; None: n. a."""
        view = self.views["verified"]
        earned = most = Fraction(0)
        for code in self.codes_of.get(area, []):
            one = view.indicators[code]
            if not one.max or (cluster and self.cluster_of(code) != cluster):
                continue
            row = self.entries.get((area, code))
            spec = self.specs[code]
            skipped = row is not None and is_not_applicable(spec, entry := self.entry(row))
            if skipped and counts("verified", spec, entry):
                continue
            earned += view.entries.get((area, code), Fraction(0))
            most += one.max / one.applicable
        return earned / most if most else None

    def share_of_city(self) -> Fraction | None:
        """Part of all points of the city that are verified; None where nothing is scored."""
        clusters = self.views["verified"].clusters.values()
        most = sum((most for _, most in clusters), Fraction(0))
        return sum((points for points, _ in clusters), Fraction(0)) / most if most else None

    def cluster_of(self, code: str) -> str:
        """The cluster an indicator belongs to."""
        return self.indicators[code].cluster

    def city_words(self, code: str, view: str = "verified") -> str:
        """The city value of an indicator in a view; for yes/no and levels, areas at target."""
        indicator, one = self.indicators[code], self.views[view].indicators[code]
        if closed := self._closed_words(view, code, self.areas_of.get(code, [])):
            return closed
        if one.value is None:
            return "n. a."
        if indicator.kind in ("boolean", "level") and indicator.scope == "kelurahan":
            return f"{one.reached} dari {one.applicable}"
        return plain_words(indicator, one.value)


def plain_words(indicator: Any, value: Any) -> str:
    """A value for a table whose head has the unit: `98,6`, `100,0`, `ya`, `3`."""
    if value is None:
        return "–"
    if indicator.kind == "boolean" and value in (0, 1):
        return "ya" if value else "tidak"
    words = display.number(value)
    # One decimal for every share, so that a column of them stands in line.
    return f"{words},0" if answers.has_pair(indicator.kind) and "," not in words else words


def _loose(row: dict[str, Any]) -> SimpleNamespace:
    return SimpleNamespace(**(row | {"adjusted_value": _decimal(row["adjusted_value"])}))


def scoring_entry(row: dict[str, Any]) -> Entry:
    """An entry of the snapshot as scoring is told it."""
    return Entry(
        indicator=row["code"],
        area=row["area"],
        sheet_state=row["state"],
        numerator=row["numerator"],
        denominator=row["denominator"],
        value=row["value"],
        not_applicable=row["not_applicable"],
        no_data=row["no_data"],
        mark=row["mark"],
        adjusted_value=_decimal(row["adjusted_value"]),
        evidenced=row["evidenced"],
    )
