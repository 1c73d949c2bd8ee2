"""What an operator reads: own places and years, own sheets, a sheet's cards, own evidence."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from clusters.check_queries import around_of
from clusters.evidence_versions import Proof, proofs_of
from clusters.models import (
    Entry,
    EvidenceFile,
    EvidenceLink,
    Indicator,
    Period,
    PeriodState,
    Sheet,
)
from clusters.plausibility import Around, Finding, findings
from clusters.queries import ROOT, indicators_of
from kla.accounts.models import Assignment, Role
from kla.accounts.rights import assignments_of
from kla.areas.models import OfficeName

SOON = timedelta(days=90)


@dataclass(frozen=True)
class Place:
    """One area, or one office of the city, that the user fills in for."""

    key: str  # such as 64.71.01.1001, or 64.71:health
    name: str
    assignment: Assignment


def places_of(user: Any) -> list[Place]:
    """Where the user is an operator, in the order of the assignments."""
    own = [a for a in assignments_of(user) if a.role == Role.OPERATOR]
    offices = {a.office_id for a in own if a.office_id}
    rows = OfficeName.objects.filter(office__in=offices) if offices else ()
    names: dict[tuple[int, int | None], str] = {
        (row.kota_id, row.office_id): row.name for row in rows
    }
    places = []
    for a in own:
        key, name = a.area.code, a.area.full_name
        if a.office:
            key = f"{key}:{a.office.key}"
            name = f"{names.get((a.area_id, a.office_id), a.office.name)}, {name}"
        places.append(Place(key, name, a))
    return places


def own_sheets(user: Any) -> QuerySet[Sheet]:
    """The sheets the user fills in: exactly its areas, offices and clusters, of all years."""
    return _sheets(a for a in assignments_of(user) if a.role == Role.OPERATOR)


def sheets_at(place: Place, period: Period) -> QuerySet[Sheet]:
    """The sheets of one place and year, in the order of the clusters."""
    return _sheets([place.assignment]).filter(period=period)


def _sheets(assignments: Iterable[Assignment]) -> QuerySet[Sheet]:
    scope = Q(pk__in=[])
    for own in assignments:
        part = Q(area_id=own.area_id, office_id=own.office_id)
        scope |= part & Q(cluster__slug__in=own.clusters) if own.clusters else part
    return (
        Sheet.objects.filter(scope)
        .select_related("period__kota", "area__parent", "cluster", "office")
        .order_by("-period__year", "area__code", "cluster__position")
    )


def periods_at(place: Place) -> list[Period]:
    """The years of the place's city, newest first."""
    code = place.assignment.area.kota_code
    return list(Period.objects.filter(kota__code=code).select_related("kota").order_by("-year"))


def default_period(periods: list[Period]) -> Period | None:
    """The newest open year, else the newest."""
    opened = [period for period in periods if period.state == PeriodState.OPEN]
    return next(iter(opened or periods), None)


@dataclass
class Card:
    """One indicator on a sheet: its entry, last year's, its files, and what it is held against."""

    indicator: Indicator
    entry: Entry | None
    before: Entry | None
    links: list[EvidenceLink] = field(default_factory=list)
    around: Around = field(default_factory=Around)
    proofs: list[Proof] = field(default_factory=list)  # the files, each among its versions

    @property
    def findings(self) -> list[Finding]:
        """What is unlikely about the entry, and hints."""
        return findings(self.indicator, self.entry, self.around)

    def put(self, entry: Entry) -> None:
        """What was just stored, also for the cards of the same page that are held against it."""
        self.entry = entry
        self.around.answers[self.indicator.code] = (self.indicator, entry)


def cards_of(sheet: Sheet) -> list[Card]:
    """The sheet's cards in catalogue order, in a constant number of queries."""
    rows = sheet.entries.select_related("entered_by", "marked_by", "indicator")
    entries = {e.indicator_id: e for e in rows.prefetch_related("links__file")}
    proofs = proofs_of(link for entry in entries.values() for link in entry.links.all())
    indicators = list(indicators_of(sheet))
    around = around_of(sheet, indicators)
    cards = []
    for indicator in indicators:
        entry = entries.get(indicator.pk)
        links = list(entry.links.all()) if entry else []
        before = around.before.get(indicator.code)
        hangs = proofs.get(entry.pk, []) if entry else []
        cards.append(Card(indicator, entry, before, links, around, hangs))
    return cards


def own_evidence(user: Any) -> QuerySet[EvidenceFile]:
    """The newest version of each file of which one is on the user's sheets, or that the user
    brought in there."""
    linked = Q(links__entry__sheet__in=own_sheets(user).order_by().values("pk"))
    areas = {place.assignment.area_id for place in places_of(user)}
    brought = Q(uploaded_by=user)
    here = EvidenceFile.objects.filter(area__in=areas)  # all versions of a file lie in one area
    own = here.filter(linked | brought).annotate(root=ROOT).values("root")
    return here.alias(root=ROOT).filter(root__in=own, replaced_by=None)


def soon_expired(user: Any, today: date) -> QuerySet[EvidenceFile]:
    """Own evidence whose validity ends within 90 days, or ended in the last 90."""
    near = own_evidence(user).filter(valid_until__range=(today - SOON, today + SOON))
    return near.order_by("valid_until", "pk")
