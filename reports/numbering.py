"""Pure: the running numbers of a chapter's headings, tables and figures, in reading order."""

from reports.outline import ROMAN


class Numbering:
    """Counts on as a chapter is written; `numeral` is IV, L1, or empty for the front matter."""

    def __init__(self, numeral: str) -> None:
        self.numeral = numeral
        self.tables = self.figures = self.headings = 0

    @property
    def next_table(self) -> str:
        """`Tabel IV-2`; each call counts one on."""
        self.tables += 1
        return f"Tabel {self._place(self.tables)}"

    @property
    def next_figure(self) -> str:
        """`Gambar IV-1`; each call counts one on."""
        self.figures += 1
        return f"Gambar {self._place(self.figures)}"

    @property
    def next_heading(self) -> str:
        """`4.2` in a chapter, `A.2` in one with a letter, the bare number elsewhere; each call
        counts one on."""
        self.headings += 1
        if self.numeral.isalpha() and self.numeral not in ROMAN:
            return f"{self.numeral}.{self.headings}"
        if self.numeral not in ROMAN:
            return str(self.headings)
        return f"{ROMAN.index(self.numeral) + 1}.{self.headings}"

    def _place(self, number: int) -> str:
        return f"{self.numeral}-{number}" if self.numeral else str(number)
