"""How far sheets are: the one count that home, matrix and report share."""

from collections.abc import Iterable
from dataclasses import dataclass

from clusters import answers
from clusters.models import Entry, Indicator, Mark, Period, Sheet, SheetState
from clusters.queries import entries_with_current_evidence, indicators_by_sheet


@dataclass(frozen=True)
class Progress:
    """One sheet: how many entries it asks, how many are answered, and which came back."""

    sheet: Sheet
    total: int
    answered: int
    returned: int  # marked returned, on a sheet that is returned
    unproven: int  # answered, evidence asked, none that is valid to the end of the year
    squares: tuple[str, ...]  # one word an indicator, in their order: done, returned, todo
    unread: int = 0  # messages that are new to who looks, where a page asks for them

    @property
    def state(self) -> str:
        """The sheet's state; a draft without a filled entry is `untouched` (belum mulai)."""
        if self.sheet.state == SheetState.DRAFT and not self.answered:
            return "untouched"
        return str(self.sheet.state)

    @property
    def total_text(self) -> str:
        return str(self.total)

    @property
    def word(self) -> str:
        """The state in words where a page only has room for numbers."""
        return "belum mulai" if self.state == "untouched" else "sedang diisi"

    @property
    def is_complete(self) -> bool:
        """Is every indicator answered?"""
        return self.answered == self.total

    @property
    def line(self) -> str:
        """`6 dari 9 terisi · 1 belum ada bukti`."""
        if self.returned:
            return f"{self.returned} dari {self.total} isian dikembalikan"
        if self.state not in (SheetState.DRAFT, SheetState.RETURNED):
            return f"{self.total} isian"
        proof = f" · {self.unproven} belum ada bukti" if self.unproven else ""
        return f"{self.answered} dari {self.total} terisi{proof}"


def progress_of(period: Period, sheets: Iterable[Sheet]) -> list[Progress]:
    """The progress of each of these sheets of one period, in a constant number of queries."""
    sheets = list(sheets)
    asked = indicators_by_sheet(period)
    proven = entries_with_current_evidence(period)
    entries: dict[int, dict[int, Entry]] = {}
    for entry in Entry.objects.filter(sheet__in=[sheet.pk for sheet in sheets]):
        entries.setdefault(entry.sheet_id, {})[entry.indicator_id] = entry
    return [measure(sheet, asked[sheet.pk], entries.get(sheet.pk, {}), proven) for sheet in sheets]


def measure(
    sheet: Sheet, asked: list[Indicator], entries: dict[int, Entry], proven: set[int]
) -> Progress:
    """One sheet's counts from its indicators, its entries by indicator, and which are proven."""
    squares, answered, unproven = [], 0, 0
    for indicator in asked:
        entry = entries.get(indicator.pk)
        done = entry is not None and answers.is_answered(indicator.kind, entry)
        back = entry is not None and entry.mark == Mark.RETURNED
        if back and sheet.state == SheetState.RETURNED:
            squares.append("returned")
        else:
            squares.append("done" if done else "todo")
        if entry is None or not done:
            continue
        answered += 1
        excused = entry.no_data or answers.is_not_applicable(indicator, entry)
        unproven += bool(indicator.evidence) and not excused and entry.pk not in proven
    return Progress(
        sheet, len(asked), answered, squares.count("returned"), unproven, tuple(squares)
    )
