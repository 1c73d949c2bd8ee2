"""`clean_reports`: throw away old drafts and what belongs to nothing; published ones never."""

from typing import Any

from django.core.management.base import BaseCommand

from reports.cleaning import clean


class Command(BaseCommand):
    help = "Membuang draf lama dan berkas yang tidak dipakai lagi; yang terbit tidak pernah."

    def handle(self, *args: Any, **options: Any) -> None:
        gone = clean()
        self.stdout.write(
            f"Dibuang: {gone.reports} laporan yang belum terbit, {gone.snapshots} cuplikan,"
            f" {gone.sections} bagian tersimpan, {gone.files} berkas."
        )
