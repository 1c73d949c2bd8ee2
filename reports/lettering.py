"""Letters of the prepared print font, as outlines and as a font inside a PDF."""

from functools import lru_cache
from io import BytesIO
from pathlib import Path
from re import findall
from typing import Any

import pikepdf
from django.conf import settings
from fontTools.pens.basePen import BasePen
from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name

FIRST, LAST = 32, 126  # the codes of the embedded font: printable ASCII


@lru_cache(maxsize=1)
def bold() -> bytes:
    """The file of the bold upright style, as set-up has prepared it. Raises ValueError."""
    folder: Path = settings.FONTS_DIR
    css = (folder / "fonts.css").read_text(encoding="utf-8")
    rule = r'font-weight: 700; font-style: normal; src: url\("([^"]+)"\)'
    found = findall(rule, css)
    if not found:
        raise ValueError("Huruf cetak tebal belum disiapkan; jalankan penyiapan.")
    return (folder / found[0]).read_bytes()


class _Pen(BasePen):
    """Writes a glyph as PDF path operators, moved to the right by `shift`."""

    def __init__(self, glyphs: Any, shift: float) -> None:
        super().__init__(glyphs)
        self.shift = shift
        self.said: list[str] = []

    def _say(self, operator: str, *points: tuple[float, float]) -> None:
        numbers = [f"{x + self.shift:.1f} {y:.1f}" for x, y in points]
        self.said.append(" ".join([*numbers, operator]))

    def _moveTo(self, pt: tuple[float, float]) -> None:
        self._say("m", pt)

    def _lineTo(self, pt: tuple[float, float]) -> None:
        self._say("l", pt)

    def _curveToOne(
        self, pt1: tuple[float, float], pt2: tuple[float, float], pt3: tuple[float, float]
    ) -> None:
        self._say("c", pt1, pt2, pt3)

    def _closePath(self) -> None:
        self.said.append("h")


def outline(text: str) -> tuple[bytes, float]:
    """The path of a word and its length, both for a size of 1000; nothing fills it yet."""
    font = TTFont(BytesIO(bold()), lazy=True)
    scale, glyphs, names = 1000 / font["head"].unitsPerEm, font.getGlyphSet(), font.getBestCmap()
    said, at = [f"{scale:.6f} 0 0 {scale:.6f} 0 0 cm"], 0.0
    for letter in text:
        pen = _Pen(glyphs, at)
        glyphs[names[ord(letter)]].draw(pen)
        said += pen.said
        at += glyphs[names[ord(letter)]].width
    return "\n".join(said).encode(), at * scale


@lru_cache(maxsize=1)
def _widths() -> list[int]:
    """How wide each code of the embedded font is at a size of 1000."""
    font = TTFont(BytesIO(bold()), lazy=True)
    names, scale = font.getBestCmap(), 1000 / font["head"].unitsPerEm
    codes = range(FIRST, LAST + 1)
    return [round(font["hmtx"][names.get(code, ".notdef")][0] * scale) for code in codes]


def length(text: str, size: float) -> float:
    """How long printable ASCII is when it is set in the embedded font."""
    return sum(_widths()[ord(letter) - FIRST] for letter in text) * size / 1000


def embedded(pdf: pikepdf.Pdf) -> pikepdf.Object:
    """The bold style as a font of this PDF, for text of printable ASCII."""
    font = TTFont(BytesIO(bold()), lazy=True)
    scale = 1000 / font["head"].unitsPerEm
    box = [font["head"].xMin, font["head"].yMin, font["head"].xMax, font["head"].yMax]
    file = pdf.make_stream(bold(), Length1=len(bold()))
    descriptor = Dictionary(
        Type=Name.FontDescriptor,
        FontName=Name("/PlusJakartaSans-Bold"),
        Flags=32,  # not symbolic: the letters are those of WinAnsiEncoding
        FontBBox=Array([round(side * scale) for side in box]),
        ItalicAngle=0,
        Ascent=round(font["hhea"].ascent * scale),
        Descent=round(font["hhea"].descent * scale),
        CapHeight=round(font["OS/2"].sCapHeight * scale),
        StemV=140,
        FontFile2=file,
    )
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.TrueType,
            BaseFont=Name("/PlusJakartaSans-Bold"),
            FirstChar=FIRST,
            LastChar=LAST,
            Widths=Array(_widths()),
            Encoding=Name.WinAnsiEncoding,
            FontDescriptor=pdf.make_indirect(descriptor),
        )
    )
