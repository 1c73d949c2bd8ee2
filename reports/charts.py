"""Charts as SVG by Altair and vl-convert, kept by content.

Both are imported inside the function that draws: vl-convert starts threads, and a process that
has it must not fork afterwards (the worker's parent forks a child a section).
"""

import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from reports.storing import store

INK, WATER, GREY, SEA = "#16242d", "#2f7593", "#566873", "#0b4560"


@dataclass(frozen=True)
class Strip:
    """One kecamatan: (kelurahan, percent) of this year, percents of last year, its own value."""

    name: str
    now: list[tuple[str, float]]
    last: list[float]
    value: float | None


def bars(rows: list[tuple[str, float]], *, alt: str) -> SafeString:
    """Ranked horizontal bars of percentages, highest first, with the value at each."""
    if not rows:
        return mark_safe("")  # noqa: S308 - a constant
    ranked = sorted(rows, key=lambda row: (-row[1], row[0]))
    spec = json.dumps({"bars": ranked, "version": 3}, ensure_ascii=False)
    return _told(_kept(spec, lambda: _draw_bars(ranked)), alt)


def strips(rows: list[Strip], whole: float | None, *, alt: str) -> SafeString:
    """A line a kecamatan with a dot a kelurahan, this year's above last year's, in percent;
    `whole` is the city's own value."""
    if not any(row.now for row in rows):
        return mark_safe("")  # noqa: S308 - a constant
    told = [asdict(row) for row in rows]
    spec = json.dumps({"strips": told, "whole": whole, "version": 6}, ensure_ascii=False)
    return _told(_kept(spec, lambda: _draw_strips(told, whole)), alt)


def _told(svg: str, alt: str) -> SafeString:
    """The drawing with its alternative text: of an inline picture only the title is read."""
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
    return str(converter().vegalite_to_svg(chart.to_json()))


def _draw_strips(rows: list[dict[str, Any]], whole: float | None) -> str:
    import altair  # noqa: PLC0415 - see the module's first lines

    every = [x for row in rows for x in [*(value for _, value in row["now"]), *row["last"]]]
    axis = altair.Axis(tickCount=8, format="d", domain=False, ticks=False)
    x = altair.X(
        "x:Q",
        scale=altair.Scale(domain=[min(5 * (min(every) // 5), 95), 100], nice=False),
        axis=axis,
        title=None,
    )
    names = altair.Y(
        "y:N",
        sort=[row["name"] for row in rows],
        title=None,
        axis=altair.Axis(labelLimit=170, domain=False, ticks=False, labelPadding=8),
    )
    layers = [
        _marks(altair, table, x, names, kind, style)
        for kind, table, style in _strip_layers(rows, whole)
    ]
    chart = (
        altair.layer(*layers)
        .properties(width=470, height=max(30 * len(rows), 60))
        .configure(font="Plus Jakarta Sans")
        .configure_view(stroke=None)
        .configure_axis(labelFontSize=10, labelColor=INK, gridColor="#d5dde1")
        .configure_axisY(grid=False)
    )
    return str(converter().vegalite_to_svg(chart.to_json()))


def _strip_layers(
    rows: list[dict[str, Any]], whole: float | None
) -> list[tuple[str, list[dict[str, Any]], dict[str, Any]]]:
    """(kind of mark, its table, its style) from below to above."""
    last = [{"y": row["name"], "x": x} for row in rows for x in row["last"]]
    now = [{"y": row["name"], "x": x} for row in rows for _, x in row["now"]]
    own = [
        {"y": row["name"], "x": row["value"], "t": _id(row["value"])}
        for row in rows
        if row["value"] is not None
    ]
    beside = [row | {"x": 101} for row in own]  # right of the field, where no dot can lie
    lowest = [
        {"y": row["name"], "x": x, "t": name}
        for row in rows
        if row["now"]
        for name, x in [min(row["now"], key=lambda pair: (pair[1], pair[0]))]
    ]
    city = [{"x": whole}] if whole is not None else []
    return [
        ("rule", city, {"color": GREY, "strokeWidth": 1}),
        ("point", last, {"color": GREY, "size": 26, "filled": False, "yOffset": 9}),
        ("point", now, {"color": WATER, "size": 38, "filled": True, "opacity": 1}),
        ("tick", own, {"color": INK, "thickness": 2, "size": 20}),
        ("text", beside, {"color": INK, "fontSize": 10, "fontWeight": "bold", "align": "left"}),
        ("text", lowest, {"color": GREY, "fontSize": 9, "dy": -9, "align": "left", "dx": -4}),
    ]


def _marks(altair: Any, table: Any, x: Any, names: Any, kind: str, style: Any) -> Any:
    """One layer; a rule stands across all lines."""
    made = getattr(altair.Chart(altair.Data(values=table)), f"mark_{kind}")(**style)
    if kind == "rule":
        return made.encode(x=x)
    if kind == "text":
        return made.encode(x=x, y=names, text="t:N")
    return made.encode(x=x, y=names)


def tenths(value: float | None) -> str:
    """`78,4`; `n. a.` without a value."""
    return "n. a." if value is None else _id(value)


def _id(value: float) -> str:
    return f"{value:.1f}".replace(".", ",")


def converter() -> Any:
    """vl-convert with our own fonts known to it: always, or a drawing would depend on what its
    process did before."""
    import vl_convert  # noqa: PLC0415 - see the module's first lines

    vl_convert.register_font_directory(str(settings.FONTS_DIR))
    return vl_convert
