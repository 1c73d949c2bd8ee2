"""The tables of what is measured: the catalogue, the year's sheets and entries, evidence."""

from clusters.models.catalogue import (
    Cluster,
    Direction,
    Framework,
    Indicator,
    Kind,
    OfficialIndicator,
    Scope,
    StrategicIssue,
)
from clusters.models.evidence import EvidenceFile, EvidenceLink
from clusters.models.population import Population
from clusters.models.year import Entry, Mark, Period, PeriodState, Sheet, SheetState

__all__ = [
    "Cluster",
    "Direction",
    "Entry",
    "EvidenceFile",
    "EvidenceLink",
    "Framework",
    "Indicator",
    "Kind",
    "Mark",
    "OfficialIndicator",
    "Period",
    "PeriodState",
    "Population",
    "Scope",
    "Sheet",
    "SheetState",
    "StrategicIssue",
]
