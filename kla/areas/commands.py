"""What the commands share: finding the city and the year they are told."""

from argparse import ArgumentParser, ArgumentTypeError

from django.core.management.base import CommandError

from kla.areas.models import Area, Level


def add_kota_and_year(parser: ArgumentParser) -> None:
    """Give a command its --kota and --year."""
    parser.add_argument("--kota", required=True, metavar="KODE", help="kode kota, misalnya 64.71")
    parser.add_argument("--year", required=True, type=year, metavar="TAHUN", help="tahun, 4 angka")


def year(text: str) -> int:
    """A year of four digits; wrong usage otherwise."""
    if not (text.isdecimal() and len(text) == 4):
        raise ArgumentTypeError("tahun diisi empat angka, misalnya 2026")
    return int(text)


def find_kota(code: str) -> Area:
    """The kota or kabupaten with this code; CommandError (exit 1) where there is none."""
    kota = Area.objects.filter(code=code, level=Level.KOTA).first()
    if kota is None:
        raise CommandError(f"Kota atau kabupaten dengan kode {code} belum dimuat.")
    return kota
