"""Where a finished report lies, whether it is whole, and waiting for a job to end."""

import hashlib
import time
from pathlib import Path

from django.conf import settings

from reports.models import AT_WORK, Report


def report_path(report: Report) -> Path:
    """The file of a finished report."""
    return settings.REPORTS_DIR / "files" / report.stored_name


def whole(report: Report, content: bytes) -> bool:
    """Is this the content that was stored for the report?"""
    return hashlib.sha256(content).hexdigest() == report.sha256


def wait_for(report: Report, seconds: float) -> Report:
    """The report once its job ended, or as it stands after `seconds`."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        report.refresh_from_db()
        if report.state not in AT_WORK:
            break
        time.sleep(0.5)
    return report
