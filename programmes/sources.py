"""What the registers supply to indicators: each key with the rows it counts and how."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone

from clusters import sources
from clusters.sources import Supplied
from kla.areas.models import Area
from programmes.base import Registered
from programmes.queries import of_year
from programmes.register import Register
from programmes.registers import REGISTERS
from programmes.registers.participant import FORGOTTEN, Participant
from programmes.trained import count_kha

SHOWN = 3  # records named beside the number; the rest is a count
ACTIVE_DAYS = 183  # "giat dalam 6 bulan terakhir" of the catalogue's level
LEAST_INSTITUTIONS = 3
Rows = Sequence[Any]
Numbers = dict[str, int]


def register_all() -> None:
    """Make every source known; called once, when the app is ready."""
    for key, (slug, numbers) in SOURCES.items():
        sources.register(key, _reader(REGISTERS[slug], numbers))


def _reader(register: Register, numbers: Callable[[Rows, int], Numbers]) -> sources.Reader:
    def read(area: Area, year: int) -> Supplied:
        rows = list(_rows(register, area, year))
        found = numbers(rows, year) if rows else {}
        return Supplied(
            register.title,
            **found,
            total=len(rows),
            records=tuple((str(row), _address(register, row)) for row in rows[:SHOWN]),
        )

    return read


def _rows(register: Register, area: Area, year: int) -> Any:
    rows: Any = register.model._default_manager.filter(area=area, removed_at=None)
    return of_year(register, rows, year).select_related("area")


def _address(register: Register, row: Registered) -> str:
    return reverse("programmes:row-detail", args=[register.slug, row.pk])


def _pair(part: int | None, whole: int | None) -> Numbers:
    """A pair, or nothing where one half is unknown."""
    return {} if part is None or whole is None else {"numerator": part, "denominator": whole}


def _total(rows: Rows, name: str) -> int | None:
    """The sum of a field; None where no row knows it."""
    known = [getattr(row, name) for row in rows if getattr(row, name) is not None]
    return sum(known) if known else None


def _value(number: int | None) -> Numbers:
    return {} if number is None else {"value": number}


def _share(holds: Callable[[Any], bool], among: Callable[[Any], bool] = lambda row: True) -> Any:
    """The rows that hold, out of those among which they are counted."""

    def count(rows: Rows, year: int) -> Numbers:
        counted = [row for row in rows if among(row)]
        return _pair(sum(map(holds, counted)), len(counted))

    return count


def _patbm_level(rows: Rows, year: int) -> Numbers:
    """0 none, 1 with a decree, 2 and a plan, 3 active in the last six months of the year."""
    row = rows[0]
    end = min(date(year, 12, 31), timezone.localdate())
    if not row.decree or (row.decree_until and row.decree_until < end):
        return {"value": 0}
    if row.last_activity and row.last_activity >= end - timedelta(days=ACTIVE_DAYS):
        return {"value": 3}
    return {"value": 2 if row.plan else 1}


def _safe(rows: Rows, year: int) -> Numbers:
    """In good condition, and looked at in the year."""
    good = [
        row
        for row in rows
        if row.condition == "good" and row.inspected_on and row.inspected_on.year == year
    ]
    return _pair(len(good), len(rows))


def _meetings(rows: Rows, year: int) -> Numbers:
    """Held, by three institutions or more, and written down (definition of TKL-K5)."""
    today = timezone.localdate()
    held = [
        row
        for row in rows
        if row.held_on <= today and (row.institutions or 0) >= LEAST_INSTITUTIONS and row.minutes
    ]
    return {"value": len(held)}


def _kha(rows: Rows, year: int) -> Numbers:
    """Staff and cadres trained in the KHA, of all of them, as they are on 31 December."""
    need = rows[0]
    if need.staff is None or need.cadre is None:
        return {}
    seats = Participant.objects.filter(area=need.area, removed_at=None).select_related("training")
    seats = seats.filter(training__removed_at=None)
    trained = count_kha(seats, date(year, 12, 31), FORGOTTEN)
    return {"numerator": trained, "denominator": need.staff + need.cadre - (need.both or 0)}


def _sessions(*topics: str) -> Callable[[Rows, int], Numbers]:
    return lambda rows, year: {"value": sum(row.topic in topics for row in rows)}


def _services(name: str, *kinds: str) -> Callable[[Rows, int], Numbers]:
    return lambda rows, year: _value(_total([row for row in rows if row.kind in kinds], name))


SOURCES: dict[str, tuple[str, Callable[[Rows, int], Numbers]]] = {
    "patbm.active": ("patbm", _patbm_level),
    "patbm.trained": (
        "patbm",
        lambda rows, year: _pair(_total(rows, "trained"), _total(rows, "activists")),
    ),
    "play_space.count": ("ruang-bermain", lambda rows, year: {"value": len(rows)}),
    "play_space.safe": ("ruang-bermain", _safe),
    "forum.active": (
        "forum-anak",
        lambda rows, year: {"value": int(bool(rows[0].decree) and rows[0].each_quarter)},
    ),
    "forum.attended": ("forum-anak", lambda rows, year: {"value": int(rows[0].attended)}),
    "forum.proposals": (
        "forum-anak",
        lambda rows, year: _pair(_total(rows, "accepted"), _total(rows, "proposed")),
    ),
    "puspaga.families": (
        "layanan-puspaga",
        _services("families", "counselling", "outreach", "referral"),
    ),
    "puspaga.classes": ("layanan-puspaga", _services("sessions", "class")),
    "school.decreed": ("sra", _share(lambda row: row.standing != "none")),
    "school.standard": (
        "sra",
        _share(lambda row: row.standing == "standard", lambda row: row.standing != "none"),
    ),
    "school.safe_team": ("sra", _share(lambda row: row.safe_team)),
    "school.safe_route": ("sra", _share(lambda row: row.safe_route)),
    "school.inclusive": ("sra", _share(lambda row: row.inclusive)),
    "information.open": (
        "pisa",
        lambda rows, year: {"value": sum(row.open_weekly for row in rows)},
    ),
    "back_to_school.returned": (
        "kembali-sekolah",
        lambda rows, year: _pair(_total(rows, "returned"), _total(rows, "out_at_start")),
    ),
    "task_force.meetings": ("rapat", _meetings),
    "rad.budgeted": ("rad", _share(lambda row: bool(row.budget))),
    "training.kha": ("aparat", _kha),
    "session.digital": ("sesi", _sessions("digital", "bullying")),
    "session.violence": ("sesi", _sessions("violence")),
}
