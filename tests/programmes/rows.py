"""Rows of any register for tests, with just what the model asks for."""

from datetime import date, time

from django.urls import reverse
from django.utils import timezone

from kla.areas.models import Office
from programmes.registers import REGISTERS
from programmes.registers.training import Training

NAME = "Peserta Contoh 12"
NUMBER = "KHA/12/2026"
LEAST = {
    "layanan-puspaga": {"year": 2026, "month": 1, "kind": "class"},
    "sra": {"name": "SD Contoh", "school_level": "sd"},
    "prap": {"name": "Puskesmas Contoh"},
    "pisa": {"name": "Taman Baca Contoh", "form": "corner"},
    "forum-anak": {"year": 2026},
    "kembali-sekolah": {"year": 2026, "age": "7-12"},
    "perkawinan-anak": {"year": 2026},
    "sesi": {"held_on": date(2026, 3, 1), "topic": "digital", "place": "Balai Contoh"},
    "layanan-khusus": {"year": 2026, "name": "Terapi Contoh", "kind": "therapy"},
    "regulasi": {"form": "sk", "name": "Gugus tugas contoh"},
    "lembaga": {"name": "Lembaga Contoh", "kind": "health"},
    "ruang-bermain": {"name": "Taman Contoh", "condition": "good"},
    "patbm": {"year": 2026},
    "rad": {"year": 2026, "code": "1.1", "title": "Kegiatan contoh", "state": "running"},
    "gugus-tugas": {"institution": "Dinas Contoh", "role": "member"},
    "rapat": {
        "held_on": date(2026, 3, 2),
        "starts_at": time(9, 30),
        "place": "Ruang Contoh",
        "agenda": "Kemajuan RAD",
    },
    "tindak-lanjut": {
        "task": "Menyusun contoh",
        "owner": "Dinas Contoh",
        "due_on": date(2026, 4, 1),
        "state": "open",
    },
    "puspaga": {"name": "Puspaga Contoh"},
    "pelatihan": {
        "title": "Pelatihan Contoh",
        "topic": "kha",
        "audience": "mixed",
        "state": "held",
        "planned_on": date(2026, 3, 3),
        "held_on": date(2026, 3, 3),
        "hours": 8,
        "organiser": "Dinas Contoh",
    },
    "peserta": {"name": "Peserta Contoh", "is_adult": True, "group": "cadre"},
    "aparat": {"year": 2026},
}


def at(name, *args):
    """The address of a page of the registers."""
    return reverse(f"programmes:{name}", args=args)


def make(slug, area, by, **more):
    """A row that was always there."""
    fields = LEAST[slug] | more
    if slug == "rad" and "owner" not in fields:
        fields["owner"], _ = Office.objects.get_or_create(key="health", defaults={"name": "Dinas"})
    if slug == "peserta" and "training" not in fields:
        fields["training"] = Training.objects.filter(area=area).first() or make(
            "pelatihan", area, by
        )
    return REGISTERS[slug].model.objects.create(
        area=area, changed_by=by, changed_at=timezone.now(), **fields
    )


def home_of(slug, city):
    """An area that may have rows of this register: the first kelurahan, else the kota."""
    return city.kelurahan[0] if "kelurahan" in REGISTERS[slug].levels else city.kota


def join(area, cast, training, **more):
    """Somebody of this area in a training."""
    return make("peserta", area, cast.dewi, training=training, **more)
