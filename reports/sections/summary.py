"""The executive summary, on one page: the score, the clusters, the issues, three messages."""

from fractions import Fraction
from typing import Any

from clusters.display import number, score_words
from clusters.scoring.category import CATEGORIES, SPOKEN, next_category
from reports.sections.book import Book
from reports.sections.front import category_words, signed

RULER = 110  # millimetres of print from 400 to 1000
STRIP = 34  # millimetres from 0 to 100 percent
FIRST = 400


def summary(book: Book, name: str, part: str, section: Any) -> dict[str, Any]:
    """The score in three views, the clusters, the issues, and what is missing."""
    views = book.year.views
    verified = views["verified"]
    before = book.before.views["verified"].score if book.before else None
    change = None if before is None or verified.score is None else verified.score - before
    missing = next_category(verified.score)
    return {
        "views": views,
        "category": category_words(book),
        "missing": missing,
        "before": before,
        "change": signed(change),
        "lead": _lead(change, missing),
        "ruler": _ruler(views, missing),
        "clusters": [_cluster(book, cluster) for cluster in book.year.data["clusters"]],
        "totals": _totals(views, change),
        "issues": [_issue(book, issue) for issue in book.year.data["issues"]],
        "messages": _messages(book, missing),
    }


def _lead(change: Fraction | None, missing: tuple[str, Fraction] | None) -> str:
    if change is None:
        told = "Belum ada skor tahun sebelumnya sebagai pembanding."
    elif signed(change) == "0,0":
        told = "Skor sama dengan tahun sebelumnya."
    else:
        verb = "naik" if change > 0 else "turun"
        told = f"Skor {verb} {signed(abs(change))[1:]} poin dari tahun sebelumnya."
    if missing is None:
        return told
    return f"{told} Kategori {_spoken(missing[0])} berjarak {_up(missing[1])} poin."


def _spoken(name: str) -> str:
    return "Paripurna" if name in SPOKEN else name


