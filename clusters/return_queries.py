"""What came back from the reviewer: what is still unchanged, and how it went back before."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from clusters import display
from clusters.answers import Answer
from clusters.models import Comment, Entry, Indicator, Mark, Sheet, SheetState, TalkRole
from kla.audit.models import Record

UNCHANGED = "belum diubah sejak dikembalikan; ubah, tambah bukti, atau jelaskan sebabnya"
_VERBS = ("entry.save", "entry.mark", "entry.unmark", "sheet.return", "sheet.reopen")


def is_changed(entry: Entry) -> bool:
    """Did the answer or the files of a returned entry change after it was marked?

    Reads `entry.links`; prefetch them.
    """
    newest = max([entry.entered_at, *(link.linked_at for link in entry.links.all())])
    return entry.marked_at is None or newest > entry.marked_at


def written_back(entries: Iterable[Entry]) -> set[int]:
    """Keys of those that were written since they were marked and say the same again, with no
    newer file; by the audit records, in one query."""
    asked = {f"entry:{one.pk}": one for one in entries if not _has_new_file(one)}
    found: dict[str, Any] = {}
    saves = Record.objects.filter(thing__in=asked, verb="entry.save").order_by("id")
    for one in saves if asked else ():
        marked = asked[one.thing].marked_at
        if marked is None or one.at <= marked:
            found[one.thing] = one.detail.get("after") or {}
        else:
            found.setdefault(one.thing, one.detail.get("before") or {})
    return {asked[thing].pk for thing, said in found.items() if _says(asked[thing], Answer(**said))}


def _has_new_file(entry: Entry) -> bool:
    marked = entry.marked_at
    return marked is not None and any(link.linked_at > marked for link in entry.links.all())


def _says(entry: Entry, answer: Answer) -> bool:
    return all(getattr(entry, name) == value for name, value in vars(answer).items())


@dataclass(frozen=True)
class Unchanged:
    """A returned entry that would go up again as it is."""

    entry: Entry
    is_explained: bool  # an operator said why in its thread, after it came back


def unchanged(sheet: Sheet) -> list[Unchanged]:
    """The returned entries of a returned sheet that did not change since.

    A verified sheet that was reopened came back as a whole: where one entry changed, none is
    given. In four queries; none on a sheet that is not returned.
    """
    if sheet.state != SheetState.RETURNED:
        return []
    marked = list(
        sheet.entries.filter(mark=Mark.RETURNED)
        .select_related("indicator", "marked_by")
        .prefetch_related("links")
    )
    said = Comment.objects.filter(sheet=sheet, role=TalkRole.OPERATOR)
    if sheet.reviewed_at is not None:
        said = said.filter(created_at__gt=sheet.reviewed_at)
    explained = set(said.values_list("indicator_id", flat=True))
    back = written_back(entry for entry in marked if is_changed(entry))
    still = [
        Unchanged(entry, entry.indicator_id in explained)
        for entry in marked
        if entry.pk in back or not is_changed(entry)
    ]
    return [] if sheet.reason and len(still) < len(marked) else still


def unexplained(sheet: Sheet) -> list[Entry]:
    """Those of them that keep the sheet from being submitted, as nobody said why.

    On a reopened sheet one word is enough for all.
    """
    still = unchanged(sheet)
    if sheet.reason and any(one.is_explained for one in still):
        return []
    return [one.entry for one in still if not one.is_explained]


@dataclass(frozen=True)
class Return:
    """One time that an entry went back: when, by whom, why, and what it said then."""

    at: datetime
    by: Any
    reason: str
    answer: Any  # what stood then
    indicator: Indicator
    entry: Entry

    @property
    def then(self) -> str:
        return answer_words(self.indicator, self.answer)

    @property
    def since(self) -> str:
        """What became of it since, as the rest of a sentence after `then`."""
        now = answer_words(self.indicator, self.entry)
        if now != self.then:
            return f" → sekarang {now}"
        if (self.answer.note, self.answer.extra) != (self.entry.note, self.entry.extra):
            return ", angkanya sama; catatan atau rinciannya berubah"
        if any(link.linked_at > self.at for link in self.entry.links.all()):
            return ", angkanya sama; ada bukti baru"
        return ", belum berubah"


def returns_of(indicator: Indicator, entry: Entry | None) -> list[Return]:
    """How often an entry went back, the last first, from the audit records; one query.

    Reads `entry.sheet` and `entry.links`; prefetch them.
    """
    if entry is None:
        return []
    things = [f"entry:{entry.pk}", f"sheet:{entry.sheet_id}"]
    records = list(
        Record.objects.filter(thing__in=things, verb__in=_VERBS).select_related("by").order_by("id")
    )
    found: list[Return] = []
    mark: Record | None = None
    for position, one in enumerate(records):
        if one.verb.startswith("entry."):  # a new answer or a new mark is looked at anew
            mark = one if one.detail.get("mark") == Mark.RETURNED else None
            continue
        mark = one if one.verb == "sheet.reopen" else mark
        if mark is not None:
            answer = _standing(records, position, entry)
            reason = mark.detail.get("reason", "")
            found.append(Return(one.at, one.by, reason, answer, indicator, entry))
    return found[::-1] or _without_records(indicator, entry)


def answer_words(indicator: Indicator, answer: Any) -> str:
    """`45 dari 50`, or the answer in words where it is no pair."""
    raw = display.raw_words(indicator, answer).replace("/", " dari ")
    return raw or display.answer_words(indicator, answer)


def _standing(records: list[Record], position: int, entry: Entry) -> Any:
    """The answer that stood at this place of the records."""
    saves = [one for one in records[:position] if one.verb == "entry.save"]
    if saves:
        return Answer(**saves[-1].detail["after"])
    later = next((one for one in records[position:] if one.verb == "entry.save"), None)
    return Answer(**(later.detail["before"] or {})) if later else entry


def _without_records(indicator: Indicator, entry: Entry) -> list[Return]:
    """The mark that stands, for an entry that was not marked by the actions."""
    handed_in = entry.sheet.submitted_at
    if entry.mark != Mark.RETURNED or entry.marked_at is None:
        return []
    if entry.sheet.state == SheetState.SUBMITTED and handed_in and entry.marked_at > handed_in:
        return []  # marked just now, not sent back yet
    return [Return(entry.marked_at, entry.marked_by, entry.reason, entry, indicator, entry)]
