"""What a snapshot holds of the words that people wrote."""

from typing import Any

from clusters.models import Period
from reports.models import Chapter


def collect(period: Period) -> dict[str, dict[str, Any]]:
    """Chapter key → its text and the version of it, of every chapter that somebody wrote."""
    rows = Chapter.objects.filter(period=period, version__gt=0).order_by("key")
    return {row.key: {"text": row.text, "version": row.version} for row in rows}
