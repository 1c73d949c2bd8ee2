"""`load_boundaries`: take in the boundaries of areas from a GeoJSON, all of it or nothing."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from kla.accounts.system import system_user
from kla.areas.actions import store_boundaries
from kla.areas.boundaries import CODE, BoundariesError, read_boundaries
from kla.areas.models import Area
from kla.file_faults import why_not


class Command(BaseCommand):
    help = f"Memuat batas wilayah dari GeoJSON; tiap bidang menyebut {CODE} wilayahnya."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="BERKAS.geojson")
        parser.add_argument(
            "--source", default="", help="sumber batas ini, dicetak di bawah tiap peta"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            content = options["file"].read_bytes()
        except OSError as fault:
            raise CommandError(f"{options['file']} tidak dapat dibaca: {why_not(fault)}.") from None
        known = dict(Area.objects.values_list("code", "pk"))
        try:
            shapes = read_boundaries(content, known)
        except BoundariesError as refused:
            raise CommandError("\n".join(refused.faults)) from None
        source = options["source"].strip()
        if len(source) > 200 or not source.isprintable():
            raise CommandError("Sumber paling banyak 200 huruf, dalam satu baris.")
        store_boundaries(shapes, source=source, by=system_user())
        self.stdout.write(f"Batas {len(shapes)} wilayah dimuat.")
