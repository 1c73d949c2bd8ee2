"""Invented rows of a city's RAD and Gugus Tugas, such that they supply what its sheets say."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, time, timedelta
from typing import Any

from django.utils import timezone

from programmes.demo.plan import actions_of
from programmes.registers.follow_up import FollowUp
from programmes.registers.task_force_meeting import TaskForceMeeting
from programmes.registers.task_force_member import TaskForceMember

MEMBERS = (
    ("Sekretariat Daerah", "head"),
    ("Badan perencanaan", "deputy"),
    ("Dinas perempuan dan anak", "secretary"),
    ("Dinas kesehatan", "cluster"),
    ("Dinas pendidikan", "cluster"),
    ("Lembaga contoh peduli anak", "member"),
)


def task_force_rows(kota: Any, year: int, said: Mapping[str, Any]) -> Iterator[Any]:
    """The rows of one year; members are written down once, with the year that runs."""
    today = timezone.localdate()
    if year >= today.year:
        for institution, role in MEMBERS:
            yield TaskForceMember(
                area=kota,
                institution=institution,
                role=role,
                decree=f"188.45/{year - 1}",
                term_until=date(year + 2, 12, 31),
            )
    yield from actions_of(kota, year, said.get("TKL-K3"), today)
    meetings = list(_meetings(kota, year, said.get("TKL-K5"), today))
    yield from meetings
    yield from _follow_ups(kota, year, today)


def plan_rows(kota: Any, years: Iterable[int]) -> Iterator[Any]:
    """The RAD of the years to come, which no sheet speaks of yet."""
    for year in years:
        yield from actions_of(kota, year, None, timezone.localdate())


def _meetings(kota: Any, year: int, entry: Any, today: date) -> Iterator[TaskForceMeeting]:
    total = 4 if entry is None or entry.value is None else entry.value
    start = date(year, 1, 12)
    end = max(start, min(date(year, 12, 10), today - timedelta(days=1)))
    for number in range(total):
        yield TaskForceMeeting(
            area=kota,
            held_on=start + (end - start) * number // max(total, 1),
            starts_at=time(8 + number % 4, number // 4 * 15 % 60),
            ends_at=time(12),
            place="Ruang rapat contoh",
            number=f"005/{number + 1}/{year}",
            agenda="Kemajuan RAD KLA\nIsian dan bukti klaster",
            institutions=4,
            attendance="\n".join(name for name, _ in MEMBERS[:4]),
            minutes="Tiap klaster melaporkan kemajuan.",
            decisions="Isian klaster dilengkapi sebelum tenggat.",
        )


def _follow_ups(kota: Any, year: int, today: date) -> Iterator[FollowUp]:
    if year != today.year:
        return
    for task, owner, days, state in (
        ("Melengkapi SK gugus tugas kecamatan", "Sekretariat Daerah", -10, "open"),
        ("Menyusun jadwal pelatihan KHA", "Dinas perempuan dan anak", 14, "open"),
        ("Membagikan format profil anak", "Badan perencanaan", -40, "done"),
    ):
        due = today + timedelta(days=days)
        yield FollowUp(
            area=kota,
            task=task,
            owner=owner,
            due_on=due,
            state=state,
            done_on=due if state == "done" else None,
            indicators="TKL-01",
        )
