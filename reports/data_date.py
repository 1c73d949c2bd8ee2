"""The day of a city's data: of the last change to anything that its report is made of."""

from datetime import date

from django.db.models import Max, Q

from clusters.models import Entry, EvidenceFile, Period, Sheet
from kla.areas.timezones import zone_of
from programmes.registers import REGISTERS


def day_of_report(period: Period) -> date:
    """The last day, in the city's zone, on which an entry, a sheet, a file or a register of the
    year was changed; the day on which the year was opened where nothing was."""
    kota = period.kota
    inside = Q(area=kota) | Q(area__code__startswith=f"{kota.code}.")
    entries = Entry.objects.filter(sheet__period=period)
    sheets = Sheet.objects.filter(period=period)
    files = EvidenceFile.objects.filter(links__entry__sheet__period=period)
    moments = [
        *entries.aggregate(Max("entered_at"), Max("marked_at")).values(),
        *sheets.aggregate(Max("submitted_at"), Max("reviewed_at")).values(),
        files.aggregate(last=Max("uploaded_at"))["last"],
        *(
            one.model._default_manager.filter(inside).aggregate(last=Max("changed_at"))["last"]
            for one in REGISTERS.values()
        ),
    ]
    last = max((moment for moment in moments if moment), default=None)
    return last.astimezone(zone_of(kota.code)).date() if last else period.opens_on
