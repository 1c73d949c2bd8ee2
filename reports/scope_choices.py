"""Which parts of a year's report can be asked for, read from the database and named."""

from collections.abc import Sequence

from clusters.models import Cluster, Period
from kla.areas.models import Area, Level
from reports import scopes
from reports.models import Report


def groups(period: Period) -> list[tuple[str, list[tuple[str, str]]]]:
    """(heading, [(scope, title)]) for a select, in the order of the report."""
    found = Area.objects.filter(level=Level.KELURAHAN, sheets__period=period).distinct()
    kelurahan = list(found.select_related("parent").order_by("code"))
    kecamatan = {one.parent.code: one.parent for one in kelurahan if one.parent}.values()
    clusters = period.framework.clusters.order_by("position")
    comparison = f"Tahun {period.year} dibandingkan dengan {period.year - 1}"
    return [
        ("Perbandingan", [(scopes.COMPARISON, comparison)]),
        ("Klaster", [(f"klaster:{one.slug}", f"Klaster {one.name}") for one in clusters]),
        ("Kecamatan", [(f"kecamatan:{one.code}", one.full_name) for one in kecamatan]),
        (
            "Kelurahan atau desa",
            [
                (f"kelurahan:{one.code}", f"{one.full_name} ({one.parent.name})")
                for one in kelurahan
                if one.parent
            ],
        ),
    ]


def titles(period: Period) -> list[tuple[str, str]]:
    """(scope, title) of every part of a year."""
    return [choice for _, choices in groups(period) for choice in choices]


def words_of(reports: Sequence[Report]) -> dict[int, str]:
    """Key of each report → what it is about, in words; "" for the whole. Two queries for any."""
    areas = Area.objects.filter(code__in={scopes.area_of(one.scope) for one in reports})
    names = {f"{area.level}:{area.code}": area.full_name for area in areas}
    slugs = {one.scope.removeprefix("klaster:") for one in reports if ":" in one.scope}
    clusters = Cluster.objects.filter(slug__in=slugs).values_list("framework", "slug", "name")
    by_edition = {(framework, f"klaster:{slug}"): name for framework, slug, name in clusters}
    return {
        one.pk: names.get(one.scope)
        or (f"Klaster {name}" if (name := by_edition.get(_cluster_key(one))) else "")
        or (f"Perbandingan dengan {one.period.year - 1}" if one.scope == scopes.COMPARISON else "")
        for one in reports
    }


def _cluster_key(report: Report) -> tuple[int, str]:
    return report.period.framework_id, report.scope
