"""A page of a rendered section as a picture, to look at while the rest is compiled."""

from io import BytesIO
from pathlib import Path
from threading import Lock

import pypdfium2

WIDTHS = {"kecil": 220, "besar": 1000}  # pixels
_one_at_a_time = Lock()  # PDFium knows no threads


def page_png(path: Path, number: int, width: int) -> bytes | None:
    """Page `number` (from 1) of the PDF, `width` pixels wide, as PNG; None where there is none."""
    with _one_at_a_time, pypdfium2.PdfDocument(path) as pdf:
        if not 1 <= number <= len(pdf):
            return None
        page = pdf[number - 1]
        picture = page.render(scale=width / page.get_width()).to_pil()
        out = BytesIO()
        picture.save(out, "PNG")
        page.close()
        return out.getvalue()
