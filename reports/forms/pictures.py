"""Drawings of the page as PNG for the DOCX, put in after pandoc has made it.

Pandoc holds a picture that is given with its text many times over; so it is given one dot for
each, with the size it is to have, and the dots are exchanged in the finished file.
"""

import io
import re
import struct
import zipfile
import zlib
from dataclasses import dataclass, field

from reports.charts import converter

CARD, TEXT = 30.0, 160.0  # millimetres across: the map on a card, the widest of any other
DOTS = 6  # pixels a millimetre: about 150 to the inch
_WIDTH = re.compile(r'\bwidth="([\d.]+)(mm)?')
_BOX = re.compile(r'\bviewBox="\S+ \S+ ([\d.]+) ')


@dataclass
class Pictures:
    """The dots that stand for pictures: dot → PNG."""

    of_dot: dict[bytes, bytes] = field(default_factory=dict)

    def dot_for(self, svg: str, *, on_card: bool) -> tuple[bytes, float, float]:
        """A dot for a drawing, and how wide and high the drawing is to be in millimetres."""
        natural = _width(svg)
        wide = min(CARD if on_card else TEXT, natural * 25.4 / 96)
        made = _png(svg, scale=wide * DOTS / natural)
        across, down = struct.unpack(">II", made[16:24])
        dot = _dot(len(self.of_dot))
        self.of_dot[dot] = made
        return dot, wide, wide * down / across

    def put_into(self, docx: bytes) -> bytes:
        """The DOCX with every dot exchanged for its picture."""
        kept = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(docx)) as old, zipfile.ZipFile(kept, "w") as new:
            for one in old.infolist():
                content = old.read(one)
                new.writestr(one, self.of_dot.get(content, content), zipfile.ZIP_DEFLATED)
        return kept.getvalue()


def _width(svg: str) -> float:
    """How wide a drawing is on its own, in pixels of 96 to the inch."""
    head = svg[: svg.index(">")]
    given = _WIDTH.search(head)
    if given:
        return float(given.group(1)) * (96 / 25.4 if given.group(2) else 1)
    box = _BOX.search(head)
    return float(box.group(1)) if box else 300


def _png(svg: str, *, scale: float) -> bytes:
    if "xmlns=" not in svg[: svg.index(">")]:
        svg = svg.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1)
    return bytes(converter().svg_to_png(svg, scale=scale))


def _dot(number: int) -> bytes:
    """A PNG of one pixel, another for each number."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        check = zlib.crc32(kind + content)
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)

    colour = number.to_bytes(3, "big")
    size = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    inside = chunk(b"IHDR", size) + chunk(b"IDAT", zlib.compress(b"\0" + colour))
    return b"\x89PNG\r\n\x1a\n" + inside + chunk(b"IEND", b"")
