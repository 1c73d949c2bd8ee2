"""Invented trainings, participants and needs, such that TKL-07 is what the sheet says."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from random import Random
from typing import Any

from django.utils import timezone

from programmes.registers.participant import Participant, years_after
from programmes.registers.training import Training
from programmes.registers.training_need import TrainingNeed

OTHERS = ("patbm", "sra", "prap", "digital")
GROUP_OF = {"patbm": "activist", "sra": "teacher", "prap": "health", "digital": "service"}
VALID_YEARS = 3


def central_trainings(kota: Any, year: int) -> dict[tuple[str, int], Training]:
    """The trainings of the city by topic and year: those of `year` and the one before."""
    found = {}
    for one in (year - 1, year):
        for number, topic in enumerate(("kha", *OTHERS)):
            held = _day(one, 2 + number * 2)
            found[topic, one] = Training(
                area=kota,
                title=f"Pelatihan contoh {number + 1}",
                topic=topic,
                audience="mixed" if topic == "kha" else GROUP_OF[topic],
                state="held",
                planned_on=held,
                held_on=held,
                hours=16 if topic == "kha" else 8,
                organiser="Dinas perempuan dan anak",
                place="Balai kota contoh",
                wanted=120,
                mean_before=48,
                mean_after=81,
            )
    return found


def planned_training(kota: Any, year: int) -> Training:
    """One that is still to come."""
    planned = max(timezone.localdate(), date(year, 1, 1)) + timedelta(days=30)
    return Training(
        area=kota,
        title="Pelatihan contoh yang akan datang",
        topic="care",
        audience="cadre",
        state="planned",
        planned_on=planned,
        hours=8,
        organiser="Puspaga Contoh",
        wanted=40,
    )


def _day(year: int, month: int) -> date:
    """A day of that month, or yesterday where it has not come yet."""
    return min(date(year, month, 12), timezone.localdate() - timedelta(days=1))


def need_rows(area: Any, year: int, said: Mapping[str, Any], rng: Random) -> Iterator[TrainingNeed]:
    """The need of one kelurahan in one year."""
    entry = said.get("TKL-07")
    total = entry.denominator if entry is not None and entry.denominator is not None else 30
    staff = min(total, total // 4 + rng.randint(0, 3))
    yield TrainingNeed(
        area=area,
        year=year,
        staff=staff,
        cadre=total - staff,
        both=0,
        activist=rng.randint(6, 12),
        teacher=rng.randint(15, 40),
        health=rng.randint(5, 15),
        service=rng.randint(6, 12),
    )


def participant_rows(
    area: Any,
    trainings: Mapping[tuple[str, int], Training],
    year: int,
    said: Mapping[str, Any],
    rng: Random,
) -> Iterator[Participant]:
    """As many people trained in the KHA as the sheet says, and some in the other topics."""
    entry = said.get("TKL-07")
    total = (entry.numerator or 0) if entry is not None else 0
    for number in range(total):
        then = year - 1 if number < total // 2 else year
        group = "staff" if number % 4 == 0 else "cadre"
        yield _one(area, number + 1, trainings["kha", then], group, rng)
    # People of their own: nobody is a teacher in one training and an activist in another.
    for topic in OTHERS:
        for number in range(rng.randint(1, 4)):
            total += 1
            training = trainings[topic, year - number % 2]
            yield _one(area, total, training, GROUP_OF[topic], rng)


def _one(area: Any, number: int, training: Training, group: str, rng: Random) -> Participant:
    held = training.on
    # A few of last year's end soon, so that the page has something to say.
    years = 1 if rng.random() < 0.1 else VALID_YEARS
    return Participant(
        area=area,
        training=training,
        name=f"Peserta Contoh {area.name} {number}",
        is_adult=True,
        group=group,
        institution=f"Lembaga contoh {area.name}",
        mark_before=rng.randint(30, 60),
        mark_after=rng.randint(65, 98),
        certificate=f"S/{training.topic}/{number}/{held.year}",
        valid_until=years_after(held, years) + timedelta(days=60),
    )
