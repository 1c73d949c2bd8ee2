"""`verify_report`: recompute a report's scores from its own attachment."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from reports.verify import NotGenuine, verify


class Command(BaseCommand):
    help = "Memeriksa laporan PDF: menghitung ulang skornya dari lampirannya sendiri."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="BERKAS.pdf")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            found = verify(options["file"])
        except NotGenuine as refused:
            raise CommandError("\n".join(refused.faults)) from None
        scores = ", ".join(f"{name} {score}" for name, score in found["scores"].items())
        self.stdout.write(f"Cocok: {found['kota']} {found['year']}, {scores}, {found['sha256']}")
