"""Invented actions of a city's RAD over the five years of its plan, one or more stages each."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from kla.areas.models import Office
from programmes.catalogue import issue_names
from programmes.registers.rad_action import RadAction, State

LATE_BY = timedelta(days=20)


@dataclass(frozen=True)
class Action:
    """An action, and how far its first stage is in the year that runs."""

    title: str
    office: str  # its key
    issues: tuple[str, ...]
    indicators: str
    target: str
    number: int | None
    budget: int  # million rupiah
    progress: int
    reached: int | None
    used: int  # percent of the budget
    news: str = ""
    is_late: bool = False
    goes_on: bool = True  # into the years after this one


ACTIONS = (
    Action(
        "Pelatihan Konvensi Hak Anak bagi perangkat dan kader",
        "women_children",
        ("participation", "violence"),
        "TKL-07",
        "Tiga pelatihan 16 JP, 120 orang dilatih",
        *(120, 85, 60, 72, 55),
        news="Dua pelatihan terlaksana; yang ketiga menunggu narasumber.",
        goes_on=False,
    ),
    Action(
        "Perbaikan ruang bermain di taman kelurahan",
        "environment",
        ("play_space",),
        "KEL-06, KEL-07",
        "Empat taman diperbaiki dan diperiksa keamanannya",
        *(4, 620, 50, 2, 48),
        news="Lelang dua taman terlambat.",
        is_late=True,
    ),
    Action(
        "Kelas pengasuhan Puspaga di kelurahan",
        "women_children",
        ("violence", "child_marriage"),
        "KEL-05",
        "24 kelas untuk orang tua",
        *(24, 96, 75, 18, 70),
    ),
    Action(
        "Tim budaya sekolah aman dan nyaman di SD dan SMP",
        "education",
        ("violence", "digital_protection"),
        "PEN-06",
        "40 sekolah punya tim yang aktif",
        *(40, 150, 45, 18, 40),
    ),
    Action(
        "Penerbitan Profil Anak kota",
        "planning",
        (),
        "TKL-K6",
        "Satu profil dicetak dan diunggah di situs kota",
        *(1, 60, 100, 1, 93),
    ),
    Action(
        "Penjangkauan anak tidak sekolah dari rumah ke rumah",
        "education",
        ("dropout",),
        "PEN-01, PEN-02",
        "150 anak kembali belajar",
        *(150, 210, 65, 94, 61),
    ),
    Action(
        "Konseling sebelum permohonan dispensasi kawin",
        "religion",
        ("child_marriage",),
        "KEL-K1",
        "Setiap pemohon dikonseling lebih dulu",
        *(None, 45, 80, None, 74),
    ),
    Action(
        "Literasi digital di sekolah dan taman baca",
        "library",
        ("digital_protection",),
        "PEN-08",
        "30 sesi untuk murid dan orang tua",
        *(30, 72, 30, 9, 27),
    ),
)


def actions_of(kota: Any, year: int, entry: Any, today: date) -> Iterator[RadAction]:
    """As many actions with and without a budget as the sheet of that year says.

    Where there is no sheet (the years to come), each action that goes on has its first stage.
    """
    offices = {office.key: office for office in Office.objects.all()}
    if entry is not None and entry.denominator:
        budgeted, total = entry.numerator, entry.denominator
    else:
        budgeted = total = len(ACTIONS)
    known = list(issue_names())
    for number in range(total):
        action, stage = ACTIONS[number % len(ACTIONS)], number // len(ACTIONS) + 1
        if action.office not in offices or (year > today.year and not action.goes_on):
            continue
        issues = ",".join(slug for slug in known if slug in action.issues)
        budget = Decimal(action.budget * 1_000_000 // stage) if number < budgeted else None
        yield RadAction(
            area=kota,
            year=year,
            code=f"{number % len(ACTIONS) + 1}.{stage}",
            title=action.title if stage == 1 else f"{action.title}, tahap {stage}",
            owner=offices[action.office],
            target=action.target,
            target_number=action.number,
            budget=budget,
            indicators=action.indicators,
            issues=issues,
            **_how_far(action, stage, year, today, budget),
        )


def _how_far(
    action: Action, stage: int, year: int, today: date, budget: Decimal | None
) -> dict[str, Any]:
    """Done in the years before, under way in this one (later stages behind), planned after it."""
    end = date(year, 12, 10 + stage)
    if year > today.year:
        return {"state": State.PLANNED, "due_on": end}
    done = year < today.year
    progress = 100 if done else action.progress // stage
    reached = action.number if done else action.reached
    if reached is not None and not done:
        reached //= stage
    used = (action.used + 100) // 2 if done else action.used // stage
    late = action.is_late and stage == 1 and not done
    return {
        "state": State.DONE if progress == 100 else State.RUNNING,
        "progress": progress,
        "reached": reached,
        "spent": None if budget is None else budget * used // 100,
        "due_on": today - LATE_BY if late else end if done else max(end, today),
        "news": "" if done or stage > 1 else action.news,
    }
