"""A picture drawn anew: upright, at most 2560 dots long, and nothing in it but the picture."""

import contextlib
import io
from typing import Any

from faults import Refused
from PIL import Image, ImageCms, ImageOps

MOST_PIXELS = 100_000_000
LONGEST = 2560  # dots; a page of A4 stays readable at about 220 a inch
PREVIEW = (480, 960)
PNG_BYTES = 1_000_000  # an opaque PNG larger than this is a photo, and kept as JPEG
FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}


def redrawn(kind: str, content: bytes) -> tuple[str, bytes, bytes]:
    """The type and bytes to keep, and a small JPEG of it. Raises Refused, or an error of Pillow."""
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    try:
        with Image.open(io.BytesIO(content), formats=[FORMATS[kind]]) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise Refused("too many pixels")
            # A JPEG of several pictures is what phones make (MPO); its first is the photo.
            if kind != "image/jpeg" and getattr(opened, "n_frames", 1) > 1:
                raise Refused("animated")
            picture = _clean(opened)
    except Image.DecompressionBombError:
        raise Refused("too many pixels") from None
    kept_type, kept = _packed(kind, picture)
    return kept_type, kept, _preview(picture)


def _clean(opened: Image.Image) -> Image.Image:
    """The dots alone, in the colours of the web, smaller and turned the way it was taken."""
    opened.draft("RGB", (LONGEST, LONGEST))  # a large JPEG need not be unpacked in full
    exif = opened.getexif()
    turn = exif.get(0x0112, 1)
    opened.load()
    clear = "A" in opened.getbands() or "transparency" in opened.info
    picture = _web_colours(opened, "RGBA" if clear else "RGB")
    picture.thumbnail((LONGEST, LONGEST), Image.Resampling.LANCZOS)
    bare = Image.frombytes(picture.mode, picture.size, picture.tobytes())  # leaves `info` behind
    if turn in range(2, 9):
        bare.getexif()[0x0112] = turn
        bare = ImageOps.exif_transpose(bare)
    if clear and bare.getchannel("A").getextrema() == (255, 255):
        bare = bare.convert("RGB")
    return bare


def _web_colours(opened: Image.Image, mode: str) -> Image.Image:
    profile: Any = opened.info.get("icc_profile")
    if opened.mode.startswith("I;16"):
        return opened.point(lambda dot: dot / 256, "L").convert(mode)
    if profile and opened.mode in ("RGB", "CMYK", "L"):
        # A profile that cannot be read is left out; the picture is not worth less for it.
        with contextlib.suppress(ImageCms.PyCMSError, OSError, ValueError):
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            turned = ImageCms.profileToProfile(
                opened, source, ImageCms.createProfile("sRGB"), outputMode="RGB"
            )
            if turned is not None:
                return turned.convert(mode)
    return opened.convert(mode)


def _packed(kind: str, picture: Image.Image) -> tuple[str, bytes]:
    if kind == "image/webp":
        return kind, _saved(picture, "WEBP", quality=85)
    if kind == "image/png":
        kept = _saved(picture, "PNG")
        if picture.mode == "RGBA" or len(kept) <= PNG_BYTES:
            return kind, kept
    return "image/jpeg", _saved(picture.convert("RGB"), "JPEG", quality=85, progressive=True)


def _preview(picture: Image.Image) -> bytes:
    small = picture.copy()
    small.thumbnail(PREVIEW)
    if small.mode == "RGBA":
        paper = Image.new("RGB", small.size, "white")
        paper.paste(small, mask=small.getchannel("A"))
        small = paper
    return _saved(small, "JPEG", quality=75)


def _saved(picture: Image.Image, form: str, **how: Any) -> bytes:
    out = io.BytesIO()
    picture.save(out, form, **how)
    return out.getvalue()
