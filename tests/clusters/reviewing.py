"""Doing the reviewer's work as a browser does it, and a sheet to do it on."""

from django.urls import reverse
from django.utils import timezone

from clusters.models import Entry, EvidenceFile, EvidenceLink, Sheet
from tests.world import fill, sheet_of


def proof(entry, until=None):
    """A file that proves this entry, as if it had been brought long ago."""
    file = EvidenceFile.objects.create(
        area=entry.sheet.area,
        name="rekap.pdf",
        stored_name=f"bukti-{entry.pk}",
        content_type="application/pdf",
        size=9,
        pages=1,
        received_sha256="0" * 64,
        kept_sha256="0" * 64,
        valid_until=until,
        names_no_child=True,
        uploaded_by=entry.entered_by,
    )
    return EvidenceLink.objects.create(entry=entry, file=file, linked_by=entry.entered_by)


def hand_in(sheet, by):
    now = timezone.now()
    Sheet.objects.filter(pk=sheet.pk).update(state="submitted", submitted_at=now, submitted_by=by)
    sheet.refresh_from_db()
    return sheet


def handed_in_sheet(city, by):
    """A health sheet, whole, proven and handed in."""
    sheet = sheet_of(city, "health")
    proof(fill(sheet, "KES-01", by, numerator=9, denominator=10))
    fill(sheet, "KES-02", by, numerator=1, denominator=10)
    fill(sheet, "KES-09", by, value=3)
    return hand_in(sheet, by)


def entry_of(sheet, code):
    return Entry.objects.get(sheet=sheet, indicator__code=code)


def desk(sheet, code):
    return reverse("clusters:review-entry", args=[sheet.pk, code])


def decide(client, sheet, code, mark, version=1, **more):
    return client.post(desk(sheet, code), {"mark": mark, "version": version} | more)


def move(client, sheet, verb, **more):
    sheet.refresh_from_db()
    sent = {"version": sheet.version} | more
    return client.post(reverse(f"clusters:review-{verb}", args=[sheet.pk]), sent)


def state_of(sheet):
    return Sheet.objects.get(pk=sheet.pk).state


def said(client, response):
    return [str(one) for one in client.get(response.url).context["messages"]]
