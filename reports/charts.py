"""Charts as SVG by Altair and vl-convert, kept by content.

Both are imported inside the function that draws: vl-convert starts threads, and a process that
has it must not fork afterwards (the worker's parent forks a child a section).
"""

import hashlib
import json
import re
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from reports.storing import store

INK, WATER, GREY = "#16242d", "#2f7593", "#566873"


def bars(rows: list[tuple[str, float]], *, alt: str) -> SafeString:
    """Ranked horizontal bars of percentages, highest first, with the value at each."""
    if not rows:
        return mark_safe("")  # noqa: S308 - a constant
    ranked = sorted(rows, key=lambda row: (-row[1], row[0]))
    spec = json.dumps({"bars": ranked, "version": 2}, ensure_ascii=False)
    svg = _kept(spec, lambda: _draw_bars(ranked))
    title = f"<title>{escape(alt)}</title>"
    return mark_safe(re.sub(r"(<svg[^>]*>)", lambda m: m.group(1) + title, svg, count=1))  # noqa: S308


def _kept(spec: str, draw: Callable[[], str]) -> str:
    """The drawing for this content from the data folder, drawn where it is not there yet."""
    folder: Path = settings.REPORTS_DIR / "charts"
    path = folder / f"{hashlib.sha256(spec.encode()).hexdigest()}.svg"
    if not path.exists():
        store(path, draw().encode())
    return path.read_text(encoding="utf-8")


def _draw_bars(rows: list[tuple[str, float]]) -> str:
    import altair  # noqa: PLC0415 - see the module's first lines
    import vl_convert  # noqa: PLC0415 - see the module's first lines

    names = [name for name, _ in rows]
    values = [{"n": i, "nama": n, "nilai": v, "teks": _id(v)} for i, (n, v) in enumerate(rows)]
    base = altair.Chart(altair.Data(values=values)).encode(
        y=altair.Y("nama:N", sort=names, title=None, axis=altair.Axis(labelLimit=170)),
    )
    shapes = base.mark_bar(color=WATER, height={"band": 0.7}).encode(
        x=altair.X("nilai:Q", scale=altair.Scale(domain=[0, 100]), title=None)
    )
    words = base.mark_text(align="left", dx=3, fontSize=8, color=INK).encode(
        x="nilai:Q", text="teks:N"
    )
    chart = (
        (shapes + words)
        .properties(width=330, height=max(13 * len(rows), 60))
        .configure(font="Plus Jakarta Sans")
        .configure_view(stroke=None)
        .configure_axis(labelFontSize=8, labelColor=INK, gridColor="#dce9ef", domain=False)
    )
    return str(vl_convert.vegalite_to_svg(chart.to_json()))


def _id(value: float) -> str:
    return f"{value:.1f}".replace(".", ",")
