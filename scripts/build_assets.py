"""Puts what pages need from the npm packages into the data folder: CSS, scripts, icons, font."""

import os
import re
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MODULES = ROOT / "node_modules"
FONT = MODULES / "@fontsource-variable/plus-jakarta-sans/files"
COPIES = {
    MODULES / "bootstrap/dist/css/bootstrap.min.css": "bootstrap.min.css",
    MODULES / "htmx.org/dist/htmx.min.js": "htmx.min.js",
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
    (assets / "sprite.svg").write_text(sprite(names), encoding="utf-8")


if __name__ == "__main__":
    main(Path(os.environ.get("KLA_DATA_DIR") or ROOT / "var").resolve())
    sys.exit(0)
