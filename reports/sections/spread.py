"""Where a cluster stands over the city: the map of its shares, or bars, and the strips."""

from fractions import Fraction
from typing import Any

from reports import charts, coverage_data, drawing
from reports.sections.book import Book, percent

FARTHEST = 3  # kelurahan that the alternative text names at either end
MANY = 60  # kelurahan; with more of them the bars stand for kecamatan


def spread(book: Book, slug: str, title: str) -> dict[str, Any]:
    """The map of verified shares where there are boundaries, else bars; and the strips."""
    shares = {code: book.year.share_of(code, slug) for code in book.kelurahan}
    caption = f"Bagian poin terverifikasi {title} menurut kelurahan, {book.year.year}, persen"
    places = {
        code: drawing.Place(book.names[code], percent(share, sign=False), drawing.share_step(share))
        for code, share in shares.items()
    }
    sheet = coverage_data.sheet_of(book.data)
    maps = drawing.valued(sheet, places, caption)
    return {
        "maps": maps,
        "map_caption": caption,
        "map_alt": _alt(book, shares),
        "legend": list(zip(drawing.SHARE_WORDS, drawing.FILL[1:], strict=True)),
        "source": sheet.source if sheet else "",
        "bars": "" if maps else _bars(book, shares, caption),
        "strips": _strips(book, slug, shares),
    }


def _alt(book: Book, shares: dict[str, Fraction | None]) -> str:
    """The map for who does not see it: the highest and the lowest three."""
    told = sorted(
        (share, book.distinct_names[code]) for code, share in shares.items() if share is not None
    )
    if not told:
        return "belum ada yang terverifikasi"
    low = ", ".join(f"{name} {percent(share)}" for share, name in told[:FARTHEST])
    high = ", ".join(f"{name} {percent(share)}" for share, name in told[: -FARTHEST - 1 : -1])
    return f"tertinggi {high}; terendah {low}"


def _bars(book: Book, shares: dict[str, Fraction | None], alt: str) -> str:
    """Verified share of points by kelurahan, or by kecamatan where there are many."""
    if len(shares) <= MANY:
        told = [(book.distinct_names[code], share) for code, share in shares.items()]
    else:
        told = [
            (book.names[code], _mean([shares[area] for area in areas]))
            for code, areas in book.by_kecamatan
        ]
    rows = [(name, _tenths(share)) for name, share in told if share is not None]
    return charts.bars(rows, alt=alt)


def _strips(book: Book, slug: str, shares: dict[str, Fraction | None]) -> str:
    """A line a kecamatan, the highest first; this year's kelurahan above last year's."""
    rows = []
    for code, areas in book.by_kecamatan:
        now = [(book.names[a], _tenths(s)) for a in areas if (s := shares[a]) is not None]
        last = [
            _tenths(share)
            for area in areas
            if book.before and (share := book.before.share_of(area, slug)) is not None
        ]
        value = _mean([shares[area] for area in areas])
        rows.append(
            charts.Strip(book.names[code], now, last, None if value is None else _tenths(value))
        )
    rows.sort(key=lambda row: (-(row.value or 0), row.name))
    whole = _mean(list(shares.values()))
    told = "; ".join(f"{row.name} {charts.tenths(row.value)}" for row in rows)
    return charts.strips(
        rows,
        None if whole is None else _tenths(whole),
        alt=f"Rentang antarkelurahan menurut kecamatan, rata-rata dalam persen: {told}",
    )


def _mean(shares: list[Fraction | None]) -> Fraction | None:
    known = [share for share in shares if share is not None]
    return sum(known, Fraction(0)) / len(known) if known else None


def _tenths(share: Fraction) -> float:
    return round(float(share * 100), 1)
