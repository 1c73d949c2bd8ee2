"""Prepares the fonts for print: four static styles and a tiny font of the signs they lack."""

import hashlib
import io
import os
from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

ROOT = Path(__file__).resolve().parent.parent
FILES = ROOT / "node_modules/@fontsource-variable/plus-jakarta-sans/files"
STYLES = [(400, "normal"), (600, "normal"), (700, "normal"), (400, "italic")]
SPACE = 225  # of 1000; the font's own 170 is too tight between figures


def face(weight: int, style: str) -> bytes:
    """One static TTF of the Latin letters, with a wider space; the same bytes each time."""
    font = TTFont(FILES / f"plus-jakarta-sans-latin-wght-{style}.woff2", recalcTimestamp=False)
    font = instantiateVariableFont(font, {"wght": weight}, inplace=False)
    font.flavor = None
    for code in (0x20, 0xA0):
        glyph = font.getBestCmap().get(code)
        if glyph:
            _, bearing = font["hmtx"][glyph]
            font["hmtx"][glyph] = (SPACE * font["head"].unitsPerEm // 1000, bearing)
    return _bytes(font)


def _polygon(points: list[tuple[int, int]], pen: TTGlyphPen) -> None:
    pen.moveTo(points[0])
    for point in points[1:]:
        pen.lineTo(point)
    pen.closePath()


def _circle(radius: int, pen: TTGlyphPen, *, inner: bool = False) -> None:
    x, y, k = 350, 350, round(radius * 0.4142)
    r = radius
    points = [
        ((x, y + r), (x + k, y + r), (x + r, y + k)),
        ((x + r, y), (x + r, y - k), (x + k, y - r)),
        ((x, y - r), (x - k, y - r), (x - r, y - k)),
        ((x - r, y), (x - r, y + k), (x - k, y + r)),
    ]
    if inner:
        pen.moveTo((x, y + r))
        pen.qCurveTo((x - k, y + r), (x - r, y + k), (x - r, y))
        pen.qCurveTo((x - r, y - k), (x - k, y - r), (x, y - r))
        pen.qCurveTo((x + k, y - r), (x + r, y - k), (x + r, y))
        pen.qCurveTo((x + r, y + k), (x + k, y + r), (x, y + r))
        pen.closePath()
        return
    pen.moveTo(points[0][0])
    for number, (_, first, second) in enumerate(points):
        end = points[(number + 1) % len(points)][0]
        pen.qCurveTo(first, second, end)
    pen.closePath()


_SHAPES: dict[str, list[list[tuple[int, int]]]] = {
    "▲": [[(80, 100), (350, 620), (620, 100)]],
    "▼": [[(80, 600), (620, 600), (350, 80)]],
    "△": [[(60, 80), (350, 640), (640, 80)], [(350, 490), (530, 145), (170, 145)][::-1]],
    "◆": [[(350, 680), (640, 350), (350, 20), (60, 350)]],
    "→": [[(60, 380), (460, 380), (460, 520), (660, 350), (460, 180), (460, 320), (60, 320)]],
    "≥": [
        [(120, 640), (580, 430), (120, 220), (120, 290), (450, 430), (120, 570)],
        [(120, 140), (580, 140), (580, 80), (120, 80)],
    ],
    "≤": [
        [(580, 640), (580, 570), (250, 430), (580, 290), (580, 220), (120, 430)],
        [(120, 140), (580, 140), (580, 80), (120, 80)],
    ],
}


def _draw(sign: str, pen: TTGlyphPen) -> None:
    for points in _SHAPES.get(sign, []):
        _polygon(points, pen)
    if sign in "●○◐":
        _circle(270, pen)
    if sign == "○":
        _circle(200, pen, inner=True)
    if sign == "◐":
        pen.moveTo((350, 550))
        pen.lineTo((350, 150))
        pen.qCurveTo((433, 150), (550, 267), (550, 350))
        pen.qCurveTo((550, 433), (433, 550), (350, 550))
        pen.closePath()


def signs() -> bytes:
    """The font *KLA Simbol*: arrows, circles, comparison signs."""
    chosen = "≥≤▲▼●◐○◆△→"
    names = [f"u{ord(sign):04X}" for sign in chosen]
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder([".notdef", *names])
    builder.setupCharacterMap({ord(s): n for s, n in zip(chosen, names, strict=True)})
    glyphs = {".notdef": TTGlyphPen(None).glyph()}
    for sign, name in zip(chosen, names, strict=True):
        pen = TTGlyphPen(None)
        _draw(sign, pen)
        glyphs[name] = pen.glyph()
    builder.setupGlyf(glyphs)
    builder.setupHorizontalMetrics(dict.fromkeys([".notdef", *names], (700, 0)))
    builder.setupHorizontalHeader(ascent=950, descent=-250)
    builder.setupNameTable({"familyName": "KLA Simbol", "styleName": "Regular"})
    builder.setupOS2(sTypoAscender=950, sTypoDescender=-250, usWinAscent=950, usWinDescent=250)
    builder.setupPost()
    builder.font["head"].created = builder.font["head"].modified = 0
    builder.font.recalcTimestamp = False
    return _bytes(builder.font)


def _bytes(font: TTFont) -> bytes:
    out = io.BytesIO()
    font.save(out, reorderTables=True)
    return out.getvalue()


def main(data_dir: Path) -> None:
    """Write the files, named by content, and fonts.css that names them."""
    folder = data_dir / "fonts"
    folder.mkdir(parents=True, exist_ok=True)
    css = []
    faces = [("Plus Jakarta Sans", weight, style, face(weight, style)) for weight, style in STYLES]
    for family, weight, style, content in [*faces, ("KLA Simbol", 400, "normal", signs())]:
        name = f"{hashlib.sha256(content).hexdigest()[:16]}.ttf"
        (folder / name).write_bytes(content)
        css.append(
            f'@font-face {{ font-family: "{family}"; font-weight: {weight}; '
            f'font-style: {style}; src: url("{name}"); }}'
        )
    (folder / "fonts.css").write_text("\n".join(css) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(os.environ.get("KLA_DATA_DIR") or ROOT / "var").resolve())
