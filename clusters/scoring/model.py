"""What scoring is told: indicators, official indicators and entries, as plain values."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

VIEWS = ("claimed", "evidenced", "verified")


@dataclass(frozen=True)
class Indicator:
    """The numbers of one indicator; baseline, target and share are None for direction none."""

    code: str
    cluster: str
    kind: str  # percentage, rate, count, boolean, level
    direction: str  # higher, lower, none
    per: int | None
    baseline: Decimal | None
    target: Decimal | None
    share: Decimal | None
    official: tuple[int, ...]  # the first is the one it scores for
    evidence_required: bool
    may_not_apply: bool

    @property
    def has_pair(self) -> bool:
        return self.kind in ("percentage", "rate")

    @property
    def is_scored(self) -> bool:
        return self.direction != "none"


@dataclass(frozen=True)
class Official:
    """One of the 24 official indicators with its points."""

    number: int
    points: Decimal


@dataclass(frozen=True)
class Entry:
    """One entry as it stands; `evidenced` says a current file is linked to it."""

    indicator: str
    area: str
    sheet_state: str
    numerator: int | None = None
    denominator: int | None = None
    value: int | None = None
    not_applicable: bool = False
    no_data: bool = False
    mark: str = ""
    adjusted_value: Decimal | None = None
    evidenced: bool = False


@dataclass(frozen=True)
class IndicatorScore:
    """One indicator in one view: points of max, city value, areas it applies to, entries."""

    points: Fraction
    max: Fraction
    value: Fraction | None
    applicable: int
    counted: int
    reached: int  # how many counting entries reach the target


@dataclass(frozen=True)
class ViewScore:
    """A city in one view; `entries` maps (area, code) to the points of that entry."""

    score: Fraction | None
    category: str | None
    clusters: dict[str, tuple[Fraction, Fraction]]
    indicators: dict[str, IndicatorScore]
    entries: dict[tuple[str, str], Fraction]
