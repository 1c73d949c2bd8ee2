"""`import_entries`: take an entries file in, all of it or nothing."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from clusters.exchange.files import UnreadableFile, read_rows
from clusters.exchange.importing import RefusedImport, import_rows
from kla.accounts.system import system_user


class Command(BaseCommand):
    help = "Membaca berkas isian (CSV atau XLSX): semua baris, atau tidak sama sekali."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="BERKAS.csv|BERKAS.xlsx")
        parser.add_argument("--dry-run", action="store_true", help="periksa saja, jangan simpan")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            outcome = import_rows(
                read_rows(options["file"]), by=system_user(), dry_run=options["dry_run"]
            )
        except (UnreadableFile, RefusedImport) as refused:
            raise CommandError(str(refused)) from None
        verb = "akan diubah" if options["dry_run"] else "diubah"
        self.stdout.write(f"{outcome.changed} isian {verb}, {outcome.unchanged} tetap.")
