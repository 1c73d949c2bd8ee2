"""The coverage of a city's services as it goes into a snapshot, and as a section reads it back."""

from dataclasses import asdict
from typing import Any

from django.db.models import Q

from kla.areas.maps import Canvas, Outline
from kla.areas.models import Area
from programmes.coverage import picture
from programmes.coverage.reach import Reach, State
from programmes.coverage.reading import Cells, cells, day_of_data, kelurahan_of, trends
from programmes.coverage.services import SERVICES
from programmes.queries import of_year
from programmes.registers import REGISTERS


def collect(kota: Area, year: int) -> dict[str, Any]:
    """Every service in every kelurahan, the year before, and how many rows each register has;
    empty where no register has a row."""
    totals = {slug: _total(slug, kota, year) for slug in REGISTERS}
    if not any(totals.values()):
        return {}
    codes = [area.code for area in kelurahan_of(kota)]
    told = cells(kota, year, SERVICES, day_of_data(kota, year))
    found = trends(kota, year, SERVICES, told, codes)
    return {
        "services": [
            {
                "key": one.service.key,
                "title": one.service.title,
                "short": one.service.short,
                "means": one.service.means,
                "issues": one.service.issues,
                "before": one.before,
            }
            for one in found
        ],
        "cells": {
            key: {code: [reach.state, reach.words] for code, reach in of.items()}
            for key, of in told.items()
        },
        "registers": [
            {"slug": slug, "title": REGISTERS[slug].title, "rows": rows}
            for slug, rows in totals.items()
        ],
    }


def outlines(kota: Area) -> dict[str, Any] | None:
    """The outlines of the city's map; None where no boundaries were loaded."""
    sheet = picture.sheet_of(kota)
    return _drawn(sheet) if sheet else None


def _total(slug: str, kota: Area, year: int) -> int:
    register = REGISTERS[slug]
    inside = Q(area=kota) | Q(area__code__startswith=f"{kota.code}.")
    rows: Any = register.model._default_manager.filter(inside, removed_at=None)
    return of_year(register, rows, year).count()


def _drawn(sheet: picture.Sheet) -> dict[str, Any]:
    def canvas(one: Canvas | None) -> dict[str, Any] | None:
        if one is None:
            return None
        outlines = {code: asdict(outline) for code, outline in one.outlines.items()}
        return {"width": one.width, "height": one.height, "outlines": outlines}

    return {
        "whole": canvas(sheet.whole),
        "crowded": canvas(sheet.crowded),
        "source": sheet.source,
    }


def told_of(data: dict[str, Any]) -> Cells:
    """The cells of a snapshot."""
    return {
        key: {code: Reach(State(state), words) for code, (state, words) in of.items()}
        for key, of in data["cells"].items()
    }


def sheet_of(data: dict[str, Any]) -> picture.Sheet | None:
    """The outlines of a snapshot; None where the city has no boundaries.

    Snapshots of schema 2 have them in their coverage.
    """
    drawn = data.get("map") or (data.get("coverage") or {}).get("map")
    if not drawn:
        return None
    return picture.Sheet(_canvas(drawn["whole"]), _canvas(drawn["crowded"]), drawn["source"])  # type: ignore[arg-type]


def _canvas(one: dict[str, Any] | None) -> Canvas | None:
    if one is None:
        return None
    outlines = {code: Outline(**fields) for code, fields in sorted(one["outlines"].items())}
    return Canvas(one["width"], one["height"], outlines)
