"""A card as the page shows it: its form, its last year, and how its last save went."""

from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from clusters import answers, display, live
from clusters.actions import answer_of
from clusters.answers import Answer
from clusters.comment_queries import Thread, thread_url
from clusters.forms.entry import EntryForm
from clusters.models import Entry, Mark, Sheet
from clusters.operator_queries import Card
from clusters.plausibility import AGAIN, Finding
from clusters.views.warned import Warned, warned_of
from kla import naming
from kla.areas.timezones import zone_of

# standing → icon in the list beside the cards
ICONS = {
    "done": "check",
    "warning": "triangle-alert",
    "todo": "circle-dashed",
    "returned": "undo-2",
    "error": "octagon-alert",
    "refused": "octagon-alert",
    "conflict": "git-fork",
}


@dataclass(frozen=True)
class Track:
    """Where last year, this year and the target lie on a ruler of 0 to 100; right is better."""

    now: str
    last: str
    target: str = "86"


@dataclass
class Shown:
    """One card; `state` is "", saved, error, conflict or refused after a save was tried."""

    sheet: Sheet
    card: Card
    form: EntryForm
    writable: bool
    state: str = ""
    message: str = ""
    current: Entry | None = field(default=None)  # what somebody else stored meanwhile
    route: str = "clusters:entry-save"  # the address's name that it saves itself to
    thread: Thread = field(default_factory=Thread)

    @property
    def save_url(self) -> str:
        return reverse(self.route, args=[self.sheet.pk, self.code])

    @property
    def thread_url(self) -> str:
        return thread_url(self.sheet.pk, self.code)

    @property
    def parts(self) -> list[tuple[str, str]]:
        """The further numbers kept with the entry, in words."""
        return display.part_words(self.indicator, self.entry)

    @property
    def indicator(self) -> Any:
        return self.card.indicator

    @property
    def entry(self) -> Entry | None:
        return self.card.entry

    @property
    def code(self) -> str:
        return self.card.indicator.code

    @property
    def version(self) -> Any:
        """The version the boxes are based on: what was posted, else what stands."""
        return self.form["version"].value() or 0

    @property
    def is_answered(self) -> bool:
        return self.entry is not None and answers.is_answered(self.indicator.kind, self.entry)

    @property
    def is_bad(self) -> bool:
        return self.state in ("error", "conflict", "refused")

    @property
    def given(self) -> Any:
        """What the result is computed from: the typed answer, else what stands."""
        if self.state == "error":
            return None
        if self.is_bad and self.form.is_bound and self.form.is_valid():
            return self.form.answer
        return self.entry

    @property
    def computed(self) -> str:
        """The value as the card shows it."""
        given = self.given
        if given is not None and answers.is_not_applicable(self.indicator, given):
            return "tidak berlaku"
        return display.with_unit(self.indicator, display.value_of(self.indicator, given))

    @property
    def live(self) -> str:
        """The change from last year and the way to the target."""
        return live.live_words(self.indicator, self.given, self.card.before)

    @property
    def live_data(self) -> str:
        return live.live_data(self.indicator, self.card.before)

    @property
    def words(self) -> str:
        """The whole answer in words."""
        return display.answer_words(self.indicator, self.entry)

    @property
    def raw(self) -> str:
        return display.raw_words(self.indicator, self.entry)

    @property
    def adjusted(self) -> str:
        """The reviewer's value, where there is one."""
        value = self.entry.adjusted_value if self.entry else None
        return display.with_unit(self.indicator, value)

    @property
    def last(self) -> str:
        before = self.card.before
        return display.answer_words(self.indicator, before) if before else "–"

    @property
    def last_raw(self) -> str:
        return display.raw_words(self.indicator, self.card.before)

    @property
    def target(self) -> str:
        return display.target_words(self.indicator)

    @property
    def saved_at(self) -> str:
        """`14.02` in the area's zone; empty before the first save."""
        if self.entry is None or not self.entry.version:
            return ""
        return f"{self.entry.entered_at.astimezone(zone_of(self.sheet.area.code)):%H.%M}"

    @cached_property
    def warned(self) -> Warned:
        """What is unlikely, and what the note says of it."""
        return warned_of(self.indicator, self.entry, self.card.around)

    @property
    def hints(self) -> list[Finding]:
        found = [one for one in self.card.findings if one.grade == "hint"]
        if self.entry is not None and self._names_somebody(self.entry):
            found.append(Finding("hint", "naming", naming.HINT))
        return found

    @staticmethod
    def _names_somebody(entry: Entry) -> bool:
        """Does the note or a part in words seem to name a person beside a number?"""
        words = [entry.note, *(part for part in entry.extra.values() if isinstance(part, str))]
        return any(map(naming.has_named_number, words))

    @property
    def offer(self) -> int | None:
        """The number of the population page that this card's denominator should be."""
        return self.card.around.population.get(self.indicator.denominator_key)

    @property
    def offer_taken(self) -> bool:
        return self.entry is not None and self.entry.denominator == self.offer

    @property
    def offer_differs(self) -> bool:
        return self.entry is not None and self.entry.denominator not in (None, self.offer)

    @property
    def supplied(self) -> Any:
        """What a register says of this indicator; None where it is typed in."""
        return self.card.around.supplied.get(self.code)

    @property
    def supplied_words(self) -> str:
        """The register's number in words."""
        answer = Answer(**self.supplied.numbers)
        raw = display.raw_words(self.indicator, answer).replace("/", " dari ")
        return raw or display.answer_words(self.indicator, answer)

    @property
    def supplied_taken(self) -> bool:
        """Is the answer what the register says?"""
        if self.entry is None:
            return False
        return all(
            getattr(self.entry, name) == self.supplied.numbers.get(name)
            for name in ("numerator", "denominator", "value")
        )

    @property
    def supplied_again(self) -> bool:
        """Did the register move since the person gave another number?"""
        return any(one.rule == AGAIN for one in self.warned.unexplained)

    @property
    def population_url(self) -> str:
        query = urlencode({"wilayah": self.sheet.area.code, "tahun": self.sheet.period.year})
        return f"{reverse('clusters:population')}?{query}"

    @property
    def gap(self) -> str:
        """What an entry that was begun still lacks."""
        if self.entry is None or answer_of(self.entry).is_blank:
            return ""
        return answers.missing(self.indicator, self.entry).capitalize()

    @property
    def is_returned(self) -> bool:
        return self.entry is not None and self.entry.mark == Mark.RETURNED

    @property
    def standing(self) -> str:
        """One word for the list beside the cards."""
        if self.is_bad:
            return self.state
        if self.sheet.state == "returned" and self.is_returned and self.state != "saved":
            return "returned"
        if not self.is_answered:
            return "todo"
        return "warning" if self.warned.unexplained or self.gap else "done"

    @property
    def icon(self) -> str:
        return ICONS[self.standing]

    @property
    def mine(self) -> str:
        """What was typed, in words; for the choice between two answers."""
        return choice_words(self.indicator, self.form.answer)

    @property
    def theirs(self) -> str:
        """What somebody else stored, in words."""
        return choice_words(self.indicator, answer_of(self.current) if self.current else Answer())

    @property
    def track(self) -> Track | None:
        if self.indicator.direction == "none" or self.indicator.kind == "boolean":
            return None
        now = display.value_of(self.indicator, self.entry)
        last = display.value_of(self.indicator, self.card.before)
        return Track(now=self._at(now), last=self._at(last))

    def _at(self, value: Decimal | None) -> str:
        if value is None:
            return ""
        low, high = self.indicator.baseline, self.indicator.target
        share = (value - low) / (high - low)
        return f"{6 + 80 * float(min(max(share, Decimal(0)), Decimal('1.1'))):.0f}"


def put_threads(shown: list[Shown], threads: dict[int, Thread]) -> list[Shown]:
    """The cards, each with its thread."""
    for one in shown:
        one.thread = threads.get(one.indicator.pk) or one.thread
    return shown


def choice_words(indicator: Any, answer: Answer) -> str:
    """A whole answer in words, its numbers and its note; for who compares two."""
    raw = display.raw_words(indicator, answer).replace("/", " dari ")
    words = raw or display.answer_words(indicator, answer)
    return f"{words}. Catatan: {answer.note}" if answer.note else words
