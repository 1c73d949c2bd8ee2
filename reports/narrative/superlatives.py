"""What stands out in a year: risen and fallen, far from its target, best and left behind.

Each answer is one phrase with its numbers in it, so that name and number change together.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

from clusters.display import number, target_words
from clusters.scoring import gap
from kla.templatetags.kla_ui import angka
from reports.figures import Year
from reports.narrative.values import city_words
from reports.sections.book import Book

NONE = "tidak ada"
_STEPS = {
    gap.Step.FILL: "diisi dan diajukan",
    gap.Step.PROVE: "diberi bukti yang berlaku",
    gap.Step.REVIEW: "diperiksa verifikator",
    gap.Step.RAISE: "dinaikkan sampai target",
}


@dataclass(frozen=True)
class Movement:
    """How near an indicator is to its target, 0 to 1; how much nearer than a year before, in
    numbers and in words."""

    code: str
    near: Fraction
    change: Fraction
    words: str


class Superlatives:
    """The phrases of one book. Sensitive indicators are never named here."""

    def __init__(self, book: Book) -> None:
        self.book = book

    @cached_property
    def movements(self) -> list[Movement]:
        """Every indicator with a verified city value that is scored and not sensitive."""
        year = self.book.year
        return [
            Movement(row.code, min(max(near, Fraction(0)), Fraction(1)), *self._change(row.code))
            for row in year.indicators.values()
            if not row.sensitive and (near := _nearness(year, row.code)) is not None
        ]

    def _change(self, code: str) -> tuple[Fraction, str]:
        """How much nearer to its target an indicator came, and that in words; 0 where unknown.

        Where areas are counted, those that are verified in both years.
        """
        year, before = self.book.year, self.book.before
        if before is None or (then := _nearness(before, code)) is None:
            return Fraction(0), ""
        if not _is_tally(year.indicators[code]):
            words = f"semula {city_words(before, code)}, kini {city_words(year, code)}"
            return (_nearness(year, code) or then) - then, words
        pairs = [
            (before.attained(area, code), year.attained(area, code)) for area in self.book.kelurahan
        ]
        both = [(old == 1, new == 1) for old, new in pairs if None not in (old, new)]
        if not both:
            return Fraction(0), ""
        first, last = sum(old for old, _ in both), sum(new for _, new in both)
        words = f"semula {number(first)}, kini {number(last)} mencapai target"
        known = f"dari {number(len(both))} wilayah yang terverifikasi pada kedua tahun"
        return Fraction(last - first, len(both)), f"{words} {known}"

    def improved(self, codes: Iterable[str]) -> str:
        """The one that came nearer to its target by most."""
        return self._changed(codes, 1)

    def worsened(self, codes: Iterable[str]) -> str:
        """The one that moved away from its target by most."""
        return self._changed(codes, -1)

    def _changed(self, codes: Iterable[str], sign: int) -> str:
        among = set(codes)
        found = [
            (-sign * one.change, one.code, one.words)
            for one in self.movements
            if one.code in among and sign * one.change > 0
        ]
        if not found:
            return NONE
        _, code, words = min(found)
        return f"{self._label(code)}, {words}"

    def furthest(self, codes: Iterable[str]) -> str:
        """The one whose city value is furthest from its target."""
        among = set(codes)
        found = [(one.near, one.code) for one in self.movements if one.code in among]
        if not found or min(found)[0] == 1:
            return NONE
        code = min(found)[1]
        row = self.book.year.indicators[code]
        aim = "" if row.kind == "boolean" else f"; target {target_words(row)}"
        return f"{self._label(code)}, {_words(self.book.year, code)}{aim}"

    def _label(self, code: str) -> str:
        return f"{self.book.year.indicators[code].label} ({code})"

    def area(self, slug: str, *, best: bool) -> str:
        """The kelurahan with the largest, or the smallest, part of its points."""
        ranked = self._ranked(slug)
        return _in_percent(*ranked[0 if best else -1]) if ranked else NONE

    def behind(self, slug: str) -> str:
        """The three kelurahan with the smallest part of their points, the smallest first."""
        last = self._ranked(slug)[::-1][:3]
        return ", ".join(_in_percent(*one) for one in last) or NONE

    def _ranked(self, slug: str) -> list[tuple[str, Fraction]]:
        """(name, part of the points), the best first, of those whose sheets are all verified:
        points that a reviewer has not seen say nothing of an area. Of one alone, nothing."""
        names, waiting = self.book.distinct_names, self._waiting(slug)
        found = [
            (names[code], share)
            for code in self.book.kelurahan
            if code not in waiting
            if (share := self.book.year.share_of(code, slug)) is not None
        ]
        return sorted(found, key=lambda one: -one[1]) if len(found) > 1 else []

    def _waiting(self, slug: str) -> set[str]:
        return {
            area
            for area, cluster, _, state in self.book.year.data["sheets"]
            if state not in ("verified", "locked") and slug in ("", cluster)
        }

    def unverified(self, slug: str) -> str:
        """How many kelurahan have a sheet that is not verified yet."""
        count = len(self._waiting(slug).intersection(self.book.kelurahan))
        return f"{number(count)} dari {number(len(self.book.kelurahan))} wilayah" if count else NONE

    def group(self, sums: dict[str, tuple[Fraction, Fraction]], *, best: bool) -> str:
        """Of these (name → points, most), the one with the largest or smallest part."""
        shares = [(name, points / most) for name, (points, most) in sums.items() if most]
        ranked = sorted(shares, key=lambda one: -one[1])
        return _in_percent(*ranked[0 if best else -1]) if ranked else NONE

    def lost(self, place: int, codes: Iterable[str]) -> str:
        """The indicator with the `place`-th most points that are not verified."""
        scored, among = self.book.year.views["verified"].indicators, set(codes)
        found = [
            (scored[one.code].max - scored[one.code].points, one.code)
            for one in self.movements
            if one.code in among and scored[one.code].points < scored[one.code].max
        ]
        ranked = sorted(found, key=lambda pair: (-pair[0], pair[1]))
        if place > len(ranked):
            return NONE
        points, code = ranked[place - 1]
        owner = self.book.offices.get(self.book.year.indicators[code].owner, "")
        return f"{self._label(code)}, {angka(points)} poin, penanggung jawab {owner}"

    def way_up(self, missing: Fraction) -> str:
        """The fewest entries whose gains come to `missing` points, by what is to be done."""
        chosen = gap.enough(self.book.gains, missing)
        if not chosen:
            return NONE
        steps = [one.step for one in chosen]
        parts = [f"{number(steps.count(s))} {_STEPS[s]}" for s in gap.Step if s in steps]
        return f"{number(len(chosen))} isian ({', '.join(parts)})"


def _nearness(year: Year | None, code: str) -> Fraction | None:
    """Where the city value lies between baseline (0) and target (1), or beyond; where areas are
    counted, the part of the verified ones at target. None where nothing counts or is scored."""
    one = year.views["verified"].indicators.get(code) if year else None
    if year is None or one is None or one.value is None or not one.max:
        return None
    row = year.indicators[code]
    if _is_tally(row):
        return Fraction(one.reached, one.counted)
    return (one.value - Fraction(row.baseline)) / (Fraction(row.target) - Fraction(row.baseline))


def _is_tally(row: Any) -> bool:
    return row.scope == "kelurahan" and row.kind not in ("percentage", "rate")


def _words(year: Year, code: str) -> str:
    """The city value; where a target is an area's own, how many verified areas reach it."""
    one = year.views["verified"].indicators[code]
    if _is_tally(year.indicators[code]):
        return f"{number(one.reached)} dari {number(one.counted)} wilayah mencapai target"
    return city_words(year, code)


def _in_percent(name: str, share: Any) -> str:
    return f"{name} ({int(share * 100)}% poin)"
