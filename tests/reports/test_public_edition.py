"""The public edition of a real snapshot: what is left out."""

import json

import pytest

from clusters.scoring.suppression import is_small
from programmes.registers import REGISTERS
from reports import editions, snapshot
from reports.attachments import as_csv
from reports.editions import programmes
from tests.programmes.rows import home_of, make
from tests.world import fill, sheet_of

SECRET = "Rahasia-7f3"

pytestmark = pytest.mark.usefixtures("own_folder")


@pytest.fixture
def full(city, cast):
    """A snapshot with words in every place where somebody can write."""
    rows = [
        ("inclusion", "INK-02", {"numerator": 3, "denominator": 40, "note": SECRET}),
        ("protection", "PER-03", {"value": 2, "note": SECRET, "reason": SECRET}),
        ("education", "PEN-01", {"numerator": 20, "denominator": 400, "note": SECRET}),
    ]
    for area in city.kelurahan:
        for cluster, code, fields in rows:
            fill(sheet_of(city, cluster, area), code, cast.ani, **fields)
    data = json.loads(snapshot.canonical(snapshot.collect(city.period)))
    data["evidence"] = [
        {
            "area": city.kelurahan[0].code,
            "name": f"{SECRET}.pdf",
            "type": "application/pdf",
            "pages": 3,
            "sha256": SECRET,
            "valid_until": "",
            "codes": ["INK-02"],
        }
    ]
    data["action_plan"] = {
        "actions": [
            {
                "code": f"{SECRET} 1",
                "title": SECRET,
                "owner": "health",
                "target": SECRET,
                "target_number": 40,
                "reached": 3,
                "budget": 5,
                "spent": 4,
                "state": "done",
                "state_word": "Selesai",
                "progress": 100,
                "due_on": "",
                "late": False,
                "proof": True,
                "issues": ["violence"],
                "indicators": ["INK-02", SECRET],
            }
        ],
        "meetings": [
            {"held_on": "2026-03-01", "agenda": SECRET, "institutions": 3, "minutes": True}
        ],
        "follow_ups": [
            {"task": SECRET, "owner": SECRET, "due_on": "2026-04-01", "state": "open", "late": True}
        ],
    }
    data["narratives"] = {"ringkasan": {"text": SECRET, "version": 3}}
    data["new_key"] = SECRET
    data["this"]["new_key"] = SECRET
    data["this"]["entries"][0]["new_key"] = SECRET
    data["coverage"] = {"services": [], "cells": {}, "registers": [], "map": None, "new": SECRET}
    return data


def test_nothing_that_somebody_wrote_goes_in(full):
    public = editions.data_of(full, "publik")
    assert SECRET in snapshot.canonical(full).decode()
    assert SECRET not in snapshot.canonical(public).decode()
    assert [file["name"] for file in public["evidence"]] == ["Berkas 1"]
    assert public["action_plan"]["actions"][0]["code"] == "1"
    assert public["action_plan"]["actions"][0]["reached"] is None


def test_the_full_edition_is_the_snapshot_itself(full):
    assert editions.data_of(full, "lengkap") is full


def test_hidden_entries_have_no_number_in_the_attachments(full):
    public = editions.data_of(full, "publik")
    rows = [row for row in public["this"]["entries"] if row["code"] in ("INK-02", "PER-03")]
    assert len(rows) == 8
    assert all("hidden" in row for row in rows)
    numbers = [row[name] for row in rows for name in ("numerator", "denominator", "value")]
    assert not any(map(is_small, numbers))
    assert set(numbers) == {None}
    lines = as_csv(public).decode().splitlines()
    told = [line for line in lines if ",INK-02," in line or ",PER-03," in line]
    assert len(told) == 8
    assert all(line.split(",")[3:6] == ["", "", "*"] for line in told), told
    open_line = next(line for line in lines if ",PEN-01," in line)
    assert open_line.split(",")[3:5] == ["20", "400"]


COUNTED = [(slug, name) for slug, one in REGISTERS.items() for name in one.children]


@pytest.mark.parametrize(("slug", "name"), COUNTED)
def test_a_small_number_in_a_register_changes_nothing_public(slug, name, city, cast):
    row = make(slug, home_of(slug, city), cast.dewi, **_wholes(slug, name))
    told = []
    for small in (2, 3):
        type(row).objects.filter(pk=row.pk).update(**{name: small})
        data = editions.data_of(snapshot.collect(city.period), "publik")
        told.append(snapshot.canonical(data))
        assert data["coverage"]["cells"]
    assert told[0] == told[1]


def sums(received, handled, **more):
    return {"there": 5, "received": received, "handled": handled, "referred": 6} | more


@pytest.mark.parametrize("row", [sums(3, 0), sums(40, 31)], ids=["small", "small rest"])
def test_one_small_sum_of_children_closes_its_year_in_the_whole_table(row):
    rows = [
        {"key": "1", "title": "", "now": row, "before": sums(60, 30)},
        {"key": "2", "title": "", "now": sums(70, 50), "before": None},
    ]
    told = programmes.table(rows, "patbm")
    for one in told:
        assert [one["now"][name] for name in ("received", "handled", "referred")] == [None] * 3
        assert one["now"]["there"] == 5
    assert told[0]["before"] == rows[0]["before"]
    assert told[1]["before"] is None


def _wholes(slug, name):
    """What a part is a part of, large enough; the database asks for it."""
    sums = REGISTERS[slug].sums
    found = {}
    for whole, *parts in reversed(sums):
        if name in parts or set(found) & set(parts):
            found[whole] = 20
    return found
