"""What a snapshot holds of the programmes: what their registers add up to, beside last year."""

from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from kla.areas.models import Area
from programmes.registers.participant import Participant
from programmes.registers.patbm import Patbm
from programmes.registers.play_space import Condition, PlaySpace
from programmes.registers.puspaga import Puspaga
from programmes.registers.puspaga_service import Kind, PuspagaService
from programmes.registers.training import Group, State, Topic, Training
from programmes.registers.training_need import TrainingNeed

Sums = dict[str, Any]
_KECAMATAN = "area__parent__code"


def collect(kota: Area, year: int) -> dict[str, Any]:
    """Puspaga, PATBM, play spaces and trainings; a sum is None where nobody wrote a number.

    Registers that know no years have no sums of the year before. Nothing here is a person.
    """
    inside = Q(area=kota) | Q(area__code__startswith=f"{kota.code}.")
    return {
        "puspaga": _puspaga(inside),
        "services": _services(inside, year),
        "patbm": _patbm(inside, year),
        "play_spaces": _play_spaces(inside, year),
        "trainings": _trainings(inside, year),
        "participants": _participants(inside, year),
    }


def _puspaga(inside: Q) -> Sums:
    rows = Puspaga.objects.filter(inside, removed_at=None)
    return rows.aggregate(
        units=Count("pk"),
        standardised=Count("pk", filter=Q(standardised=True)),
        staff=Sum("staff"),
        counsellors=Sum("counsellors"),
    )


def _by_year(rows: QuerySet[Any], years: str, of: str, **sums: Any) -> dict[tuple[int, str], Sums]:
    """(year, what `of` says) → the sums of those rows."""
    found = rows.order_by().values(years, of).annotate(**sums)
    return {(row[years], row[of]): {name: row[name] for name in sums} for row in found}


def _two_years(
    told: dict[tuple[int, str], Sums], year: int, titles: list[tuple[str, str]]
) -> list[Sums]:
    """A row for each of these that has sums in one of the two years."""
    return [
        {"key": key, "title": title, "now": told.get((year, key)), "before": before}
        for key, title in titles
        if (before := told.get((year - 1, key))) or (year, key) in told
    ]


def _services(inside: Q, year: int) -> list[Sums]:
    rows = PuspagaService.objects.filter(inside, removed_at=None, year__in=(year - 1, year))
    names = ("sessions", "families", "boys", "girls", "parents")
    told = _by_year(rows, "year", "kind", **{name: Sum(name) for name in names})
    return _two_years(told, year, [(str(key), str(word)) for key, word in Kind.choices])


def _patbm(inside: Q, year: int) -> list[Sums]:
    """By kecamatan."""
    rows = Patbm.objects.filter(inside, removed_at=None, year__in=(year - 1, year))
    names = ("activists", "trained", "received", "handled", "referred")
    told = _by_year(
        rows,
        "year",
        _KECAMATAN,
        there=Count("pk"),
        decreed=Count("pk", filter=~Q(decree="")),
        planned=Count("pk", filter=Q(plan=True)),
        **{name: Sum(name) for name in names},
    )
    return _two_years(told, year, [(code, "") for code in sorted({key for _, key in told})])


def _play_spaces(inside: Q, year: int) -> list[Sums]:
    """By kecamatan, as they stand."""
    valid = Q(certified_until=None) | Q(certified_until__gte=f"{year}-12-31")
    rows = PlaySpace.objects.filter(inside, removed_at=None).order_by().values(_KECAMATAN)
    found = rows.annotate(
        there=Count("pk"),
        certified=Count("pk", filter=Q(certified=True) & valid),
        accessible=Count("pk", filter=Q(accessible=True)),
        inspected=Count("pk", filter=Q(inspected_on__year=year)),
        good=Count("pk", filter=Q(condition=Condition.GOOD)),
        mend=Count("pk", filter=Q(condition=Condition.MEND)),
        unsafe=Count("pk", filter=Q(condition=Condition.UNSAFE)),
    )
    return sorted(
        ({"key": row.pop(_KECAMATAN) or "", "now": row} for row in found),
        key=lambda row: row["key"],
    )


def _trainings(inside: Q, year: int) -> dict[str, Any]:
    rows = Training.objects.filter(inside, removed_at=None)
    held = rows.filter(state=State.HELD, held_on__year__in=(year - 1, year))
    told = _by_year(
        held,
        "held_on__year",
        "topic",
        there=Count("pk"),
        hours=Sum("hours"),
        girls=Sum("girls"),
        boys=Sum("boys"),
    )
    planned = rows.filter(state=State.PLANNED, planned_on__year=year)
    return {
        "topics": _two_years(told, year, [(str(key), str(word)) for key, word in Topic.choices]),
        "planned": planned.count(),
    }


def _participants(inside: Q, year: int) -> list[Sums]:
    """Adults who attended, by group; beside them who needs training this year."""
    rows = Participant.objects.filter(
        inside,
        removed_at=None,
        attended=True,
        training__removed_at=None,
        training__state=State.HELD,
        training__held_on__year__in=(year - 1, year),
    )
    told = _by_year(
        rows,
        "training__held_on__year",
        "group",
        there=Count("pk"),
        certificates=Count("pk", filter=~Q(certificate="")),
    )
    needs = TrainingNeed.objects.filter(inside, removed_at=None, year=year)
    needed = needs.aggregate(**{group: Sum(group) for group in Group.values})
    made = _two_years(told, year, [(str(key), str(word)) for key, word in Group.choices])
    return [row | {"needed": needed[row["key"]]} for row in made]
