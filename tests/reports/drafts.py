"""A finished draft for tests that begin where compiling ended: real sections, real file, rows."""

import hashlib
import os
import zlib

from django.conf import settings
from django.utils import timezone

from reports import publish_tasks, snapshot
from reports.models import Report, ReportState, Section, SectionState, Snapshot
from reports.publish_actions import publish_report
from reports.storing import store


def lay_draft(period, printed, **more):
    """A draft of the printed year, as jobs.finish leaves it; `more` are fields of its row."""
    content = snapshot.canonical(printed.data)
    sha256 = hashlib.sha256(content).hexdigest()
    taken, _ = Snapshot.objects.get_or_create(
        sha256=sha256, defaults={"period": period, "content": zlib.compress(content, 1)}
    )
    pdf = printed.draft.read_bytes()
    digest = hashlib.sha256(pdf).hexdigest()
    store(settings.REPORTS_DIR / "files" / f"{digest}.pdf", pdf)
    fields = {
        "state": ReportState.DRAFT,
        "step": "done",
        "snapshot": taken,
        "data_sha256": sha256,
        "sha256": digest,
        "stored_name": f"{digest}.pdf",
        "size": len(pdf),
        "pages": printed.pages,
        "heartbeat": timezone.now(),
        "finished_at": timezone.now(),
    }
    report = Report.objects.create(period=period, **(fields | more))
    Section.objects.bulk_create(
        Section(
            report=report,
            position=position,
            key=key,
            title=key,
            state=SectionState.READY,
            content_sha256=path.stem,
        )
        for position, (key, path) in enumerate(printed.files.items())
    )
    _link_sections(printed)
    return report


def _link_sections(printed):
    folder = settings.REPORTS_DIR / "sections"
    folder.mkdir(parents=True, exist_ok=True)
    for path in printed.files.values():
        if not (folder / path.name).exists():
            os.link(path, folder / path.name)


def publish(report, by, changes=""):
    """Ask for publishing and do what the worker does; the row as it then stands."""
    publish_report(report, by=by, changes=changes)
    publish_tasks.publish_job.publish(report.pk)
    report.refresh_from_db()
    return report


def lay_published(period, printed, number, content=None, **more):
    """A published report with a file of its own, `content` or an invented one."""
    pdf = content or b"%%PDF-1.7 nomor %d" % number
    digest = hashlib.sha256(pdf).hexdigest()
    store(settings.REPORTS_DIR / "files" / f"{digest}.pdf", pdf)
    fields = {
        "state": ReportState.PUBLISHED,
        "number": number,
        "published_at": timezone.now(),
        "sha256": digest,
        "stored_name": f"{digest}.pdf",
        "size": len(pdf),
    }
    return lay_draft(period, printed, **(fields | more))
