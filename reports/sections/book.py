"""The reckoning all sections share: areas in order, this year beside the one before."""

from collections import Counter
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Any

from clusters.scoring.gap import Gain
from reports.figures import Year
from reports.numbering import Numbering

PIECE = 60  # kelurahan that one table page may list
CARDS = 10  # pages of one section: its memory is that of all its pages at once
FARTHEST = 3  # areas marked in each column of a table by kelurahan
NONE = "n. a."


def percent(share: Fraction | None, *, sign: bool = True) -> str:
    """`78%`, cut and never rounded up; `78` without its sign, `n. a.` without a share."""
    if share is None:
        return NONE
    return f"{int(share * 100)}{'%' if sign else ''}"


class Book:
    """A snapshot's data with its years worked out."""

    def __init__(self, data: dict[str, Any]) -> None:
        self.data = data
        self.kota = data["kota"]
        self.offices = data["offices"]
        self.year = Year(data["this"])
        self.before = Year(data["before"]) if data["before"] else None
        self.names = {area["code"]: area["name"] for area in data["areas"]}
        self.names[self.kota["code"]] = self.kota["name"]
        self.numbers: dict[str, Numbering] = {}  # section → where it ends (content.py)
        self._farthest: dict[str, set[str]] = {}

    @property
    def is_public(self) -> bool:
        """Is this the edition for everybody, in which nothing stands that a person wrote?"""
        return self.data.get("edition") == "publik"

    @property
    def bounds(self) -> tuple[Any, Any] | None:
        """Between which verified scores the full edition's lies; None in the full edition."""
        return self.year.hidden.bounds(self.year.views["verified"]) if self.is_public else None

    @property
    def day(self) -> date | None:
        """The day of the data; None in snapshots of before schema 3."""
        told = self.data.get("day")
        return date.fromisoformat(told) if told else None

    @property
    def place(self) -> str:
        """Where letters of this city are written: its name without *Kota* or *Kabupaten*."""
        return self.kota["name"].removeprefix("Kota ").removeprefix("Kabupaten ")

    @property
    def last_year(self) -> int:
        """The year printed beside this one."""
        return self.year.year - 1

    @cached_property
    def kelurahan(self) -> list[str]:
        """Codes of the kelurahan that have a sheet this year, in order."""
        there = {area for area, _, office, _ in self.year.data["sheets"] if office is None}
        return sorted(there)

    @cached_property
    def by_kecamatan(self) -> list[tuple[str, list[str]]]:
        """(kecamatan, its kelurahan), both in order of code."""
        found: dict[str, list[str]] = {}
        for code in self.kelurahan:
            found.setdefault(code.rsplit(".", 1)[0], []).append(code)
        return sorted(found.items())

    @cached_property
    def pieces(self) -> list[list[tuple[str, list[str]]]]:
        """The kecamatan in groups that fit one table page; a city of 34 is one piece."""
        pieces: list[list[tuple[str, list[str]]]] = [[]]
        rows = 0
        for code, areas in self.by_kecamatan:
            for start in range(0, len(areas), PIECE):
                part = areas[start : start + PIECE]
                if rows and rows + len(part) + 1 > 42:
                    pieces.append([])
                    rows = 0
                pieces[-1].append((code, part))
                rows += len(part) + 1
        return pieces

    @cached_property
    def distinct_names(self) -> dict[str, str]:
        """Code → name of each kelurahan; namesakes have their kecamatan behind it."""
        often = Counter(self.names[code] for code in self.kelurahan)
        return {
            code: f"{name} ({self.names[code.rsplit('.', 1)[0]]})" if often[name] > 1 else name
            for code in self.kelurahan
            if (name := self.names[code])
        }

    def farthest(self, row: Any) -> set[str]:
        """The areas furthest from an indicator's target, where it is plain which they are: those
        that are as far as many others are not marked."""
        if row.code not in self._farthest:
            self._farthest[row.code] = self._find_farthest(row)
        return self._farthest[row.code]

    def _find_farthest(self, row: Any) -> set[str]:
        if self.is_public and row.sensitive:
            return set()
        told = sorted(
            (attained, area)
            for area in self.kelurahan
            if (attained := self.year.attained(area, row.code)) is not None and attained < 1
        )
        limit = told[FARTHEST][0] if len(told) > FARTHEST else Fraction(2)
        return {area for attained, area in told[:FARTHEST] if attained < limit}

    @cached_property
    def gains(self) -> list[Gain]:
        """Every improvement; of sensitive indicators only where the edition is not for everybody,
        as a gain tells the answer."""
        return [
            one
            for one in self.year.gains
            if not (self.is_public and self.year.indicators[one.code].sensitive)
        ]

    @cached_property
    def gains_of(self) -> dict[str, list[Gain]]:
        """Area → its improvements, the largest first."""
        found: dict[str, list[Gain]] = {}
        for one in self.gains:
            found.setdefault(one.area, []).append(one)
        return found

    def indicators(self, cluster: str, scope: str) -> list[Any]:
        """The indicators of a cluster and scope, in catalogue order."""
        return [
            row
            for row in self.year.indicators.values()
            if row.cluster == cluster and row.scope == scope
        ]

    def indicators_of(self, cluster: str) -> list[Any]:
        """All indicators of a cluster, in catalogue order."""
        return [row for row in self.year.indicators.values() if row.cluster == cluster]

    def last_words(self, area: str, code: str) -> str:
        """Last year's value of an area; n. a. where there was none."""
        if self.before is None or code not in self.before.indicators:
            return NONE
        return self.before.cell(area, code).words

    def last_city(self, code: str) -> str:
        """Last year's verified city value."""
        if self.before is None or code not in self.before.indicators:
            return NONE
        return self.before.city_words(code)
