"""Run as a program of its own: reads an XLSX from standard input under hard limits, as JSON.

Prints `{"refused": word}`, or the worksheets with their cells `[row, column, kind, text]`;
kind is n(umber), s (text), b(oolean), e(rror) or f(ormula), which is never computed. It
imports nothing of the project.
"""

import io
import json
import posixpath
import re
import resource
import sys
from collections.abc import Iterator
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

MEMORY = 1_000_000_000  # bytes of address space
SECONDS = 8  # of processor time
MOST_ROWS, MOST_COLUMNS, MOST_PARTS = 20_000, 60, 1_000
MOST_INFLATED = 40 * 1024 * 1024  # bytes of all parts together
MOST_TAGS = 2_500_000  # counted before anything is parsed; 20 000 rows of ours have fewer
MOST_TEXT = 10_000_000  # characters in all cells; a shared text counts each time it is used
_CHUNK = 64 * 1024
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")  # the container of .xls and of encrypted workbooks
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_SHEET, _STRINGS, _MAIN = "/worksheet", "/sharedStrings", "/officeDocument"


class Refused(Exception):
    """The file is not taken; the text is a word that intake.py has a sentence for."""


class Budget:
    """How much may still be unpacked, parsed and said."""

    def __init__(self) -> None:
        self.inflated = self.tags = self.text = self.rows = 0

    def spend(self, **amounts: int) -> None:
        for name, amount in amounts.items():
            setattr(self, name, getattr(self, name) + amount)
        if self.rows > MOST_ROWS:
            raise Refused("rows")
        large = self.inflated > MOST_INFLATED or self.tags > MOST_TAGS
        if large or self.text > MOST_TEXT:
            raise Refused("bomb")


def read(content: bytes, budget: Budget) -> dict[str, Any]:
    """The worksheets of a workbook. Raises Refused."""
    _refuse_other_files(content)
    try:
        with ZipFile(io.BytesIO(content)) as archive:
            _refuse_archive(archive)
            return _book(archive, budget)
    except Refused:
        raise
    except Exception as fault:  # the readers of ZIP and XML raise many kinds for broken files
        words = type(fault).__name__
        raise Refused("doctype" if words.endswith("Forbidden") else "broken") from fault


def _refuse_other_files(content: bytes) -> None:
    if content.startswith(_OLE):
        raise Refused("encrypted" if _LOCKED in content else "old")
    if not content.startswith(b"PK\x03\x04"):
        raise Refused("other")


def _refuse_archive(archive: ZipFile) -> None:
    """By the directory alone, before anything is unpacked."""
    parts = archive.infolist()
    names = [part.filename.lower() for part in parts]
    if any("vbaproject" in name or "macrosheets/" in name for name in names):
        raise Refused("macros")
    if "mimetype" in names:
        raise Refused("ods")
    if "[content_types].xml" not in names or "xl/workbook.bin" in names:
        raise Refused("other")
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_INFLATED:
        raise Refused("bomb")
    if len(set(names)) != len(names) or any(_is_odd(part) for part in parts):
        raise Refused("broken")


def _is_odd(part: ZipInfo) -> bool:
    return part.compress_type not in (ZIP_STORED, ZIP_DEFLATED) or bool(part.flag_bits & 1)


def inflate(archive: ZipFile, name: str, budget: Budget) -> bytes:
    """A part, unpacked a little at a time, as the size in the directory may be a lie."""
    found = bytearray()
    with archive.open(name) as part:
        while piece := part.read(_CHUNK):
            budget.spend(inflated=len(piece))
            found += piece
    return bytes(found)


def _elements(archive: ZipFile, name: str, budget: Budget) -> Iterator[tuple[str, Any]]:
    """(local name, element) as each element ends; DOCTYPE and entities are refused."""
    from defusedxml.ElementTree import iterparse  # noqa: PLC0415 - only after the limits are set

    content = inflate(archive, name, budget)
    budget.spend(tags=content.count(b"<"))
    for _, element in iterparse(io.BytesIO(content), events=("end",), forbid_dtd=True):
        yield _local(element.tag), element


