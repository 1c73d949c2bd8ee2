"""The entry sheet as a page: every card without script, what is given back, and handing in."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from clusters.models import Entry, Period, Sheet
from tests.clusters.entering import entry_of, numbers, page, save
from tests.world import build_city, build_user, fill, sheet_of


@pytest.fixture
def sheet(city):
    return sheet_of(city, "health")


# The whole page without script


def test_the_page_shows_every_card_with_definition_and_boxes(ani, sheet):
    text = ani.get(page(sheet)).content.decode()
    for code in ("KES-01", "KES-02", "KES-09"):
        assert f'id="ind-{code}"' in text
        assert f"Yang dihitung untuk {code}." in text
    assert 'name="KES-01-numerator"' in text
    assert "<script>" not in text
    assert "style=" not in text


def whole(sheet, **typed):
    """A POST of the whole health sheet, as a browser without script sends it."""
    data = {}
    for code in ("KES-01", "KES-02", "KES-09"):
        entry = entry_of(sheet, code)
        data[f"{code}-version"] = entry.version if entry else 0
        data[f"{code}-note"] = ""
    return data | {key.replace("_", "-", 2): value for key, value in typed.items()}


def test_simpan_semua_stores_every_card(ani, sheet):
    data = whole(sheet, KES_01_numerator="4", KES_01_denominator="5", KES_09_value="1.200")
    answer = ani.post(page(sheet), data)
    assert (answer.status_code, answer.url) == (302, page(sheet))
    assert numbers(entry_of(sheet, "KES-01")) == (4, 5)
    assert entry_of(sheet, "KES-09").value == 1200
    assert entry_of(sheet, "KES-02") is None


def test_simpan_semua_stores_the_right_ones_and_keeps_the_wrong_as_typed(ani, sheet):
    data = whole(sheet, KES_01_numerator="215", KES_01_denominator="198", KES_09_value="7")
    answer = ani.post(page(sheet), data)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Kesalahan: 1 isian belum tersimpan" in text
    assert 'href="#id_KES-01-numerator"' in text
    assert 'value="215"' in text
    assert 'value="198"' in text
    assert entry_of(sheet, "KES-01") is None
    assert entry_of(sheet, "KES-09").value == 7
    assert 'id="versi-KES-09" value="1"' in text, "what was stored is based on its new version"


def test_simpan_semua_shows_conflicts_and_the_choice_works_without_script(ani, sheet, two_at_once):
    data = whole(sheet, KES_01_numerator="188", KES_01_denominator="201")
    answer = ani.post(page(sheet), data | {"KES-01-version": 2})
    assert answer.status_code == 409
    assert "Raka mengubah isian ini" in answer.content.decode()
    chosen = data | {"KES-01-version": 2, "KES-01-theirs": 3, "KES-01-choice": "mine"}
    assert ani.post(page(sheet), chosen | {"decide": "KES-01"}).status_code == 302
    assert numbers(entry_of(sheet, "KES-01")) == (188, 201)


def test_after_the_deadline_nothing_is_stored_and_the_typed_text_stays(ani, sheet):
    data = whole(sheet, KES_09_value="7", KES_09_note="Hitungan RT 3")
    Period.objects.update(deadline=timezone.now() - timedelta(minutes=1))
    answer = ani.post(page(sheet), data)
    text = answer.content.decode()
    assert answer.status_code == 403
    assert "Masa pengisian sudah ditutup. Isian Anda dapat dibaca." in text
    assert "WITA" in text
    assert "Hitungan RT 3" in text
    assert 'value="7"' in text
    assert Entry.objects.count() == 0
    live = save(ani, sheet, "KES-09", value="7")
    assert live.status_code == 422
    assert "Belum tersimpan" in live.content.decode()


def test_a_returned_sheet_lets_only_the_returned_entries_be_mended(ani, sheet, cast):
    marked = {"marked_by": cast.budi, "marked_at": timezone.now()}
    fill(sheet, "KES-09", cast.ani, value=3, mark="returned", reason="Hitung ulang.", **marked)
    fill(sheet, "KES-01", cast.ani, numerator=1, denominator=2, mark="accepted", **marked)
    Sheet.objects.filter(pk=sheet.pk).update(state="returned")
    text = ani.get(page(sheet)).content.decode()
    assert text.count("Hitung ulang.") == 2, "on top and at the card"
    assert 'name="KES-09-value"' in text
    assert 'name="KES-01-numerator"' not in text
    assert save(ani, sheet, "KES-09", value="4", version=1).status_code == 200
    assert save(ani, sheet, "KES-01", numerator="2", denominator="2", version=1).status_code == 422
    assert numbers(entry_of(sheet, "KES-01")) == (1, 2)


# Handing in


def answer_all(sheet, cast):
    fill(sheet, "KES-01", cast.ani, numerator=9, denominator=10)
    fill(sheet, "KES-02", cast.ani, numerator=1, denominator=10)
    fill(sheet, "KES-09", cast.ani, value=3)


def test_check_lists_what_is_missing_as_links(ani, sheet, cast):
    fill(sheet, "KES-09", cast.ani, value=3)
    text = ani.get(page(sheet, "sheet-check")).content.decode()
    assert "Masih ada 2 isian" in text
    assert f'href="{page(sheet)}#ind-KES-01"' in text


def test_submitting_with_gaps_is_refused_with_the_list(ani, sheet):
    answer = ani.post(page(sheet, "sheet-submit"), {"version": 1})
    assert answer.status_code == 422
    assert "Kesalahan: lembar belum dapat diajukan" in answer.content.decode()
    sheet.refresh_from_db()
    assert sheet.state == "draft"


def test_submitting_leads_to_the_confirmation_with_the_next_step(ani, sheet, cast):
    answer_all(sheet, cast)
    answer = ani.post(page(sheet, "sheet-submit"), {"version": sheet.version}, follow=True)
    assert answer.redirect_chain == [(page(sheet, "sheet-submitted"), 302)]
    assert "Verifikator akan memeriksanya." in answer.content.decode()
    assert answer.context["following"].cluster.slug == "governance"
    sheet.refresh_from_db()
    assert (sheet.state, sheet.submitted_by) == ("submitted", cast.ani)


def test_submitting_a_sheet_that_moved_meanwhile_changes_nothing(ani, sheet, cast):
    answer_all(sheet, cast)
    answer = ani.post(page(sheet, "sheet-submit"), {"version": sheet.version + 5}, follow=True)
    assert "baru saja berubah" in answer.content.decode()
    sheet.refresh_from_db()
    assert sheet.state == "draft"


def test_a_submitted_sheet_is_read_and_can_be_withdrawn(ani, sheet, cast):
    answer_all(sheet, cast)
    ani.post(page(sheet, "sheet-submit"), {"version": sheet.version})
    text = ani.get(page(sheet)).content.decode()
    assert "Tarik kembali lembar ini" in text
    assert 'name="KES-01-numerator"' not in text
    sheet.refresh_from_db()
    ani.post(page(sheet, "sheet-withdraw"), {"version": sheet.version})
    sheet.refresh_from_db()
    assert sheet.state == "draft"


def test_the_sheet_costs_the_same_however_many_entries(client, cast, city, sheet):
    client.force_login(cast.ani)
    with CaptureQueriesContext(connection) as empty:
        client.get(page(sheet))
    answer_all(sheet, cast)
    with CaptureQueriesContext(connection) as full:
        client.get(page(sheet))
    # One more where there are links to look for, whatever their number.
    assert len(full) - len(empty) <= 1
    large = build_city(code="63.71", name="Kota Besar", kelurahan=8)
    client.force_login(build_user("hana", "operator", large.kelurahan[0]))
    other = sheet_of(large, "health")
    with CaptureQueriesContext(connection) as elsewhere:
        client.get(page(other))
    assert len(elsewhere) == len(empty)
