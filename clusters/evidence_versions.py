"""Reading evidence with its versions: which one hangs on an entry, and which is the newest."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from clusters.models import EvidenceFile, EvidenceLink


@dataclass(frozen=True)
class Proof:
    """A file as it hangs on an entry, among its versions."""

    link: EvidenceLink
    file: EvidenceFile
    versions: list[EvidenceFile]  # the oldest first; `file` is one of them

    @property
    def newest(self) -> EvidenceFile:
        return self.versions[-1]

    @property
    def is_old(self) -> bool:
        """Is there a newer version than the one that hangs here?"""
        return self.file.pk != self.newest.pk

    @property
    def number(self) -> int:
        """Which version hangs here, from 1."""
        return [version.pk for version in self.versions].index(self.file.pk) + 1


def versions_of(files: Iterable[EvidenceFile]) -> dict[int, list[EvidenceFile]]:
    """Root of these files → all its versions, the oldest first; one query, none for no files."""
    roots = {file.root_id for file in files}
    if not roots:
        return {}
    found: dict[int, list[EvidenceFile]] = {}
    rows = EvidenceFile.objects.filter(Q(pk__in=roots) | Q(first_version__in=roots))
    for row in rows.select_related("uploaded_by").order_by("pk"):
        found.setdefault(row.root_id, []).append(row)
    return found


def proofs_of(links: Iterable[EvidenceLink]) -> dict[int, list[Proof]]:
    """Key of an entry → what hangs on it; the links come with their files. One query."""
    links = list(links)
    versions = versions_of(link.file for link in links)
    found: dict[int, list[Proof]] = {}
    for link in links:
        proof = Proof(link, link.file, versions[link.file.root_id])
        found.setdefault(link.entry_id, []).append(proof)
    return found
