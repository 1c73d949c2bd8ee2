"""`publish_report`: compile through a running worker and publish; nothing where it is current."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from clusters.models import Period
from clusters.queries import find_period
from kla.accounts.system import system_user
from kla.areas.commands import add_kota_and_year, find_kota
from reports import snapshot
from reports.actions import request_report
from reports.models import Edition, Report, ReportState
from reports.publish_actions import publish_report
from reports.publishing import report_path, wait_for

ANEW = "Disusun ulang dari data terbaru."


class Command(BaseCommand):
    help = "Menyusun laporan tahunan lewat pekerja yang sedang jalan, lalu menerbitkannya."

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_kota_and_year(parser)
        parser.add_argument("--timeout", type=int, default=900, metavar="DETIK")
        parser.add_argument(
            "--changes",
            default=ANEW,
            metavar="KALIMAT",
            help="apa yang berubah dari laporan yang digantikan",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        period = find_period(find_kota(options["kota"]), options["year"])
        if period is None:
            raise CommandError(f"Tahun {options['year']} belum dibuka.")
        report = current(period) or self._publish(period, options)
        self.stdout.write(f"{report_path(report)}")

    def _publish(self, period: Period, options: dict[str, Any]) -> Report:
        report = wait_for(request_report(period, by=system_user()), options["timeout"])
        if report.state == ReportState.DRAFT:
            try:
                publish_report(report, by=system_user(), changes=options["changes"])
            except ValidationError as refused:
                raise CommandError("\n".join(refused.messages)) from None
            report = wait_for(report, options["timeout"])
        if report.state != ReportState.PUBLISHED:
            why = report.error or "pekerja tidak menjawab; jalankan celery worker."
            raise CommandError(f"Laporan belum selesai: {why}")
        return report


def current(period: Period) -> Report | None:
    """The published report of the whole city whose data are those that stand now."""
    return Report.objects.filter(
        period=period,
        edition=Edition.FULL,
        scope="",
        state=ReportState.PUBLISHED,
        snapshot=snapshot.take(period),
    ).first()
