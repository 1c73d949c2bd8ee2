"""The table mode: rows saved one by one, a pasted block looked at, then stored whole or not."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from clusters import actions
from clusters.answers import Answer
from clusters.models import Entry, Indicator, Sheet
from kla.audit.models import Record
from tests.clusters.entering import HX
from tests.clusters.entering import save as save_through
from tests.world import build_user, fill, sheet_of

CODES = ["KES-01", "KES-02", "KES-09"]


@pytest.fixture
def sheet(city):
    return sheet_of(city, "health")


def address(sheet, name="grid", *more):
    return reverse(f"clusters:{name}", args=[sheet.pk, *more])


def save(*args, **more):
    return save_through(*args, through="grid-save", **more)


def paste(client, sheet, block, *, start="KES-01:number", versions=(0, 0, 0), **more):
    data = {f"{code}-version": n for code, n in zip(CODES, versions, strict=True)}
    data |= {"block": block, "start": start, **more}
    return client.post(address(sheet, "grid-paste"), data)


def stored(sheet):
    rows = Entry.objects.filter(sheet=sheet).select_related("indicator")
    return {e.indicator.code: (e.numerator, e.denominator, e.value, e.note) for e in rows}


def states(answer):
    return [row["line"].state for row in answer.context["lines"]]


# Rows


def test_the_table_shows_each_indicator_with_what_stands(ani, sheet, cast):
    fill(sheet, "KES-01", cast.ani, numerator=412, denominator=418)
    answer = ani.get(address(sheet))
    text = answer.content.decode()
    assert answer.status_code == 200
    assert [one.code for one in answer.context["rows"]] == CODES
    assert 'value="412"' in text
    assert "98,6%" in text


def test_a_row_is_saved_and_what_has_no_box_stays(ani, city, cast):
    sheet = sheet_of(city, "education")
    fill(sheet, "PEN-01", cast.ani, numerator=5, denominator=9, extra={"putus": 2, "lain": 3})
    answer = save(ani, sheet, "PEN-01", version=0, numerator="5", denominator="10", note="a")
    assert answer.status_code == 409, "the version it was based on is another"
    answer = save(ani, sheet, "PEN-01", version=1, numerator="5", denominator="10", note="a")
    assert answer.status_code == 200
    assert "50%" in answer.content.decode()
    assert 'id="versi-PEN-01" value="2"' in answer.content.decode()
    entry = Entry.objects.get()
    assert (entry.denominator, entry.note, entry.extra) == (10, "a", {"putus": 2, "lain": 3})


def test_a_number_takes_the_place_of_no_data_and_a_note_does_not(ani, sheet, cast):
    fill(sheet, "KES-09", cast.ani, no_data=True, note="belum ada")
    save(ani, sheet, "KES-09", version=1, value="", note="belum juga")
    assert Entry.objects.get().no_data
    save(ani, sheet, "KES-09", version=2, value="4", note="belum juga")
    entry = Entry.objects.get()
    assert (entry.no_data, entry.value) == (False, 4)


def test_a_row_in_conflict_shows_both_and_lets_choose(ani, sheet, city, cast):
    rina = build_user("rina", "operator", city.kelurahan[0])
    fill(sheet, "KES-01", rina, numerator=4, denominator=10)
    answer = save(ani, sheet, "KES-01", numerator="3", denominator="10")
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "Rina mengubah isian ini" in text
    assert "3 dari 10" in text
    assert "4 dari 10" in text
    assert stored(sheet)["KES-01"][:2] == (4, 10)
    data = {
        "KES-01-version": 0,
        "KES-01-numerator": "3",
        "KES-01-denominator": "10",
        "KES-01-choice": "mine",
        "KES-01-theirs": 1,
        "decide": "KES-01",
    }
    chosen = ani.post(address(sheet, "grid-save", "KES-01"), data, **HX)
    assert chosen["HX-Retarget"] == "#ind-KES-01"
    assert "<tbody" in chosen.content.decode()
    assert stored(sheet)["KES-01"][:2] == (3, 10)


def test_a_contradiction_in_a_row_is_never_stored(ani, sheet):
    answer = save(ani, sheet, "KES-01", numerator="215", denominator="198")
    assert answer.status_code == 422
    assert "215 lebih besar dari 198" in answer.content.decode()
    assert stored(sheet) == {}


def test_the_table_without_script_stores_what_is_right(ani, sheet):
    data = {f"{code}-version": 0 for code in CODES}
    data |= {"KES-01-numerator": "5", "KES-01-denominator": "9", "KES-09-value": "dua"}
    answer = ani.post(address(sheet), data)
    assert answer.status_code == 422
    assert 'value="dua"' in answer.content.decode()
    assert stored(sheet) == {"KES-01": (5, 9, None, "")}


# Pasting


def test_a_block_is_shown_before_anything_is_stored(ani, sheet, cast):
    fill(sheet, "KES-02", cast.ani, numerator=1, denominator=10)
    fill(sheet, "KES-09", cast.ani, value=3)
    answer = paste(ani, sheet, "1.217\t1.251\n2\t10\n3\t", versions=(0, 1, 1))
    assert answer.status_code == 200
    assert states(answer) == ["new", "changed", "unchanged"]
    text = answer.content.decode()
    assert "1.217 dari 1.251" in text
    assert "1 dari 10" in text
    assert "Simpan semua" in text
    assert "1.217\t1.251" in text, "what was pasted is still there"
    assert len(stored(sheet)) == 2


def test_a_block_is_stored_whole_with_its_records(ani, sheet):
    answer = paste(ani, sheet, "1.217\t1.251\tsatu\n2\t10\t\n3\t\tdua", apply="1")
    assert answer.status_code == 302
    assert stored(sheet) == {
        "KES-01": (1217, 1251, None, "satu"),
        "KES-02": (2, 10, None, ""),
        "KES-09": (None, None, 3, "dua"),
    }
    assert Record.objects.filter(verb="entry.save").count() == 3


@pytest.mark.parametrize(
    ("block", "word"),
    [
        ("1\t2\n9\t5\n3\t", "Baris 2, kolom 1: 9 lebih besar dari 5"),
        ("1\t2\n1\tdua\n3\t", "Baris 2, kolom 2: “dua” bukan angka"),
        ("1\t2\n1\t2\n3\t4", "hanya satu angka"),
        ("1\t2\n1\t2\n3\t\n4\t", "bawah baris terakhir"),
        ("1\t2\n1", "Baris 2 berisi 1 kolom"),
        ("", "Tidak ada yang ditempel"),
        ("1\x002", "tidak dapat dibaca"),
        ("=1+1\t2", "rumus"),
    ],
)
def test_a_block_with_a_fault_stores_nothing_and_stays(ani, sheet, block, word):
    answer = paste(ani, sheet, block, apply="1")
    text = answer.content.decode()
    assert answer.status_code == 422
    assert word in text
    assert stored(sheet) == {}
    assert answer.context["pasted"] == block
    assert 'name="apply"' not in text


def test_a_block_on_an_older_version_stores_nothing_and_shows_both(ani, sheet, city):
    rina = build_user("rina", "operator", city.kelurahan[0])
    fill(sheet, "KES-02", rina, numerator=4, denominator=10)
    answer = paste(ani, sheet, "1\t2\n3\t10", apply="1")
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "Belum ada yang disimpan" in text
    assert states(answer) == ["new", "conflict"]
    assert "4 dari 10" in text
    assert "3 dari 10" in text
    assert "Rina mengubah isian ini" in text
    assert stored(sheet) == {"KES-02": (4, 10, None, "")}
    again = paste(ani, sheet, "1\t2\n3\t10", apply="1", versions=(0, 1, 0))
    assert again.status_code == 302
    assert stored(sheet)["KES-02"][:2] == (3, 10)


def test_a_block_on_a_sheet_handed_in_stores_nothing(ani, sheet):
    Sheet.objects.filter(pk=sheet.pk).update(state="submitted")
    answer = paste(ani, sheet, "1\t2", apply="1")
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "tidak dapat diubah sekarang" in text
    assert "1\t2</textarea>" in text
    assert stored(sheet) == {}


@pytest.mark.parametrize("start", ["X-1:number", "KES-01:lain", "", "KES-01"])
def test_a_start_that_is_not_there_is_refused(ani, sheet, start):
    assert paste(ani, sheet, "1", start=start).status_code == 422


@pytest.mark.parametrize(
    ("last", "version", "error"),
    [
        (Answer(9, 5), 0, ValidationError),
        (Answer(1, 5), 7, actions.EditConflict),
    ],
)
def test_the_action_stores_all_or_nothing(sheet, cast, last, version, error):
    first, second = Indicator.objects.filter(code__in=["KES-01", "KES-02"]).order_by("code")
    block = [(first, Answer(1, 2), 0), (second, last, version)]
    with pytest.raises(error):
        actions.save_block(sheet, block, by=cast.ani)
    assert stored(sheet) == {}
    assert not Record.objects.filter(verb="entry.save").exists()


# Rights


@pytest.mark.parametrize("who", ["budi", "citra", "dewi", "eko", "fitri", "gita"])
def test_nobody_else_reads_or_writes_the_table(client, cast, sheet, who):
    client.force_login(getattr(cast, who))
    assert client.get(address(sheet)).status_code == 404
    assert save(client, sheet, "KES-09", value="1").status_code == 404
    assert paste(client, sheet, "1\t2", apply="1").status_code == 404
    assert stored(sheet) == {}


def test_a_row_of_another_sheet_is_not_there(ani, sheet):
    assert Indicator.objects.filter(code="PEN-01").exists()
    assert save(ani, sheet, "PEN-01", numerator="1").status_code == 404


def test_who_is_signed_out_gets_401_in_a_row(client, sheet, city):
    assert save(client, sheet, "KES-09", value="1").status_code == 401


def test_the_preview_says_what_will_need_an_explanation(ani, city, cast):
    sheet = sheet_of(city, "health")
    indicator = Indicator.objects.get(framework=sheet.period.framework, code="KES-09")
    indicator.checks = [{"rule": "hint", "grade": "warning", "above": "50", "text": "di atas 50"}]
    indicator.save()
    answer = paste(ani, sheet, "70", start="KES-09:number")
    assert [row["warnings"] for row in answer.context["lines"]] == [["Di atas 50"]]
    assert "Perlu penjelasan: Di atas 50." in answer.content.decode()
    explained = paste(ani, sheet, "70\t\tada posko baru", start="KES-09:number")
    assert [row["warnings"] for row in explained.context["lines"]] == [[]]
    assert stored(sheet) == {}


def test_a_row_that_was_returned_shows_the_reason(ani, sheet, cast):
    entry = fill(sheet, "KES-09", cast.ani, value=7)
    Entry.objects.filter(pk=entry.pk).update(
        mark="returned", reason="Sebutkan posnya.", marked_by=cast.budi, marked_at=entry.entered_at
    )
    Sheet.objects.filter(pk=sheet.pk).update(state="returned")
    assert "Dikembalikan: Sebutkan posnya." in ani.get(address(sheet)).content.decode()
