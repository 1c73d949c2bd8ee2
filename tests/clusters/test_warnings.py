"""A warning is stored, asks for a note before handing in, and is seen by the reviewer."""

from importlib import import_module

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.urls import reverse

from clusters import actions
from clusters.models import Entry, Indicator, Population
from tests.clusters.reviewing import desk, hand_in
from tests.world import fill, sheet_of

TOLD = "Penyebut 12 tidak sama dengan penyebut 10 pada PEN-01 Indikator PEN-01"


@pytest.fixture
def sheet(city, cast):
    """A whole health sheet that contradicts what the education sheet says."""
    rule = {"rule": "same", "grade": "warning", "part": "denominator"}
    Indicator.objects.filter(code="KES-01").update(
        checks=[rule | {"of": "PEN-01", "of_part": "denominator"}]
    )
    fill(sheet_of(city, "education"), "PEN-01", cast.ani, numerator=1, denominator=10)
    sheet = sheet_of(city, "health")
    fill(sheet, "KES-01", cast.ani, numerator=9, denominator=12)
    fill(sheet, "KES-02", cast.ani, numerator=1, denominator=10)
    fill(sheet, "KES-09", cast.ani, value=3)
    return sheet


def test_a_sheet_with_an_unexplained_warning_is_not_handed_in(sheet, cast):
    with pytest.raises(ValidationError) as refused:
        actions.submit_sheet(sheet, version=1, by=cast.ani)
    told = f"KES-01 Indikator KES-01: {TOLD[0].lower()}{TOLD[1:]}, jelaskan sebabnya di catatan."
    assert refused.value.messages == [told]
    Entry.objects.filter(sheet=sheet, indicator__code="KES-01").update(note="Beda tanggal.")
    assert actions.submit_sheet(sheet, version=1, by=cast.ani).state == "submitted"


def test_a_hint_keeps_nothing_back(sheet, cast):
    hint = {"rule": "hint", "grade": "hint", "text": "Hitung juga rumah bersalin."}
    Indicator.objects.filter(code="KES-01").update(checks=[hint])
    assert actions.submit_sheet(sheet, version=1, by=cast.ani).state == "submitted"


def test_the_operator_is_led_to_each_warning(client, sheet, cast):
    client.force_login(cast.ani)
    page = client.get(sheet.get_absolute_url()).content.decode()
    assert f"<b>{TOLD}</b>" in page
    assert "Samakan keduanya bila keliru." in page
    answer = client.post(reverse("clusters:sheet-submit", args=[sheet.pk]), {"version": 1})
    assert answer.status_code == 422
    assert f'href="{sheet.get_absolute_url()}#ind-KES-01"' in answer.content.decode()
    assert "jelaskan sebabnya di catatan" in answer.content.decode()


def test_the_reviewer_sees_the_warning_and_the_note(client, sheet, cast):
    Entry.objects.filter(sheet=sheet, indicator__code="KES-01").update(note="Beda tanggal.")
    hand_in(sheet, cast.ani)
    client.force_login(cast.budi)
    for page in (desk(sheet, "KES-01"), sheet.get_review_url()):
        text = client.get(page).content.decode()
        assert f"{TOLD}. Periksa sebabnya." in text
        assert "Beda tanggal." in text


def test_far_from_the_other_kelurahan_counts_answers_of_this_year_only(city, sheet, cast):
    far = {"rule": "outlier", "grade": "warning", "z": "3.5", "areas": 3, "points": "5"}
    Indicator.objects.filter(code="KES-01").update(checks=[far])
    for area in city.kelurahan[1:3]:
        fill(sheet_of(city, "health", area), "KES-01", cast.ani, numerator=99, denominator=100)
    assert actions.submit_sheet(sheet, version=1, by=cast.ani).state == "submitted"  # two are few
    actions.withdraw_sheet(sheet, version=2, by=cast.ani)
    last = sheet_of(city, "health", city.kelurahan[3])
    fill(last, "KES-01", cast.ani, numerator=98, denominator=100)
    with pytest.raises(ValidationError, match=r"75%, jauh di bawah kelurahan lain"):
        actions.submit_sheet(sheet, version=3, by=cast.ani)


def test_a_denominator_beside_the_population_page_asks_why(sheet, city, cast):
    check = {"rule": "population", "grade": "warning", "percent": "5"}
    Indicator.objects.filter(code="KES-01").update(checks=[check], denominator_key="births")
    actions.save_population(city.kelurahan[0], city.period, {"births": (20, 0)}, by=cast.ani)
    with pytest.raises(ValidationError, match=r"penyebut 12 berbeda dari 20 di Penduduk"):
        actions.submit_sheet(sheet, version=1, by=cast.ani)
    Population.objects.update(value=12)
    assert actions.submit_sheet(sheet, version=1, by=cast.ani).state == "submitted"


def test_an_edition_loaded_before_keeps_the_check_on_jumps(city):
    Indicator.objects.update(checks=[])
    import_module("clusters.migrations.0002_checks_and_population").keep_old_jumps(apps, None)
    kept = {row.code: row.checks for row in Indicator.objects.all()}
    jump = {"rule": "jump", "grade": "warning"}
    assert kept["KES-01"] == [jump | {"points": "5"}]
    assert kept["KEL-K1"] == [jump | {"points": "7.5"}]
    assert kept["PER-03"] == [jump | {"ratio": "2", "least": "6"}]
    assert kept["TKL-01"] == kept["PER-01"] == []
