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
from clusters.models.comments import Comment, CommentSeen, TalkRole
from clusters.models.evidence import EvidenceFile, EvidenceLink, StoredFile
from clusters.models.population import Population
from clusters.models.upload import PendingUpload
from clusters.models.year import Entry, Mark, Period, PeriodState, Sheet, SheetState

__all__ = [
    "Cluster",
    "Comment",
    "CommentSeen",
    "Direction",
    "Entry",
    "EvidenceFile",
    "EvidenceLink",
    "Framework",
    "Indicator",
    "Kind",
    "Mark",
    "OfficialIndicator",
    "PendingUpload",
    "Period",
    "PeriodState",
    "Population",
    "Scope",
    "Sheet",
    "SheetState",
    "StoredFile",
    "StrategicIssue",
    "TalkRole",
]
