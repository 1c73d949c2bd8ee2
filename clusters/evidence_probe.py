"""Run as a program of its own: opens an upload from standard input under hard limits.

Prints the number of pages (1 for a picture), `encrypted`, `active` or `too many pixels`; exits
otherwise than 0 for what cannot be opened. It imports nothing of the project.
"""

import io
import resource
import sys
from typing import Any

MEMORY = 1_500_000_000  # bytes of address space
SECONDS = 10  # of processor time
MOST_PIXELS = 100_000_000


def main(kind: str, content: bytes) -> str:
    """What is to be said about this content, which claims to be of this type."""
    return _pdf(content) if kind == "application/pdf" else _picture(kind, content)


def _pdf(content: bytes) -> str:
    import pikepdf  # noqa: PLC0415 - only after the limits are set

    try:
        # No recovery: a file cut short on its way is refused, not patched up.
        with pikepdf.open(io.BytesIO(content), attempt_recovery=False) as pdf:
            if pdf.is_encrypted:
                return "encrypted"
            return "active" if any(map(_is_active, pdf.objects)) else str(len(pdf.pages))
    except pikepdf.PasswordError:
        return "encrypted"


def _is_active(thing: Any) -> bool:
    """Does this object, or one that lies in it, run a script or start a program?"""
    from pikepdf import Array, Dictionary, Stream  # noqa: PLC0415 - only after the limits are set

    inside = [thing]
    while inside:
        one = inside.pop()
        if isinstance(one, Dictionary | Stream):
            if "/JS" in one or str(one.get("/S", "")) in ("/JavaScript", "/Launch"):
                return True
            children = list(one.values()) if isinstance(one, Dictionary) else []
        else:
            children = list(one) if isinstance(one, Array) else []
        inside += [child for child in children if not getattr(child, "is_indirect", False)]
    return False


def _picture(kind: str, content: bytes) -> str:
    from PIL import Image  # noqa: PLC0415 - only after the limits are set

    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    formats = [{"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}[kind]]
    try:
        with Image.open(io.BytesIO(content), formats=formats) as image:
            if image.width * image.height > MOST_PIXELS:
                return "too many pixels"
            image.load()
    except Image.DecompressionBombError:
        return "too many pixels"
    return "1"


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    print(main(sys.argv[1], sys.stdin.buffer.read()))  # noqa: T201 - its answer
