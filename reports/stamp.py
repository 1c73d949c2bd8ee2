"""What is stamped on the joined pages and lies in no cached section: number, hash, QR, draft.

All of it is an artifact: screen readers skip it. The footer's text can still be searched and
copied; the watermark is drawn, so it is never mixed into the text of a page.
"""

from base64 import b64encode
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from math import atan2, cos, hypot, sin
from typing import Any

import pikepdf
import segno
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from pikepdf import Array, Dictionary, Name, Page, Pdf

from reports import lettering
from reports.content import font_faces
from reports.render import to_pdf

DRAFT = "DRAF"
TINT = "0.89 0.925 0.945 rg"  # a light sea; black text on it keeps a contrast above 16
SEA = "0.043 0.271 0.376 rg"
MM = 72 / 25.4
LABEL_SIZE, LABEL_RIGHT, LABEL_BASE = 9, 22.5 * MM, 18 * MM
MOST_CHANGES = 600  # letters of what a correction changed that the cover has room for


@dataclass(frozen=True)
class Mark:
    """What a copy of a report is: a draft, or a published one with its number.

    `published` is the day of publishing; `changes` says in words what a correction changed.
    """

    draft: bool = True
    number: int | None = None
    changes: str = ""
    published: date | None = None


def check_url(sha256: str) -> str:
    """The public address that says what is known of a snapshot."""
    return settings.PUBLIC_URL + reverse("reports:report-check", args=[sha256[:12]])


def caps_pdf(mark: Mark, *, kota: dict[str, Any], year: int, sha256: str) -> bytes:
    """A PDF of two pages: what goes on the cover, and what goes on every other page."""
    url = check_url(sha256)
    changes = mark.changes.strip()
    context = {
        "mark": mark,
        "changes": f"{changes[:MOST_CHANGES]}…" if len(changes) > MOST_CHANGES else changes,
        "kota": kota,
        "year": year,
        "short": " ".join(sha256[n : n + 4] for n in range(0, 12, 4)),
        "url": url.removeprefix("https://").removeprefix("http://"),
        "qr": _qr(url),
        "faces": font_faces(),
    }
    return to_pdf(render_to_string("reports/print/stamp.html", context), tagged=False)


def _qr(url: str) -> str:
    out = BytesIO()
    segno.make(url, error="m").save(out, kind="png", scale=4, border=0)
    return b64encode(out.getvalue()).decode()


def stamp(out: Pdf, caps: bytes, labels: list[str], *, draft: bool) -> None:
    """Stamp each page of `out`: under it the watermark of a draft, over it cap and label."""
    with Pdf.open(BytesIO(caps)) as source:
        cover, other = (out.copy_foreign(page.as_form_xobject()) for page in source.pages)
    font = lettering.embedded(out)
    forms = {"CapMuka": cover, "Cap": other} | ({"Draf": _watermark(out)} if draft else {})
    begins: dict[tuple[float, float], pikepdf.Object] = {}
    for number, (page, label) in enumerate(zip(out.pages, labels, strict=True)):
        _, _, width, height = (float(side) for side in page.mediabox)
        if (width, height) not in begins:
            begins[width, height] = out.make_stream(_begin(width, height, draft=draft))
        _give(page, "XObject", **forms)
        _give(page, "Font", CapHuruf=font)
        end = _end("CapMuka", "", width) if number == 0 else _end("Cap", label, width)
        given = page.obj.Contents
        inner = list(given) if isinstance(given, Array) else [given]
        page.obj.Contents = Array([begins[width, height], *inner, out.make_stream(end)])


def _give(page: Page, kind: str, **objects: Any) -> None:
    """Name objects in a page's resources; the pages of a section share theirs."""
    resources = page.resources
    if f"/{kind}" not in resources:
        resources[f"/{kind}"] = Dictionary()
    for name, one in objects.items():
        resources[f"/{kind}"][f"/{name}"] = one


def _begin(width: float, height: float, *, draft: bool) -> bytes:
    move = f"1 0 0 1 {width / 2:.2f} {height / 2:.2f} cm"
    word = (
        f"/Artifact <</Type /Pagination /Subtype /Watermark>> BDC\nq {move} /Draf Do Q\nEMC\n"
        if draft
        else ""
    )
    return f"{word}q\n".encode()


def _end(cap: str, label: str, width: float) -> bytes:
    text = ""
    if label:
        left = width - LABEL_RIGHT - lettering.length(label, LABEL_SIZE)
        text = (
            f"BT {SEA} /CapHuruf {LABEL_SIZE} Tf {left:.2f} {LABEL_BASE:.2f} Td ({label}) Tj ET\n"
        )
    opened = "/Artifact <</Type /Pagination /Subtype /Footer>> BDC"
    return f"\nQ\n{opened}\nq /{cap} Do\n{text}Q\nEMC\n".encode()


def _watermark(out: Pdf) -> pikepdf.Object:
    """The word across the page as one form about the origin, drawn and not written."""
    path, length = lettering.outline(DRAFT)
    width, height = 210 * MM, 297 * MM
    size = 0.6 * hypot(width, height) / length  # leaves room at both corners
    angle = atan2(height, width)
    turn = f"{cos(angle):.6f} {sin(angle):.6f} {-sin(angle):.6f} {cos(angle):.6f} 0 0 cm"
    place = f"{size:.6f} 0 0 {size:.6f} {-length * size / 2:.2f} {-360 * size:.2f} cm"
    reach = hypot(width, height) / 2
    return out.make_stream(
        f"{TINT}\n{turn}\n{place}\n".encode() + path + b"\nf\n",
        Type=Name.XObject,
        Subtype=Name.Form,
        BBox=Array([-reach, -reach, reach, reach]),
        Resources=Dictionary(),
    )
