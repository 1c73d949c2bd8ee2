"""`score`: a city's estimated score in three views."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from clusters.display import VIEW_WORDS, score_words
from clusters.queries import find_period
from clusters.score_queries import score_period
from clusters.scoring.score import to_json
from kla.areas.commands import add_kota_and_year, find_kota


class Command(BaseCommand):
    help = "Menghitung perkiraan skor sebuah kota dan tahun: klaim, berbukti, terverifikasi."

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_kota_and_year(parser)
        parser.add_argument("--json", action="store_true", help="semua angka sebagai JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        kota = find_kota(options["kota"])
        period = find_period(kota, options["year"])
        if period is None:
            raise CommandError(f"Tahun {options['year']} belum dibuka.")
        views = score_period(period)
        if options["json"]:
            answer = to_json(kota.code, period.year, period.framework.version, views)
            self.stdout.write(json.dumps(answer, ensure_ascii=False, indent=1))
            return
        for name, view in views.items():
            category = view.category or "belum"
            self.stdout.write(
                f"{VIEW_WORDS[name]}: {score_words(view.score)} ({category}), perkiraan"
            )
