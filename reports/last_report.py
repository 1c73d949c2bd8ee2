"""What the last published report of a year said, as a later snapshot remembers it."""

from typing import Any

from django.utils import timezone

from clusters.display import score_words
from kla.areas.timezones import zone_of
from reports.figures import Year
from reports.models import Report


def public(told: dict[str, Any] | None) -> dict[str, Any] | None:
    """What of these facts the public edition tells: that there is such a report, and no number."""
    return {key: told[key] for key in ("number", "day")} if told else None


def facts(report: Report, data: dict[str, Any]) -> dict[str, Any]:
    """Number, day, hash and the printed scores and city values of a published report.

    `data` are those of its snapshot. All are words, as they were printed.
    """
    year = Year(data["this"])
    day = timezone.localtime(report.published_at, zone_of(report.period.kota.code)).date()
    return {
        "number": report.number,
        "day": day.isoformat(),
        "sha256": report.data_sha256,
        "scores": {name: score_words(view.score) for name, view in year.views.items()},
        "category": year.views["verified"].category or "belum",
        "values": {code: year.city_words(code) for code in year.indicators},
    }