def _up(points: Fraction) -> str:
    """Points that are missing, rounded up: with that many the category is reached."""
    return number(Fraction(-(-points * 10 // 1), 10))


def _cluster(book: Book, cluster: dict[str, str]) -> dict[str, Any]:
    slug, none = cluster["slug"], (Fraction(0), Fraction(0))
    rows = {name: view.clusters.get(slug, none) for name, view in book.year.views.items()}
    points, most = rows["verified"]
    last = book.before.views["verified"].clusters.get(slug) if book.before else None
    told = {name: row[0] for name, row in rows.items()}
    shares = {name: row[0] / row[1] if row[1] else None for name, row in rows.items()}
    return told | {
        "name": cluster["name"],
        "max": most,
        "change": signed(points - last[0] if last else None),
        "share": shares["verified"],
        "strip": _strip(shares),
    }


def _totals(views: Any, change: Fraction | None) -> dict[str, Any]:
    pairs = {
        name: [sum((pair[at] for pair in view.clusters.values()), Fraction(0)) for at in (0, 1)]
        for name, view in views.items()
    }
    shares = {name: points / most if most else None for name, (points, most) in pairs.items()}
    told: dict[str, Any] = {name: points for name, (points, _) in pairs.items()}
    return told | {
        "max": pairs["verified"][1],
        "change": signed(change),
        "share": shares["verified"],
        "strip": _strip(shares),
    }


def _strip(shares: dict[str, Fraction | None]) -> dict[str, float]:
    """Where the three marks lie on a line from 0 to 100 percent, in millimetres."""
    return {
        name: round(float(share) * STRIP, 2) for name, share in shares.items() if share is not None
    }


def _ruler(views: Any, missing: tuple[str, Fraction] | None) -> dict[str, Any]:
    """Where the bands and the three marks lie on a ruler from 400 to 1000, in millimetres."""
    edges = [FIRST, *(least for least, _ in reversed(CATEGORIES)), 1000]
    names = ["Belum", *(_spoken(name) for _, name in reversed(CATEGORIES))]
    score = views["verified"].score
    bands = [
        {
            "x": _mm(low),
            "middle": round((_mm(low) + _mm(high)) / 2, 2),
            "width": round(_mm(high) - _mm(low), 2),
            "name": name,
            "from": low,
            "is_own": score is not None and low <= max(score, FIRST) < high + (high == 1000),
        }
        for low, high, name in zip(edges[:-1], edges[1:], names, strict=True)
    ]
    marks = [
        {"x": _mm(view.score), "name": name, "score": view.score, "y": 5 + 5 * number}
        for number, (name, view) in enumerate(views.items())
        if view.score is not None
    ]
    gap = None
    if missing and score is not None:
        gap = {
            "x": _mm(score),
            "to": _mm(score + missing[1]),
            "words": f"kurang {_up(missing[1])} poin ke {_spoken(missing[0])}",
        }
    return {"bands": bands, "marks": marks, "gap": gap}


def _mm(score: Fraction | int) -> float:
    return round(float(max(min(score, 1000), FIRST) - FIRST) / (1000 - FIRST) * RULER, 2)


def _issue(book: Book, issue: dict[str, str]) -> dict[str, Any]:
    """An issue's points, and the value of the indicator that weighs most in it, of the kelurahan
    where there is one: what is nearest to the children."""
    view = book.year.views["verified"]
    rows = [row for row in book.year.indicators.values() if issue["slug"] in row.issues]
    points = sum((view.indicators[row.code].points for row in rows), Fraction(0))
    most = sum((view.indicators[row.code].max for row in rows), Fraction(0))
    told = [
        row
        for row in rows
        if view.indicators[row.code].max
        and view.indicators[row.code].value is not None
        and row.kind not in ("boolean", "level")
    ]
    head = max(
        told,
        key=lambda row: (row.scope == "kelurahan", view.indicators[row.code].max, row.code),
        default=None,
    )
    return {
        "name": issue["name"],
        "points": points,
        "max": most,
        "share": points / most if most else None,
        "head": head,
        "now": book.year.city_words(head.code) if head else "n. a.",
        "last": book.last_city(head.code) if head else "n. a.",
        "trend": _trend(book, head) if head else "",
    }


def _trend(book: Book, row: Any) -> str:
    """`naik, membaik`: never by colour alone."""
    now = book.year.views["verified"].indicators[row.code].value
    there = book.before and row.code in book.before.indicators
    last = book.before.views["verified"].indicators[row.code].value if there else None  # type: ignore[union-attr]
    if now is None or last is None:
        return ""
    if now == last:
        return "tetap"
    up = now > last
    better = up == (row.direction == "higher")
    return f"{'▲ naik' if up else '▼ turun'}, {'membaik' if better else 'memburuk'}"


def _messages(book: Book, missing: tuple[str, Fraction] | None) -> list[dict[str, str]]:
    """Three things to know, each from the numbers, with where to read on."""
    # As printed, so that the parts of the second message add up to its whole.
    views = book.year.views
    score = {name: _printed(view.score) for name, view in views.items()}
    waiting = score["claimed"] - score["verified"]
    return [
        _distance({name: view.score or Fraction(0) for name, view in views.items()}, missing),
        {
            "title": f"{score_words(waiting)} poin sudah diklaim, belum terverifikasi.",
            "text": f"{score_words(score['claimed'] - score['evidenced'])} poin menunggu bukti "
            f"yang berlaku, {score_words(score['evidenced'] - score['verified'])} poin menunggu "
            "atau tidak lolos verifikasi.",
            "place": "Bab II dan Bab XI",
        },
        _heaviest(book),
    ]


def _printed(score: Fraction | None) -> Fraction:
    return Fraction(int((score or Fraction(0)) * 10), 10)


def _distance(score: dict[str, Fraction], missing: Any) -> dict[str, str]:
    if missing is None:
        return {
            "title": "Kategori tertinggi tercapai."
            if score["verified"]
            else "Belum ada isian yang terverifikasi.",
            "text": "Tahun berikutnya menuntut capaian yang terjaga di setiap kelurahan."
            if score["verified"]
            else "Skor muncul setelah verifikator menerima isian yang berbukti.",
            "place": "Bab XI",
        }
    least = score["verified"] + missing[1]
    suffices = "sudah cukup: yang kurang ialah bukti dan pemeriksaan"
    short = "juga belum cukup: perlu capaian baru, bukan hanya bukti"
    return {
        "title": f"{_spoken(missing[0])} masih berjarak {_up(missing[1])} poin.",
        "text": f"Semua klaim bersama ({score_words(score['claimed'])}) "
        f"{suffices if score['claimed'] >= least else short}.",
        "place": "Bab XI",
    }


def _heaviest(book: Book) -> dict[str, str]:
    names = {c["slug"]: c["name"] for c in book.year.data["clusters"]}
    losses = sorted(
        (
            (most - points, names[slug])
            for slug, (points, most) in book.year.views["verified"].clusters.items()
        ),
        key=lambda pair: (-pair[0], pair[1]),
    )[:2]
    lost = sum((gap for gap, _ in losses), Fraction(0))
    who = " dan ".join(name for _, name in losses)
    return {
        "title": f"{who} menahan {score_words(lost)} poin.",
        "text": "Di klaster inilah poin terbanyak belum diraih; indikator yang paling jauh dari "
        "targetnya tercantum sebagai prioritas.",
        "place": "Bab XI",
    }
