"""`load_areas`: take in an areas file, all of it or nothing."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from kla.accounts.system import system_user
from kla.areas.actions import store_areas
from kla.areas.loading import COLUMNS, AreasFileError, read_areas
from kla.areas.models import Area
from kla.file_faults import why_not


class Command(BaseCommand):
    help = f"Memuat wilayah dari CSV dengan kolom {','.join(COLUMNS)}."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="BERKAS.csv")
        parser.add_argument(
            "--rename", action="store_true", help="ganti nama yang berbeda di bawah kode yang sama"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            content = options["file"].read_bytes()
        except OSError as fault:
            raise CommandError(f"{options['file']} tidak dapat dibaca: {why_not(fault)}.") from None
        stored = dict(Area.objects.values_list("code", "name"))
        try:
            rows = read_areas(content, stored, rename=options["rename"])
        except AreasFileError as refused:
            raise CommandError("\n".join(refused.faults)) from None
        made, renamed = store_areas(rows.values(), by=system_user())
        self.stdout.write(f"{len(rows)} wilayah: {made} baru, {renamed} berganti nama.")
