"""Puts what pages need from the npm packages into the data folder: CSS, scripts, icons, font."""

import math
import os
import re
import shutil
import sys
from pathlib import Path

from PIL import Image, ImageDraw

ROOT = Path(__file__).resolve().parent.parent
MODULES = ROOT / "node_modules"
FONT = MODULES / "@fontsource-variable/plus-jakarta-sans/files"
COPIES = {
    MODULES / "bootstrap/dist/css/bootstrap.min.css": "bootstrap.min.css",
    MODULES / "htmx.org/dist/htmx.min.js": "htmx.min.js",
    MODULES / "idb/build/umd.js": "idb.min.js",  # IndexedDB with promises: what waits offline
    MODULES / "tus-js-client/dist/tus.min.js": "tus.min.js",  # uploads that go on after a cut
    FONT / "plus-jakarta-sans-latin-wght-normal.woff2": "fonts/plus-jakarta-sans.woff2",
}
FONT_CSS = """@font-face {
  font-family: "Plus Jakarta Sans Variable";
  font-weight: 200 800;
  font-display: swap;
  src: url("plus-jakarta-sans.woff2") format("woff2");
}
"""


def sprite(names: list[str]) -> str:
    """One SVG file with a symbol for each icon."""
    symbols = []
    for name in names:
        text = (MODULES / f"lucide-static/icons/{name}.svg").read_text(encoding="utf-8")
        inner = re.search(r"<svg[^>]*>(.*)</svg>", text, re.S)
        if inner is None:
            raise SystemExit(f"Ikon {name} tidak dapat dibaca.")
        shapes = " ".join(inner.group(1).split())
        symbols.append(f'<symbol id="{name}" viewBox="0 0 24 24">{shapes}</symbol>')
    body = "\n".join(symbols)
    return f'<svg xmlns="http://www.w3.org/2000/svg">\n{body}\n</svg>\n'


def petals(mark: str) -> list[tuple[str, list[tuple[float, float]]]]:
    """(colour, outline) of each petal of the mark, on its square of -20 to 20."""
    usual = re.search(r'<g fill="(#\w+)"', mark)
    found = []
    for path in re.findall(r"<path[^>]*>", mark):
        numbers = [float(n) for n in re.findall(r"-?\d+", re.search(r' d="([^"]+)"', path)[1])]
        points = list(zip(numbers[::2], numbers[1::2], strict=True))
        outline = _curve(points[0:4]) + _curve([points[3], *points[4:6], points[0]])
        turn = math.radians(float((re.search(r"rotate\((\d+)\)", path) or [0, 0])[1]))
        own = re.search(r'fill="(#\w+)"', path) or usual
        found.append((own[1], [_turned(point, turn) for point in outline]))
    return found


def _curve(p: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Points along one cubic Bézier curve."""
    steps = [n / 24 for n in range(25)]
    return [
        tuple(
            (1 - t) ** 3 * p[0][i]
            + 3 * (1 - t) ** 2 * t * p[1][i]
            + 3 * (1 - t) * t**2 * p[2][i]
            + t**3 * p[3][i]
            for i in (0, 1)
        )
        for t in steps
    ]


def _turned(point: tuple[float, float], by: float) -> tuple[float, float]:
    x, y = point
    return x * math.cos(by) - y * math.sin(by), x * math.sin(by) + y * math.cos(by)


def icon(mark: str, size: int, *, room: float, ground: str | None) -> Image.Image:
    """The mark as a square picture; `room` is the share of the side that the mark takes."""
    big = size * 4  # drawn large and made small, for smooth edges
    picture = Image.new("RGBA", (big, big), ground or (0, 0, 0, 0))
    draw = ImageDraw.Draw(picture)
    for colour, outline in petals(mark):
        scale = big * room / 40
        draw.polygon([(big / 2 + x * scale, big / 2 + y * scale) for x, y in outline], colour)
    return picture.resize((size, size), Image.Resampling.LANCZOS)


def write_icons(folder: Path) -> None:
    """The pictures of the installed app, from static/img/mark.svg."""
    folder.mkdir(exist_ok=True)
    mark = (ROOT / "static/img/mark.svg").read_text(encoding="utf-8")
    for size in (192, 512):
        icon(mark, size, room=1.0, ground=None).save(folder / f"mark-{size}.png", optimize=True)
        # Phones cut a maskable picture to a circle: the mark keeps to the middle.
        masked = icon(mark, size, room=0.68, ground="#FFFFFF")
        masked.save(folder / f"maskable-{size}.png", optimize=True)


def main(data_dir: Path) -> None:
    """Write everything below `data_dir`/assets."""
    assets = data_dir / "assets"
    (assets / "fonts").mkdir(parents=True, exist_ok=True)
    for source, name in COPIES.items():
        target = assets / name
        if name.endswith(".css") or name.endswith(".js"):
            # The map files are not shipped, so the line that names them would only be a 404.
            text = source.read_text(encoding="utf-8")
            target.write_text(re.sub(r"(/\*|//)# sourceMappingURL=.*", "", text), encoding="utf-8")
        else:
            shutil.copyfile(source, target)
    (assets / "fonts/font.css").write_text(FONT_CSS, encoding="utf-8")
    names = (ROOT / "static/icons.txt").read_text(encoding="utf-8").split()
    write_icons(assets / "icons")
    (assets / "sprite.svg").write_text(sprite(names), encoding="utf-8")


if __name__ == "__main__":
    main(Path(os.environ.get("KLA_DATA_DIR") or ROOT / "var").resolve())
    sys.exit(0)
