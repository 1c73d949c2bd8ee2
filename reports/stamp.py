"""What changes with every snapshot: number, hash and QR, one page for each page of the report."""

from base64 import b64encode
from io import BytesIO
from typing import Any

import segno
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from reports.content import font_faces
from reports.render import to_pdf


def check_url(sha256: str) -> str:
    """The public address that says what is known of a snapshot."""
    return settings.PUBLIC_URL + reverse("reports:report-check", args=[sha256[:12]])


def stamp_pdf(labels: list[str], *, kota: dict[str, Any], year: int, sha256: str) -> bytes:
    """A PDF with one page a label; the first, the cover, has no number."""
    url = check_url(sha256)
    context = {
        "labels": labels,
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
