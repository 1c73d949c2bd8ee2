"""Small drawn pictures of invented play spaces, and the rows that keep them."""

import hashlib
import io
from datetime import date

from PIL import Image, ImageDraw

from clusters.evidence_intake import look
from clusters.evidence_store import keep, kept_fields
from programmes.attachment import Attachment
from programmes.registers.play_space import REGISTER, PlaySpace

_WIDE, _HIGH = 640, 480
_CAPTIONS = ("Ayunan di sisi utara", "Lapangan rumput", "Perosotan di bawah pohon")
_GREENS = ("#7fb069", "#6a994e", "#a3b18a")


def pictures_of(spaces: list[PlaySpace]) -> list[Attachment]:
    """A picture for each of these places, kept in the store; the rows are not saved yet."""
    return [_picture_of(space, number) for number, space in enumerate(spaces)]


def _picture_of(space: PlaySpace, number: int) -> Attachment:
    content = _draw(number)
    seen = look(content, most_bytes=len(content))
    return Attachment(
        area=space.area,
        register=REGISTER.slug,
        row_id=space.pk,
        name=f"{space.name} (gambar rekaan).png",
        received_sha256=hashlib.sha256(content).hexdigest(),
        caption=f"{_CAPTIONS[number % len(_CAPTIONS)]} (gambar rekaan)",
        taken_on=space.inspected_on or date.today(),
        names_no_child=True,
        uploaded_by=space.changed_by,
        **kept_fields(seen, keep),
    )


def _draw(number: int) -> bytes:
    """Sky, grass, a tree, and a swing, a ball field or a slide; no person."""
    image = Image.new("RGB", (_WIDE, _HIGH), "#cfe8f3")
    pen = ImageDraw.Draw(image)
    pen.ellipse((60, 40, 130, 110), fill="#f6c945")
    pen.rectangle((0, 300, _WIDE, _HIGH), fill=_GREENS[number % len(_GREENS)])
    tree = 90 + number * 37 % 90
    pen.rectangle((tree + 28, 230, tree + 44, 330), fill="#7f5539")
    pen.ellipse((tree - 20, 130, tree + 92, 250), fill="#386641")
    _THINGS[number % len(_THINGS)](pen)
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def _swing(pen: ImageDraw.ImageDraw) -> None:
    for leg in ((340, 390), (560, 510)):
        pen.line((leg[0], 400, leg[1], 200), fill="#b23a48", width=10)
    pen.line((390, 200, 510, 200), fill="#b23a48", width=10)
    pen.line((425, 200, 425, 350), fill="#333333", width=3)
    pen.line((475, 200, 475, 350), fill="#333333", width=3)
    pen.rectangle((415, 350, 485, 360), fill="#7f5539")


def _field(pen: ImageDraw.ImageDraw) -> None:
    pen.polygon(((280, 350), (600, 350), (640, 450), (220, 450)), outline="#ffffff", width=5)
    pen.ellipse((405, 375, 455, 425), outline="#ffffff", width=5)


def _slide(pen: ImageDraw.ImageDraw) -> None:
    pen.line((360, 400, 360, 220), fill="#2f7593", width=10)
    pen.line((400, 400, 400, 220), fill="#2f7593", width=10)
    for step in range(240, 400, 40):
        pen.line((360, step, 400, step), fill="#2f7593", width=6)
    pen.line((400, 222, 560, 396), fill="#f2994a", width=22)


_THINGS = (_swing, _field, _slide)
