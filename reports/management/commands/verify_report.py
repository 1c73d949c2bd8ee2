"""`verify_report`: recompute a report's scores from its own attachment."""

from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from clusters.display import VIEW_WORDS
from reports.verify import Genuine, NotGenuine, verify


class Command(BaseCommand):
    help = "Memeriksa laporan PDF: menghitung ulang skornya dari lampirannya sendiri."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="BERKAS.pdf")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            found = verify(options["file"])
        except NotGenuine as refused:
            raise CommandError("\n".join(refused.faults)) from None
        scores = ", ".join(f"{VIEW_WORDS[name]} {score}" for name, score in found.scores.items())
        self.stdout.write(f"Cocok: {found.kota} {found.year}, {scores}, {found.sha256}")
        for line in _remarks(found):
            self.stdout.write(line)


def _remarks(found: Genuine) -> Iterator[str]:
    """What was compared, and what cannot be recomputed."""
    part = f", bagian {found.scope}" if found.scope else ""
    if found.lines:
        yield f"Edisi {found.edition}{part}: {found.lines} baris tercetak dibandingkan."
    else:
        yield (
            f"Edisi {found.edition}{part}: dicetak versi program lain; yang dibandingkan skor, "
            "poin klaster, kategori, sidik jari, dan lampiran, bukan setiap baris."
        )
    yield (
        "Yang ditutupi atau digambar di atas halaman tidak tampak dari sini; halaman periksa "
        "membandingkan seluruh berkas dengan yang diterbitkan."
    )
    if found.edition == "publik":
        yield (
            f"Dihitung ulang semuanya kecuali poin {found.stated} isian indikator sensitif: angka "
            "kecilnya disembunyikan, dan poinnya diambil dari batas yang dinyatakan lampiran."
        )
