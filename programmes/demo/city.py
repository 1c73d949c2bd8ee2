"""Fills the registers of a city whose years were invented, and lays the numbers on its sheets."""

from random import Random
from typing import Any

from django.db import transaction
from django.utils import timezone

from clusters import sources
from clusters.models import Entry, Period
from kla.accounts.system import system_user
from kla.areas.models import Area, Level
from programmes.attachment import Attachment
from programmes.demo.pictures import pictures_of
from programmes.demo.places import put_on_map
from programmes.demo.rows import standing_rows, yearly_rows
from programmes.demo.task_force import plan_rows, task_force_rows
from programmes.demo.trainings import (
    central_trainings,
    need_rows,
    participant_rows,
    planned_training,
)
from programmes.five_years import SPAN
from programmes.registers import REGISTERS
from programmes.registers.institution import Institution
from programmes.registers.play_space import PlaySpace
from programmes.registers.puskesmas import Puskesmas
from programmes.registers.puspaga import Puspaga
from programmes.registers.regulation import Regulation

PICTURES = 3  # play spaces that get one


@transaction.atomic
def invent_programmes(kota: Area, year: int, *, seed: int) -> int:
    """Rows for every register of `kota`, of `year` and the one before; 0 where there are some.

    Gives how many rows were made.
    """
    prefix = f"{kota.code}."
    if any(_has_rows(register.model, kota) for register in REGISTERS.values()):
        return 0
    kelurahan = Area.objects.filter(level=Level.KELURAHAN, code__startswith=prefix)
    made: list[Any] = list(_central(kota, year, Random(f"{seed}/{kota.code}/program")))
    trained = central_trainings(kota, year)
    made += [*trained.values(), planned_training(kota, year)]
    for area in kelurahan.order_by("code"):
        rng = Random(f"{seed}/{area.code}/program")
        for one in (year - 1, year):
            said = _said(area, one)
            made += yearly_rows(area, one, said, rng)
            # A die of its own: the rows of the other registers stay what they were.
            made += need_rows(area, one, said, Random(f"{seed}/{area.code}/{one}/kebutuhan"))
        made += standing_rows(area, year, said, rng)
        own = Random(f"{seed}/{area.code}/pelatihan")
        made += participant_rows(area, trained, year, said, own)
    for one in (year - 1, year):
        made += task_force_rows(kota, one, _said(kota, one))
    made += plan_rows(kota, range(year + 1, year - 1 + SPAN))
    put_on_map(made, kota, Random(f"{seed}/{kota.code}/tempat"))
    by, now = system_user(), timezone.now()
    for row in made:
        row.changed_by, row.changed_at = by, now
    for register in REGISTERS.values():
        rows = [row for row in made if isinstance(row, register.model)]
        register.model._default_manager.bulk_create(rows, batch_size=500)
    spaces = PlaySpace.objects.filter(area__code__startswith=prefix).select_related("area")
    Attachment.objects.bulk_create(pictures_of(list(spaces.order_by("pk")[:PICTURES])))
    lay_on_sheets(kota, year)
    return len(made)


def lay_on_sheets(kota: Area, year: int) -> None:
    """Keep beside each derived entry of the year what its register says now."""
    period = Period.objects.get(kota=kota, year=year)
    entries = list(
        Entry.objects.filter(sheet__period=period)
        .exclude(indicator__derived_from="")
        .select_related("indicator", "sheet__area")
    )
    for entry in entries:
        found = sources.supplied_to(entry.indicator, entry.sheet.area, year)
        entry.supplied = found.numbers if found else None
    Entry.objects.bulk_update(entries, ["supplied"], batch_size=200)


def _has_rows(model: Any, kota: Area) -> bool:
    rows = model._default_manager
    return bool(rows.filter(area__code__startswith=kota.code).exists())


def _said(area: Area, year: int) -> dict[str, Entry]:
    rows = Entry.objects.filter(sheet__area=area, sheet__period__year=year)
    return {entry.indicator.code: entry for entry in rows.select_related("indicator")}


def _central(kota: Area, year: int, rng: Random) -> list[Any]:
    """What a city has once, or in a few places."""
    few = list(Area.objects.filter(level=Level.KELURAHAN, code__startswith=f"{kota.code}."))[::4]
    rows: list[Any] = [
        Puspaga(
            area=kota,
            name="Puspaga Contoh",
            address="Jalan Rekaan 1",
            staff=8,
            counsellors=4,
            hours="Senin sampai Jumat, 08.00–15.00",
            standardised=True,
            standardised_year=year - 2,
        ),
        Regulation(
            area=kota, form="perda", number=f"2 Tahun {year - 1}", name="Penyelenggaraan KLA"
        ),
        Regulation(area=kota, form="se", number="12", name="Larangan iklan rokok dekat sekolah"),
        Institution(
            area=kota,
            name="UPTD PPA Contoh",
            kind="protection",
            phone="(0542) 000000",
            hours="24 jam",
            always_open=True,
        ),
        Institution(area=kota, name="Rumah Aman Contoh", kind="shelter", accredited=True),
    ]
    for number, area in enumerate(few):
        staff = rng.randint(25, 60)
        rows.append(
            Puskesmas(
                area=area,
                name=f"Puskesmas {area.name}",
                child_friendly=number % 3 != 2,
                staff=staff,
                trained=staff // 2,
                nursing_room=True,
                play_corner=number % 2 == 0,
                counselling=number % 2 == 1,
            )
        )
    return rows
