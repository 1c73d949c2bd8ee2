"""Pure: what changed between two texts, in words."""

import re
from difflib import SequenceMatcher

_PIECE = re.compile(r"\{\{[^{}\n]*\}\}|\s+|[^\s{]+|\{")


def differences(old: str, new: str) -> list[tuple[str, str]]:
    """("same", "gone" or "new", text) in the order of reading; a reference is one word."""
    before, after = _PIECE.findall(old), _PIECE.findall(new)
    found: list[tuple[str, str]] = []
    for act, a, b, c, d in SequenceMatcher(str.isspace, before, after).get_opcodes():
        if act == "equal":
            found.append(("same", "".join(before[a:b])))
            continue
        found += [("gone", "".join(before[a:b]))] if b > a else []
        found += [("new", "".join(after[c:d]))] if d > c else []
    return found
