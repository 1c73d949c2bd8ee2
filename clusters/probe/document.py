"""A PDF: is it whole, open and passive, how many pages has it, and what does the first show?"""

import io
from typing import Any

import pikepdf
import pypdfium2
from faults import Refused
from pikepdf import Array, Dictionary, Stream

# Scripts, forms of another kind, and files or players laid in; what opens, sends or fetches.
_PROGRAMS = ("/JS", "/XFA", "/EF", "/EmbeddedFiles", "/RichMediaContent")
_ACTS = ("/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToE", "/Rendition")
WIDE, HIGH = 480, 960  # dots of a preview, at most


def pages_of(content: bytes) -> int:
    """How many pages. Raises Refused, or an error of pikepdf where it cannot be opened."""
    try:
        # No recovery: a file cut short on its way is refused, not patched up.
        with pikepdf.open(io.BytesIO(content), attempt_recovery=False) as pdf:
            if pdf.is_encrypted:
                raise Refused("encrypted")
            if any(map(_is_active, pdf.objects)):
                raise Refused("active")
            if not len(pdf.pages):
                raise Refused("broken")
            return len(pdf.pages)
    except pikepdf.PasswordError:
        raise Refused("encrypted") from None


def preview_of(content: bytes) -> bytes:
    """The first page as a small JPEG."""
    document = pypdfium2.PdfDocument(content)
    page = document[0]
    width, height = page.get_size()
    picture = page.render(scale=min(WIDE / width, HIGH / height)).to_pil().convert("RGB")
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=75)
    return out.getvalue()


def _is_active(thing: Any) -> bool:
    """Does this object, or one that lies in it, run a script or start a program?"""
    inside = [thing]
    while inside:
        one = inside.pop()
        if isinstance(one, Dictionary | Stream):
            if any(name in one for name in _PROGRAMS) or str(one.get("/S", "")) in _ACTS:
                return True
            # The dictionary of a stream holds things too.
            children = [one[name] for name in one.keys()]  # noqa: SIM118 - no plain dict
        else:
            children = list(one) if isinstance(one, Array) else []
        inside += [child for child in children if not getattr(child, "is_indirect", False)]
    return False
