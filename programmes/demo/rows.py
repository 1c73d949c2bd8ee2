"""Invented rows of one kelurahan, such that what the registers supply is what its sheets say."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from random import Random
from typing import Any

from django.utils import timezone

from programmes.registers.back_to_school import Age, BackToSchool
from programmes.registers.child_marriage import ChildMarriage
from programmes.registers.childrens_forum import ChildrensForum
from programmes.registers.information_centre import InformationCentre
from programmes.registers.patbm import Patbm
from programmes.registers.play_space import PlaySpace
from programmes.registers.puspaga_service import PuspagaService
from programmes.registers.school import School
from programmes.registers.session import Session
from programmes.registers.special_service import SpecialService

Said = Mapping[str, Any]  # code → the entry's answer
LEVELS = ("paud", "sd", "sd", "smp", "sma", "paud", "sd", "slb")
SCHOOLS = {"paud": "PAUD", "sd": "SD", "smp": "SMP", "sma": "SMA", "slb": "SLB"}
FLOWERS = "Melati Kenanga Cempaka Anggrek Teratai Dahlia Seruni Bakung Kamboja Soka".split()


def yearly_rows(area: Any, year: int, said: Said, rng: Random) -> Iterator[Any]:
    """The rows that belong to one year."""
    yield _patbm(area, year, said, rng)
    yield _forum(area, year, said, rng)
    yield from _services(area, year, said, rng)
    yield from _back_to_school(area, year, said)
    yield from _sessions(area, year, said, rng)
    asked = rng.randint(0, 6)
    yield ChildMarriage(
        area=area,
        year=year,
        asked=asked,
        granted=asked // 2,
        counselled=asked,
        averted=asked - asked // 2,
        sessions=rng.randint(1, 4),
        reached=rng.randint(20, 90),
        agreement=rng.random() < 0.5,
    )
    needing = rng.randint(5, 20)
    yield SpecialService(
        area=area,
        year=year,
        name="Terapi tumbuh kembang rekaan",
        kind="therapy",
        provider="Klinik contoh",
        needing=needing,
        served=needing - rng.randint(0, 5),
    )


def standing_rows(area: Any, year: int, said: Said, rng: Random) -> Iterator[Any]:
    """The rows that stand from year to year, as they are in `year`."""
    yield from _play_spaces(area, year, said, rng)
    yield from _schools(area, said, rng)
    for number in range(_value(said, "PEN-07")):
        yield InformationCentre(
            area=area,
            name=f"Taman baca {FLOWERS[number % 10]}",
            form=("library", "corner", "digital")[number % 3],
            open_weekly=True,
            standardised=number == 0 and rng.random() < 0.4,
            books=rng.randint(80, 900),
            filtered=number % 3 == 2,
            visitors=rng.randint(60, 900),
        )


def _patbm(area: Any, year: int, said: Said, rng: Random) -> Patbm:
    level = _value(said, "PER-01")
    trained, activists = _pair(said, "PER-02")
    received = rng.randint(0, 9)
    end = min(date(year, 12, 31), timezone.localdate())
    days = rng.randint(20, 150) if level == 3 else rng.randint(190, 300)
    return Patbm(
        area=area,
        year=year,
        decree=f"100.3.3/{rng.randint(1, 99)}/{year}" if level else "",
        plan=level >= 2,
        activists=activists,
        trained=trained,
        last_activity=end - timedelta(days=days) if level >= 2 else None,
        received=received,
        handled=received // 2,
        referred=received - received // 2,
    )


def _forum(area: Any, year: int, said: Said, rng: Random) -> ChildrensForum:
    active, attended = _value(said, "TKL-03"), _value(said, "TKL-04")
    accepted, proposed = _pair(said, "TKL-05")
    members = rng.randint(15, 30)
    return ChildrensForum(
        area=area,
        year=year,
        decree=f"411/{rng.randint(1, 99)}/{year}" if active else "",
        members=members,
        girls=members // 2 + rng.randint(0, 3),
        disabled=rng.randint(0, 2),
        meetings=rng.randint(4, 12) if active else rng.randint(0, 3),
        each_quarter=bool(active),
        attended=bool(attended),
        attendees=rng.randint(5, 12) if attended else 0,
        proposed=proposed,
        accepted=accepted,
        done=accepted // 2 if accepted is not None else None,
    )


def _services(area: Any, year: int, said: Said, rng: Random) -> Iterator[PuspagaService]:
    families, classes = _value(said, "KEL-04"), _value(said, "KEL-05")
    months = 11
    for month in range(1, months + 1):
        ours = families * month // months - families * (month - 1) // months
        if ours:
            boys = rng.randint(0, ours)
            yield PuspagaService(
                area=area,
                year=year,
                month=month,
                kind="counselling",
                sessions=ours,
                families=ours,
                boys=boys,
                girls=ours - boys,
                parents=ours + rng.randint(0, ours),
            )
        held = classes * month // months - classes * (month - 1) // months
        if held:
            yield PuspagaService(
                area=area,
                year=year,
                month=month,
                kind="class",
                sessions=held,
                parents=held * rng.randint(12, 25),
            )


def _back_to_school(area: Any, year: int, said: Said) -> Iterator[BackToSchool]:
    returned, out = _pair(said, "PEN-02")
    if returned is None or out is None:
        return
    ages = list(Age.values)
    for number, age in enumerate(ages, 1):
        back = returned * number // len(ages) - returned * (number - 1) // len(ages)
        # the rest of those out of school stands at the oldest, who are the most
        still = out - returned if number == len(ages) else 0
        yield BackToSchool(
            area=area,
            year=year,
            age=age,
            out_at_start=back + still,
            returned=back,
            to_school=back - back // 3,
            to_package=back // 3,
            with_aid=back // 2,
        )


def _sessions(area: Any, year: int, said: Said, rng: Random) -> Iterator[Session]:
    planned = [("digital", "bullying")[n % 2] for n in range(_value(said, "PEN-08"))]
    planned += ["violence"] * _value(said, "PER-08")
    for number, topic in enumerate(planned):
        yield Session(
            area=area,
            held_on=date(year, 1 + (number * 7 + rng.randint(0, 2)) % 11, rng.randint(1, 28)),
            topic=topic,
            place=f"Balai {FLOWERS[number % 10]}",
            organiser="Kelurahan contoh",
            boys=rng.randint(8, 30),
            girls=rng.randint(8, 30),
            adults=rng.randint(2, 12),
        )


def _play_spaces(area: Any, year: int, said: Said, rng: Random) -> Iterator[PlaySpace]:
    total = _value(said, "KEL-06")
    safe, all_of_them = _pair(said, "KEL-07")
    total = total or all_of_them or 0
    for number in range(total):
        good = number < (safe if safe is not None else total)
        yield PlaySpace(
            area=area,
            name=f"Taman {FLOWERS[number % 10]}",
            address=f"Jalan Rekaan {number + 1}",
            size=rng.randint(80, 2500),
            condition="good" if good else rng.choice(["mend", "unsafe"]),
            inspected_on=date(year, rng.randint(1, 10), rng.randint(1, 28)),
            certified=good and rng.random() < 0.25,
            accessible=rng.random() < 0.4,
        )


def _schools(area: Any, said: Said, rng: Random) -> Iterator[School]:
    decreed, total = _pair(said, "PEN-04")
    standard = _pair(said, "PEN-05")[0] or 0
    shares = {
        "safe_team": _pair(said, "PEN-06")[0] or 0,
        "safe_route": _pair(said, "KEL-08")[0] or 0,
        "inclusive": _pair(said, "INK-04")[0] or 0,
    }
    for number in range(total or 0):
        level = LEVELS[number % len(LEVELS)]
        standing = "decreed" if number < (decreed or 0) else "none"
        if number < standard:
            standing = "standard"
        yield School(
            area=area,
            name=f"{SCHOOLS[level]} {FLOWERS[number % 10]} {number // 10 + 1}",
            school_level=level,
            standing=standing,
            decree=f"421/{rng.randint(1, 99)}" if standing != "none" else "",
            complaints=rng.random() < 0.6,
            **{name: number < share for name, share in shares.items()},
        )


def _value(said: Said, code: str) -> int:
    entry = said.get(code)
    return (entry.value or 0) if entry is not None else 0


def _pair(said: Said, code: str) -> tuple[int | None, int | None]:
    entry = said.get(code)
    return (entry.numerator, entry.denominator) if entry is not None else (None, None)
