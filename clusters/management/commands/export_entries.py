"""`export_entries`: a city's year as the entries file, CSV or XLSX."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from clusters.exchange.files import UnreadableFile, write_rows
from clusters.exchange.rows import COLUMNS, entry_rows
from clusters.queries import find_period
from kla.areas.commands import add_kota_and_year, find_kota
from kla.file_faults import why_not


class Command(BaseCommand):
    help = "Menulis semua isian sebuah kota dan tahun ke berkas CSV atau XLSX."

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_kota_and_year(parser)
        parser.add_argument("--output", required=True, type=Path, metavar="BERKAS.csv|BERKAS.xlsx")

    def handle(self, *args: Any, **options: Any) -> None:
        period = find_period(find_kota(options["kota"]), options["year"])
        if period is None:
            raise CommandError(f"Tahun {options['year']} belum dibuka.")
        try:
            count = write_rows(options["output"], COLUMNS, entry_rows(period))
        except UnreadableFile as refused:
            raise CommandError(str(refused)) from None
        except OSError as fault:
            raise CommandError(
                f"{options['output']} tidak dapat ditulis: {why_not(fault)}."
            ) from None
        self.stdout.write(f"{count} baris ditulis ke {options['output']}.")
