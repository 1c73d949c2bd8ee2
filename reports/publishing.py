"""Where a finished report lies, and waiting for one to be finished."""

import time
from pathlib import Path

from django.conf import settings

from reports.models import Report, ReportState


def report_path(report: Report) -> Path:
    """The file of a finished report."""
    return settings.REPORTS_DIR / "files" / report.stored_name


def wait_for(report: Report, seconds: float) -> Report:
    """The report once its job ended, or as it stands after `seconds`."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        report.refresh_from_db()
        if report.state not in (ReportState.QUEUED, ReportState.RUNNING):
            break
        time.sleep(0.5)
    return report
