"""`demo_data`: an invented year of a city, and the one before; never in production."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from clusters.demo.people import accounts_path
from clusters.demo.year import STATES, invent_city
from kla.areas.commands import add_kota_and_year, find_kota


class Command(BaseCommand):
    help = "Membuat tahun rekaan sebuah kota dan tahun sebelumnya, dengan akun contoh."

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_kota_and_year(parser)
        parser.add_argument("--seed", type=int, default=1, metavar="N", help="benih angka rekaan")
        parser.add_argument(
            "--state",
            choices=STATES,
            default="mixed",
            help="keadaan semua lembar; mixed: sebagian besar terverifikasi, sisanya berjalan",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("Data contoh tidak dibuat di production.")
        kota = find_kota(options["kota"])
        try:
            period, filled = invent_city(
                kota, options["year"], seed=options["seed"], state=options["state"]
            )
        except ValidationError as refused:
            raise CommandError("\n".join(refused.messages)) from None
        done = "dibuat" if filled else "sudah ada, tidak diubah"
        self.stdout.write(f"Data contoh {period} {done}. Akun: {accounts_path()}")
