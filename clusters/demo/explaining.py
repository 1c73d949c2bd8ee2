"""A word on every invented value that a check finds unlikely, as an operator would write it."""

from collections.abc import Iterable
from decimal import Decimal

from clusters import display
from clusters.models import Entry, Period, Population, SheetState
from clusters.plausibility import Around, warnings

_WORDS = {
    "jump": "Pendataan tahun ini lebih lengkap daripada tahun lalu.",
    "outlier": "Sudah dicocokkan dengan rekap; keadaan wilayah ini memang berbeda.",
    "same": "Kedua angka diambil dari tanggal pendataan yang berbeda.",
    "at_most": "Pendataan mencakup anak yang baru pindah ke wilayah ini.",
    "population": "Rekap dinas memakai tanggal yang berbeda dari data penduduk.",
}


def explain(entries: list[Entry], period: Period) -> None:
    """A sheet is only handed in with a note on each of its warnings."""
    before = _by_area(
        Entry.objects.filter(
            sheet__period__kota=period.kota, sheet__period__year=period.year - 1
        ).select_related("sheet", "indicator")
    )
    now = _by_area(entries)
    values = _values(entries)
    population = _population(set(now), period.year)
    for entry in entries:
        if entry.note or entry.sheet.state == SheetState.DRAFT:
            continue
        area, code = entry.sheet.area_id, entry.indicator.code
        elsewhere = [value for at, value in values.get(code, ()) if at != area]
        around = Around(
            before=before.get(area, {}),
            others={code: elsewhere},
            answers={c: (e.indicator, e) for c, e in now[area].items()},
            population=population.get(area, {}),
        )
        found = warnings(entry.indicator, entry, around)
        entry.note = " ".join(dict.fromkeys(_WORDS[one.rule] for one in found))


def _population(areas: set[int], year: int) -> dict[int, dict[str, int]]:
    found: dict[int, dict[str, int]] = {}
    rows = Population.objects.filter(area__in=areas, year=year, value__isnull=False)
    for area, key, value in rows.values_list("area_id", "key", "value"):
        found.setdefault(area, {})[key] = value or 0
    return found


def _by_area(entries: Iterable[Entry]) -> dict[int, dict[str, Entry]]:
    found: dict[int, dict[str, Entry]] = {}
    for entry in entries:
        found.setdefault(entry.sheet.area_id, {})[entry.indicator.code] = entry
    return found


def _values(entries: Iterable[Entry]) -> dict[str, list[tuple[int, Decimal]]]:
    """Code → (area, value) of everything that has a value."""
    found: dict[str, list[tuple[int, Decimal]]] = {}
    for entry in entries:
        value = display.value_of(entry.indicator, entry)
        if value is not None:
            found.setdefault(entry.indicator.code, []).append((entry.sheet.area_id, value))
    return found
