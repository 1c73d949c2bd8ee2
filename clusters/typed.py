"""Pure: a whole number as people write it or copy it from a spreadsheet."""

import re

_WHOLE = re.compile(r"[0-9]{1,3}(?:[. ][0-9]{3})+|[0-9]+")
_SPACES = str.maketrans(dict.fromkeys("\u00a0\u202f\u2009", " "))


def whole(text: str) -> int | None:
    """12500, 12.500 and 12 500 are the same; an empty text is no answer, not 0.

    Raises ValueError for what is no whole number.
    """
    plain = text.translate(_SPACES).strip()
    if not plain:
        return None
    if not _WHOLE.fullmatch(plain):
        raise ValueError(plain)
    digits = re.sub(r"\D", "", plain).lstrip("0") or "0"
    return int(digits[:20])  # far beyond what an answer may be, and refused there


def why_not_whole(text: str) -> str:
    """What to do about a text that is no whole number, as a sentence."""
    plain = text.translate(_SPACES).strip()
    if plain[:1] in "-−" and any(map(str.isdecimal, plain)):
        return "Angka negatif tidak mungkin di sini. Isi dengan bilangan bulat mulai dari 0."
    if re.fullmatch(r"[0-9. ]+,[0-9]+|[0-9,]+\.[0-9]+", plain):
        return "Isi jumlahnya tanpa angka di belakang koma, misalnya 12 atau 12.500."
    return "Isi dengan bilangan bulat, misalnya 12 atau 12.500."
