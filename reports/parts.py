"""A rendered section as the join sees it: its pages, its headings, and how it is numbered."""

import io
import json
from dataclasses import dataclass
from functools import cached_property

from pikepdf import Name, Pdf

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
    """One rendered section, opened; `key` is unique in the book."""

    key: str
    title: str
    numeral: str  # IV, L1; empty for the front matter
    label: str  # Bab IV, Lampiran 1; empty for the front matter
    start: bool  # a chapter begins here
    source: Pdf

    @property
    def pages(self) -> int:
        """How many pages it has."""
        return len(self.source.pages)

    @cached_property
    def headings(self) -> list[Heading]:
        """All its headings, in order."""
        return [Heading(*one) for one in json.loads(str(self.source.Root[FACTS]))]

    @property
    def sections(self) -> list[tuple[str, Heading]]:
        """Its headings of the second level, each with the name of its destination."""
        return [
            (f"{self.key}/{number}", one)
            for number, one in enumerate(self.headings)
            if one.level == 2
        ]


def page_count(pdf: bytes) -> int:
    """How many pages a part has."""
    with Pdf.open(io.BytesIO(pdf)) as source:
        return len(source.pages)
