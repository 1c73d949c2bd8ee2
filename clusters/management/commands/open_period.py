"""`open_period`: open a city's year and make the sheets that are expected."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from clusters.actions import open_period
from kla.accounts.system import system_user
from kla.areas.commands import add_kota_and_year, find_kota


class Command(BaseCommand):
    help = "Membuka tahun sebuah kota dengan katalog terbaru dan membuat lembar-lembarnya."

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_kota_and_year(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        kota = find_kota(options["kota"])
        try:
            period, sheets = open_period(kota=kota, year=options["year"], by=system_user())
        except ValidationError as refused:
            raise CommandError("\n".join(refused.messages)) from None
        self.stdout.write(
            f"{kota.name} {period.year}: {sheets} lembar dibuat, kerangka {period.framework}."
        )
