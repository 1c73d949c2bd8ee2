"""What WeasyPrint may fetch while it prints: our own fonts, and nothing else."""

from typing import Any

from django.conf import settings


def own_fonts_only() -> Any:
    """A fetcher that refuses every address but those of our fonts and pictures inside the document.

    WeasyPrint takes a second to import, so it is imported when something is printed.
    """
    from weasyprint.urls import URLFetcher  # noqa: PLC0415 - see above

    allowed = settings.FONTS_DIR.as_uri() + "/"

    class OwnFontsOnly(URLFetcher):
        def fetch(self, url: str, headers: Any = None) -> Any:
            inside = url.startswith(allowed) and "/.." not in url and "%2e" not in url.lower()
            if not (inside or url.startswith("data:")):
                raise ValueError(f"Alamat tidak diizinkan: {url[:80]}")
            return super().fetch(url, headers)

    return OwnFontsOnly()
