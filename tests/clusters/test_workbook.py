"""The workbook of a sheet: downloaded, filled in, looked at, then applied whole or not at all."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from clusters.models import Entry, Period, Sheet
from clusters.workbook.layout import AT, COLUMNS, HEADER_ROW
from kla.audit.models import Record
from tests.clusters import books
from tests.world import fill, sheet_of


@pytest.fixture
def sheet(city):
    return sheet_of(city, "health")


def stored(sheet):
    rows = Entry.objects.filter(sheet=sheet).select_related("indicator")
    return {e.indicator.code: (e.numerator, e.denominator, e.value, e.note) for e in rows}


# Out


def test_a_sheet_is_downloaded_with_locked_heads_and_open_cells(ani, sheet, cast):
    fill(sheet, "KES-01", cast.ani, numerator=412, denominator=418, note="=1+1", version=3)
    tab = books.opened(books.download(ani, sheet))["Kesehatan"]
    row = books.row_of(tab, "KES-01")
    cells = {name: tab.cell(row, AT[name]) for name in AT}
    assert [tab.cell(HEADER_ROW, at).value for at in range(1, len(COLUMNS) + 1)] == [
        column.title for column in COLUMNS
    ]
    assert tab.protection.sheet
    assert tab.protection.password is None
    assert tab.freeze_panes == "D5"
    assert (cells["number"].value, cells["denominator"].value) == (412, 418)
    assert cells["note"].value == "=1+1"
    assert cells["note"].data_type == "s"
    assert cells["version"].value == "3"
    assert "Yang dihitung untuk KES-01." in cells["label"].comment.text
    assert "Rekap" in cells["label"].comment.text
    open_cells = [name for name in AT if not cells[name].protection.locked]
    assert open_cells == ["number", "denominator", "flag", "note"]
    hidden = [(one.min, one.max) for one in tab.column_dimensions.values() if one.hidden]
    assert hidden == [(AT["area"], AT["area"]), (AT["key"], AT["print"])]


def test_the_cells_check_while_they_are_typed(ani, city):
    book = books.opened(books.download(ani))
    checks = {
        (tab.title, str(one.sqref)): one
        for tab in book
        for one in tab.data_validations.dataValidation
    }
    health = books.row_of(book["Kesehatan"], "KES-01")
    count = books.row_of(book["Kesehatan"], "KES-09")
    level = books.row_of(book["Perlindungan"], "PER-01")
    pair = checks["Kesehatan", f"E{health}"]
    assert pair.type == "custom"
    assert f"E{health}<=F{health}" in pair.formula1
    assert "tidak boleh lebih besar" in pair.error
    assert checks["Kesehatan", f"E{count}"].type == "whole"
    choices = checks["Perlindungan", f"E{level}"].formula1.replace("$", "")
    name, _, span = choices.partition("!")
    words = [cell.value for line in book[name.strip("=")][span] for cell in line]
    assert words == ["0 · belum ada", "1 · ber-SK", "2 · ber-SK dan rencana", "3 · giat"]
    assert book["Pilihan"].sheet_state == "hidden"


def test_what_may_not_be_written_is_locked(ani, sheet, cast):
    fill(sheet, "KES-01", cast.ani, numerator=1, denominator=2)
    Sheet.objects.filter(pk=sheet.pk).update(state="submitted")
    tab = books.opened(books.download(ani, sheet))["Kesehatan"]
    row = books.row_of(tab, "KES-01")
    assert all(tab.cell(row, at).protection.locked for at in AT.values())
    assert tab.cell(row, AT["state"]).value == "Terkunci: diajukan"
    assert tab.cell(2, 2).value == "Untuk dibaca; tidak ada yang dapat diisi sekarang."
    assert tab.data_validations.dataValidation == []


def test_last_year_stands_beside_it(ani, city, cast, sheet):
    older = Period.objects.create(
        kota=city.kota,
        framework=city.framework,
        year=2025,
        state="closed",
        opens_on="2025-01-01",
        deadline=timezone.now(),
        review_until="2025-12-31",
    )
    past = Sheet.objects.create(period=older, area=sheet.area, cluster=sheet.cluster)
    fill(past, "KES-01", cast.ani, numerator=9, denominator=10)
    tab = books.opened(books.download(ani, sheet))["Kesehatan"]
    row = books.row_of(tab, "KES-01")
    assert tab.cell(row, AT["last"]).value == "90% (9/10)"
    assert tab.cell(row, AT["target"]).value == "100%"


# In


def test_a_workbook_is_looked_at_and_then_applied(ani, city, cast, sheet):
    fill(sheet, "KES-09", cast.ani, value=4, note="kemarin")
    content = books.filled(
        books.download(ani),
        ("KES-01", {"number": "1.217", "denominator": 1251, "note": "007 dari Posyandu"}),
        ("KES-02", {"flag": "tidak berlaku", "note": "tidak ada"}),
        ("KES-09", {"number": 6}),
    )
    answer = books.upload(ani, content)
    text = answer.content.decode()
    assert answer.status_code == 200
    assert books.states(answer) == {"KES-01": "new", "KES-02": "new", "KES-09": "changed"}
    assert "4 titik. Catatan: kemarin" in text
    assert "6 titik. Catatan: kemarin" in text
    assert "Terapkan 3 perubahan" in text
    assert stored(sheet) == {"KES-09": (None, None, 4, "kemarin")}
    done = books.apply(ani, answer)
    assert done.status_code == 302
    assert done.url == sheet.get_absolute_url()
    assert stored(sheet) == {
        "KES-01": (1217, 1251, None, "007 dari Posyandu"),
        "KES-02": (None, None, None, "tidak ada"),
        "KES-09": (None, None, 6, "kemarin"),
    }
    assert Record.objects.filter(verb="entry.save", by=cast.ani).count() == 3


def test_an_untouched_workbook_changes_nothing(ani, sheet, cast):
    fill(sheet, "KES-01", cast.ani, numerator=412, denominator=418, note="satu\r\n dua ")
    fill(sheet, "KES-09", cast.ani, no_data=True, note="belum")
    answer = books.upload(ani, books.filled(books.download(ani)))
    assert answer.status_code == 200
    assert answer.context["seen"].lines == ()
    assert "parcel" not in answer.context
    assert "Tidak ada yang berubah" in answer.content.decode()


def test_all_kinds_come_back(ani, city):
    book = books.opened(books.download(ani))
    books.put(book, "TKL-01", tab="Tata Kelola", number="tidak")
    books.put(book, "PER-01", tab="Perlindungan", number="2 · ber-SK dan rencana")
    books.put(book, "PEN-01", tab="Pendidikan", number=5, denominator=90)
    books.put(book, "PEN-01", "putus", tab="Pendidikan", number=3)
    books.put(book, "PEN-01", "lain", tab="Pendidikan", number=2)
    answer = books.upload(ani, books.closed(book))
    assert books.apply(ani, answer).url == reverse("clusters:home")
    assert Entry.objects.get(indicator__code="TKL-01").value == 0
    assert Entry.objects.get(indicator__code="PER-01").value == 2
    assert Entry.objects.get(indicator__code="PEN-01").extra == {"putus": 3, "lain": 2}


def test_an_emptied_cell_empties_and_a_deleted_row_does_not(ani, sheet, cast):
    fill(sheet, "KES-01", cast.ani, numerator=1, denominator=2)
    fill(sheet, "KES-09", cast.ani, value=4)
    book = books.opened(books.download(ani, sheet))
    books.put(book, "KES-09", number=None)
    book["Kesehatan"].delete_rows(books.row_of(book["Kesehatan"], "KES-01"))
    answer = books.upload(ani, books.closed(book))
    assert books.states(answer) == {"KES-09": "changed"}
    books.apply(ani, answer)
    assert stored(sheet) == {"KES-01": (1, 2, None, ""), "KES-09": (None, None, None, "")}


def test_what_is_unlikely_is_told_and_does_not_keep_from_applying(ani, city, cast, sheet):
    Sheet.objects.filter(pk=sheet.pk).update(state="draft")
    older = Period.objects.create(
        kota=city.kota,
        framework=city.framework,
        year=2025,
        opens_on="2025-01-01",
        deadline=timezone.now(),
        review_until="2025-12-31",
    )
    past = Sheet.objects.create(period=older, area=sheet.area, cluster=sheet.cluster)
    fill(past, "KES-01", cast.ani, numerator=90, denominator=100)
    content = books.filled(
        books.download(ani, sheet), ("KES-01", {"number": 20, "denominator": 100})
    )
    answer = books.upload(ani, content)
    assert "Turun 70 poin dari tahun lalu." in answer.content.decode()
    assert books.apply(ani, answer).status_code == 302
    assert stored(sheet) == {"KES-01": (20, 100, None, "")}


def test_the_same_file_twice_changes_nothing_more(ani, sheet):
    content = books.filled(books.download(ani, sheet), ("KES-09", {"number": 0}))
    books.apply(ani, books.upload(ani, content))
    again = books.upload(ani, content)
    assert books.states(again) == {"KES-09": "unchanged"}
    assert "parcel" not in again.context
    assert stored(sheet) == {"KES-09": (None, None, 0, "")}


# Somebody else was quicker


def conflicted(ani, sheet, cast):
    entry = fill(sheet, "KES-09", cast.ani, value=4)
    content = books.filled(
        books.download(ani, sheet),
        ("KES-09", {"number": 6}),
        ("KES-01", {"number": 1, "denominator": 2}),
    )
    Entry.objects.filter(pk=entry.pk).update(value=5, version=2, entered_by=cast.dewi)
    return books.upload(ani, content)


def test_a_conflict_shows_both_and_waits_for_a_choice(ani, sheet, cast):
    answer = conflicted(ani, sheet, cast)
    text = answer.content.decode()
    assert books.states(answer) == {"KES-01": "new", "KES-09": "conflict"}
    assert "Dewi" in text
    assert "5 titik" in text
    assert "6 titik" in text
    refused = books.apply(ani, answer)
    assert refused.status_code == 422
    assert "Pilih dulu untuk setiap bentrok" in refused.content.decode()
    assert stored(sheet) == {"KES-09": (None, None, 5, "")}


@pytest.mark.parametrize(("choice", "value"), [("mine", 6), ("theirs", 5)])
def test_a_chosen_conflict_is_applied(ani, sheet, cast, choice, value):
    answer = conflicted(ani, sheet, cast)
    done = books.apply(ani, answer, **{f"pilih-{sheet.pk}-KES-09": choice})
    assert done.status_code == 302
    assert stored(sheet) == {"KES-01": (1, 2, None, ""), "KES-09": (None, None, value, "")}


def test_a_row_nobody_touched_leaves_what_is_newer(ani, sheet, cast):
    entry = fill(sheet, "KES-09", cast.ani, value=4)
    content = books.filled(books.download(ani, sheet), ("KES-01", {"number": 1, "denominator": 2}))
    Entry.objects.filter(pk=entry.pk).update(value=5, version=2)
    answer = books.upload(ani, content)
    assert books.states(answer) == {"KES-01": "new"}
    books.apply(ani, answer)
    assert stored(sheet)["KES-09"] == (None, None, 5, "")


def test_a_change_between_preview_and_applying_stores_nothing(ani, sheet, cast):
    entry = fill(sheet, "KES-09", cast.ani, value=4)
    content = books.filled(
        books.download(ani, sheet),
        ("KES-01", {"number": 1, "denominator": 2}),
        ("KES-09", {"number": 6}),
    )
    answer = books.upload(ani, content)
    Entry.objects.filter(pk=entry.pk).update(value=5, version=2)
    refused = books.apply(ani, answer)
    assert refused.status_code == 409
    assert "Belum ada yang disimpan" in refused.content.decode()
    assert books.states(refused) == {"KES-01": "new", "KES-09": "conflict"}
    assert stored(sheet) == {"KES-09": (None, None, 5, "")}
    done = books.apply(ani, refused, **{f"pilih-{sheet.pk}-KES-09": "mine"})
    assert done.status_code == 302
    assert stored(sheet)["KES-09"] == (None, None, 6, "")


def test_the_deadline_between_preview_and_applying_stores_nothing(ani, city, sheet):
    content = books.filled(books.download(ani, sheet), ("KES-09", {"number": 6}))
    answer = books.upload(ani, content)
    Period.objects.filter(pk=city.period.pk).update(deadline=timezone.now() - timedelta(hours=1))
    refused = books.apply(ani, answer)
    assert refused.status_code == 403
    assert "Masa pengisian sudah ditutup" in refused.content.decode()
    assert stored(sheet) == {}
