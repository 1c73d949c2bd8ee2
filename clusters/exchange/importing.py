"""Reading an entries file into the database: every fault with its row, and all or nothing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from clusters import actions, answers
from clusters.answers import Answer
from clusters.models import Entry, Indicator, Period, Scope, Sheet, SheetState

NEEDED = ("tahun", "kode_wilayah", "kode_indikator")
_YES_NO = {"ya": True, "tidak": False, "": None}


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
    after = _answer(row, indicator, before)
    if after == before:
        return None
    if sheet.state not in (SheetState.DRAFT, SheetState.RETURNED):
        raise ValueError(f"lembar {sheet.get_state_display()}; isiannya tidak dapat diubah.")
    found = answers.faults(indicator, after)
    if found:
        raise ValueError(" ".join(found.values()))
    return Change(where, sheet, indicator, entry, after)


def _answer(row: Mapping[str, str], indicator: Indicator, before: Answer) -> Answer:
    """What the row says; where its answer is empty, what stands (with a note that is given)."""
    skipped = _flag(row, "tidak_berlaku")
    absent = _flag(row, "tidak_tersedia")
    numbers = {
        "numerator": _whole(row, "pembilang", indicator),
        "denominator": _whole(row, "penyebut", indicator),
    }
    if indicator.has_pair:
        if not any(number is not None for number in numbers.values()):
            numbers = {}
    else:
        value = _whole(row, "nilai", indicator)
        numbers = {name: number for name, number in numbers.items() if number is not None}
        numbers |= {"value": value} if value is not None else {}
    note = row.get("catatan", "").strip() or before.note
    if not numbers and not skipped and not absent:
        return replace(before, note=note) if not before.is_blank or note else before
    zero = indicator.has_pair and numbers.get("denominator") == 0 and bool(skipped)
    answer = Answer(
        **numbers,
        not_applicable=bool(skipped) and not zero,
        no_data=bool(absent),
        note=note,
        extra=before.extra,
    )
    return _as_before(answer, before, indicator)


def _as_before(answer: Answer, before: Answer, indicator: Indicator) -> Answer:
    """Keep how *tidak berlaku* was said, where the row says the same the other way."""
    same = answers.is_not_applicable(indicator, answer) and answers.is_not_applicable(
        indicator, before
    )
    return replace(before, note=answer.note) if same and not answer.no_data else answer


def _flag(row: Mapping[str, str], column: str) -> bool | None:
    given = row.get(column, "").strip().lower()
    if given not in _YES_NO:
        raise ValueError(f"{column} diisi ya, tidak, atau kosong, bukan {given}.")
    return _YES_NO[given]


def _whole(row: Mapping[str, str], column: str, indicator: Indicator) -> int | None:
    given = row.get(column, "").strip()
    if not given:
        return None
    if column == "nilai" and indicator.kind == "boolean" and given.lower() in ("ya", "tidak"):
        return int(given.lower() == "ya")
    try:
        number = Decimal(given)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or number != number.to_integral_value() or len(given) > 15:
        raise ValueError(f"{column} diisi bilangan bulat, misalnya 12, bukan {given[:40]}.")
    return int(number)
