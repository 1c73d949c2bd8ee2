"""What the files of a report are called when somebody downloads them."""

from reports.models import Edition, Report, ReportState
from reports.scope_choices import words_of


def file_name(report: Report, kind: str) -> str:
    """`Laporan KLA Kota Contoh 2026 Kecamatan Rekaan Barat draf.pdf`: which report it is, that
    two of them side by side are told apart. `kind` is the ending, such as `pdf`."""
    year = report.period
    parts = [f"Laporan KLA {year.kota.name} {year.year}", words_of([report])[report.pk]]
    parts += ["publik"] if report.edition == Edition.PUBLIC else []
    is_out = report.state == ReportState.PUBLISHED
    parts.append(f"nomor {report.number}" if is_out else "draf")
    return f"{' '.join(filter(None, parts))}.{kind}"
