"""The parts of a workbook that are read, each followed by a parser that builds no tree."""

import re
from typing import Any
from xml.parsers.expat import ParserCreate

from .budget import MOST_ROWS, Budget, Refused

MOST_COLUMNS = 60
_HIGHEST_ROW = 1_048_576  # of any spreadsheet
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")


class Part:
    """Follows a part of the workbook from its beginning to its end.

    Expat alone and not an ElementTree: what nobody asks for costs nothing, and a reader that has
    seen enough ends it. Names are taken as they are written, without their prefix.
    """

    def __init__(self, content: bytes) -> None:
        self.said: list[str] = []  # the words since the last tag began or ended
        parser = ParserCreate()
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = _refuse_doctype  # and with it every entity
        parser.StartElementHandler = self.begin
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.said.append
        parser.Parse(content, True)

    def begin(self, tag: str, given: dict[str, str]) -> None:
        """A tag with its attributes."""

    def end(self, tag: str) -> None:
        """The tag's end; `said` holds its words."""
        self.said.clear()


def _refuse_doctype(*_: Any) -> None:
    raise Refused("doctype")


class Tags(Part):
    """The tags of a part, each with its attributes."""

    def __init__(self, content: bytes) -> None:
        self.found: list[tuple[str, dict[str, str]]] = []
        super().__init__(content)

    def begin(self, tag: str, given: dict[str, str]) -> None:
        self.found.append((local_name(tag), given))


class Worded(Part):
    """A part with texts, which may come in several runs, and with how they are read aloud."""

    def __init__(self, content: bytes) -> None:
        self.text: list[str] = []
        self.aloud = False
        super().__init__(content)

    def begin(self, tag: str, given: dict[str, str]) -> None:
        self.said.clear()
        if local_name(tag) == "rPh":
            self.aloud = True

    def end(self, tag: str) -> None:
        local = local_name(tag)
        if local == "t" and not self.aloud:
            self.text += self.said
        elif local == "rPh":
            self.aloud = False
        self.said.clear()

    def worded(self) -> str:
        text = _plain("".join(self.text))
        self.text.clear()
        return text


class Strings(Worded):
    """The texts that cells share."""

    def __init__(self, content: bytes) -> None:
        self.found: list[str] = []
        super().__init__(content)

    def end(self, tag: str) -> None:
        super().end(tag)
        if local_name(tag) == "si":
            self.found.append(self.worded())


class Sheet(Worded):
    """The cells of a worksheet that say something, and which are merged."""

    def __init__(self, content: bytes, budget: Budget, shared: list[str]) -> None:
        self.budget, self.shared = budget, shared
        self.cells: list[list[Any]] = []
        self.merged: list[str] = []
        self.row = self.column = 0
        self.kind, self.value, self.formula = "n", "", False
        super().__init__(content)

    def begin(self, tag: str, given: dict[str, str]) -> None:
        self.said.clear()
        local = local_name(tag)
        if local == "c":
            self.column = _column(given.get("r", "")) or self.column + 1
            self.kind, self.value, self.formula = given.get("t", "n"), "", False
        elif local == "row":
            self.row, self.column = _row(given.get("r", "")) or self.row + 1, 0
        elif local == "mergeCell" and len(self.merged) < MOST_ROWS:
            self.merged.append(given.get("ref", "")[:20])
        elif local == "rPh":
            self.aloud = True

    def end(self, tag: str) -> None:
        local = local_name(tag)
        if local in ("v", "f") and not self.formula:
            self.value, self.formula = "".join(self.said), local == "f"
            self.said.clear()
        elif local == "c":
            self._keep(*self._cell())
        else:
            super().end(tag)

    def _keep(self, kind: str, text: str) -> None:
        if not text:
            return
        if self.column > MOST_COLUMNS:
            raise Refused("columns")
        self.budget.spend(text=len(text))
        self.cells.append([self.row, self.column, kind, text])

    def _cell(self) -> tuple[str, str]:
        inline = self.worded() if self.text else ""
        if self.formula:
            return "f", f"={self.value}"
        if self.kind == "s":
            return "s", self.shared[int(self.value)] if self.value else ""
        if self.kind == "inlineStr":
            return "s", inline
        plain = self.kind in ("n", "b", "e")
        return (self.kind, self.value) if plain else ("s", _plain(self.value))


def _plain(text: str) -> str:
    return _ESCAPED.sub(lambda code: chr(int(code[1], 16)), text)


def _column(reference: str) -> int:
    number = 0
    for sign in reference:
        if not "A" <= sign <= "Z":
            break
        number = number * 26 + ord(sign) - 64
        if number > 20_000:
            raise Refused("broken")
    return number


def _row(reference: str) -> int:
    """The number of a row; a longer one than any has would be written out with each cell."""
    if not reference:
        return 0
    if len(reference) > 7 or not 0 < int(reference) <= _HIGHEST_ROW:
        raise Refused("broken")
    return int(reference)


def local_name(tag: str) -> str:
    return tag.rpartition(":")[2]
