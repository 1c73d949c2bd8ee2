"""Pure: what a person and a user name may look like, and a user name suggested for an operator."""

import re
import unicodedata
from collections.abc import Collection

from django.utils.text import slugify

WRONG_NAME = "Nama kosong, lebih dari 120 huruf, atau memuat tanda yang tidak tampak."
WRONG_USERNAME = "Nama pengguna 3 sampai 150 huruf Latin, angka, atau tanda . @ + - _ tanpa spasi."
# ASCII only: a Cyrillic letter that looks like a Latin one would make two names look alike.
_USERNAME = re.compile(r"[A-Za-z0-9_.@+-]{3,150}")


def is_username(text: str) -> bool:
    """May an account be called so?"""
    return _USERNAME.fullmatch(text) is not None


def is_name(text: str) -> bool:
    """May a person be called so? Whatever is written, if all of it can be seen."""
    return bool(text.strip()) and len(text) <= 120 and not any(map(_is_hidden, text))


def _is_hidden(sign: str) -> bool:
    return unicodedata.category(sign)[0] == "C"


def suggested(area_name: str, taken: Collection[str]) -> str:
    """`gunungsamarindabaru.1`: the area's name and the first free number; `taken` is folded."""
    stem = slugify(area_name).replace("-", "") or "operator"
    number = 1
    while f"{stem}.{number}" in taken:
        number += 1
    return f"{stem}.{number}"
