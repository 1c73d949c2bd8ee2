"""The rows of the entries file as the design page lays them down, from the database."""

from collections.abc import Iterator
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

from clusters import answers
from clusters.models import Entry, Indicator, Period, Sheet
from clusters.queries import entries_with_current_evidence, indicators_by_sheet
from clusters.scoring.attainment import attainment_of

COLUMNS = (
    "tahun",
    "kode_wilayah",
    "wilayah",
    "klaster",
    "kode_indikator",
    "indikator",
    "pembilang",
    "penyebut",
    "nilai",
    "tidak_berlaku",
    "tidak_tersedia",
    "catatan",
    "status",
    "verifikasi",
    "nilai_verifikasi",
    "berbukti",
    "capaian",
)
_MILLIONTH = Decimal("0.000001")


def entry_rows(period: Period) -> Iterator[list[str]]:
    """One row of text for every expected area and indicator, unanswered ones empty.

    Ordered by kode_wilayah, cluster (in the order of the word table) and code.
    """
    sheets = list(period.sheets.select_related("area", "cluster"))
    asked = indicators_by_sheet(period)
    entries = {
        (entry.sheet_id, entry.indicator_id): entry
        for entry in Entry.objects.filter(sheet__period=period)
    }
    proven = entries_with_current_evidence(period)
    owed = [
        (sheet.area.code, sheet.cluster.position, indicator.code, sheet, indicator)
        for sheet in sheets
        for indicator in asked[sheet.pk]
    ]
    for _, _, _, sheet, indicator in sorted(owed, key=lambda row: row[:3]):
        entry = entries.get((sheet.pk, indicator.pk))
        yield _row(period.year, sheet, indicator, entry, proven)


def _row(
    year: int, sheet: Sheet, indicator: Indicator, entry: Entry | None, proven: set[int]
) -> list[str]:
    head = [str(year), sheet.area.code, sheet.area.name, sheet.cluster.slug]
    head += [indicator.code, indicator.label]
    if entry is None:
        return [*head, "", "", "", "", "", "", str(sheet.get_state_display()), "", "", "", ""]
    answered = answers.is_answered(indicator.kind, entry)
    skipped = answers.is_not_applicable(indicator, entry)
    suffices = answered and (skipped or not indicator.evidence or entry.pk in proven)
    return [
        *head,
        _text(entry.numerator),
        _text(entry.denominator),
        _value(indicator, entry),
        _yes_no(skipped) if answered else "",
        _yes_no(entry.no_data) if answered else "",
        one_break(entry.note),
        str(sheet.get_state_display()),
        str(entry.get_mark_display()) if entry.mark else "",
        _text(entry.adjusted_value),
        _yes_no(suffices),
        _attainment(indicator, entry, skipped),
    ]


def _value(indicator: Indicator, entry: Entry) -> str:
    if not indicator.has_pair:
        return _text(entry.value)
    if entry.numerator is None or not entry.denominator:
        return ""
    exact = Decimal(entry.numerator) * (indicator.per or 1) / entry.denominator
    return f"{exact.quantize(_MILLIONTH, ROUND_HALF_EVEN):f}"


def _attainment(indicator: Indicator, entry: Entry, skipped: bool) -> str:
    """The attainment of the operator's value; empty without one, or where it is not scored."""
    if indicator.direction == "none" or skipped or entry.no_data:
        return ""
    if not answers.is_answered(indicator.kind, entry):
        return ""
    return f"{attainment_of(indicator, entry):f}"


def one_break(text: str) -> str:
    """A text whose lines end in one way only, whoever typed or saved it."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _text(number: Any) -> str:
    return "" if number is None else f"{number:f}" if isinstance(number, Decimal) else str(number)


def _yes_no(answer: bool) -> str:
    return "ya" if answer else "tidak"
