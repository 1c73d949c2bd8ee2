"""Derived indicators: the register's number on the sheet, taken, overridden, and moved since."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from clusters import actions, sources
from clusters.catalogue import reader
from clusters.models import Entry, Indicator
from programmes.registers.patbm import Patbm
from programmes.sources import SOURCES
from tests.clusters.entering import HX, save
from tests.programmes.rows import make
from tests.world import fill, sheet_of


@pytest.fixture
def derived(city):
    """KES-01, a pair, taken from the trained activists of the PATBM; on Ani's health sheet."""
    sheet = sheet_of(city, "health")
    Indicator.objects.filter(framework=sheet.period.framework, code="KES-01").update(
        derived_from="patbm.trained", checks=[]
    )
    return sheet


@pytest.fixture
def patbm(city, cast):
    return make("patbm", city.kelurahan[0], cast.ani, trained=6, activists=8)


def entry_of(sheet):
    return Entry.objects.get(sheet=sheet, indicator__code="KES-01")


def press(client, sheet, button, version, **boxes):
    data = {f"KES-01-{name}": value for name, value in boxes.items()}
    address = reverse("clusters:entry-save", args=[sheet.pk, "KES-01"])
    return client.post(address, data | {"KES-01-version": version, button: "KES-01"}, **HX)


def test_the_sheet_shows_what_the_register_says_and_from_where(ani, derived, patbm):
    text = ani.get(derived.get_absolute_url()).text
    assert "Menurut PATBM: <b>6 dari 8</b>" in text
    assert reverse("programmes:row-detail", args=["patbm", patbm.pk]) in text


def test_one_press_takes_the_number(ani, derived, patbm):
    answer = press(ani, derived, "take_supplied", 0, numerator="", denominator="", no_data="on")
    assert answer.status_code == 200
    entry = entry_of(derived)
    assert (entry.numerator, entry.denominator, entry.no_data) == (6, 8, False)
    assert entry.supplied == {"numerator": 6, "denominator": 8}
    assert "Sama dengan PATBM: 6 dari 8" in answer.text


def test_another_number_needs_a_reason_and_then_stands(ani, derived, patbm, cast):
    answer = save(ani, derived, "KES-01", numerator=5, denominator=8)
    assert "berbeda dari PATBM" in answer.text.lower().replace("patbm", "PATBM")
    for code in ("KES-02", "KES-09"):
        kind = {"value": 1} if code == "KES-09" else {"numerator": 1, "denominator": 9}
        fill(derived, code, cast.ani, **kind)
    Indicator.objects.update(checks=[])
    with pytest.raises(ValidationError, match="berbeda dari PATBM, di sana 6 dari 8"):
        actions.submit_sheet(derived, version=1, by=cast.ani)
    save(ani, derived, "KES-01", numerator=5, denominator=8, version=1, note="Satu pindah.")
    actions.submit_sheet(derived, version=1, by=cast.ani)


def test_a_later_change_in_the_register_asks_again(ani, derived, patbm, cast):
    save(ani, derived, "KES-01", numerator=5, denominator=8, note="Satu pindah.")
    Patbm.objects.filter(pk=patbm.pk).update(trained=7)
    page = ani.get(derived.get_absolute_url()).text
    assert "PATBM berubah, sekarang 7 dari 8" in page
    with pytest.raises(ValidationError, match="berubah sejak isian ini disimpan"):
        actions.submit_sheet(derived, version=1, by=cast.ani)
    boxes = {"numerator": 5, "denominator": 8, "note": "Satu pindah."}
    answer = press(ani, derived, "settle", 1, **boxes)
    assert answer.status_code == 200
    entry = entry_of(derived)
    assert (entry.numerator, entry.version) == (5, 2)
    assert entry.supplied == {"numerator": 7, "denominator": 8}
    assert "berubah, sekarang" not in ani.get(derived.get_absolute_url()).text


def test_what_was_taken_over_and_then_moved_is_told_too(ani, derived, patbm):
    press(ani, derived, "take_supplied", 0)
    Patbm.objects.filter(pk=patbm.pk).update(trained=7)
    assert "PATBM berubah, sekarang 7 dari 8" in ani.get(derived.get_absolute_url()).text


def test_saving_the_same_again_settles_nothing_by_itself(derived, patbm, cast):
    saved = fill(derived, "KES-01", cast.ani, numerator=5, denominator=8, note="x")
    indicator = saved.indicator
    again = actions.save_entry(derived, indicator, actions.answer_of(saved), version=9, by=cast.ani)
    assert again.version == saved.version


@pytest.mark.parametrize("row", [None, {"trained": None, "activists": 8}])
def test_an_empty_register_supplies_nothing(ani, derived, city, cast, row):
    if row:
        make("patbm", city.kelurahan[0], cast.ani, **row)
    text = ani.get(derived.get_absolute_url()).text
    assert "Menurut PATBM" not in text
    assert save(ani, derived, "KES-01", numerator=5, denominator=8).status_code == 200
    assert entry_of(derived).supplied is None


def test_rows_of_other_areas_and_years_and_removed_ones_do_not_count(derived, city, cast):
    indicator = Indicator.objects.get(framework=derived.period.framework, code="KES-01")
    make("patbm", city.kelurahan[1], cast.ani, trained=6, activists=8)
    make("patbm", city.kelurahan[0], cast.ani, trained=6, activists=8, year=2025)
    gone = make("patbm", city.kelurahan[0], cast.ani, trained=6, activists=8)
    Patbm.objects.filter(pk=gone.pk).update(removed_at=gone.changed_at)
    assert sources.supplied_to(indicator, city.kelurahan[0], 2026) is None


@pytest.mark.parametrize(
    ("fields", "level"),
    [
        ({}, 0),
        ({"decree": "SK 1", "decree_until": date(2025, 1, 1)}, 0),
        ({"decree": "SK 1"}, 1),
        ({"decree": "SK 1", "plan": True}, 2),
        ({"decree": "SK 1", "last_activity": date(2025, 12, 1)}, 3),
        ({"decree": "SK 1", "last_activity": date(2025, 5, 1)}, 1),
    ],
)
def test_the_level_of_a_patbm(city, cast, fields, level):
    make("patbm", city.kelurahan[0], cast.ani, year=2025, **fields)
    indicator = Indicator(derived_from="patbm.active")
    assert sources.supplied_to(indicator, city.kelurahan[0], 2025).value == level


def test_every_source_of_the_catalogue_is_supplied_and_no_other():
    content = reader.read()
    asked = {one.derived_from for one in content.indicators} - {""}
    assert asked == set(SOURCES) == sources.known()
