"""Pure: finds a number of 16 digits, such as a NIK, in what a person wrote."""

import re

MESSAGE = "Jangan tulis NIK atau nomor 16 angka. Hapus nomor itu."
LENGTH = 16

# What people put between digits: spaces, dots, hyphens and dashes, and marks nobody sees.
# A line break is none of them: numbers below each other are several numbers.
_SPACES = r" \t\u00a0\u1680\u2000-\u200f\u202f\u205f\u2060\u3000\ufeff\u00ad"
_MARKS = r".\-_·•\u2010-\u2015\u2212"
_RUN = re.compile(rf"\d(?:[{_SPACES}{_MARKS}]*\d)*")
_GAP = re.compile(rf"[{_SPACES}]+")
_DIGITS = re.compile(r"\d+")


def has_identity_number(text: str) -> bool:
    """Does the text hold a number of exactly 16 digits?

    A number is a run of digits with spaces, dots or hyphens between them, and each part of the
    run that stands by itself: `6471010101010001 2 orang` holds one. A number of 17 or 18 digits,
    such as a NIP (`19870101 201001 1 001`), is none.
    """
    for run in _RUN.findall(text):
        parts = [run, *_GAP.split(run), *_DIGITS.findall(run)]
        if any(_count(part) == LENGTH for part in parts):
            return True
    return False


def _count(text: str) -> int:
    return sum(len(digits) for digits in _DIGITS.findall(text))
