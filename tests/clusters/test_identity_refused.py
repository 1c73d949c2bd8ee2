"""Numbers of 16 digits are refused wherever people write freely, and nothing is stored."""

import csv

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.urls import reverse

from clusters import actions
from clusters.answers import Answer
from clusters.exchange.rows import COLUMNS
from clusters.models import Entry, Indicator
from tests.clusters.entering import save
from tests.clusters.reviewing import decide, entry_of, handed_in_sheet, move, state_of
from tests.world import fill, sheet_of

NIK = "anak dengan NIK 6471 0101 0101 0001"
SENTENCE = "Jangan tulis NIK atau nomor 16 angka. Hapus nomor itu."


def test_in_the_note_of_a_card_the_number_is_not_stored_either(ani, city):
    sheet = sheet_of(city, "health")
    answer = save(ani, sheet, "KES-09", value="3", note=NIK)
    assert answer.status_code == 422
    assert SENTENCE in answer.text
    assert 'data-faults="note "' in answer.text
    assert not Entry.objects.exists()
    page = ani.post(
        sheet.get_absolute_url(),
        {"KES-09-version": "0", "KES-09-value": "3", "KES-09-note": NIK},
    )
    assert (page.status_code, SENTENCE in page.text, NIK in page.text) == (422, True, True)
    assert not Entry.objects.exists()


def test_a_civil_servants_number_may_stand_in_a_note(ani, city):
    sheet = sheet_of(city, "health")
    note = "menurut bidan, NIP 19870101 201001 1 001"
    assert save(ani, sheet, "KES-09", value="3", note=note).status_code == 200
    assert Entry.objects.get().note == note


def test_in_a_row_of_the_table_and_in_a_pasted_block(ani, city):
    sheet = sheet_of(city, "health")
    answer = save(ani, sheet, "KES-09", through="grid-save", value="3", note=NIK)
    assert (answer.status_code, SENTENCE in answer.text) == (422, True)
    block = {"block": f"3\t\t{NIK}", "start": "KES-09:number"}
    paste = reverse("clusters:grid-paste", args=[sheet.pk])
    for sent in (block, block | {"apply": "1", "KES-09-version": "0"}):
        page = ani.post(paste, sent)
        assert (page.status_code, SENTENCE in page.text) == (422, True)
    assert not Entry.objects.exists()


def test_in_a_further_text_kept_with_the_entry(ani, city):
    sheet = sheet_of(city, "health")
    part = {"key": "nomor", "label": "Nomor keputusan", "kind": "text"}
    Indicator.objects.filter(code="KES-09").update(extra=[part])
    answer = save(ani, sheet, "KES-09", value="3", extra_nomor="6471010101010001")
    assert (answer.status_code, SENTENCE in answer.text) == (422, True)
    assert 'data-faults="extra_nomor "' in answer.text
    assert not Entry.objects.exists()


def test_the_action_refuses_by_itself(city, cast):
    sheet = sheet_of(city, "health")
    indicator = Indicator.objects.get(cluster=sheet.cluster, code="KES-09")
    with pytest.raises(ValidationError, match="16 angka"):
        actions.save_entry(sheet, indicator, Answer(value=1, note=NIK), version=0, by=cast.ani)


def test_an_imported_note_is_a_fault_with_its_line(city, cast, tmp_path):
    fill(sheet_of(city, "health"), "KES-09", cast.ani, value=1)
    rows = [
        {"kode_indikator": "KES-09", "nilai": "4", "catatan": "benar"},
        {"kode_indikator": "TKL-01", "nilai": "ya", "catatan": NIK},
    ]
    path = tmp_path / "isian.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        for row in rows:
            writer.writerow({"tahun": 2026, "kode_wilayah": city.kelurahan[0].code} | row)
    with pytest.raises(CommandError) as refused:
        call_command("import_entries", str(path))
    assert str(refused.value) == f"baris 3: {SENTENCE}"
    assert list(Entry.objects.values_list("value", "note")) == [(1, "")]


@pytest.fixture
def desk_of(client, city, cast):
    client.force_login(cast.budi)
    return client, handed_in_sheet(city, cast.ani)


@pytest.mark.parametrize("mark", ["rejected", "returned", "adjusted", "accepted"])
def test_in_the_reviewers_reason(desk_of, mark, cast):
    budi, sheet = desk_of
    value = {"value": "20"} if mark == "adjusted" else {}
    answer = decide(budi, sheet, "KES-02", mark, reason=NIK, **value)
    assert (answer.status_code, answer.text.count(SENTENCE)) == (422, 2)  # above and at the box
    assert f">{NIK}</textarea>" in answer.text
    assert "Tulis alasannya" not in answer.text
    assert entry_of(sheet, "KES-02").mark == ""
    with pytest.raises(ValidationError, match="16 angka"):
        actions.mark_entry(
            entry_of(sheet, "KES-02"), mark, version=1, by=cast.budi, reason=NIK, value=20
        )


def test_in_the_reason_a_verified_sheet_goes_back_for(desk_of, cast):
    budi, sheet = desk_of
    for code in ("KES-01", "KES-02", "KES-09"):
        decide(budi, sheet, code, "accepted")
    move(budi, sheet, "verify")
    answer = move(budi, sheet, "reopen", reason=NIK)
    assert (answer.status_code, SENTENCE in answer.text) == (422, True)
    assert f">\n{NIK}</textarea>" in answer.text
    assert state_of(sheet) == "verified"
    sheet.refresh_from_db()
    with pytest.raises(ValidationError, match="16 angka"):
        actions.reopen_sheet(sheet, version=sheet.version, by=cast.budi, reason=NIK)
