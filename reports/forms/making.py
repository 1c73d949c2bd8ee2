"""Makes a report's other forms from its snapshot: HTML at once, DOCX in a worker."""

import logging
from pathlib import Path

from django.utils import timezone

from kla.areas.timezones import zone_of
from reports import jobs
from reports.forms import html, stored, word
from reports.forms.markup import with_drawings
from reports.models import Report
from reports.stamp import check_url

log = logging.getLogger(__name__)


def about(report: Report) -> html.About:
    """What a form says of the report that it is of."""
    zone = zone_of(report.period.kota.code)
    return html.About(
        number=report.number,
        day=timezone.localtime(report.published_at, zone).date() if report.published_at else None,
        edition=report.get_edition_display(),
        sha256=report.data_sha256,
        address=check_url(report.data_sha256),
    )


def html_file(report: Report) -> Path:
    """The report as one HTML file, made where it is not kept. Raises ValueError, OSError."""
    path = stored.path_of(report, "html")
    if not path.exists():
        text, page = html.render(jobs.data_of(report), report.scope, about(report))
        stored.keep(path, with_drawings(page, text).encode())
    return path


def make_docx(report_id: int) -> None:
    """Make the DOCX of a finished report and keep it."""
    report = Report.objects.select_related("period__kota", "snapshot").get(pk=report_id)
    path = stored.path_of(report, "docx")
    if path.exists():
        return
    try:
        stored.keep(path, word.docx(jobs.data_of(report), report.scope, about(report)))
    except Exception:  # whatever it is, who asked must see it
        log.exception("docx of report %s", report_id)
        stored.give_up(path, "DOCX gagal disiapkan. Coba lagi; bila gagal lagi, kabari Admin KLA.")
