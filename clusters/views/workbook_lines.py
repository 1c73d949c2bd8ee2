"""The lines of a workbook's preview as the page shows them: words, warnings, who was quicker."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from clusters import notes, plausibility
from clusters.answers import Answer
from clusters.check_queries import around_of
from clusters.models import Entry, Indicator, Sheet
from clusters.plausibility import Around
from clusters.views.cards import choice_words
from clusters.workbook.comparing import Line, Preview
from clusters.workbook.gathering import Owed

GROUPS = (
    ("conflict", "Bentrok", "git-fork"),
    ("changed", "Berubah", "pencil"),
    ("new", "Baru", "plus"),
)


@dataclass(frozen=True)
class Told:
    """One line: what stands, what it becomes, and what is unlikely about that."""

    line: Line
    sheet: Sheet
    area: str  # "" where the person has only one
    before: str
    after: str
    warnings: tuple[str, ...]

    @property
    def indicator(self) -> Any:
        return self.line.standing.indicator

    @property
    def choice(self) -> str:
        """The name of the boxes that settle a conflict."""
        return f"pilih-{self.sheet.pk}-{self.indicator.code}"


def lines_of(owed: Iterable[Owed], seen: Preview) -> list[tuple[str, str, str, list[Told]]]:
    """(state, word, icon, lines) of each group that has any, what needs a choice first."""
    owed = list(owed)
    sheets = {one.sheet.pk: one.sheet for one in owed}
    many = len({sheet.area_id for sheet in sheets.values()}) > 1
    shown = [line for state, _, _ in GROUPS for line in seen.of(state)]
    around = _around(sheets, owed, shown)
    entries = {(one.sheet.pk, one.indicator.code): one.entry for one in owed}
    told = [
        _told(line, sheets[line.standing.sheet], many, around, _entry_of(line, entries))
        for line in shown
    ]
    groups = [
        (state, word, icon, [one for one in told if one.line.state == state])
        for state, word, icon in GROUPS
    ]
    return [group for group in groups if group[3]]


def _around(sheets: dict[int, Sheet], owed: list[Owed], lines: list[Line]) -> dict[int, Around]:
    """Key of each sheet that changes → what its answers are held against, changes included."""
    found = {}
    for pk in {line.standing.sheet for line in lines}:
        asked: list[Indicator] = [one.indicator for one in owed if one.sheet.pk == pk]
        found[pk] = around_of(sheets[pk], asked)
    for line in lines:
        area = sheets[line.standing.sheet].area_id
        given = (line.standing.indicator, line.answer)
        for pk, around in found.items():
            if sheets[pk].area_id == area:
                around.answers[line.standing.indicator.code] = given
    return found


def _entry_of(line: Line, entries: dict[tuple[int, str], Entry | None]) -> Entry | None:
    return entries[line.standing.sheet, line.standing.indicator.code]


def _told(
    line: Line, sheet: Sheet, many: bool, around: dict[int, Around], entry: Entry | None
) -> Told:
    indicator, answer = line.standing.indicator, line.answer
    noted = notes.noted(indicator.kind, entry, answer)
    found = plausibility.unexplained(indicator, noted, around[sheet.pk])
    told = tuple(f"{one.sentence}. {one.advice}" for one in found)
    before, after = _words(indicator, line.standing.answer), _words(indicator, answer)
    return Told(line, sheet, sheet.area.name if many else "", before, after, told)


def _words(indicator: Any, answer: Answer) -> str:
    words = choice_words(indicator, answer)
    parts = [
        f"{part['label']} {answer.extra[part['key']]}"
        for part in indicator.extra
        if part["key"] in answer.extra
    ]
    return f"{words}. Rincian: {', '.join(parts)}" if parts else words
