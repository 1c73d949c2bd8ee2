"""The page of the RAD over the five years of its plan."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from kla.accounts.rights import needs
from kla.areas.timezones import zone_of
from kla.requests import Request
from programmes import five_years as plan
from programmes import queries
from programmes.catalogue import clusters_of_indicators, issue_names
from programmes.five_years import Line
from programmes.several import slugs_of
from programmes.views import find_register

NO_ISSUE, NO_CLUSTER = "Tanpa isu strategis", "Tanpa indikator yang disebut"


@dataclass(frozen=True)
class Select:
    """One choice above the table; `empty` is the word for choosing none."""

    name: str
    label: str
    empty: str
    choices: list[tuple[str, str]]
    chosen: str


@require_GET
@needs("programmes.read")
def five_years(request: Request) -> HttpResponse:
    """Every action with its target, result and money in each year of the plan."""
    register = find_register(request, "rad")
    every: list[Any] = list(queries.rows_of(register, request.user))
    issues, clusters = issue_names(), clusters_of_indicators()
    asked = request.GET
    begins = plan.starts(row.year for row in every)
    start = next((year for year in begins if str(year) == asked.get("mulai")), None)
    today = _today(every)
    first = start or plan.begin(begins, today.year)
    years = range(first, first + plan.SPAN)
    rows = _narrowed(every, asked, clusters)
    lines = plan.lines_of(rows, years, today)
    if asked.get("terlambat") == "ya":
        lines = [line for line in lines if line.total.late]
    titles_of, order = _grouping(asked.get("kelompok", ""), issues, clusters)
    context = {
        "register": register,
        "years": years,
        "groups": plan.grouped(lines, titles_of, order),
        "whole": plan.together("", lines),
        "selects": _selects(every, asked, begins, issues, clusters),
        "several_areas": len({row.area_id for row in every}) > 1,
        "narrow": any(asked.values()),
        "writes": queries.areas_to_write(register, request.user).exists(),
    }
    return render(request, "programmes/five_years.html", context)


def _today(rows: Sequence[Any]) -> Any:
    """The day in the kota of these rows."""
    code = rows[0].area.kota_code if rows else ""
    return timezone.localdate(timezone=zone_of(code)) if code else timezone.localdate()


def _narrowed(rows: Iterable[Any], asked: Mapping[str, str], clusters: dict[str, str]) -> list[Any]:
    """The rows of the chosen owner, issue, cluster and indicator."""
    tests: dict[str, Callable[[Any, str], bool]] = {
        "pj": lambda row, owner: str(row.owner_id) == owner,
        "isu": lambda row, slug: slug in slugs_of(row.issues),
        "klaster": lambda row, name: name in {clusters.get(code) for code in row.codes},
        "indikator": lambda row, code: code in row.codes,
    }
    chosen = [(test, asked[name]) for name, test in tests.items() if asked.get(name)]
    return [row for row in rows if all(test(row, value) for test, value in chosen)]


def _grouping(
    kind: str, issues: dict[str, str], clusters: dict[str, str]
) -> tuple[Callable[[Line], Sequence[str]], list[str]]:
    """Under which titles a line stands, and the order of the titles."""

    def owner(line: Line) -> list[str]:
        return [str(line.latest.owner)]

    def by_cluster(line: Line) -> list[str]:
        named = (clusters.get(code) for code in line.latest.codes)
        return list(dict.fromkeys(name for name in named if name)) or [NO_CLUSTER]

    def by_issue(line: Line) -> list[str]:
        return [issues.get(slug, slug) for slug in slugs_of(line.latest.issues)] or [NO_ISSUE]

    if kind == "pj":
        return owner, []
    if kind == "klaster":
        return by_cluster, list(dict.fromkeys(clusters.values()))
    return by_issue, list(issues.values())


def _selects(
    rows: Sequence[Any],
    asked: Mapping[str, str],
    begins: Sequence[int],
    issues: dict[str, str],
    clusters: dict[str, str],
) -> list[Select]:
    owners = {str(row.owner_id): str(row.owner) for row in rows}
    codes = sorted({code for row in rows for code in row.codes})
    named = list(dict.fromkeys(clusters.values()))
    spans = [(str(year), f"{year} sampai {year + plan.SPAN - 1}") for year in begins]
    groups = [("pj", "Menurut penanggung jawab"), ("klaster", "Menurut klaster")]
    found = [
        ("kelompok", "Susunan", "Menurut isu strategis", groups),
        ("pj", "Penanggung jawab", "Semua", sorted(owners.items(), key=lambda one: one[1])),
        ("isu", "Isu strategis", "Semua", list(issues.items())),
        ("klaster", "Klaster", "Semua", [(name, name) for name in named]),
        ("indikator", "Indikator", "Semua", [(code, code) for code in codes]),
        ("terlambat", "Batas waktu", "Semua", [("ya", "Hanya yang terlambat")]),
        ("mulai", "Tahun rencana", "Yang berjalan", spans),
    ]
    return [Select(*one, asked.get(one[0], "")) for one in found]
