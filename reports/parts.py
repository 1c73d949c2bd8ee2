"""A rendered section as the join sees it: its pages, its headings, and how it is numbered."""

import io
import json
from dataclasses import dataclass
from pathlib import Path

from pikepdf import Name, Pdf

from reports.plans import SectionPlan

FACTS = Name("/KlaBagian")  # in a part's catalog: what the renderer knew of its headings


@dataclass(frozen=True)
class Heading:
    """A heading of a part: its level (1 to 6), words, page from 0 and height on it in points."""

    level: int
    title: str
    page: int
    top: float


@dataclass(frozen=True)
class Part:
    """One rendered section; `key` is unique in the book."""

    key: str
    title: str
    numeral: str  # IV, L1; empty for the front matter
    label: str  # Bab IV, Lampiran 1; empty for the front matter
    start: bool  # a chapter begins here
    path: Path
    pages: int
    headings: list[Heading]  # all of them, in order

    @property
    def sections(self) -> list[tuple[str, Heading]]:
        """Its headings of the second level, each with the name of its destination."""
        return [
            (f"{self.key}/{number}", one)
            for number, one in enumerate(self.headings)
            if one.level == 2
        ]


def read_part(one: SectionPlan, path: Path) -> Part:
    """The section that was rendered into this file."""
    with Pdf.open(path) as source:
        headings = [Heading(*told) for told in json.loads(str(source.Root[FACTS]))]
        pages = len(source.pages)
    return Part(one.key, one.title, one.numeral, one.label, one.start, path, pages, headings)


def page_count(pdf: bytes) -> int:
    """How many pages a part has."""
    with Pdf.open(io.BytesIO(pdf)) as source:
        return len(source.pages)
