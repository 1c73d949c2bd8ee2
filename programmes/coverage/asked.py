"""What a coverage page is about: the city, the year, the kelurahan and services a person sees."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404

from clusters.models import Period
from kla.accounts.models import Role
from kla.accounts.rights import assignments_of
from kla.areas.models import Area
from kla.requests import Request
from programmes import queries
from programmes.coverage.reading import kelurahan_of
from programmes.coverage.services import Service, served_by


@dataclass(frozen=True)
class Asked:
    """The city's year and what of it the person sees."""

    period: Period
    periods: list[Period]
    areas: list[Area]  # kelurahan, in order of code
    services: list[Service]

    @property
    def kota(self) -> Area:
        """The city."""
        return self.period.kota

    @property
    def codes(self) -> list[str]:
        """Codes of the kelurahan that are seen."""
        return [area.code for area in self.areas]


def asked(request: Request, issue: str = "") -> Asked:
    """What this request asks for; `tahun` and `kota` choose. Http404 where nothing is seen."""
    kotas = {own.area.kota_code for own in _own(request.user)}
    periods = list(
        Period.objects.filter(kota__code__in=kotas)
        .select_related("kota", "framework")
        .order_by("-year", "kota__code")
    )
    if not periods:
        raise Http404
    wanted = request.GET.get("kota", "")
    mine = [one for one in periods if one.kota.code == wanted] or periods
    mine = [one for one in mine if one.kota_id == mine[0].kota_id]
    year = request.GET.get("tahun", "")
    period = next((one for one in mine if str(one.year) == year), mine[0])
    areas = [one for one in kelurahan_of(period.kota) if _sees(request.user, one.code)]
    services = served_by(queries.registers_of(request.user), issue)
    return Asked(period, mine, areas, services)


def _own(user: Any) -> list[Any]:
    return [own for own in assignments_of(user) if own.role != Role.ADMIN]


def _sees(user: Any, code: str) -> bool:
    """An operator of a kelurahan its own, an office and everybody else what lies below."""
    for own in _own(user):
        exact = own.role == Role.OPERATOR and own.office_id is None
        if own.area.code == code or (not exact and code.startswith(f"{own.area.code}.")):
            return True
    return False
