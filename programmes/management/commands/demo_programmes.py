"""`demo_programmes`: invented rows for every register of a city with a demo year."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from clusters.queries import find_period
from kla.areas.commands import add_kota_and_year, find_kota
from programmes.demo.city import invent_programmes


class Command(BaseCommand):
    help = "Membuat baris rekaan untuk setiap daftar program, sesuai isian tahun contoh."

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_kota_and_year(parser)
        parser.add_argument("--seed", type=int, default=1, metavar="N", help="benih angka rekaan")

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("Data contoh tidak dibuat di production.")
        kota = find_kota(options["kota"])
        if find_period(kota, options["year"]) is None:
            raise CommandError(f"Tahun {options['year']} belum dibuka. Jalankan demo_data dulu.")
        made = invent_programmes(kota, options["year"], seed=options["seed"])
        words = f"{made} baris dibuat" if made else "sudah ada, tidak diubah"
        self.stdout.write(f"Program contoh {kota} {options['year']}: {words}.")
