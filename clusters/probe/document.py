"""A PDF: is it whole, open, passive and of a sane size, how many pages has it, and what does the
first show?"""

import io
from collections.abc import Iterator
from typing import Any

import pikepdf
import pypdfium2
from faults import Refused
from pikepdf import Array, Dictionary, Name, Stream, StreamDecodeLevel
from pikepdf.settings import set_qpdf_limits

# Scripts, forms of another kind, and files or players laid in; what opens, sends or fetches.
_PROGRAMS = ("/JS", "/XFA", "/EF", "/EmbeddedFiles", "/RichMediaContent")
_ACTS = ("/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToE", "/Rendition")
WIDE, HIGH = 480, 960  # dots of a preview, at most
MOST_SIDE = 14_400  # points of a page, the limit of Acrobat (ISO 32000-1, annex C): five metres
MOST_PAGES, MOST_OBJECTS, MOST_THINGS = 5_000, 200_000, 2_000_000
MOST_ARRAY = 200_000
MOST_STREAM = 32 * 1024 * 1024  # bytes of one stream, unpacked; a picture is measured in dots
MOST_STREAMS = 200 * 1024 * 1024
MOST_PIXELS = 100_000_000
MOST_LZW = 100_000  # bytes, packed: qpdf sets this filter no limit, and it grows a thousandfold


def pages_of(content: bytes) -> int:
    """How many pages. Raises Refused, or an error of pikepdf where it cannot be opened."""
    set_qpdf_limits(
        flate_max_memory=MOST_STREAM,
        run_length_max_memory=MOST_STREAM,
        png_max_memory=MOST_STREAM,
        tiff_max_memory=MOST_STREAM,
        max_stream_filters=4,
    )
    try:
        # No recovery: a file cut short on its way is refused, not patched up.
        with pikepdf.open(io.BytesIO(content), attempt_recovery=False) as pdf:
            if pdf.is_encrypted:
                raise Refused("encrypted")
            return _look_through(pdf)
    except pikepdf.PasswordError:
        raise Refused("encrypted") from None


def _look_through(pdf: pikepdf.Pdf) -> int:
    """Everything in it, the cheap first."""
    if len(pdf.objects) > MOST_OBJECTS:
        raise Refused("too many")
    things = 0
    for thing in pdf.objects:
        for one in _within(thing):
            things += 1
            if things > MOST_THINGS:
                raise Refused("too many")
            if _is_active(one):
                raise Refused("active")
    if not len(pdf.pages):
        raise Refused("broken")
    if len(pdf.pages) > MOST_PAGES:
        raise Refused("too many")
    _refuse_pages(pdf)
    return len(pdf.pages)


def _refuse_pages(pdf: pikepdf.Pdf) -> None:
    """No page larger than paper can be, and no stream that unpacks to more than a page needs."""
    drawn = set()  # what a page is drawn by is no picture, whatever it says of itself
    for page in pdf.pages:
        left, low, right, high = (float(side) for side in page.mediabox)
        unit = float(page.obj.get("/UserUnit", 1))
        if max(abs(right - left), abs(high - low)) * unit > MOST_SIDE:
            raise Refused("page")
        contents = page.obj.get("/Contents", Array())
        drawn |= {one.objgen for one in ([contents] if isinstance(contents, Stream) else contents)}
    size = 0
    for thing in pdf.objects:
        if isinstance(thing, Stream):
            if thing.get("/Subtype") == Name.Image and thing.objgen not in drawn:
                if int(thing.get("/Width", 0)) * int(thing.get("/Height", 0)) > MOST_PIXELS:
                    raise Refused("too many pixels")
            else:
                size += _unpacked(thing)
        if size > MOST_STREAMS:
            raise Refused("stream")


def _unpacked(stream: Stream) -> int:
    """How many bytes a stream that is no picture has once unpacked; Refused for too many."""
    filters = stream.get("/Filter", Array())
    names = [str(filters)] if isinstance(filters, Name) else [str(one) for one in filters]
    late = any("LZW" in name for name in names[1:])
    if late or ("LZW" in "".join(names) and len(stream.read_raw_bytes()) > MOST_LZW):
        raise Refused("stream")
    try:
        return len(stream.read_bytes(StreamDecodeLevel.specialized))
    except pikepdf.PdfError as fault:
        if "limit exceeded" in str(fault):
            raise Refused("stream") from None
        return 0  # torn, or of a kind that qpdf does not unpack: a JPEG, a fax


def preview_of(content: bytes) -> bytes:
    """The first page as a small JPEG."""
    document = pypdfium2.PdfDocument(content)
    page = document[0]
    width, height = page.get_size()
    picture = page.render(scale=min(WIDE / width, HIGH / height)).to_pil().convert("RGB")
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=75)
    return out.getvalue()


def _within(thing: Any) -> Iterator[Any]:
    """This object and those that lie in it, not those it refers to."""
    inside = [thing]
    while inside:
        one = inside.pop()
        yield one
        if isinstance(one, Dictionary | Stream):
            # The dictionary of a stream holds things too.
            children = [one[name] for name in one.keys()]  # noqa: SIM118 - no plain dict
        elif isinstance(one, Array):
            if len(one) > MOST_ARRAY:
                raise Refused("too many")
            children = list(one)
        else:
            children = []
        inside += [child for child in children if not getattr(child, "is_indirect", False)]


def _is_active(one: Any) -> bool:
    """Does this run a script or start a program?"""
    return isinstance(one, Dictionary | Stream) and (
        any(name in one for name in _PROGRAMS) or str(one.get("/S", "")) in _ACTS
    )
