"""Small counts of children: which numbers are hidden from those not entitled (design page)."""

from collections.abc import Iterable, Mapping, Sequence

HIDDEN = "<5"


def is_small(count: int | None) -> bool:
    """Is it a count of 1 to 4?"""
    return count is not None and 1 <= count <= 4


def hides(numerator: int | None, denominator: int | None, value: int | None) -> bool:
    """Must an answer be hidden: n, d, d − n or the count is 1 to 4?"""
    rest = None
    if numerator is not None and denominator is not None:
        rest = denominator - numerator
    return any(is_small(count) for count in (numerator, denominator, rest, value))


def hidden_cells(counts: Mapping[str, int | None], *, total_shown: bool) -> set[str]:
    """Which cells of a row of parts are hidden, so that none can be computed from the total.

    A single hidden cell beside a shown total is that total less the rest, and cells known to
    be 1 to 4 are known exactly where all must be 1 or all 4: then the smallest other cells
    above 0 are hidden too (or, without one, a 0). Where every cell is hidden, hide the total.
    """
    hidden = {key for key, count in counts.items() if is_small(count)}
    if not total_shown or not hidden:
        return hidden
    others = sorted(
        (count == 0, count, key)
        for key, count in counts.items()
        if count is not None and key not in hidden
    )
    for _, _, key in others:
        if not _is_pinned([counts[key] or 0 for key in hidden]):
            break
        hidden.add(key)
    return hidden


def hidden_in_row(counts: Mapping[str, int | None], sums: Iterable[Sequence[str]]) -> set[str]:
    """Which counts of one row are hidden: small ones, and what would give one away.

    Each of `sums` names a whole and its parts. What the parts leave of the whole is a count too,
    although nobody wrote it: where it is small, a part is hidden beside it.
    """
    hidden = {name for name, count in counts.items() if is_small(count)}
    for whole, *parts in sums:
        total, known = counts.get(whole), [counts.get(part) for part in parts]
        if total is None or None in known:
            continue
        cells = {part: counts[part] for part in parts}
        cells[_REST] = total - sum(count or 0 for count in known)
        hidden |= hidden_cells(cells, total_shown=whole not in hidden) - {_REST}
        # A whole that is hidden for another's sake must not be put together from its parts.
        shown = [part for part in parts if counts[part] and part not in hidden]
        if whole in hidden and not is_small(total) and len(shown) == len(parts):
            hidden.add(min(shown, key=lambda part: counts[part] or 0))
    return hidden


_REST = ""  # what the parts leave of their whole


def _is_pinned(cells: list[int]) -> bool:
    """Does the sum of these hidden cells leave but one way to fill them with 1 to 4?"""
    return len(cells) == 1 or sum(cells) in (len(cells), 4 * len(cells))
