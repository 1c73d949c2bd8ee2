"""What the registers read of the catalogue's editions: names that are data, not code."""

from clusters.models import Indicator, StrategicIssue


def issue_names() -> dict[str, str]:
    """Slug → name in the catalogue's order; where editions differ, the newest one speaks."""
    rows = StrategicIssue.objects.order_by("-framework_id", "position")
    found: dict[str, str] = {}
    for slug, name in rows.values_list("slug", "name"):
        found.setdefault(slug, name)
    return found


def clusters_of_indicators() -> dict[str, str]:
    """Indicator's code → name of its cluster, in the catalogue's order, the newest edition's."""
    rows = Indicator.objects.order_by("-framework_id", "position")
    found: dict[str, str] = {}
    for code, name in rows.values_list("code", "cluster__name"):
        found.setdefault(code, name)
    return found
