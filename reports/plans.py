"""One part of a report as it is planned: what it is called and how its pages are numbered."""

from dataclasses import dataclass


@dataclass(frozen=True)
class SectionPlan:
    """One part that is rendered on its own; pages are numbered at the join."""

    key: str
    title: str
    numeral: str  # IV, L1, or empty for the front matter
    label: str  # Bab IV, Lampiran 1, or empty
    start: bool = True  # does its chapter begin here?
