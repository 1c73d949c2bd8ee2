"""What a reviewer reads: the queue, and a sheet with last year and the evidence beside it."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from clusters import answers, display, notes
from clusters.check_queries import around_of
from clusters.evidence_versions import Proof, proofs_of
from clusters.models import Entry, EvidenceFile, Indicator, Sheet, SheetState
from clusters.plausibility import Around, warnings
from clusters.queries import indicators_of
from kla.accounts.models import Role
from kla.accounts.rights import assignments_of


def reviewable(user: Any) -> QuerySet[Sheet]:
    """Every sheet of the areas and clusters the user reviews."""
    scope = Q(pk__in=[])
    for own in assignments_of(user):
        if own.role == Role.REVIEWER:
            code = own.area.code
            part = Q(area__code=code) | Q(area__code__startswith=f"{code}.")
            scope |= part & Q(cluster__slug__in=own.clusters) if own.clusters else part
    return Sheet.objects.filter(scope).select_related(
        "period__kota", "area__parent", "cluster", "office"
    )


def review_queue(user: Any) -> QuerySet[Sheet]:
    """The submitted sheets that wait for the user, oldest first, with how far each is."""
    marked = Count("entries", filter=~Q(entries__mark=""))
    return (
        reviewable(user)
        .filter(state=SheetState.SUBMITTED)
        .annotate(marked=marked, answered=Count("entries"))
        .order_by("submitted_at", "pk")
    )


@dataclass
class Claim:
    """One entry under review: what is claimed, last year's, the evidence, what to look at."""

    indicator: Indicator
    entry: Entry | None
    before: Entry | None
    files: list[EvidenceFile] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    thread: Any = None  # what was said about it, where a page asks
    proofs: list[Proof] = field(default_factory=list)  # the files, each among its versions

    @property
    def is_settled(self) -> bool:
        return bool(self.entry and self.entry.mark)

    @property
    def words(self) -> str:
        """The claim in words."""
        return display.answer_words(self.indicator, self.entry)

    @property
    def parts(self) -> list[tuple[str, str]]:
        """The further numbers kept with the entry, in words."""
        return display.part_words(self.indicator, self.entry)

    @property
    def raw(self) -> str:
        return display.raw_words(self.indicator, self.entry)

    @property
    def last(self) -> str:
        return display.answer_words(self.indicator, self.before) if self.before else "–"

    @property
    def target(self) -> str:
        return display.target_words(self.indicator)


def claims_of(sheet: Sheet) -> list[Claim]:
    """The sheet's indicators in order, each with its claim; a constant number of queries."""
    entries = {e.indicator_id: e for e in _entries(sheet)}
    proofs = proofs_of(link for entry in entries.values() for link in entry.links.all())
    indicators = list(indicators_of(sheet))
    around = around_of(sheet, indicators)
    claims = []
    for indicator in indicators:
        entry = entries.get(indicator.pk)
        claim = Claim(indicator, entry, around.before.get(indicator.code))
        if entry is not None:
            claim.files = [link.file for link in entry.links.all()]
            claim.proofs = proofs.get(entry.pk, [])
            claim.notices = _notices(claim, sheet.period.year, around)
        claims.append(claim)
    return claims


def _entries(sheet: Sheet) -> QuerySet[Entry]:
    return sheet.entries.select_related("entered_by", "marked_by", "indicator").prefetch_related(
        "links__file__uploaded_by"
    )


def _notices(claim: Claim, year: int, around: Around) -> list[str]:
    """What a reviewer should not overlook, in sentences."""
    indicator, entry = claim.indicator, claim.entry
    found: list[str] = []
    if entry is None:
        return found
    needs = indicator.evidence and not (
        entry.no_data or answers.is_not_applicable(indicator, entry)
    )
    ends = [proof.newest.valid_until for proof in claim.proofs]
    if needs and not ends:
        found.append("Belum ada bukti dukung. Isian ini tidak dihitung berbukti.")
    elif needs and not any(end is None or end >= date(year, 12, 31) for end in ends):
        found.append(
            f"Bukti tidak berlaku sampai 31 Desember {year}. "
            "Tanpa bukti baru, isian ini tidak dihitung berbukti."
        )
    if any(proof.is_old for proof in claim.proofs):
        found.append("Bukti ini sudah punya versi yang lebih baru; isian memakai versi lama.")
    found += [
        f"{one.sentence}. {'Periksa sebabnya.' if notes.explains(entry) else 'Belum dijelaskan.'}"
        for one in warnings(indicator, entry, around)
    ]
    return found
