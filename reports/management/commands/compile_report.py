"""`compile_report`: the annual report in this process; publishes nothing."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from clusters.queries import find_period
from kla.areas.commands import add_kota_and_year, find_kota
from reports import compile as steps
from reports import content, snapshot
from reports.storing import store


class Command(BaseCommand):
    help = "Menyusun laporan tahunan ke berkas PDF, tanpa menerbitkannya."

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_kota_and_year(parser)
        parser.add_argument("--output", required=True, type=Path, metavar="BERKAS.pdf")
        parser.add_argument("--edition", choices=["lengkap", "publik"], default="lengkap")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["edition"] == "publik":
            raise CommandError("Edisi publik belum dapat disusun; pakai --edition lengkap.")
        kota = find_kota(options["kota"])
        period = find_period(kota, options["year"])
        if period is None:
            raise CommandError(f"Tahun {options['year']} belum dibuka.")
        data = snapshot.load(snapshot.take(period))
        files = {one.key: steps.render_section(data, one.key)[0] for one in content.plan(data)}
        pdf, pages = steps.bind(data, files)
        try:
            store(options["output"], pdf)
        except OSError as fault:
            raise CommandError(
                f"{options['output']} tidak dapat ditulis: {fault.strerror}."
            ) from None
        self.stdout.write(f"{pages} halaman ditulis ke {options['output']}.")
