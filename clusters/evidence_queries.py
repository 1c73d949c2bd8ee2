"""Evidence as people meet it: the operator's own files, which can be used again, who may read."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from clusters.evidence_versions import versions_of
from clusters.models import EvidenceFile, EvidenceLink, Indicator, Sheet
from clusters.operator_queries import own_evidence, own_sheets
from clusters.queries import ROOT


@dataclass
class OwnFile:
    """A row of the operator's list: the newest version, how many there are, and its uses."""

    file: EvidenceFile
    versions: int
    links: list[EvidenceLink] = field(default_factory=list)  # of every version


def own_files(user: Any, files: QuerySet[EvidenceFile]) -> list[OwnFile]:
    """These files in their order, each with where it is used on the user's sheets."""
    listed = list(files)
    versions = versions_of(listed)
    rows = {one.root_id: OwnFile(one, len(versions[one.root_id])) for one in listed}
    links = (
        EvidenceLink.objects.filter(
            Q(file__in=rows) | Q(file__first_version__in=rows),
            entry__sheet__in=own_sheets(user).order_by(),
        )
        .select_related("file", "entry__indicator", "entry__sheet__period")
        .order_by("-entry__sheet__period__year", "entry__indicator__position")
    )
    for link in links:
        rows[link.file.root_id].links.append(link)
    return list(rows.values())


def reusable(user: Any, sheet: Sheet, indicator: Indicator) -> QuerySet[EvidenceFile]:
    """The newest versions of the area's files that the user may see and that do not hang on
    the entry of this sheet and indicator yet, the newest first."""
    hangs = EvidenceFile.objects.filter(
        links__entry__sheet=sheet, links__entry__indicator=indicator
    )
    return own_evidence(user).filter(area=sheet.area_id).exclude(pk__in=hangs.values("pk"))


def same_before(user: Any, file: EvidenceFile, since: datetime) -> EvidenceFile | None:
    """Had the user the content of this file already, of the same area, before that moment?

    It may be the file itself, where the upload of then was the one that counts.
    """
    same = own_evidence(user).filter(area=file.area_id, received_sha256=file.received_sha256)
    return same.filter(uploaded_at__lt=since).order_by("pk").first()


def same_words(known: EvidenceFile, file: EvidenceFile) -> str:
    """What the person is told of it."""
    again = "; yang itu dipakai lagi" if known.pk == file.pk else ", dengan masa berlaku lain"
    return f"isi berkas ini sama dengan {known.name}, yang sudah ada{again}"


def readable(user: Any, file: EvidenceFile) -> bool:
    """May the user read it: somebody who reads a sheet that a version of it proves, or, where
    none does any more, the operator who brought it."""
    versions = EvidenceFile.objects.alias(root=ROOT).filter(root=file.root_id)
    sheets = Sheet.objects.filter(entries__links__file__in=versions)
    for sheet in sheets.select_related("area", "cluster").distinct():
        if user.has_perm("clusters.read_sheet", sheet):
            return True
    return own_evidence(user).alias(own=ROOT).filter(own=file.root_id).exists()
