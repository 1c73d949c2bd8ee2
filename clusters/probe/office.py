"""A workbook or document (XLSX, DOCX): is it whole, plain, of a sane size, and without programs?"""

import io
import re
import struct
import zipfile
import zlib

from defusedxml.ElementTree import fromstring
from faults import Refused

MOST_MEMBERS = 3_000
MOST_BYTES = 200_000_000  # of everything, unpacked
MOST_OF_ONE = 100_000_000
MOST_RATIO = 250  # of a part above a megabyte; tables pack to a fiftieth at most
_ENTRY = b"PK\x01\x02"  # begins each line of an archive's directory
_CONTENT = "[Content_Types].xml"
_OPEN = "application/vnd.openxmlformats-officedocument"
KINDS = {
    f"{_OPEN}.spreadsheetml.sheet.main+xml": f"{_OPEN}.spreadsheetml.sheet",
    f"{_OPEN}.wordprocessingml.document.main+xml": f"{_OPEN}.wordprocessingml.document",
}
_MACRO = re.compile(r"macroenabled|vbaproject|vbadata|ms-office\.vba|macrosheet", re.IGNORECASE)
_OBJECT = re.compile(r"oleobject|activex|attachedtoolbars", re.IGNORECASE)
_DECLARED = (b"<!DOCTYPE", b"<!ENTITY")
_ENCODING = re.compile(rb"""^\s*<\?xml[^>]*?encoding\s*=\s*["'](?!utf-8|utf-16|us-ascii)""", re.I)
_FAULTS = (zipfile.BadZipFile, zlib.error, struct.error, SyntaxError, ValueError, OSError, EOFError)
_MARKUP = re.compile(rb"[\xef\xbb\xbf\xff\xfe\s]*<[?!\w]")
_CHUNKS = (".mht", ".mhtml", ".htm", ".html", ".rtf", ".txt")  # whole documents laid into one
_FIELDS = re.compile(
    rb"\b(DDE|DDEAUTO|INCLUDEPICTURE|INCLUDETEXT|INCLUDE|IMPORT|LINK|RD|DATABASE)\b", re.IGNORECASE
)
_INSTRUCTION = re.compile(rb"<\w*:?instrText[^>]*>(.*?)</\w*:?instrText>", re.DOTALL)
_ELSEWHERE = re.compile(
    rb"""instr\s*=\s*["']\s*(DDE|DDEAUTO|INCLUDEPICTURE|INCLUDETEXT|INCLUDE|IMPORT|LINK|RD|DATABASE)\b"""
    rb"|<\w*:?altChunk\b",
    re.IGNORECASE,
)
_OUTWARD = ("/hyperlink", "/externalLinkPath", "/xlPathMissing", "/xlExternalLinkPath")


def type_of(content: bytes) -> str:
    """The MIME type of a plain workbook or document. Raises Refused with a word."""
    try:
        return _look_into(content, most=MOST_BYTES, nested=False)
    except _FAULTS as fault:
        # Cut or damaged; whether it was an Office file shows in the name of its first part.
        word = "broken" if _CONTENT.encode() in content else "other"
        raise Refused(word) from fault


def _look_into(content: bytes, *, most: int, nested: bool) -> str:
    if content.count(_ENTRY) > MOST_MEMBERS:  # before they are listed
        raise Refused("bomb")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = archive.infolist()
        names = [member.orig_filename for member in members]
        if _CONTENT not in names:
            raise Refused("other")
        _refuse_sizes(members, most)
        _refuse_names(names)
        found = _main_type(archive.read(_CONTENT), names)
        for member in members:
            if not member.is_dir():
                _refuse_part(archive, member, most=most, nested=nested)
        return found


def _refuse_sizes(members: list[zipfile.ZipInfo], most: int) -> None:
    """Before anything is unpacked: how many parts, and how large do they say they are?"""
    if len(members) > MOST_MEMBERS or sum(member.file_size for member in members) > most:
        raise Refused("bomb")
    for member in members:
        steep = member.file_size > 1_000_000 and (
            member.file_size > MOST_RATIO * max(member.compress_size, 1)
        )
        if member.file_size > MOST_OF_ONE or steep:
            raise Refused("bomb")
        if member.flag_bits & 1:
            raise Refused("encrypted")
        if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise Refused("broken")


def _refuse_names(names: list[str]) -> None:
    for name in names:
        strange = any(sign in name for sign in "\\:\0") or not name.isprintable()
        if strange or name.startswith("/") or ".." in name.split("/"):
            raise Refused("paths")
        if _MACRO.search(name):
            raise Refused("macro")
        if _OBJECT.search(name):
            raise Refused("embedded")
    if len({name.lower() for name in names}) != len(names):
        raise Refused("paths")


def _main_type(types: bytes, names: list[str]) -> str:
    """What [Content_Types].xml says this is; one main part, which is there."""
    said = [one for one in fromstring(_plain(types)) if one.get("ContentType")]
    kinds = [one.get("ContentType", "") for one in said]
    if any(map(_MACRO.search, kinds)):
        raise Refused("macro")
    if any(map(_OBJECT.search, kinds)):
        raise Refused("embedded")
    main = [one for one in said if one.get("ContentType") in KINDS]
    if len(main) != 1:
        raise Refused("other")
    if main[0].get("PartName", "").removeprefix("/") not in names:
        raise Refused("broken")
    return KINDS[main[0].get("ContentType", "")]


def _refuse_part(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, *, most: int, nested: bool
) -> None:
    """Read one part to its end, which also proves its checksum."""
    name = member.filename.lower()
    content = archive.read(member)
    if _MARKUP.match(content.replace(b"\0", b"")[:200]):
        # By what it is, not by its ending: the main part may be called anything.
        plain = _plain(content)
        if name.endswith(".rels"):
            _refuse_relations(plain)
        _refuse_outward(plain.replace(b"\0", b""))
    elif name.endswith((".xml", ".rels", ".vml")):
        raise Refused("broken")
    elif name.endswith(_CHUNKS):
        raise Refused("embedded")
    elif content.startswith(b"PK\x03\x04"):
        # A chart brings the workbook it is drawn from; nothing lies deeper than that.
        if nested:
            raise Refused("bomb")
        _look_into(content, most=most // 2, nested=True)
    elif content.startswith((b"\xd0\xcf\x11\xe0", b"MZ", b"\x7fELF")):
        raise Refused("embedded")


def _refuse_outward(content: bytes) -> None:
    """No field that starts a program or fetches what lies elsewhere, no link to another program.

    A field's words may be cut into several runs, so they are also read without the marks.
    """
    if b"ddeLink" in content or _ELSEWHERE.search(content):
        raise Refused("embedded")
    said = b"".join(_INSTRUCTION.findall(content))
    if said and _FIELDS.search(re.sub(rb"<[^>]*>", b"", said)):
        raise Refused("embedded")


def _plain(content: bytes) -> bytes:
    """An XML part that declares nothing of its own, in an encoding where that can be seen."""
    seen = content.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe")  # UTF-16 too
    if _ENCODING.match(seen) or any(mark in seen for mark in _DECLARED):
        raise Refused("entities")
    return content


def _refuse_relations(content: bytes) -> None:
    for one in fromstring(content):
        kind = one.get("Type", "")
        if _MACRO.search(kind):
            raise Refused("macro")
        if kind.endswith(("/oleObject", "/control", "/activeXControlBinary")):
            raise Refused("embedded")
        if one.get("TargetMode", "").lower() == "external" and not kind.endswith(_OUTWARD):
            raise Refused("embedded")  # a template, picture or frame that lies elsewhere