def _book(archive: ZipFile, budget: Budget) -> dict[str, Any]:
    for name, element in _elements(archive, "[Content_Types].xml", budget):
        if name == "Override" and "macroenabled" in element.get("ContentType", "").lower():
            raise Refused("macros")
    top = _links(archive, "", budget)
    main = next((target for kind, target in top.values() if kind.endswith(_MAIN)), "")
    links = _links(archive, main, budget)
    strings = next((target for kind, target in links.values() if kind.endswith(_STRINGS)), "")
    shared = _shared(archive, strings, budget) if strings else []
    tabs, late = [], False
    for name, element in _elements(archive, main, budget):
        if name == "workbookPr":
            late = element.get("date1904", "0") in ("1", "true")
        if name == "sheet":
            link = next((v for k, v in element.items() if _local(k) == "id"), "")
            kind, target = links[link]
            if kind.endswith(_SHEET):
                tabs.append({"name": element.get("name", ""), "target": target})
    for tab in tabs:
        tab.update(_tab(archive, str(tab.pop("target")), shared, budget))
    return {"date1904": late, "tabs": tabs}


def _links(archive: ZipFile, name: str, budget: Budget) -> dict[str, tuple[str, str]]:
    """Id → (kind, part) of what a part refers to inside the file."""
    folder, last = posixpath.split(name)
    found = {}
    for tag, element in _elements(archive, f"{folder}/_rels/{last}.rels".lstrip("/"), budget):
        if tag == "Relationship" and element.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/", folder, element.get("Target", "")))
            found[element.get("Id", "")] = (element.get("Type", ""), target.lstrip("/"))
    return found


def _shared(archive: ZipFile, name: str, budget: Budget) -> list[str]:
    found = []
    for tag, element in _elements(archive, name, budget):
        if tag == "si":
            found.append(_text(element))
            element.clear()
    return found


def _tab(archive: ZipFile, name: str, shared: list[str], budget: Budget) -> dict[str, Any]:
    cells: list[list[Any]] = []
    merged: list[str] = []
    row = column = 0
    for tag, element in _elements(archive, name, budget):
        if tag == "c":
            column = _column(element.get("r", "")) or column + 1
            kind, text = _value(element, shared)
            element.clear()
            if text:
                budget.spend(text=len(text))
                cells.append([0, column, kind, text])
        elif tag == "row":
            row = int(element.get("r") or row + 1)
            column = 0
            element.clear()
            _close(cells, row, budget)
        elif tag == "mergeCell":
            merged.append(element.get("ref", "")[:20])
    return {"cells": cells, "merged": merged[:MOST_ROWS]}


def _close(cells: list[list[Any]], row: int, budget: Budget) -> None:
    """Give the cells of a row that has ended its number."""
    at = len(cells)
    while at and cells[at - 1][0] == 0:
        at -= 1
        cells[at][0] = row
        if cells[at][1] > MOST_COLUMNS:
            raise Refused("columns")
    if at < len(cells):
        budget.spend(rows=1)


def _value(element: Any, shared: list[str]) -> tuple[str, str]:
    kind, value, inline = element.get("t", "n"), "", ""
    for child in element:
        name = _local(child.tag)
        if name == "f":
            return "f", f"={child.text or ''}"
        if name == "v":
            value = child.text or ""
        if name == "is":
            inline = _text(child)
    if kind == "s":
        return "s", shared[int(value)] if value else ""
    if kind == "inlineStr":
        return "s", inline
    return (kind, value) if kind in ("n", "b", "e") else ("s", _plain(value))


def _text(element: Any) -> str:
    """The words of a shared or inline text, without how they are read aloud."""
    found = []
    for child in element:
        if _local(child.tag) == "t":
            found.append(child.text or "")
        elif _local(child.tag) == "r":
            found += [part.text or "" for part in child if _local(part.tag) == "t"]
    return _plain("".join(found))


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


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def main(content: bytes) -> dict[str, Any]:
    """What is to be said about this content."""
    try:
        return read(content, Budget())
    except (Refused, BadZipFile) as refused:
        return {"refused": str(refused) if isinstance(refused, Refused) else "broken"}


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    json.dump(main(sys.stdin.buffer.read()), sys.stdout)
