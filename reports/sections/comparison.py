"""The sections of the comparison: last year's numbers beside this year's and what moved them."""

from collections import Counter
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any

from clusters.display import VIEW_WORDS, number, score_words
from clusters.scoring.category import SPOKEN
from kla.templatetags.kla_ui import angka
from reports import scopes
from reports.comparison import VALUE_RULES, RuleChange, causes, rule_changes
from reports.figures import Year
from reports.sections.book import NONE, Book
from reports.sections.coverage import service_lines

MOST = 8  # kelurahan named as risen or fallen
Row = dict[str, Any]


def scores(book: Book, name: str, part: str, section: Any) -> Row:
    """Score and category in three views, the clusters, and how complete both years are."""
    before = book.before
    return {
        "scope": scopes.read(book.data, part),
        "views": [_view(book, key, word) for key, word in VIEW_WORDS.items()],
        "clusters": [_cluster(book, one) for one in book.year.data["clusters"]],
        "complete": [_complete(year) for year in (before, book.year) if year],
        "same_rules": before is not None and not rule_changes(before.data, book.year.data),
    }


def _view(book: Book, key: str, word: str) -> Row:
    now = book.year.views[key]
    then = book.before.views[key] if book.before else None
    return {
        "word": word,
        "last": then.score if then else None,
        "now": now.score,
        "change": signed(_less(now.score, then.score if then else None)),
        "last_category": _category(then.category) if then else NONE,
        "category": _category(now.category),
    }


def _category(name: str | None) -> str:
    return SPOKEN.get(name or "", name or "belum")


def _less(now: Fraction | None, then: Fraction | None) -> Fraction | None:
    return None if now is None or then is None else now - then


def signed(change: Fraction | None) -> str:
    """`naik 2,1`, `turun 0,4`, `tetap`; n. a. where there is nothing to compare."""
    if change is None:
        return NONE
    words = number(abs(change))
    if words == "0":
        return "tetap"
    return f"{'naik' if change > 0 else 'turun'} {words}"


def _cluster(book: Book, cluster: dict[str, str]) -> Row:
    slug = cluster["slug"]
    points, most = book.year.views["verified"].clusters[slug]
    then = book.before.views["verified"].clusters.get(slug) if book.before else None
    return {
        "name": cluster["name"],
        "last": then,
        "points": points,
        "max": most,
        "change": signed(points - then[0]) if then else NONE,
    }


def _complete(year: Year) -> Row:
    cells = [year.cell(area, code).words for area, code, _ in year.owed]
    marks = Counter(row["mark"] for row in year.data["entries"])
    return {
        "year": year.year,
        "framework": year.data["framework"],
        "owed": len(cells),
        "filled": sum(words != "…" for words in cells),
        "unknown": cells.count("t.a.d."),
        "accepted": marks["accepted"],
        "adjusted": marks["adjusted"],
        "rejected": marks["rejected"],
    }


def indicators(book: Book, name: str, part: str, section: Any) -> Row:
    """Every indicator: last, this, change, points, what moved it, by cluster."""
    changes = {one.code: one for one in _changes(book)}
    return {
        "clusters": [
            {
                "name": cluster["name"],
                "rows": [
                    _indicator(book, row, changes.get(row.code))
                    for row in book.year.indicators.values()
                    if row.cluster == cluster["slug"]
                ],
            }
            for cluster in book.year.data["clusters"]
        ],
    }


def _changes(book: Book) -> list[RuleChange]:
    return rule_changes(book.before.data, book.year.data) if book.before else []


def _indicator(book: Book, row: Any, rule: RuleChange | None) -> Row:
    now = book.year.views["verified"].indicators[row.code]
    there = book.before is not None and row.code in book.before.indicators
    then = book.before.views["verified"].indicators[row.code] if there and book.before else None
    hidden = row.sensitive and book.is_public
    return {
        "row": row,
        "last": book.last_city(row.code),
        "now": book.year.city_words(row.code),
        "change": NONE if rule and rule.values else _value_change(row, now, then),
        "last_points": angka(then.points) if then and not hidden else NONE,
        "points": NONE if hidden else angka(now.points),
        "mark": bool(rule),
        "why": causes(book.before, book.year, row.code)
        if then and book.before and not hidden
        else "",
    }


def _value_change(row: Any, now: Any, then: Any) -> str:
    """How the value moved and whether that is better; areas at target where those are shown."""
    if then is None or now.value is None or then.value is None:
        return NONE
    by_areas = row.kind in ("boolean", "level") and row.scope == "kelurahan"
    change = Fraction(now.reached - then.reached) if by_areas else now.value - then.value
    words = signed(change)
    if words == "tetap" or row.direction == "none":
        return words
    better = (change > 0) == (by_areas or row.direction == "higher")
    return f"{words}, {'membaik' if better else 'memburuk'}"


def areas(book: Book, name: str, part: str, section: Any) -> Row:
    """The kelurahan that rose and fell most, and the services that reach more or fewer."""
    moved = sorted(
        (
            (now - then, code, then, now)
            for code in book.kelurahan
            if (then := book.before.share_of(code) if book.before else None) is not None
            and (now := book.year.share_of(code)) is not None
        ),
        key=lambda one: (-one[0], one[1]),
    )
    lines = [_area(book, *one) for one in moved]
    return {
        "risen": [one for one in lines if one["change"] > 0][:MOST],
        "fallen": [one for one in reversed(lines) if one["change"] < 0][:MOST],
        "compared": len(lines),
        "services": [line | {"fate": _fate(line)} for line in service_lines(book)],
    }


def _area(book: Book, change: Fraction, code: str, then: Fraction, now: Fraction) -> Row:
    return {
        "name": book.distinct_names[code],
        "last": then,
        "now": now,
        "change": change,
        "words": f"{signed(change * 100)} poin persen",
    }


def _fate(line: Row) -> str:
    """Is a service new, has it ended, does it reach more or fewer kelurahan than last year?"""
    before, now = line["before"], line["now"]
    if before is None:
        return "tidak tercatat tahun lalu"
    if before == now:
        return "tetap"
    if not before:
        return "baru"
    return "berakhir" if not now else signed(Fraction(now - before))


def facts(book: Book, name: str, part: str, section: Any) -> Row:
    """What changed in the rules, and in last year's data since its report was published."""
    changes = _changes(book)
    return {
        "changes": changes,
        "value_rules": ", ".join(VALUE_RULES.values()),
        "incomparable": sum(one.values for one in changes),
        "frameworks": (
            book.before.data["framework"] if book.before else "",
            book.year.data["framework"],
        ),
        "report": _printed(book),
    }


def _printed(book: Book) -> Row | None:
    """Last year's published report, and what its data say otherwise now; None without one.

    Printed numbers are those of the full edition, so the public one compares none.
    """
    told = book.data.get("last_report")
    if not told or book.before is None:
        return None
    before = book.before
    now = {name: score_words(view.score) for name, view in before.views.items()}
    scored = [
        (f"Skor {VIEW_WORDS[name]}", words, now[name])
        for name, words in told.get("scores", {}).items()
        if words != now[name]
    ]
    values = [
        (f"{code} {before.indicators[code].label}", words, before.city_words(code))
        for code, words in told.get("values", {}).items()
        if code in before.indicators and words != before.city_words(code)
    ]
    return told | {"date": date.fromisoformat(told["day"]), "differences": scored + values}


MAKERS: dict[str, Callable[[Book, str, str, Any], Row]] = {
    "sub-skor": scores,
    "sub-indikator": indicators,
    "sub-wilayah": areas,
    "sub-data": facts,
}
