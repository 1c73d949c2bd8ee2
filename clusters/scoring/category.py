"""The category of a score, and what is still missing to the next one."""

from fractions import Fraction

# Permen PPPA bands as press and the Blitar data set give them; the holes between the published
# bands (600 to 601) are closed downwards: 600.99 is Pratama (design page).
CATEGORIES: tuple[tuple[int, str], ...] = (
    (901, "KLA"),
    (801, "Utama"),
    (701, "Nindya"),
    (601, "Madya"),
    (500, "Pratama"),
)
SPOKEN = {"KLA": "KLA (Paripurna)"}


def category(score: Fraction | None) -> str | None:
    """The category by the exact score; None below 500 or without a score."""
    if score is None:
        return None
    return next((name for least, name in CATEGORIES if score >= least), None)


def next_category(score: Fraction | None) -> tuple[str, Fraction] | None:
    """The next category above and the points missing to it; None at the top or without score."""
    if score is None:
        return None
    above = [(name, least - score) for least, name in reversed(CATEGORIES) if score < least]
    return above[0] if above else None
