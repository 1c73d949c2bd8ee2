"""HTML to tagged PDF by WeasyPrint, which may fetch nothing but our own fonts."""

import gc
from typing import Any

from django.conf import settings

# WeasyPrint takes a second to import and is imported where it is used: a web process never
# needs it, and a worker's parent loads it once before its children are forked (tasks.py).


def to_pdf(html: str, *, tagged: bool = True) -> bytes:
    """One document as PDF, the same bytes for the same HTML."""
    from weasyprint import HTML  # noqa: PLC0415 - see above
    from weasyprint.urls import URLFetcher  # noqa: PLC0415 - see above

    allowed = settings.FONTS_DIR.as_uri() + "/"

    class OwnFontsOnly(URLFetcher):
        """Refuses every address but those of our fonts and pictures inside the document."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            inside = url.startswith(allowed) and "/.." not in url and "%2e" not in url.lower()
            if not (inside or url.startswith("data:")):
                raise ValueError(f"Alamat tidak diizinkan: {url[:80]}")
            return super().fetch(url, headers)

    collecting = gc.isenabled()
    gc.disable()  # a third faster: the layout makes many objects and drops none (measured)
    try:
        return HTML(string=html, url_fetcher=OwnFontsOnly()).write_pdf(
            pdf_variant="pdf/a-3a" if tagged else None, pdf_identifier=b"kla"
        )
    finally:
        if collecting:
            gc.enable()
