"""Opening, closing and publishing a city's year."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from clusters.evidence_replacing import settle_versions
from clusters.models import Framework, Indicator, Period, PeriodState, Scope, Sheet, SheetState
from kla.areas.models import Area, Level
from kla.areas.timezones import zone_of
from kla.audit.actions import record

EARLIEST, LATEST = 2000, 2100
BAD_YEAR = f"Tahun diisi empat angka, dari {EARLIEST} sampai {LATEST}."


def default_dates(kota: Area, year: int) -> dict[str, Any]:
    """opens_on, deadline and review_until of a year nobody set dates for.

    The deadline is 18 December, 16.00 in the city's zone; a year opened later gets 30 days.
    """
    zone = zone_of(kota.code)
    usual = datetime.combine(date(year, 12, 18), time(16), tzinfo=zone)
    soon = datetime.combine(timezone.now().astimezone(zone).date(), time(16), tzinfo=zone)
    deadline = max(usual, soon + timedelta(days=30))
    return {
        "opens_on": date(year, 1, 1),
        "deadline": deadline,
        "review_until": max(date(year + 1, 1, 31), deadline.date() + timedelta(days=30)),
    }


@transaction.atomic
def open_period(
    *,
    kota: Area,
    year: int,
    by: Any,
    areas: list[Area] | None = None,
    opens_on: date | None = None,
    deadline: datetime | None = None,
    review_until: date | None = None,
) -> tuple[Period, int]:
    """Open the year of `kota` for `areas` (None: all its kelurahan) with the newest catalogue.

    Gives the period and how many sheets were made: one a kelurahan and cluster, and for the
    kota one a cluster and office. An open year keeps its dates and only gets the sheets that
    are missing. Raises ValidationError with an Indonesian sentence.
    """
    if kota.level != Level.KOTA:
        raise ValidationError(f"{kota.name} bukan kota atau kabupaten.")
    framework = Framework.objects.order_by("-id").first()
    if framework is None:
        raise ValidationError("Katalog indikator belum dimuat. Jalankan load_catalogue dulu.")
    if not EARLIEST <= year <= LATEST:
        raise ValidationError(BAD_YEAR)
    dates = default_dates(kota, year)
    given = {"opens_on": opens_on, "deadline": deadline, "review_until": review_until}
    dates |= {key: value for key, value in given.items() if value is not None}
    _refuse_dates(**dates)
    period, made = Period.objects.get_or_create(
        kota=kota, year=year, defaults={"framework": framework, **dates}
    )
    if period.state != PeriodState.OPEN:
        raise ValidationError(f"Tahun {year} sudah ditutup.")
    sheets = _make_sheets(period, areas)
    if made or sheets:
        record("period.open", period, by=by, area=kota, year=year, sheets=sheets)
    return period, sheets


def _refuse_dates(*, opens_on: date, deadline: datetime, review_until: date) -> None:
    if deadline.date() < opens_on:
        raise ValidationError("Batas pengajuan harus sesudah tanggal mulai.")
    if review_until < deadline.date():
        raise ValidationError("Batas verifikasi harus sesudah batas pengajuan.")


def _make_sheets(period: Period, areas: list[Area] | None) -> int:
    kelurahan = (
        areas
        if areas is not None
        else list(
            Area.objects.filter(level=Level.KELURAHAN, code__startswith=f"{period.kota.code}.")
        )
    )
    asked = Indicator.objects.filter(framework=period.framework).order_by("position")
    local = dict.fromkeys(asked.filter(scope=Scope.KELURAHAN).values_list("cluster_id", flat=True))
    central = dict.fromkeys(asked.filter(scope=Scope.KOTA).values_list("cluster_id", "owner_id"))
    there = set(period.sheets.values_list("area_id", "cluster_id", "office_id"))
    wanted: list[tuple[int, int, int | None]]
    wanted = [(area.pk, cluster, None) for area in kelurahan for cluster in local]
    wanted += [(period.kota_id, cluster, office) for cluster, office in central]
    new = [
        Sheet(period=period, area_id=area, cluster_id=cluster, office_id=office)
        for area, cluster, office in wanted
        if (area, cluster, office) not in there
    ]
    Sheet.objects.bulk_create(new, batch_size=500)
    return len(new)


@transaction.atomic
def close_period(period: Period, *, by: Any) -> Period:
    """Close the year: verified sheets become locked, and no sheet can be changed any more."""
    period = Period.objects.select_for_update(of=("self",)).select_related("kota").get(pk=period.pk)
    if period.state != PeriodState.OPEN:
        raise ValidationError(f"Tahun {period.year} sudah ditutup.")
    locked = period.sheets.filter(state=SheetState.VERIFIED).update(state=SheetState.LOCKED)
    versions = settle_versions(period)
    period.state = PeriodState.CLOSED
    period.version += 1
    period.save(update_fields=["state", "version"])
    record("period.close", period, by=by, area=period.kota, locked=locked, versions=versions)
    return period
