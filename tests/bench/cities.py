"""Invented cities of a given size, each with its year under way."""

import io
from contextlib import redirect_stdout

from django.core.management import call_command

from clusters.models import Period
from kla.accounts.system import system_user
from kla.areas.actions import store_areas
from kla.areas.loading import AreaRow

YEAR = 2026
PER_KECAMATAN = 6


def build(code: str, kelurahan: int) -> Period:
    """A kota of so many kelurahan with the catalogue and a year; its period."""
    with redirect_stdout(io.StringIO()):
        call_command("migrate", verbosity=0)
        call_command("load_catalogue")
        store_areas(_rows(code, kelurahan), by=system_user())
        call_command("demo_data", f"--kota={code}", f"--year={YEAR}")
    return Period.objects.select_related("kota").get(kota__code=code, year=YEAR)


def _rows(code: str, kelurahan: int) -> list[AreaRow]:
    rows = [AreaRow(code, f"Kota Ukur {kelurahan}", "kota", "")]
    for number in range(kelurahan):
        block = f"{code}.{number // PER_KECAMATAN + 1:02d}"
        if number % PER_KECAMATAN == 0:
            rows.append(AreaRow(block, f"Kecamatan {block}", "kecamatan", code))
        own = f"{block}.{1001 + number % PER_KECAMATAN}"
        rows.append(AreaRow(own, f"Kelurahan Rekaan {number + 1}", "kelurahan", block))
    return rows


def table(title: str, head: list[str], rows: list[list[object]]) -> None:
    """Print a table with its title; the first column to the left, the others to the right."""
    printed = [head, *([str(cell) for cell in row] for row in rows)]
    wide = [max(len(row[column]) for row in printed) for column in range(len(head))]
    print(title)
    for row in printed:
        first, *others = [
            cell.ljust(size) if column == 0 else cell.rjust(size)
            for column, (cell, size) in enumerate(zip(row, wide, strict=True))
        ]
        print("  ".join([first, *others]))
    print()
