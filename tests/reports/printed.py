"""What stands on the pages of a section: its tables, headings and pictures, read from the HTML."""

from dataclasses import dataclass, field
from decimal import Decimal
from html.parser import HTMLParser

_HEADINGS = ("h1", "h2", "h3")
_EMPTY = ("col", "img", "br", "path", "rect", "circle", "line")


@dataclass
class Cell:
    """One cell of a table with its words."""

    tag: str
    attrs: dict
    words: str = ""


@dataclass
class Table:
    """A table: its caption, whether its columns have widths, and its rows."""

    caption: str = ""
    has_columns: bool = False
    rows: list[tuple[str, list[Cell]]] = field(default_factory=list)  # (class, cells)

    @property
    def body(self) -> list[list[str]]:
        """The words of the rows that are neither head, group nor sum."""
        return [
            [cell.words for cell in cells]
            for kind, cells in self.rows
            if kind == "" and any(cell.tag == "td" for cell in cells)
        ]

    @property
    def total(self) -> list[str]:
        """The words of the row with the sums."""
        (row,) = [cells for kind, cells in self.rows if kind == "total"]
        return [cell.words for cell in row]


class Page(HTMLParser):
    """The parts of a section in reading order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tables: list[Table] = []
        self.headings: list[tuple[str, str]] = []
        self.figures = self.figcaptions = 0
        self.pictures: list[str] = []  # alternative texts
        self.words = ""
        self._open: list[str] = []
        self.feed(html[html.index("<body") :])

    def table(self, start: str) -> Table:
        """The one table whose caption has these words."""
        (found,) = [one for one in self.tables if start in one.caption]
        return found

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag != "b":
            self.words += " "
        if tag == "img":
            self.pictures.append(attrs.get("alt") or "")
        if tag in _EMPTY:
            return
        self._open.append(tag)
        if tag in _HEADINGS:
            self.headings.append((tag, ""))
        self._in_table(tag, attrs)
        self._in_picture(tag)

    def _in_table(self, tag, attrs):
        if tag == "table":
            self.tables.append(Table())
        elif tag == "colgroup":
            self.tables[-1].has_columns = True
        elif tag == "tr":
            self.tables[-1].rows.append((attrs.get("class") or "", []))
        elif tag in ("td", "th"):
            self.tables[-1].rows[-1][1].append(Cell(tag, attrs))

    def _in_picture(self, tag):
        self.figures += tag == "figure"
        self.figcaptions += tag == "figcaption"
        if tag == "svg":
            self.pictures.append("")

    def handle_endtag(self, tag):
        while self._open and self._open.pop() != tag:
            pass

    def handle_data(self, data):
        self.words += data
        if "svg" in self._open:
            if self._open[-1] == "title":
                self.pictures[-1] += data
            return
        if "caption" in self._open:
            self.tables[-1].caption += data
        elif "td" in self._open or "th" in self._open:
            self.tables[-1].rows[-1][1][-1].words += data.strip()
        elif self._open and any(tag in self._open for tag in _HEADINGS):
            tag, words = self.headings[-1]
            self.headings[-1] = (tag, words + data)


def number(words: str) -> Decimal:
    """`1.234,5` or `78%` as a number."""
    return Decimal(words.rstrip("%").replace(".", "").replace(",", ".").replace("−", "-"))
