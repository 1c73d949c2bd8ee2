"""The steps of putting a newer version in a file's place; add_evidence makes them in one go."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone

from clusters import workflow
from clusters.actions.base import can_write_now
from clusters.evidence_versions import versions_of
from clusters.models import Entry, EvidenceFile, EvidenceLink, Period, Sheet

_REPLACED = (
    "Berkas ini baru saja diganti orang lain. Buka lembar lagi, lalu ganti versi yang baru itu."
)


def hold_version(replaces: EvidenceFile, sheet: Sheet) -> None:
    """Lock what a replacement touches, sheets first and in their order, then the file.

    Raises ValidationError where the file has a newer version by now.
    """
    used = Sheet.objects.filter(pk__in=_links(replaces).values("entry__sheet"))
    keys = sorted({sheet.pk, *used.values_list("pk", flat=True)})
    held = Sheet.objects.select_for_update(of=("self",)).filter(pk__in=keys)
    list(held.order_by("pk").values_list("pk"))
    EvidenceFile.objects.select_for_update(of=("self",)).get(pk=replaces.pk)
    if EvidenceFile.objects.filter(replaces=replaces).exists():
        raise ValidationError(_REPLACED)


def refuse_known(same: EvidenceFile | None, replaces: EvidenceFile, entry: Entry) -> None:
    """Raise ValidationError where the upload is no new version, or replaces nothing here."""
    if not _links(replaces).filter(entry=entry).exists():
        raise ValidationError("Berkas yang akan diganti sudah tidak dipakai di isian ini.")
    if same is not None and same.pk == replaces.pk:
        raise ValidationError(
            "Berkas ini sama dengan versi sekarang. Pilih berkas baru, atau ubah masa berlakunya."
        )
    if same is not None:
        raise ValidationError(
            f"Berkas ini sudah tersimpan sebagai {same.name}. Pakai berkas yang sudah ada itu."
        )


def move_links(old: EvidenceFile, new: EvidenceFile, *, by: Any) -> list[int]:
    """Let `new` hang where a version before it hangs and `by` may write now; the entries' keys.

    An entry that was judged, or waits to be, keeps the version that its reviewer sees; one that
    came back is judged anew, because its link is younger than its mark.
    """
    links = (
        _links(old)
        .exclude(file=new)
        .select_related("entry__sheet__period", "entry__sheet__cluster")
    )
    moved = [link for link in links if _may_write(link.entry, by)]
    EvidenceLink.objects.filter(pk__in=[link.pk for link in moved]).update(
        file=new, linked_by=by, linked_at=timezone.now()
    )
    return [link.entry_id for link in moved]


def settle_versions(period: Period) -> int:
    """As a year is closed: each entry keeps the version that counts at that moment, the newest;
    gives how many links moved."""
    links = EvidenceLink.objects.filter(
        entry__sheet__period=period, file__replaced_by__isnull=False
    ).select_related("file")
    stale = list(links)
    versions = versions_of(link.file for link in stale)
    for link in stale:
        newest = versions[link.file.root_id][-1]
        if EvidenceLink.objects.filter(entry=link.entry_id, file=newest).exists():
            link.delete()
        else:
            EvidenceLink.objects.filter(pk=link.pk).update(file=newest)
    return len(stale)


def _links(file: EvidenceFile) -> Any:
    root = file.root_id
    return EvidenceLink.objects.filter(Q(file=root) | Q(file__first_version=root)).order_by("pk")


def _may_write(entry: Entry, by: Any) -> bool:
    sheet = entry.sheet
    writable = can_write_now(sheet) and workflow.may_write(sheet.state, entry.mark)
    return writable and by.has_perm("clusters.enter", sheet)
