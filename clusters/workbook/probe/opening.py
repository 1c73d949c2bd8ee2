"""From the bytes of an XLSX to its worksheets: the archive, which parts there are, their cells."""

import io
import posixpath
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from .budget import MOST_INFLATED, Budget, Refused, counted
from .parts import Sheet, Strings, Tags, local_name

MOST_PARTS, MOST_TABS = 1_000, 200
MOST_SMALL = 100_000  # signs of a part that only says what the others are
_CHUNK = 64 * 1024
_ENTRY = b"PK\x01\x02"  # begins each line of an archive's directory
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")  # the container of .xls and of encrypted workbooks
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_SHEET, _STRINGS, _MAIN = "/worksheet", "/sharedStrings", "/officeDocument"


def told(content: bytes) -> dict[str, Any]:
    """What is to be said about this content."""
    try:
        return read(content, Budget())
    except (Refused, BadZipFile) as refused:
        return {"refused": str(refused) if isinstance(refused, Refused) else "broken"}


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
        raise Refused("broken") from fault


def _refuse_other_files(content: bytes) -> None:
    if content.startswith(_OLE):
        raise Refused("encrypted" if _LOCKED in content else "old")
    if not content.startswith(b"PK\x03\x04"):
        raise Refused("other")
    if content.count(_ENTRY) > MOST_PARTS:
        raise Refused("bomb")


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


def _small(archive: ZipFile, name: str, budget: Budget) -> list[tuple[str, dict[str, str]]]:
    """The tags of a part that says what the others are, each with its attributes."""
    content = inflate(archive, name, budget)
    if counted(content)["signs"] > MOST_SMALL:
        raise Refused("bomb")
    return Tags(content).found


def _book(archive: ZipFile, budget: Budget) -> dict[str, Any]:
    for tag, given in _small(archive, "[Content_Types].xml", budget):
        if tag == "Override" and "macroenabled" in given.get("ContentType", "").lower():
            raise Refused("macros")
    top = _links(archive, "", budget)
    main = next((target for kind, target in top.values() if kind.endswith(_MAIN)), "")
    links = _links(archive, main, budget)
    tabs, late = [], False
    for tag, given in _small(archive, main, budget):
        if tag == "workbookPr":
            late = given.get("date1904", "0") in ("1", "true")
        if tag == "sheet":
            link = next((v for k, v in given.items() if local_name(k) == "id"), "")
            kind, target = links[link]
            if kind.endswith(_SHEET):
                tabs.append((given.get("name", "")[:100], target))
    if len(tabs) > MOST_TABS:
        raise Refused("bomb")
    strings = next((target for kind, target in links.values() if kind.endswith(_STRINGS)), "")
    return {"date1904": late, "tabs": _tabs(archive, tabs, strings, budget)}


def _tabs(
    archive: ZipFile, tabs: list[tuple[str, str]], strings: str, budget: Budget
) -> list[dict[str, Any]]:
    """The worksheets of these names and parts; everything is counted before the first is read."""
    parts = [inflate(archive, target, budget) for _, target in tabs]
    words = inflate(archive, strings, budget) if strings else b""
    for content in (*parts, words):
        budget.spend(**counted(content))
    budget.refuse_crowds()
    shared = Strings(words).found if words else []
    told = []
    for (name, _), content in zip(tabs, parts, strict=True):
        sheet = Sheet(content, budget, shared)
        told.append({"name": name, "cells": sheet.cells, "merged": sheet.merged})
    return told


def _links(archive: ZipFile, name: str, budget: Budget) -> dict[str, tuple[str, str]]:
    """Id → (kind, part) of what a part refers to inside the file."""
    folder, last = posixpath.split(name)
    found = {}
    for tag, given in _small(archive, f"{folder}/_rels/{last}.rels".lstrip("/"), budget):
        if tag == "Relationship" and given.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/", folder, given.get("Target", "")))
            found[given.get("Id", "")] = (given.get("Type", ""), target.lstrip("/"))
    return found
