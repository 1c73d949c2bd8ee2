"""`compile_report`: the annual report in this process; publishes nothing."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from clusters.queries import find_period
from kla.areas.commands import add_kota_and_year, find_kota
from kla.file_faults import why_not
from reports import compile as steps
from reports import content, editions, snapshot
from reports.storing import store


class Command(BaseCommand):
    help = "Menyusun laporan tahunan ke berkas PDF, tanpa menerbitkannya."

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_kota_and_year(parser)
        parser.add_argument("--output", required=True, type=Path, metavar="BERKAS.pdf")
        parser.add_argument(
            "--scope",
            default="",
            metavar="BAGIAN",
            help="klaster:health, kecamatan:KODE, kelurahan:KODE, perbandingan",
        )
        parser.add_argument(
            "--edition", choices=[editions.FULL, editions.PUBLIC], default=editions.FULL
        )

    def handle(self, *args: Any, **options: Any) -> None:
        kota = find_kota(options["kota"])
        period = find_period(kota, options["year"])
        if period is None:
            raise CommandError(f"Tahun {options['year']} belum dibuka.")
        data = editions.data_of(snapshot.load(snapshot.take(period)), options["edition"])
        try:
            plan = content.plan(data, options["scope"])
        except ValueError as unknown:
            raise CommandError(str(unknown)) from None
        files = {one.key: steps.render_section(data, one.key)[0] for one in plan}
        pdf, pages = steps.bind(data, files, scope=options["scope"])
        try:
            store(options["output"], pdf)
        except OSError as fault:
            raise CommandError(
                f"{options['output']} tidak dapat ditulis: {why_not(fault)}."
            ) from None
        self.stdout.write(f"{pages} halaman ditulis ke {options['output']}.")
