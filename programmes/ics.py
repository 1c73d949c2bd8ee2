"""Pure: one event as an iCalendar file (RFC 5545)."""

from dataclasses import dataclass
from datetime import UTC, datetime

WIDE = 75  # octets of a line without its end, section 3.1


@dataclass(frozen=True)
class Event:
    """What a calendar keeps of a meeting; times carry their zone."""

    uid: str  # the same for ever, so that a changed date replaces the old one
    sequence: int  # grows with each change
    changed_at: datetime
    starts: datetime
    ends: datetime
    summary: str
    place: str
    description: str


def write(event: Event) -> bytes:
    """The file: lines folded and ended as the standard asks, times in UTC."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//KLA//Gugus Tugas//ID",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        f"UID:{event.uid}",
        f"SEQUENCE:{event.sequence}",
        f"DTSTAMP:{_moment(event.changed_at)}",
        f"DTSTART:{_moment(event.starts)}",
        f"DTEND:{_moment(event.ends)}",
        f"SUMMARY:{_text(event.summary)}",
        f"LOCATION:{_text(event.place)}",
        f"DESCRIPTION:{_text(event.description)}",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return b"".join(_folded(line) + b"\r\n" for line in lines)


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(words: str) -> str:
    """Section 3.3.11: backslash, semicolon and comma escaped, a new line as `\\n`."""
    for sign in "\\;,":
        words = words.replace(sign, f"\\{sign}")
    words = "\\n".join(words.splitlines())
    return "".join(sign for sign in words if sign.isprintable() or sign == "\t")


def _folded(line: str) -> bytes:
    """Long lines go on behind a space; no letter is cut in two."""
    found, room = [b""], WIDE
    for sign in line:
        octets = sign.encode()
        if len(found[-1]) + len(octets) > room:
            found.append(b"")
            room = WIDE - 1
        found[-1] += octets
    return b"\r\n ".join(found)
