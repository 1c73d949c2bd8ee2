"""Keeps what lets somebody in, one-time links and keys of a reset, out of the logs."""

import logging
import re

_SECRET = re.compile(r"(/tautan/|/lupa/)[\w-]{16,}")


def masked(text: str) -> str:
    """The text with … in place of each secret of an address."""
    return _SECRET.sub(r"\1…", text)


class Mask(logging.Filter):
    """Masks every line that is logged."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = masked(record.getMessage()), ()
        return True
