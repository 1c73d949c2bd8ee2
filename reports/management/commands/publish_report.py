"""`publish_report`: compile through a running worker and publish; nothing where it is current."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from clusters.queries import find_period
from kla.accounts.system import system_user
from kla.areas.commands import add_kota_and_year, find_kota
from reports import snapshot
from reports.actions import publish_report, request_report
from reports.models import Report, ReportState
from reports.publishing import report_path, wait_for


class Command(BaseCommand):
    help = "Menyusun laporan tahunan lewat pekerja yang sedang jalan, lalu menerbitkannya."

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_kota_and_year(parser)
        parser.add_argument("--timeout", type=int, default=900, metavar="DETIK")

    def handle(self, *args: Any, **options: Any) -> None:
        period = find_period(find_kota(options["kota"]), options["year"])
        if period is None:
            raise CommandError(f"Tahun {options['year']} belum dibuka.")
        current = snapshot.take(period)
        report = Report.objects.filter(
            period=period, state=ReportState.PUBLISHED, snapshot=current
        ).first()
        if report is None:
            report = self._compile(period, options["timeout"])
        self.stdout.write(f"{report_path(report)}")

    def _compile(self, period: Any, seconds: int) -> Report:
        report = wait_for(request_report(period, by=system_user()), seconds)
        if report.state != ReportState.DRAFT:
            why = report.error or "pekerja tidak menjawab; jalankan celery worker."
            raise CommandError(f"Laporan belum selesai: {why}")
        return publish_report(report, by=system_user())
