"""How pages are numbered: small Roman in the front matter, by chapter in the body (III-4)."""


def page_labels(counts: list[tuple[str, int]]) -> list[str]:
    """The printed number of each page: ii, iii for the front (the cover is i), IV-2, L1-6.

    `counts` has (numeral, pages) for each part in order.
    """
    labels: list[str] = []
    seen: dict[str, int] = {}
    for numeral, pages in counts:
        for _ in range(pages):
            seen[numeral] = seen.get(numeral, 0) + 1
            number = seen[numeral]
            labels.append(f"{numeral}-{number}" if numeral else _roman(number))
    return labels


def _roman(number: int) -> str:
    signs = [(10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")]
    text = ""
    for value, sign in signs:
        while number >= value:
            text, number = text + sign, number - value
    return text
