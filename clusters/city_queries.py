"""What the pages over a whole city read."""

from fractions import Fraction
from typing import Any

from django.db.models import QuerySet

from clusters.models import Cluster, Indicator, Period
from clusters.progress import Progress, progress_of
from clusters.scoring.category import CATEGORIES
from clusters.scoring.model import ViewScore
from kla.accounts.models import Role
from kla.accounts.rights import assignments_of, sees_small_counts
from kla.areas.models import Area, Level

_READERS = (Role.COORDINATOR, Role.VIEWER, Role.REVIEWER)


def readable_periods(user: Any) -> QuerySet[Period]:
    """The years of the cities in which the user reads scores, newest first."""
    codes = {own.area.kota_code for own in assignments_of(user) if own.role in _READERS}
    return (
        Period.objects.filter(kota__code__in=codes)
        .select_related("kota", "framework")
        .order_by("-year")
    )


def coordinated_periods(user: Any) -> QuerySet[Period]:
    """The years of the city the user coordinates, newest first."""
    return readable_periods(user).filter(kota=coordinated_kota(user))


def coordinated_kota(user: Any) -> Area | None:
    """The city the user coordinates."""
    own = [a for a in assignments_of(user) if a.role == Role.COORDINATOR]
    return next((a.area for a in own if a.area.level == Level.KOTA), None)


def completeness(period: Period) -> dict[str, Any]:
    """Rows by kecamatan, the kota's own sheets, and how many sheets are in which state."""
    sheets = period.sheets.select_related("area__parent", "cluster", "office").order_by(
        "area__code", "cluster__position", "office__key"
    )
    rows = progress_of(period, sheets)
    groups: dict[Area | None, dict[Area, list[Progress]]] = {}
    central: list[Progress] = []
    for row in rows:
        if row.sheet.office_id is not None:
            central.append(row)
            continue
        area = row.sheet.area
        groups.setdefault(area.parent, {}).setdefault(area, []).append(row)
    tally: dict[str, int] = {}
    for row in rows:
        tally[row.state] = tally.get(row.state, 0) + 1
    return {
        "clusters": period.framework.clusters.all(),
        "groups": [
            (kecamatan, [(area, cells, *_sum(cells)) for area, cells in areas.items()])
            for kecamatan, areas in groups.items()
        ],
        "central": central,
        "tally": sorted(tally.items(), key=lambda pair: list(_STATES).index(pair[0])),
        "open": sum(tally.get(state, 0) for state in ("untouched", "draft", "returned")),
        "total": len(rows),
    }


_STATES = ("returned", "untouched", "draft", "submitted", "verified", "locked")


def _sum(cells: list[Progress]) -> tuple[int, int]:
    return sum(cell.answered for cell in cells), sum(cell.total for cell in cells)


def band(views: dict[str, ViewScore]) -> dict[str, Any]:
    """Where bands and scores lie on a ruler of 1000 units from 400 to 1000 points."""
    edges = [400, *(least for least, _ in reversed(CATEGORIES)), 1000]
    names = ["Belum", *(name for _, name in reversed(CATEGORIES))]
    return {
        "segments": [
            {"x": _at(low), "width": _at(high) - _at(low), "name": name, "from": low}
            for low, high, name in zip(edges[:-1], edges[1:], names, strict=True)
        ],
        "marks": [
            {"x": _at(view.score), "view": name}
            for name, view in views.items()
            if view.score is not None
        ],
    }


def _at(score: Any) -> int:
    return round(float(max(min(score, 1000), 400) - 400) / 600 * 1000)


def shielded(period: Period, user: Any) -> frozenset[str]:
    """Slugs of the clusters whose small counts the user may not see (design page, *Rights*)."""
    slugs = [cluster.slug for cluster in period.framework.clusters.all()]
    code = period.kota.code
    return frozenset(slug for slug in slugs if not sees_small_counts(user, code, slug))


def cluster_points(
    period: Period, view: ViewScore, hidden: frozenset[str]
) -> list[tuple[Cluster, Fraction, Fraction]]:
    """Each cluster with its points and the most it can have.

    The exact sum would tell a sensitive indicator's points to who knows the others: in the
    clusters of `hidden` it is rounded to whole points.
    """
    rows = [(c, *view.clusters[c.slug]) for c in period.framework.clusters.all()]
    return [
        (cluster, Fraction(round(points)) if cluster.slug in hidden else points, most)
        for cluster, points, most in rows
    ]


def losses(period: Period, view: ViewScore, hidden: frozenset[str]) -> list[dict[str, Any]]:
    """The six indicators with most points not yet verified, with who can make them.

    Sensitive ones of the clusters in `hidden` are left out: the gap is exact, and a small count
    can be read off it.
    """
    rows = (
        Indicator.objects.filter(framework=period.framework)
        .exclude(sensitive=True, cluster__slug__in=hidden)
        .select_related("cluster", "owner")
    )
    scored = view.indicators
    found: list[dict[str, Any]] = [
        {"indicator": r, "gap": scored[r.code].max - scored[r.code].points} for r in rows
    ]
    ranked = sorted(found, key=lambda one: (-one["gap"], one["indicator"].position))
    return [one for one in ranked[:6] if one["gap"]]
