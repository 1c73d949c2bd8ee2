"""Help in place: every indicator of the catalogue is explained, and every page shows it."""

import re
from types import SimpleNamespace

import pytest
from django.urls import reverse

from clusters import display
from clusters.answers import faults
from clusters.catalogue.reader import read
from clusters.models import Indicator
from tests.clusters.reviewing import desk, handed_in_sheet
from tests.world import fill, sheet_of

CATALOGUE = read().indicators


@pytest.mark.parametrize("spec", CATALOGUE, ids=lambda spec: spec.code)
def test_an_indicator_is_explained_with_an_example_that_adds_up(spec):
    for words in (spec.definition, spec.not_counted, spec.example, spec.mistake):
        assert words.strip().endswith(".")
    if spec.kind in ("percentage", "rate"):
        n, d, result = re.search(r"isi ([\d.]+) dan ([\d.]+); hasilnya ([^.]+(?:\.000[^.]+)?)\.",
                                 spec.example).groups()  # fmt: skip
        answer = answered(numerator=int(n.replace(".", "")), denominator=int(d.replace(".", "")))
        assert display.with_unit(spec, display.value_of(spec, answer)) == result
    elif spec.kind == "count":
        assert re.search(r": isi \d+[.;]", spec.example)
    elif spec.kind == "boolean":
        assert re.search(r": pilih (ya|tidak)[.,]", spec.example)
    else:
        number, word = re.search(r": pilih (\d) · ([^.]+)\.", spec.example).groups()
        assert spec.levels[int(number)] == word


def answered(**numbers):
    fields = {"value": None, "no_data": False, "not_applicable": False}
    return SimpleNamespace(**(fields | numbers))


@pytest.fixture
def explained(city, cast):
    """KES-01 with every part of the help, KES-09 without documents."""
    health = Indicator.objects.filter(cluster=sheet_of(city, "health").cluster)
    health.filter(code="KES-01").update(
        example="9 dari 10: isi 9 dan 10.",
        mistake="Menghitung kunjungan.",
        evidence=["Rekap", "SK"],
    )
    return sheet_of(city, "health")


HELP = (
    "Yang dihitung untuk KES-01.",
    "<b>Tidak dihitung:</b> Yang tidak dihitung untuk KES-01.",
    "<b>Bukti dukung:</b> Rekap; SK.",
    "<b>Contoh:</b> 9 dari 10: isi 9 dan 10.",
    "<b>Sering keliru:</b> Menghitung kunjungan.",
)


@pytest.mark.parametrize("page", ["sheet", "grid"])
def test_the_card_and_the_row_explain_below_the_box(explained, ani, page):
    text = ani.get(reverse(f"clusters:{page}", args=[explained.pk])).text
    for words in HELP:
        assert words in text
    assert "<b>Bukti dukung:</b> tidak diminta." in text
    assert text.index('name="KES-01-numerator"') < text.index(HELP[0])


def test_the_reviewer_and_the_thread_explain_it_too(explained, client, city, cast):
    sheet = handed_in_sheet(city, cast.ani)
    client.force_login(cast.budi)
    for address in (desk(sheet, "KES-01"), reverse("clusters:thread", args=[sheet.pk, "KES-01"])):
        text = client.get(address).text
        assert [words for words in HELP if words not in text] == []


def test_the_parts_of_a_number_are_shown_to_who_checks_them(city, cast, client):
    sheet = sheet_of(city, "education")
    indicator = Indicator.objects.get(cluster=sheet.cluster, code="PEN-01")
    indicator.extra += [
        {"key": "sejak", "label": "Sejak", "kind": "date"},
        {"key": "nomor", "label": "Nomor", "kind": "text"},
    ]
    indicator.save(update_fields=["extra"])
    extra = {"putus": 1200, "lain": 0, "sejak": "2026-03-09", "nomor": "<b>7</b>"}
    fill(sheet, "PEN-01", cast.ani, numerator=1200, denominator=5000, extra=extra)
    told = (
        "Rincian: Putus <b>1.200</b>; Lain <b>0</b>; Sejak <b>09/03/2026</b>; "
        "Nomor <b>&lt;b&gt;7&lt;/b&gt;</b>"
    )
    client.force_login(cast.ani)
    assert told in client.get(reverse("clusters:sheet-check", args=[sheet.pk])).text
    type(sheet).objects.filter(pk=sheet.pk).update(state="submitted")
    assert told in client.get(sheet.get_absolute_url()).text
    client.force_login(cast.budi)
    assert told in client.get(sheet.get_review_url()).text
    assert told in client.get(desk(sheet, "PEN-01")).text


def test_parts_that_were_not_given_are_not_spoken_of(city, cast, ani):
    sheet = sheet_of(city, "education")
    fill(sheet, "PEN-01", cast.ani, numerator=1, denominator=5)
    assert "Rincian:" not in ani.get(reverse("clusters:sheet-check", args=[sheet.pk])).text


def test_the_check_page_says_what_becomes_of_a_claim_without_proof(city, cast, ani):
    sheet = sheet_of(city, "health")
    fill(sheet, "KES-01", cast.ani, numerator=9, denominator=10)
    page = ani.get(reverse("clusters:sheet-check", args=[sheet.pk])).text
    assert "1 isian belum ada bukti yang berlaku" in page
    assert "verifikator tidak dapat menerima isian itu; ia hanya dapat mengembalikan" in page
    assert f'href="{reverse("clusters:evidence-add", args=[sheet.pk, "KES-01"])}"' in page


def test_a_pure_fault_names_the_note_and_the_text_part():
    asked = SimpleNamespace(
        kind="count", numerator="", denominator="", levels=[], may_not_apply=False,
        extra=[{"key": "nomor", "label": "Nomor", "kind": "text"}],
    )  # fmt: skip
    answer = answered(
        numerator=None,
        denominator=None,
        note="6471010101010001",
        extra={"nomor": "64 71010101010001"},
    )
    assert set(faults(asked, answer)) == {"note", "extra_nomor"}
