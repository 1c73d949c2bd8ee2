"""Pure: what a catalogue holds, as frozen values, and which keys its files may have."""

import hashlib
import json
import re
from dataclasses import asdict, dataclass, field
from decimal import Decimal

CLUSTER_FILES = (
    "governance",
    "health",
    "education",
    "family_environment",
    "inclusion",
    "protection",
)
KINDS = ("percentage", "rate", "count", "boolean", "level")
SCOPES = ("kelurahan", "kota")
DIRECTIONS = ("higher", "lower", "none")

# key → the type it has; those of OPTIONAL may be left out
KEYS: dict[str, type | tuple[type, ...]] = {
    "code": str,
    "label": str,
    "theme": str,
    "definition": str,
    "not_counted": str,
    "kind": str,
    "scope": str,
    "direction": str,
    "official": list,
    "issues": list,
    "owner": str,
    "evidence": list,
    "may_not_apply": bool,
    "sensitive": bool,
}
OPTIONAL: dict[str, type | tuple[type, ...]] = {
    "example": str,
    "mistake": str,
    "unit": str,
    "per": int,
    "numerator": str,
    "denominator": str,
    "denominator_key": str,
    "levels": list,
    "baseline": (int, Decimal),
    "target": (int, Decimal),
    "share": (int, Decimal),
    "derived_from": str,
    "source": str,
    "assumption": list,
    "extra": list,
    "check": list,
}
SLUG = re.compile(r"[a-z][a-z0-9_]*")
EXTRA_KINDS = ("count", "text", "date")

# the most letters the database keeps of each text
LENGTHS = {
    "code": 10,
    "label": 160,
    "theme": 60,
    "unit": 40,
    "numerator": 160,
    "denominator": 160,
    "denominator_key": 40,
    "derived_from": 60,
    "slug": 30,
    "key": 40,
    "name": 80,
    "short_name": 40,
    "prefix": 3,
    "klaster": 60,
}
# the most digits before and after the decimal point of each number
DIGITS = {"baseline": (8, 4), "target": (8, 4), "share": (6, 3), "points": (6, 3)}


class CatalogueError(Exception):
    """The catalogue cannot be used; `faults` names file, indicator and field of each fault."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


@dataclass(frozen=True)
class ClusterSpec:
    slug: str
    name: str
    short_name: str
    prefix: str


@dataclass(frozen=True)
class IssueSpec:
    slug: str
    name: str


@dataclass(frozen=True)
class OfficeSpec:
    key: str
    name: str


@dataclass(frozen=True)
class OfficialSpec:
    number: int
    name: str
    klaster: str  # the group as the law has it: Kelembagaan, Klaster I … V
    points: Decimal


@dataclass(frozen=True)
class ExtraSpec:
    key: str
    label: str
    kind: str
    parts_of: str = ""


@dataclass(frozen=True)
class CheckSpec:
    """A rule for what is unlikely; which keys a rule has stands in clusters/catalogue/rules.py."""

    rule: str
    grade: str
    points: Decimal | None = None  # of the indicator's own unit
    ratio: Decimal | None = None
    least: Decimal | None = None  # below it a ratio says nothing
    z: Decimal | None = None
    areas: int | None = None
    part: str = ""
    of: str = ""
    of_part: str = ""
    percent: Decimal | None = None
    text: str = ""
    above: Decimal | None = None
    below: Decimal | None = None

    def as_data(self) -> dict[str, str | int]:
        """What the database keeps: only what is said, numbers as exact text."""
        given = {key: value for key, value in vars(self).items() if value not in (None, "")}
        return {k: _plain(v) if isinstance(v, Decimal) else v for k, v in given.items()}


@dataclass(frozen=True)
class IndicatorSpec:
    """One indicator as its file has it; numbers as Decimal, absent ones None."""

    cluster: str
    code: str
    label: str
    theme: str
    definition: str
    not_counted: str
    kind: str
    scope: str
    direction: str
    official: tuple[int, ...]
    owner: str
    may_not_apply: bool
    sensitive: bool
    example: str = ""
    mistake: str = ""
    unit: str = ""
    per: int | None = None
    numerator: str = ""
    denominator: str = ""
    denominator_key: str = ""
    levels: tuple[str, ...] = ()
    baseline: Decimal | None = None
    target: Decimal | None = None
    share: Decimal | None = None
    issues: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    derived_from: str = ""
    source: str = ""
    assumption: tuple[str, ...] = ()
    extra: tuple[ExtraSpec, ...] = ()
    checks: tuple[CheckSpec, ...] = ()


@dataclass(frozen=True)
class Catalogue:
    version: str
    officials: tuple[OfficialSpec, ...] = ()
    clusters: tuple[ClusterSpec, ...] = ()
    issues: tuple[IssueSpec, ...] = ()
    offices: tuple[OfficeSpec, ...] = ()
    indicators: tuple[IndicatorSpec, ...] = field(default_factory=tuple)

    def fingerprint(self) -> str:
        """SHA-256 over everything it holds; the same content gives the same print."""
        text = json.dumps(asdict(self), sort_keys=True, ensure_ascii=False, default=_plain)
        return hashlib.sha256(text.encode()).hexdigest()


def _plain(number: object) -> str:
    if isinstance(number, Decimal):
        return f"{number.normalize():f}"  # 1 and 1.0 are the same number
    raise TypeError(number)
