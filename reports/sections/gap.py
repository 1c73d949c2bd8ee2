"""What would reach the next category, who can make it, what comes first, what is advised."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from clusters.display import score_words, target_words
from clusters.scoring.category import SPOKEN, next_category
from clusters.scoring.gap import Gain, Step, enough
from kla.templatetags.kla_ui import angka
from reports.sections.advice import recommendations
from reports.sections.book import Book

STEPS = (
    (Step.FILL, "isi dan ajukan"),
    (Step.PROVE, "tambah bukti yang berlaku"),
    (Step.REVIEW, "periksa"),
    (Step.RAISE, "capai targetnya"),
)
LISTED = 30  # entries that are told one by one
FIRST = 10  # indicators that come first
BEHIND = 5  # kelurahan that are left behind
Sums = dict[str, Any]


@dataclass(frozen=True)
class Group:
    """What one party can do: how many entries by step, and the points they come to."""

    who: str
    steps: list[int]
    count: int
    points: Fraction


def gap(book: Book, name: str, part: str, section: Any) -> dict[str, Any]:
    """The gap list with its sums, the priorities, and the recommendations that follow."""
    score = book.year.views["verified"].score
    missing = next_category(score)
    listed = book.gains
    chosen = enough(listed, missing[1]) if missing else []
    taken = listed if chosen is None else chosen
    priorities, behind = _priorities(book), _behind(book)
    return {
        "lead": _lead(score, missing, _sum(taken), suffices=chosen is not None),
        "missing": missing,
        "next": _spoken(missing[0]) if missing else "",
        "suffices": chosen is not None,
        "step_words": [words for _, words in STEPS],
        "potential": [_step_line(listed, step, words) for step, words in STEPS],
        "potential_sum": _sum(listed),
        "taken_sum": _sum(taken),
        "groups": groups(book, taken),
        "step_sums": _by_step(taken),
        "ways": [_way(book, one) for one in taken[:LISTED]],
        "rest": _sum(taken[LISTED:]),
        "surplus": _sum(taken)["points"] - missing[1] if missing else None,
        "priorities": priorities,
        "lost": sum((row["lost"] for row in priorities), Fraction(0)),
        "lost_all": sum((row["lost"] for row in _losses(book)), Fraction(0)),
        "behind": behind,
        "city_share": book.year.share_of_city(),
        "last_city_share": book.before.share_of_city() if book.before else None,
        "advice": recommendations(book, listed, priorities, behind),
    }


def _lead(
    score: Fraction | None, missing: tuple[str, Fraction] | None, taken: Sums, *, suffices: bool
) -> str:
    """How far the next category is, and whether what can be made up is enough."""
    if score is None:
        return "Belum ada skor: belum ada isian yang dapat dinilai."
    if missing is None:
        return (
            "Kota sudah pada kategori tertinggi, KLA (Paripurna), dengan perkiraan skor "
            f"{score_words(score)}. Yang tersisa ialah menjaga dan meratakan."
        )
    far = f"Kategori {_spoken(missing[0])} berjarak {angka(missing[1], 2)} poin. "
    points = angka(taken["points"], 2)
    if suffices:
        return f"{far}{taken['count']} isian bersama memberi {points} poin, dan itu cukup."
    return f"{far}Semua perbaikan yang ada bersama memberi {points} poin, dan itu tidak cukup."


def _spoken(name: str) -> str:
    return "Paripurna" if name in SPOKEN else name


def _sum(listed: Sequence[Gain]) -> Sums:
    return {
        "count": len(listed),
        "points": sum((one.points for one in listed), Fraction(0)),
    }


def _step_line(listed: Iterable[Gain], step: Step, words: str) -> dict[str, Any]:
    return {"words": words} | _sum([one for one in listed if one.step == step])


def _by_step(listed: Iterable[Gain]) -> list[int]:
    found = Counter(one.step for one in listed)
    return [found[step] for step, _ in STEPS]


def groups(book: Book, taken: Iterable[Gain]) -> list[Group]:
    """These entries by who can make them, those who can move most first."""
    found: dict[str, list[Gain]] = defaultdict(list)
    for one in taken:
        found[who(book, one)].append(one)
    made = [
        Group(name, _by_step(ways), len(ways), _sum(ways)["points"]) for name, ways in found.items()
    ]
    return sorted(made, key=lambda group: (-group.points, group.who))


def who(book: Book, gain: Gain) -> str:
    """The verifier of the cluster, the office of a city's indicator, the kelurahan's operator."""
    row = book.year.indicators[gain.code]
    if gain.step == Step.REVIEW:
        names = {one["slug"]: one["name"] for one in book.year.data["clusters"]}
        return f"Verifikator {names[row.cluster]}"
    if row.scope == "kota":
        return book.offices.get(row.owner, row.owner)
    return f"Operator {book.distinct_names.get(gain.area, gain.area)}"


def _way(book: Book, gain: Gain) -> dict[str, Any]:
    row = book.year.indicators[gain.code]
    return {
        "code": gain.code,
        "label": row.label,
        "area": book.distinct_names.get(gain.area) or book.names[gain.area],
        "words": dict(STEPS)[gain.step],
        "who": who(book, gain),
        "points": gain.points,
    }


def _losses(book: Book) -> list[dict[str, Any]]:
    """Every scored indicator with the points it has not earned, most first."""
    view = book.year.views["verified"]
    found = []
    for code, one in view.indicators.items():
        row = book.year.indicators[code]
        if one.max > one.points:
            found.append(
                {
                    "row": row,
                    "last": book.last_city(code),
                    "now": book.year.city_words(code),
                    "target": target_words(row),
                    "office": book.offices.get(row.owner, row.owner),
                    "lost": one.max - one.points,
                    "short": one.applicable - one.reached,
                }
            )
    return sorted(found, key=lambda row: (-row["lost"], row["row"].code))


def _priorities(book: Book) -> list[dict[str, Any]]:
    return _losses(book)[:FIRST]


def _behind(book: Book) -> list[dict[str, Any]]:
    """The kelurahan with the smallest part of their points, beside last year."""
    told = sorted(
        (share, code)
        for code in book.kelurahan
        if (share := book.year.share_of(code)) is not None and share < 1
    )
    return [
        {
            "name": book.names[code],
            "kecamatan": book.names[code.rsplit(".", 1)[0]],
            "share": share,
            "last": book.before.share_of(code) if book.before else None,
            "weakest": _weakest(book, code),
        }
        for share, code in told[:BEHIND]
    ]


def _weakest(book: Book, area: str) -> str:
    """The cluster of which this kelurahan has the smallest part."""
    told = sorted(
        (share, one["name"])
        for one in book.year.data["clusters"]
        if (share := book.year.share_of(area, one["slug"])) is not None
    )
    return told[0][1] if told else "n. a."
