"""Who in which kelurahan is trained, held to the need, and whose certificate ends soon."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from kla.areas.models import Area, Level
from programmes import queries
from programmes.display import CONCEALED
from programmes.registers import REGISTERS
from programmes.registers.participant import FORGOTTEN, Participant
from programmes.registers.training import Group, Topic
from programmes.registers.training_need import TrainingNeed
from programmes.rights import may_write, reading
from programmes.trained import EXPIRES_WITHIN, certified, expiring, people, serves

REGISTER = REGISTERS["peserta"]
Counts = dict[str, int]


@dataclass(frozen=True)
class Covered:
    """One kelurahan, or all of them: people with a valid certificate, and who needs one."""

    area: Area | None
    year: int | None  # of the need; None where nobody wrote it down
    trained: int
    needed: int | None
    groups: tuple[tuple[str, int, int | None], ...]  # (group in words, trained, needed)

    @property
    def share(self) -> float | None:
        """Trained out of needed; None where the need is not known or nobody."""
        return self.trained / self.needed if self.needed else None


@dataclass(frozen=True)
class Expiring:
    """One certificate that ends soon; the name only for who may see it."""

    row: Participant
    name: str


def rows_for(user: Any, topic: str = "") -> list[Participant]:
    """The rows the user may read, all of them or those of one topic."""
    found: Any = queries.rows_of(REGISTER, user)
    found = found.filter(training__removed_at=None)
    return list(found.filter(training__topic=topic) if topic in Topic.values else found)


def rows_near_end(user: Any, kota: Area, day: date) -> list[Participant]:
    """The rows of those places of the kota in which some certificate ends soon: few or none, and
    all rows of each person that may have to renew."""
    found: Any = queries.rows_of(REGISTER, user).filter(area__code__startswith=f"{kota.code}.")
    found = found.filter(training__removed_at=None)
    soon = found.filter(valid_until__range=(day, day + EXPIRES_WITHIN))
    return list(found.filter(area__in=soon.order_by().values("area")))


def coverage(user: Any, rows: list[Participant], day: date) -> list[Covered]:
    """Every kelurahan the user may read, the best covered first, those without a need last."""
    inside = reading(user, REGISTER, at="code")
    areas = Area.objects.filter(inside, level=Level.KELURAHAN).select_related("parent")
    needs = _needs(areas, day)
    of_area = defaultdict(list)
    for row in rows:
        of_area[row.area_id].append(row)
    found = [_covered(area, needs.get(area.pk), of_area[area.pk], day) for area in areas]
    return sorted(found, key=lambda one: (-(_share(one)), one.area.code if one.area else ""))


def _share(one: Covered) -> float:
    return -1 if one.share is None else one.share


def _needs(areas: Any, day: date) -> dict[int, TrainingNeed]:
    """The newest need of each area that is not of a year to come."""
    standing = TrainingNeed.objects.filter(area__in=areas, removed_at=None, year__lte=day.year)
    return {one.area_id: one for one in standing.order_by("year")}


def _covered(area: Area, need: TrainingNeed | None, rows: list[Participant], day: date) -> Covered:
    trained, groups = 0, dict.fromkeys(Group.values, 0)
    for person in people(rows, FORGOTTEN):
        if serves(person, day):
            # Who serves in two groups is one of each, but one person in all.
            held = {row.group for row in person if certified(row, day)}
            trained += bool(held)
            for group in held:
                groups[group] += 1
    return Covered(
        area,
        need.year if need else None,
        trained,
        total_of(need) if need else None,
        tuple(
            (str(group.label), groups[group.value], getattr(need, group.value, None))
            for group in Group
        ),
    )


def total_of(need: TrainingNeed) -> int | None:
    """Everybody who needs training, each once; None where no group is known."""
    known = [getattr(need, group) for group in Group.values if getattr(need, group) is not None]
    return sum(known) - (need.both or 0) if known else None


def together(found: list[Covered]) -> Covered:
    """All kelurahan as one; who is in two of them counts in both."""
    known = [one for one in found if one.needed is not None]
    groups = []
    for number, group in enumerate(Group):
        pairs = [one.groups[number][1:] for one in found]
        there = [(trained, needed) for trained, needed in pairs if needed is not None]
        # Where the need is not known those trained would make the share too high.
        done = sum(trained for trained, _ in there)
        asked = sum(needed for _, needed in there) if there else None
        groups.append((str(group.label), done, asked))
    return Covered(
        None,
        None,
        sum(one.trained for one in known),
        sum(one.needed or 0 for one in known) if known else None,
        tuple(groups),
    )


def ending(user: Any, rows: list[Participant], day: date) -> list[Expiring]:
    """The certificates of people in office that end within EXPIRES_WITHIN, the next first."""
    found = [
        row
        for person in people(rows, FORGOTTEN)
        if serves(person, day)
        for row in expiring(person, day)
    ]
    found.sort(key=lambda row: (row.valid_until, row.area.code, row.pk))
    return [
        Expiring(row, row.name if may_write(user, REGISTER, row.area) else CONCEALED)
        for row in found
    ]
