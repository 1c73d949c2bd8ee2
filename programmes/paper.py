"""A letter or list of one page or more as tagged PDF, with the city's letterhead."""

import base64
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string

from kla.areas.models import Area, CityProfile
from kla.printing import own_fonts_only

# WeasyPrint takes a second to import; most processes never need it.


def to_pdf(template: str, kota: Area, context: dict[str, Any]) -> bytes:
    """The template as PDF; it may fetch nothing but our own fonts and the coat of arms in it."""
    profile = CityProfile.objects.filter(kota=kota).first()
    shared = {"kota": kota, "profile": profile, "arms": _arms(profile), "css": _css()}
    return _print(render_to_string(template, shared | context))


def _print(html: str) -> bytes:
    from weasyprint import HTML  # noqa: PLC0415 - see above

    document = HTML(string=html, url_fetcher=own_fonts_only())
    found: bytes = document.write_pdf(pdf_variant="pdf/a-3a", pdf_identifier=b"kla")
    return found


def _arms(profile: CityProfile | None) -> str:
    """The coat of arms as an address that holds the picture itself; empty where there is none."""
    if profile is None or not profile.coat_of_arms:
        return ""
    content = base64.b64encode(bytes(profile.coat_of_arms)).decode()
    return f"data:{profile.coat_of_arms_type};base64,{content}"


def _css() -> str:
    faces = (settings.FONTS_DIR / "fonts.css").read_text(encoding="utf-8")
    sheet = settings.BASE_DIR / "static" / "print" / "letter.css"
    return faces.replace('url("', f'url("{settings.FONTS_DIR.as_uri()}/') + sheet.read_text("utf-8")
