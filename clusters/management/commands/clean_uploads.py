"""`clean_uploads`: throw away uploads that nobody goes on with."""

from typing import Any

from django.core.management.base import BaseCommand

from clusters.upload_cleaning import clean_uploads


class Command(BaseCommand):
    help = "Membuang unggahan yang tidak dilanjutkan dan sisa berkasnya."

    def handle(self, *args: Any, **options: Any) -> None:
        rows, files = clean_uploads()
        self.stdout.write(f"{rows} unggahan dan {files} sisa berkas dibuang.")
