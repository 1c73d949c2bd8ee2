"""Opens an upload from standard input under hard limits and says what it is.

It writes one line of JSON (`word`, `type`, `pages`, `size`) and, for a picture, the `size` bytes
that are to be kept; then a line with a number and as many bytes of JPEG, the preview. A preview
that cannot be made is left out. It exits otherwise than 0 for what cannot be opened.
"""

import json
import resource
import signal
import sys

from faults import Refused

MEMORY = 1_500_000_000  # bytes of address space
SECONDS = 10  # of processor time
PREVIEW_SECONDS = 3  # a page that takes longer to draw goes without


def main(kind: str, content: bytes) -> None:
    """Answer on standard output for this content, which claims to be of this type."""
    try:
        if kind == "application/pdf":
            _pdf(content)
        elif kind == "application/zip":
            _office(content)
        else:
            _picture(kind, content)
    except Refused as refused:
        _say(word=str(refused))
    except MemoryError:
        _say(word="too much")


def _pdf(content: bytes) -> None:
    from document import pages_of, preview_of  # noqa: PLC0415 - only after the limits are set

    _say(type="application/pdf", pages=pages_of(content))
    # The answer is out; whatever ends this process now costs the preview only.
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.alarm(PREVIEW_SECONDS)
    _blob(preview_of(content))


def _office(content: bytes) -> None:
    from office import type_of  # noqa: PLC0415 - only after the limits are set

    _say(type=type_of(content))


def _picture(kind: str, content: bytes) -> None:
    from picture import redrawn  # noqa: PLC0415 - only after the limits are set

    kept_type, kept, preview = redrawn(kind, content)
    _say(type=kept_type, size=len(kept))
    sys.stdout.buffer.write(kept)
    _blob(preview)


def _say(
    *, word: str = "ok", type: str = "", pages: int | None = None, size: int | None = None
) -> None:
    line = json.dumps({"word": word, "type": type, "pages": pages, "size": size})
    sys.stdout.buffer.write(line.encode() + b"\n")
    sys.stdout.buffer.flush()


def _blob(content: bytes) -> None:
    sys.stdout.buffer.write(b"%d\n" % len(content) + content)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    main(sys.argv[1], sys.stdin.buffer.read())
