"""What a snapshot holds of the city's own legal basis: its regulations and its Gugus Tugas."""

from datetime import date
from typing import Any

from django.db.models import Q

from kla.areas.models import Area, Level
from programmes.registers.regulation import Form, Regulation
from programmes.registers.task_force_member import Role, TaskForceMember

_NO_DAY = date.max


def collect(kota: Area, year: int) -> dict[str, Any]:
    """The kota's regulations by rank, how many its kelurahan have, and who sits in the Gugus
    Tugas by institution; never the name of an official."""
    rows = Regulation.objects.filter(removed_at=None).exclude(issued_on__year__gt=year)
    below = rows.filter(area__code__startswith=f"{kota.code}.", area__level=Level.KELURAHAN)
    return {
        "regulations": [_regulation(row) for row in _ranked(rows.filter(area=kota))],
        "kelurahan": {
            "rows": below.exclude(form=Form.DRAFT).count(),
            "areas": below.exclude(form=Form.DRAFT).order_by().values("area").distinct().count(),
        },
        "members": _members(kota),
    }


def _ranked(rows: Any) -> list[Regulation]:
    order = {form: rank for rank, form in enumerate(Form.values)}
    return sorted(rows, key=lambda one: (order[one.form], one.issued_on or _NO_DAY, one.pk))


def _regulation(row: Regulation) -> dict[str, Any]:
    return {
        "form": row.form,
        "form_word": row.get_form_display(),
        "number": row.number,
        "name": row.name,
        "issued_on": row.issued_on.isoformat() if row.issued_on else "",
        "valid_until": row.valid_until.isoformat() if row.valid_until else "",
        "children_heard": row.children_heard,
    }


def _members(kota: Area) -> list[dict[str, Any]]:
    order = {role: rank for rank, role in enumerate(Role.values)}
    rows = TaskForceMember.objects.filter(Q(area=kota), removed_at=None)
    return [
        {
            "role": row.role,
            "role_word": row.get_role_display(),
            "institution": row.institution,
            "decree": row.decree,
            "term_until": row.term_until.isoformat() if row.term_until else "",
        }
        for row in sorted(rows, key=lambda one: (order[one.role], one.institution, one.pk))
    ]
