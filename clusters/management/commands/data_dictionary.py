"""`data_dictionary`: write the catalogue as a page a person can read."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from clusters.catalogue.dictionary import render
from clusters.catalogue.reader import read
from clusters.catalogue.schema import CatalogueError
from kla.file_faults import why_not


class Command(BaseCommand):
    help = "Menulis kamus data dari katalog indikator ke docs/kamus-data.md."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--output",
            type=Path,
            default=Path(settings.BASE_DIR) / "docs" / "kamus-data.md",
            metavar="BERKAS.md",
            help="berkas tujuan; bawaan docs/kamus-data.md",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            text = render(read())
        except CatalogueError as refused:
            raise CommandError("\n".join(refused.faults)) from None
        try:
            options["output"].write_text(text, encoding="utf-8")
        except OSError as fault:
            raise CommandError(
                f"{options['output']} tidak dapat ditulis: {why_not(fault)}."
            ) from None
        self.stdout.write(f"Kamus data ditulis ke {options['output']}.")
