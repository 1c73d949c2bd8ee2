"""The tables of the reports app: snapshots and jobs, and the words of the chapters."""

from reports.models.narrative import Chapter, ChapterComment, NarrativeVersion
from reports.models.report import (
    AT_WORK,
    COMPILING,
    DONE,
    Edition,
    Report,
    ReportState,
    Section,
    SectionState,
    Snapshot,
)

__all__ = [
    "AT_WORK",
    "COMPILING",
    "DONE",
    "Chapter",
    "ChapterComment",
    "Edition",
    "NarrativeVersion",
    "Report",
    "ReportState",
    "Section",
    "SectionState",
    "Snapshot",
]
