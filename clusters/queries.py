"""Every read that more than one caller needs."""

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from clusters import answers
from clusters.models import (
    Entry,
    EvidenceFile,
    EvidenceLink,
    Indicator,
    Period,
    PeriodState,
    Scope,
    Sheet,
)
from kla.areas.models import Area
from kla.audit.models import Record


def find_period(kota: Area, year: int) -> Period | None:
    """A city's year, with its kota and framework; None where it was never opened."""
    return Period.objects.select_related("kota", "framework").filter(kota=kota, year=year).first()


def indicators_of(sheet: Sheet) -> QuerySet[Indicator]:
    """The indicators a sheet asks for, in catalogue order: by cluster, scope and, for the kota,
    the office that owns them."""
    found = Indicator.objects.filter(cluster_id=sheet.cluster_id)
    if sheet.office_id is None:
        return found.filter(scope=Scope.KELURAHAN)
    return found.filter(scope=Scope.KOTA, owner_id=sheet.office_id)


def indicators_by_sheet(period: Period) -> dict[int, list[Indicator]]:
    """Key of each sheet of the period → the indicators it asks for, in catalogue order."""
    asked: dict[tuple[int, int | None], list[Indicator]] = {}
    rows = Indicator.objects.filter(framework_id=period.framework_id).order_by("position")
    for indicator in rows.select_related("cluster"):
        office = indicator.owner_id if indicator.scope == Scope.KOTA else None
        asked.setdefault((indicator.cluster_id, office), []).append(indicator)
    sheets = period.sheets.values_list("pk", "cluster_id", "office_id")
    return {pk: asked.get((cluster, office), []) for pk, cluster, office in sheets}


def last_year_entries(sheet: Sheet) -> dict[str, Entry]:
    """Code of an indicator → what the same area (and office) answered the year before."""
    found = Entry.objects.filter(
        sheet__area_id=sheet.area_id,
        sheet__period__kota_id=sheet.period.kota_id,
        sheet__period__year=sheet.period.year - 1,
        sheet__cluster__slug=sheet.cluster.slug,
    )
    return {entry.indicator.code: entry for entry in found.select_related("indicator")}


def current_evidence(year: int) -> QuerySet[EvidenceFile]:
    """Files in their newest version without an end of validity before 31 December of `year`."""
    return EvidenceFile.objects.filter(
        Q(valid_until=None) | Q(valid_until__gte=date(year, 12, 31)), replaced_by=None
    )


ROOT = Coalesce("first_version_id", "pk")  # the key that all versions of one file share


def proving_links(year: int, files: Q | None = None) -> QuerySet[EvidenceLink]:
    """Links to a file that is, in its newest version, valid to the end of `year`; `files` bounds
    which files need to be looked through.

    In a year that is over what hangs there counts by itself: no version that came later moves
    an old year's score.
    """
    roots = current_evidence(year).filter(files or Q()).annotate(root=ROOT).values("root")
    root = Coalesce("file__first_version_id", "file_id")
    over = ~Q(entry__sheet__period__state=PeriodState.OPEN)
    itself = Q(file__valid_until=None) | Q(file__valid_until__gte=date(year, 12, 31))
    return EvidenceLink.objects.alias(root=root).filter(
        (~over & Q(root__in=roots)) | (over & itself)
    )


def entries_with_current_evidence(period: Period) -> set[int]:
    """Keys of the period's entries that at least one current file is linked to."""
    links = proving_links(period.year).filter(entry__sheet__period=period)
    return set(links.values_list("entry_id", flat=True))


def evidence_suffices(entry: Entry) -> bool:
    """The evidence rule for one entry; not applicable and no data need none to be accepted."""
    indicator = entry.indicator
    if not indicator.evidence or entry.no_data or answers.is_not_applicable(indicator, entry):
        return True
    sheet = entry.sheet
    links = proving_links(sheet.period.year, Q(area=sheet.area_id))
    return links.filter(entry_id=entry.pk).exists()


def has_entered(user: Any, entry: Entry) -> bool:
    """Did the user ever enter this entry? Then somebody else reviews it."""
    if entry.entered_by_id == user.pk:
        return True
    return Record.objects.filter(
        verb="entry.save", thing=f"entry:{entry.pk}", by_id=user.pk
    ).exists()
