"""How far sheets are: the one count that home, matrix and report share."""

from collections.abc import Iterable
from dataclasses import dataclass

from clusters import answers
from clusters.models import Entry, Indicator, Period, Sheet
from clusters.queries import indicators_by_sheet


@dataclass(frozen=True)
class Progress:
    """One sheet: how many entries it asks, how many are answered, and which came back."""

    sheet: Sheet
    total: int
    answered: int
    returned: int
    unproven: int  # answered, evidence asked, none linked

    @property
    def state(self) -> str:
        """The sheet's state; a draft without a filled entry is `untouched` (belum mulai)."""
        if self.sheet.state == "draft" and not self.answered:
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
    def squares(self) -> list[str]:
        """One word an entry: returned first, then done, then still to do."""
        done = max(self.answered - self.returned, 0)
        open_ones = max(self.total - self.returned - done, 0)
        return ["returned"] * self.returned + ["done"] * done + ["todo"] * open_ones


def progress_of(period: Period, sheets: Iterable[Sheet]) -> list[Progress]:
    """The progress of each of these sheets of one period, in a constant number of queries."""
    sheets = list(sheets)
    asked = indicators_by_sheet(period)
    entries: dict[int, dict[int, Entry]] = {}
    rows = Entry.objects.filter(sheet__in=[sheet.pk for sheet in sheets]).prefetch_related("links")
    for entry in rows:
        entries.setdefault(entry.sheet_id, {})[entry.indicator_id] = entry
    return [_one(sheet, asked[sheet.pk], entries.get(sheet.pk, {})) for sheet in sheets]


def _one(sheet: Sheet, asked: list[Indicator], entries: dict[int, Entry]) -> Progress:
    there = [(one, entries[one.pk]) for one in asked if one.pk in entries]
    answered = [(one, e) for one, e in there if answers.is_answered(one.kind, e)]
    return Progress(
        sheet=sheet,
        total=len(asked),
        answered=len(answered),
        returned=sum(e.mark == "returned" for _, e in there),
        unproven=sum(
            bool(one.evidence)
            and not e.no_data
            and not answers.is_not_applicable(one, e)
            and not e.links.all()
            for one, e in answered
        ),
    )
