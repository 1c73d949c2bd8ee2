"""`load_catalogue`: check the catalogue and insert it as an edition."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from clusters.actions.catalogue import load_framework
from clusters.catalogue.reader import read
from clusters.catalogue.schema import CatalogueError
from kla.accounts.system import system_user


class Command(BaseCommand):
    help = "Memeriksa katalog indikator dan memuatnya sebagai kerangka baru."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "directory", nargs="?", type=Path, metavar="DIR", help="folder TOML; bawaan bila kosong"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            framework, new = load_framework(read(options["directory"]), by=system_user())
        except CatalogueError as refused:
            raise CommandError("\n".join(refused.faults)) from None
        except ValidationError as refused:
            raise CommandError("\n".join(refused.messages)) from None
        count = framework.indicators.count()
        done = "dimuat" if new else "sudah dimuat, tidak ada yang berubah"
        self.stdout.write(f"Kerangka {framework.version}: {count} indikator, {done}.")
