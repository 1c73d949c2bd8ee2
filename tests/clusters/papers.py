"""Small real files, good and hostile, that tests upload as evidence."""

import io
import struct
import zlib

import pikepdf
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from clusters.models import Entry, EvidenceFile, EvidenceLink
from kla.audit.models import Record

DECLARED = {"declared": "on"}


def picture(kind="PNG", size=(40, 30), seed=1):
    out = io.BytesIO()
    Image.new("RGB", size, (seed % 256, seed // 256 % 256, 7)).save(out, kind)
    return out.getvalue()


def pdf(pages=2, *, change=None, **saved):
    """A PDF of blank pages; `change` may do something to it before it is saved."""
    document = pikepdf.new()
    for _ in range(pages):
        document.add_blank_page()
    if change:
        change(document)
    out = io.BytesIO()
    document.save(out, **saved)
    return out.getvalue()


def action(**fields):
    return pikepdf.Dictionary({f"/{key}": value for key, value in fields.items()})


def with_script(document):
    script = pikepdf.String("app.alert('halo')")
    document.Root.OpenAction = action(S=pikepdf.Name.JavaScript, JS=script)


def with_script_in_a_page(document):
    script = document.make_indirect(pikepdf.Stream(document, b"this.print()"))
    opened = action(O=action(S=pikepdf.Name.JavaScript, JS=script))
    document.pages[0].obj.AA = document.make_indirect(opened)


def with_launch(document):
    document.Root.OpenAction = document.make_indirect(
        action(S=pikepdf.Name.Launch, F=pikepdf.String("cmd.exe"))
    )


def with_form_script(document):
    calculation = action(C=action(S=pikepdf.Name("/JavaScript"), JS=pikepdf.String("x")))
    field = action(FT=pikepdf.Name.Tx, T=pikepdf.String("a"), AA=calculation)
    document.Root.AcroForm = action(Fields=pikepdf.Array([field]))


def with_xfa(document):
    form = document.make_indirect(pikepdf.Stream(document, b"<xdp/>"))
    document.Root.AcroForm = action(Fields=pikepdf.Array([]), XFA=form)


def with_attachment(document):
    document.attachments["a.exe"] = b"MZ"


def with_submission(document):
    document.Root.OpenAction = action(S=pikepdf.Name.SubmitForm, F=pikepdf.String("http://a"))


def with_script_in_a_stream(document):
    stream = pikepdf.Stream(document, b"x")
    stream["/A"] = action(S=pikepdf.Name.JavaScript, JS=pikepdf.String("x"))
    document.Root["/Held"] = document.make_indirect(stream)


def drawn_by(content, filters="/FlateDecode", **more):
    """A change that makes the first page be drawn by this stream, packed already."""

    def change(document):
        stream = pikepdf.Stream(document, b"")
        packed = [pikepdf.Name(one) for one in filters.split()]
        stream.write(content, filter=pikepdf.Array(packed))
        for key, value in more.items():
            stream[f"/{key}"] = value
        document.pages[0].Contents = document.make_indirect(stream)

    return change


def blanks(size):
    """So many blanks as a Flate stream: a thousandth of their size."""
    packing = zlib.compressobj(9)
    pieces = [packing.compress(b" " * 1_000_000) for _ in range(size // 1_000_000)]
    return b"".join(pieces) + packing.flush()


def wide_page(side, unit=1):
    def change(document):
        document.pages[1].MediaBox = [0, 0, side, 10]
        document.pages[1].UserUnit = unit

    return change


def long_array(document):
    document.Root["/Held"] = pikepdf.Array([1] * 200_001)


def wide_picture(document):
    stream = pikepdf.Stream(document, b"")
    stream["/Subtype"], stream["/Width"], stream["/Height"] = pikepdf.Name.Image, 20_000, 20_000
    document.Root["/Held"] = document.make_indirect(stream)


def bomb(width, height):
    """A PNG of a few hundred bytes that says it is so large."""

    def chunk(kind, content):
        body = kind + content
        return struct.pack(">I", len(content)) + body + struct.pack(">I", zlib.crc32(body))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    lines = chunk(b"IDAT", zlib.compress(b"\0" * 200_000, 9))
    return b"\x89PNG\r\n\x1a\n" + header + lines + chunk(b"IEND", b"")


def page_of(sheet, code="KES-01"):
    """The address of the form that adds a file to this entry."""
    return reverse("clusters:evidence-add", args=[sheet.pk, code])


def bring(client, sheet, content, name="rekap.pdf", code="KES-01", **more):
    """Upload as a browser does."""
    sent = {"file": SimpleUploadedFile(name, content)} | DECLARED | more
    return client.post(page_of(sheet, code), {k: v for k, v in sent.items() if v is not None})


def animated():
    """A WebP of two pictures."""
    first, second = (Image.new("RGB", (40, 30), colour) for colour in ("red", "blue"))
    out = io.BytesIO()
    first.save(out, "WEBP", save_all=True, append_images=[second], duration=200)
    return out.getvalue()


def nothing_stayed(folder):
    """No bytes, no rows and no record of evidence."""
    assert list(folder.iterdir()) == []
    for model in (EvidenceFile, EvidenceLink, Entry):
        assert not model.objects.exists()
    assert not Record.objects.filter(verb__startswith="evidence").exists()
