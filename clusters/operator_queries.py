"""What an operator reads: its own sheets, and a sheet's cards with last year beside them."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet

from clusters import display
from clusters.models import Entry, EvidenceLink, Indicator, Sheet
from clusters.queries import indicators_of
from kla.accounts.models import Role
from kla.accounts.rights import assignments_of


def own_sheets(user: Any) -> QuerySet[Sheet]:
    """The sheets the user fills in: exactly its areas, offices and clusters."""
    scope = Q(pk__in=[])
    for own in assignments_of(user):
        if own.role == Role.OPERATOR:
            part = Q(area_id=own.area_id, office_id=own.office_id)
            scope |= part & Q(cluster__slug__in=own.clusters) if own.clusters else part
    return (
        Sheet.objects.filter(scope)
        .select_related("period__kota", "area__parent", "cluster", "office")
        .order_by("-period__year", "area__code", "cluster__position")
    )


@dataclass
class Card:
    """One indicator on a sheet: its entry, last year's, and its files."""

    indicator: Indicator
    entry: Entry | None
    before: Entry | None
    links: list[EvidenceLink] = field(default_factory=list)

    @property
    def version(self) -> int:
        """The version a save is based on; 0 before the first."""
        return self.entry.version if self.entry else 0

    @property
    def computed(self) -> str:
        """The value as the card shows it."""
        return display.with_unit(self.indicator, display.value_of(self.indicator, self.entry))

    @property
    def words(self) -> str:
        """The answer in words, also where it is none."""
        return display.answer_words(self.indicator, self.entry)

    @property
    def last(self) -> str:
        return display.answer_words(self.indicator, self.before) if self.before else "–"

    @property
    def last_raw(self) -> str:
        return display.raw_words(self.indicator, self.before)

    @property
    def target(self) -> str:
        return display.target_words(self.indicator)


def cards_of(sheet: Sheet) -> list[Card]:
    """The sheet's cards in catalogue order, in a constant number of queries."""
    entries = {
        entry.indicator_id: entry
        for entry in sheet.entries.select_related("entered_by", "marked_by").prefetch_related(
            "links__file__replaced_by"
        )
    }
    last = Entry.objects.filter(
        sheet__area_id=sheet.area_id,
        sheet__period__kota_id=sheet.period.kota_id,
        sheet__period__year=sheet.period.year - 1,
        indicator__cluster__slug=sheet.cluster.slug,
    ).select_related("indicator")
    before = {entry.indicator.code: entry for entry in last}
    return [
        Card(
            indicator,
            entry := entries.get(indicator.pk),
            before.get(indicator.code),
            list(entry.links.all()) if entry else [],
        )
        for indicator in indicators_of(sheet)
    ]
