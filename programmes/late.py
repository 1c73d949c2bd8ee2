"""What is late in a city: actions and follow-ups not finished, certificates about to end."""

from functools import partial
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from clusters import notices
from clusters.notices import Late, Notice
from kla.areas.models import Area
from kla.areas.timezones import zone_of
from programmes import queries, training_coverage
from programmes.registers import REGISTERS
from programmes.registers.follow_up import State
from programmes.registers.rad_action import ENDED
from programmes.trained import EXPIRES_WITHIN

SHOWN = 5
# register → its title on the dashboard, and the rows that are not finished
UNFINISHED: dict[str, tuple[str, Q]] = {
    "rad": ("Kegiatan RAD yang terlambat", ~Q(state__in=ENDED)),
    "tindak-lanjut": ("Tindak lanjut rapat yang terlambat", Q(state=State.OPEN)),
}


def register_all() -> None:
    """Make every kind known; called once, when the app is ready."""
    for slug in UNFINISHED:
        notices.register(partial(_late, slug))
    notices.register(_ending)


def _late(slug: str, user: Any, kota: Area) -> Notice | None:
    register, (title, unfinished) = REGISTERS[slug], UNFINISHED[slug]
    if register not in queries.registers_of(user):
        return None
    today = timezone.localdate(timezone=zone_of(kota.code))
    rows: Any = queries.rows_of(register, user)
    rows = rows.filter(unfinished, area=kota, due_on__lt=today)
    found: list[Any] = list(rows.order_by("due_on", "pk"))
    if not found:
        return None
    first = tuple(
        Late(str(row), str(row.owner), row.due_on, _address(slug, row)) for row in found[:SHOWN]
    )
    return Notice(title, len(found), first, _all(slug))


def _all(slug: str) -> str:
    """Where all that is late of this kind is seen: the soonest first, marked."""
    if slug == "rad":
        return f"{reverse('programmes:rad-five-years')}?terlambat=ya"
    return f"{reverse('programmes:row-list', args=[slug])}?state={State.OPEN}"


def _ending(user: Any, kota: Area) -> Notice | None:
    """Certificates of trained people that end soon; no name stands on the dashboard."""
    if training_coverage.REGISTER not in queries.registers_of(user):
        return None
    today = timezone.localdate(timezone=zone_of(kota.code))
    found = training_coverage.ending(
        user, training_coverage.rows_near_end(user, kota, today), today
    )
    if not found:
        return None
    first = tuple(
        Late(
            f"{one.row.training.get_topic_display()}: {one.row}",
            str(one.row.area),
            one.row.valid_until or today,
            _address("peserta", one.row),
        )
        for one in found[:SHOWN]
    )
    title = f"Sertifikat pelatihan habis dalam {EXPIRES_WITHIN.days} hari"
    return Notice(title, len(found), first, reverse("programmes:training-coverage"))


def _address(slug: str, row: Any) -> str:
    return reverse("programmes:row-detail", args=[slug, row.pk])
