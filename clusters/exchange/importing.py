"""Reading an entries file into the database: every fault with its row, and all or nothing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from clusters import actions, answers, workflow
from clusters.answers import Answer
from clusters.exchange.reading import read_answer
from clusters.models import Entry, Indicator, Period, Scope, Sheet

NEEDED = ("tahun", "kode_wilayah", "kode_indikator")


class RefusedImport(Exception):
    """Nothing was stored; `faults` has one Indonesian sentence a fault."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


@dataclass(frozen=True)
class Change:
    """One row that would change an entry."""

    where: str
    sheet: Sheet
    indicator: Indicator
    entry: Entry | None
    answer: Answer


@dataclass(frozen=True)
class Outcome:
    """How many rows change an entry, and how many leave theirs as it is."""

    changed: int
    unchanged: int


def import_rows(
    rows: Iterable[tuple[str, Mapping[str, str]]], *, by: Any, dry_run: bool = False
) -> Outcome:
    """Store the answers of an entries file, as `by`.

    An empty answer leaves the entry as it is; an unchanged row is always fine. Raises
    RefusedImport with every fault, and then nothing is changed.
    """
    changes, unchanged, faults = _plan(list(rows))
    if faults:
        raise RefusedImport(faults)
    if not dry_run:
        _apply(changes, by=by)
    return Outcome(changed=len(changes), unchanged=unchanged)


@transaction.atomic
def _apply(changes: list[Change], *, by: Any) -> None:
    for change in changes:
        version = change.entry.version if change.entry else 0
        try:
            actions.save_entry(
                change.sheet, change.indicator, change.answer, version=version, by=by, late=True
            )
        except (ValidationError, PermissionDenied, actions.EditConflict) as refused:
            raise RefusedImport([f"{change.where}: {_sentence(refused)}"]) from None


def _sentence(refused: Exception) -> str:
    if isinstance(refused, ValidationError):
        return " ".join(refused.messages)
    if isinstance(refused, actions.EditConflict):
        return "isian ini baru saja diubah orang lain; ulangi impor."
    return str(refused)


def _plan(
    rows: list[tuple[str, Mapping[str, str]]],
) -> tuple[list[Change], int, list[str]]:
    if not rows:
        return [], 0, ["Berkas tidak memuat baris isian."]
    absent = [name for name in NEEDED if name not in rows[0][1] and "" not in rows[0][1]]
    if absent:
        return [], 0, [f"Kolom {name} tidak ada." for name in absent]
    book = _Book({row.get("tahun", "").strip() for _, row in rows})
    changes, unchanged, faults = [], 0, []
    seen: dict[tuple[int, int], str] = {}
    for where, row in rows:
        try:
            sheet, indicator = book.find(row)
            key = (sheet.pk, indicator.pk)
            if key in seen:
                raise ValueError(f"wilayah dan indikator ini sudah ada di {seen[key]}.")
            seen[key] = where
            change = _change(where, row, sheet, indicator, book.entries.get(key))
        except ValueError as fault:
            faults.append(f"{where}: {fault}")
            continue
        if change is None:
            unchanged += 1
        else:
            changes.append(change)
    return changes, unchanged, faults


class _Book:
    """Every sheet, indicator and entry of the years named in a file, in a few queries."""

    def __init__(self, years: set[str]) -> None:
        periods = list(
            Period.objects.filter(year__in=[int(y) for y in years if y.isdecimal() and len(y) == 4])
        )
        sheets = Sheet.objects.filter(period__in=periods).select_related(
            "period", "area", "cluster"
        )
        self.years = {str(period.year) for period in periods}
        self.sheets = {
            (str(s.period.year), s.area.code, s.cluster_id, s.office_id): s for s in sheets
        }
        self.areas = {(str(s.period.year), s.area.code): s.period for s in sheets}
        frameworks = {period.framework_id for period in periods}
        self.indicators = {
            (i.framework_id, i.code): i
            for i in Indicator.objects.filter(framework_id__in=frameworks)
        }
        self.entries = {
            (e.sheet_id, e.indicator_id): e for e in Entry.objects.filter(sheet__period__in=periods)
        }

    def find(self, row: Mapping[str, str]) -> tuple[Sheet, Indicator]:
        """The sheet and indicator a row speaks of; ValueError with an Indonesian sentence."""
        if "" in row:
            raise ValueError("sel lebih banyak daripada kolom judul.")
        year = row.get("tahun", "").strip()
        area = row.get("kode_wilayah", "").strip()
        code = row.get("kode_indikator", "").strip()
        if year not in self.years:
            raise ValueError(f"tahun {year or 'kosong'} belum dibuka.")
        period = self.areas.get((year, area))
        if period is None:
            raise ValueError(f"kode_wilayah {area or 'kosong'} tidak dikenal pada tahun {year}.")
        indicator = self.indicators.get((period.framework_id, code))
        if indicator is None:
            raise ValueError(f"kode_indikator {code or 'kosong'} tidak dikenal.")
        office = indicator.owner_id if indicator.scope == Scope.KOTA else None
        sheet = self.sheets.get((year, area, indicator.cluster_id, office))
        if sheet is None:
            raise ValueError(f"indikator {code} tidak diisi di wilayah {area}.")
        return sheet, indicator


def _change(
    where: str, row: Mapping[str, str], sheet: Sheet, indicator: Indicator, entry: Entry | None
) -> Change | None:
    before = actions.answer_of(entry) if entry else Answer()
    after = read_answer(row, indicator, before)
    if after == before:
        return None
    _refuse_unless_writable(sheet, entry.mark if entry else "")
    found = answers.faults(indicator, after)
    if found:
        raise ValueError(" ".join(found.values()))
    return Change(where, sheet, indicator, entry, after)


def _refuse_unless_writable(sheet: Sheet, mark: str) -> None:
    """As the action would, but with every other fault of the file."""
    if not actions.can_write_now(sheet, late=True):
        raise ValueError("tahun ini sudah ditutup; isiannya tidak dapat diubah.")
    if not workflow.may_write(sheet.state, mark):
        word = sheet.get_state_display()
        if workflow.may_write(sheet.state, workflow.RETURNED):
            raise ValueError(f"lembar {word}; hanya isian yang dikembalikan dapat diubah.")
        raise ValueError(f"lembar {word}; isiannya tidak dapat diubah.")
