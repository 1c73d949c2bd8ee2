"""Pure: what is missing where, most missed first."""

from collections.abc import Sequence
from dataclasses import dataclass

from kla.areas.models import Area
from programmes.coverage.reach import State
from programmes.coverage.reading import Cells
from programmes.coverage.services import Service


@dataclass(frozen=True)
class Missing:
    """One service and the kelurahan that it does not reach at all, and those it reaches half."""

    service: Service
    none: list[Area]
    part: list[Area]


def missing_of(areas: Sequence[Area], told: Cells, services: Sequence[Service]) -> list[Missing]:
    """The services that some kelurahan lack, the most missed first."""
    found = [
        Missing(
            one,
            [area for area in areas if told[one.key][area.code].state is State.NONE],
            [area for area in areas if told[one.key][area.code].state is State.PART],
        )
        for one in services
    ]
    lacking = [one for one in found if one.none or one.part]
    return sorted(lacking, key=lambda one: (-len(one.none), -len(one.part)))
