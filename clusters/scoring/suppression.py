"""Small counts of children: which numbers are hidden from those not entitled (design page)."""

from collections.abc import Mapping

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

    A single hidden cell beside a shown total is that total less the rest: then the smallest
    other cell above 0 is hidden too (or, without one, the smallest 0).
    """
    hidden = {key for key, count in counts.items() if is_small(count)}
    if not total_shown or len(hidden) != 1:
        return hidden
    others = sorted(
        (count == 0, count, key)
        for key, count in counts.items()
        if count is not None and key not in hidden
    )
    return hidden | {others[0][2]} if others else hidden
