"""Pure: numbers by reference in a text, `{{KES-02 kota = 14,2%}}`: found, kept, compared.

What stands behind `=` is the value as it was when the sentence was saved or last read. The
report prints the value of its snapshot; where that differs, the sentence has to be read again.
"""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass

Resolve = Callable[[str], str | None]  # the value now; None where the reference is not known

MOST = 200  # references in one chapter
UNKNOWN = "–"  # what stands where a reference is not known any more
_REFERENCE = re.compile(r"\{\{([^{}\n]{1,400})\}\}")
_OPEN = re.compile(r"\{\{|\}\}")
# A value is text in a line: signs that end a reference or a line are none of it.
_SAFE = str.maketrans({"{": "(", "}": ")", "\n": " ", "\r": " "})


@dataclass(frozen=True)
class Reference:
    """One reference: its name and the value that is kept with it, None where none is yet."""

    name: str
    kept: str | None


@dataclass(frozen=True)
class Moved:
    """A number that is not what it was when its sentence was read; `new` None: not known.

    `sentence` is the first one that it stands in, with the numbers of now.
    """

    name: str
    old: str
    new: str | None
    sentence: str


def find(text: str) -> list[Reference]:
    """Every reference of a text, in order."""
    return [_read(found[1]) for found in _REFERENCE.finditer(text)]


def _read(inside: str) -> Reference:
    name, sign, kept = inside.partition("=")
    return Reference(" ".join(name.split()), _told(kept) if sign else None)


def _told(value: str) -> str:
    return " ".join(value.translate(_SAFE).split())


def written(name: str, value: str | None) -> str:
    """A reference as it stands in a text."""
    return f"{{{{{name} = {_told(value)}}}}}" if value is not None else f"{{{{{name}}}}}"


def replaced(text: str, act: Callable[[Reference], str]) -> str:
    """The text with each reference replaced by what `act` says."""
    return _REFERENCE.sub(lambda found: act(_read(found[1])), text)


def without(text: str) -> str:
    """The text alone; where a reference stood is a gap."""
    return _REFERENCE.sub(" … ", text)


def faults(text: str, resolve: Resolve) -> list[str]:
    """A sentence for each reference that cannot stand; empty where all can."""
    found = find(text)
    if len(found) > MOST:
        return [f"Paling banyak {MOST} rujukan angka dalam satu bab, ini {len(found)}."]
    names = dict.fromkeys(one.name for one in found)
    said = [
        f"Rujukan {{{{{name}}}}} tidak dikenal. Pilih dari daftar angka."
        for name in names
        if resolve(name) is None
    ]
    left = _OPEN.search(_REFERENCE.sub("", text))
    if left:
        said.append("Ada {{ atau }} yang tidak berpasangan. Tulis misalnya {{skor terverifikasi}}.")
    return said


def filled(text: str, resolve: Resolve) -> str:
    """The text with the value of now beside each reference that has none yet."""
    return replaced(
        text,
        lambda one: written(one.name, resolve(one.name) if one.kept is None else one.kept),
    )


def moved(text: str, resolve: Resolve) -> list[Moved]:
    """The references whose value is not the kept one, each once, in order."""
    found: dict[tuple[str, str], Moved] = {}
    for one in find(text):
        now = resolve(one.name)
        if one.kept is not None and (now is None or _told(now) != one.kept):
            sentence = _sentence(text, one.name, resolve)
            found.setdefault((one.name, one.kept), Moved(one.name, one.kept, now, sentence))
    return list(found.values())


_END = re.compile(r"(?<=[.!?])[ \t]+|\n+")  # of a sentence, once its values are hidden


def _sentence(text: str, name: str, resolve: Resolve) -> str:
    said: list[str] = []

    def hide(one: Reference) -> str:
        said.append(one.name)
        return f"\0{len(said) - 1}\0"

    for part in _END.split(replaced(text.replace("\0", ""), hide)):
        pieces = part.split("\0")  # words and numbers of references by turns
        if name in [said[int(number)] for number in pieces[1::2]]:
            pieces[1::2] = [resolve(said[int(number)]) or UNKNOWN for number in pieces[1::2]]
            return "".join(pieces).strip()
    return ""


def read_again(text: str, resolve: Resolve, names: Collection[str] | None = None) -> str:
    """The text with the value of now kept beside these references (None: beside all)."""

    def act(one: Reference) -> str:
        now = resolve(one.name)
        wanted = names is None or one.name in names
        return written(one.name, now if wanted and now is not None else one.kept)

    return replaced(text, act)
