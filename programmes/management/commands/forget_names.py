"""`forget_names`: take out the names of trained adults that were kept long enough."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from programmes.retention import forget_names


class Command(BaseCommand):
    help = "Menghapus nama peserta pelatihan yang lewat batas simpan; jumlahnya tetap."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{forget_names(timezone.localdate())} nama dihapus.")
