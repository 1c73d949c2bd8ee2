"""The entry sheet: what a card stores, refuses and keeps, and two at one entry."""

from datetime import timedelta

import pytest
from django.utils import timezone

from clusters.forms.entry import EntryForm
from clusters.models import Entry, Indicator, Period, Sheet
from tests.clusters.entering import entry_of, numbers, page, save
from tests.world import fill, sheet_of


@pytest.fixture
def sheet(city):
    return sheet_of(city, "health")


# The form


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("12500", 12500),
        ("12.500", 12500),
        ("12 500", 12500),
        ("12\u00a0500", 12500),
        (" 0 ", 0),
        ("007", 7),
        ("", None),
    ],
)
def test_whole_numbers_as_people_write_them(sheet, typed, number):
    form = EntryForm(
        Indicator.objects.get(code="KES-09"), None, {"KES-09-value": typed, "KES-09-version": "0"}
    )
    assert form.is_valid(), form.errors
    assert form.answer.value == number


@pytest.mark.parametrize("typed", ["12,5", "1.5", "-3", "dua", "1e3", "٣", "12.5000", "1" * 60])
def test_what_is_no_whole_number_is_named_beside_the_box(sheet, typed):
    form = EntryForm(
        Indicator.objects.get(code="KES-09"), None, {"KES-09-value": typed, "KES-09-version": "0"}
    )
    assert not form.is_valid()
    assert [name for name, _, _ in form.faulty] == ["value"]


def test_not_applicable_is_offered_only_where_it_may_be(sheet):
    assert "not_applicable" in EntryForm(Indicator.objects.get(code="KES-02"), None).fields
    assert "not_applicable" not in EntryForm(Indicator.objects.get(code="KES-01"), None).fields


# Saving one card as one goes


def test_a_card_is_saved_and_says_so(ani, sheet, cast):
    answer = save(ani, sheet, "KES-01", numerator="412", denominator="418")
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "Tersimpan" in text
    assert "98,6%" in text
    assert 'id="versi-KES-01" value="1"' in text
    assert "<textarea" not in text, "what is being typed is never overwritten"
    entry = entry_of(sheet, "KES-01")
    assert (numbers(entry), entry.entered_by) == ((412, 418), cast.ani)


def test_half_a_pair_is_stored(ani, sheet):
    answer = save(ani, sheet, "KES-01", numerator="412")
    assert answer.status_code == 200
    assert "Baru satu angka yang diisi" in answer.content.decode()
    assert numbers(entry_of(sheet, "KES-01")) == (412, None)


def test_blank_and_zero_are_two_things(ani, sheet):
    save(ani, sheet, "KES-09", value="0")
    assert entry_of(sheet, "KES-09").value == 0
    save(ani, sheet, "KES-09", value="", version=1)
    assert entry_of(sheet, "KES-09").value is None


def test_a_contradiction_is_never_stored(ani, sheet):
    save(ani, sheet, "KES-01", numerator="9", denominator="10")
    answer = save(ani, sheet, "KES-01", numerator="215", denominator="198", version=1)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Belum tersimpan" in text
    assert "215 lebih besar dari 198. Periksa kedua angka, mungkin tertukar." in text
    assert 'data-faults="numerator ' in text
    assert "versi-KES-01" not in text
    assert numbers(entry_of(sheet, "KES-01")) == (9, 10)


def test_extra_numbers_are_kept_with_the_entry(ani, city):
    sheet = sheet_of(city, "education")
    answer = save(
        ani, sheet, "PEN-01", numerator="5", denominator="9", extra_putus="2", extra_lain="3"
    )
    assert answer.status_code == 200
    assert entry_of(sheet, "PEN-01").extra == {"putus": 2, "lain": 3}
    wrong = save(
        ani, sheet, "PEN-01", numerator="5", denominator="9", extra_putus="2", extra_lain="9"
    )
    assert wrong.status_code == 422
    half = save(ani, sheet, "PEN-01", numerator="5", denominator="9", extra_putus="6", version=1)
    assert half.status_code == 422  # one part alone is more than the whole


def test_nothing_typed_stores_nothing(ani, sheet):
    assert save(ani, sheet, "KES-01", numerator="", denominator="").status_code == 200
    assert Entry.objects.count() == 0


def test_a_jump_from_last_year_is_saved_and_asks_why(ani, city, cast, sheet):
    last = build_last_year(city)
    fill(sheet_in(last, "health"), "KES-02", cast.ani, numerator=29, denominator=100)
    answer = save(ani, sheet, "KES-02", numerator="12", denominator="100")
    assert answer.status_code == 200
    assert "Turun 17 poin dari tahun lalu" in answer.content.decode()
    explained = save(
        ani, sheet, "KES-02", numerator="12", denominator="100", note="Posyandu baru.", version=1
    )
    assert 'data-says="warning"' not in explained.content.decode()


def build_last_year(city):
    period = Period.objects.create(
        kota=city.kota,
        framework=city.framework,
        year=2025,
        state="closed",
        opens_on="2025-01-01",
        deadline=timezone.now() - timedelta(days=300),
        review_until="2026-01-31",
    )
    for cluster in city.framework.clusters.all():
        Sheet.objects.create(period=period, area=city.kelurahan[0], cluster=cluster, state="locked")
    return period


def sheet_in(period, slug):
    return Sheet.objects.get(period=period, cluster__slug=slug)


# Two at once


def test_the_second_gets_a_conflict_with_both_values(ani, sheet, two_at_once):
    answer = save(ani, sheet, "KES-01", numerator="188", denominator="201", version=2)
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "Raka mengubah isian ini" in text
    assert "188 dari 201" in text
    assert "186 dari 201" in text
    assert numbers(entry_of(sheet, "KES-01")) == (186, 201)


def test_typing_on_without_choosing_is_still_a_conflict(ani, sheet, two_at_once):
    boxes = {"numerator": "189", "denominator": "201", "choice": "mine", "theirs": "3"}
    assert save(ani, sheet, "KES-01", version=2, **boxes).status_code == 409
    assert numbers(entry_of(sheet, "KES-01")) == (186, 201)


@pytest.mark.parametrize(("choice", "kept"), [("mine", (188, 201)), ("theirs", (186, 201))])
def test_the_choice_settles_it(ani, sheet, two_at_once, choice, kept):
    boxes = {"numerator": "188", "denominator": "201", "choice": choice, "theirs": "3"}
    answer = save(ani, sheet, "KES-01", version=2, decide="KES-01", **boxes)
    assert answer.status_code == 200
    assert answer["HX-Retarget"] == "#ind-KES-01"
    assert f'value="{kept[0]}"' in answer.content.decode()
    assert numbers(entry_of(sheet, "KES-01")) == kept


def test_choosing_an_answer_that_changed_again_is_another_conflict(ani, sheet, two_at_once):
    boxes = {"numerator": "188", "denominator": "201", "choice": "mine", "theirs": "2"}
    answer = save(ani, sheet, "KES-01", version=1, decide="KES-01", **boxes)
    assert "Simpan pilihan" in answer.content.decode()
    assert numbers(entry_of(sheet, "KES-01")) == (186, 201)


# Who may


@pytest.mark.parametrize("who", ["citra", "gita", "budi", "dewi", "eko", "fitri"])
def test_nobody_else_reaches_the_sheet(client, sheet, cast, who):
    client.force_login(getattr(cast, who))
    pages = ["sheet", "sheet-check", "sheet-submitted"]
    assert [client.get(page(sheet, name)).status_code for name in pages] == [404] * 3
    posts = ["sheet", "sheet-submit", "sheet-withdraw"]
    assert [client.post(page(sheet, name)).status_code for name in posts] == [404] * 3
    assert save(client, sheet, "KES-09", value="1").status_code == 404
    assert Entry.objects.count() == 0


def test_an_indicator_of_another_sheet_is_not_there(ani, sheet):
    assert save(ani, sheet, "PEN-01", numerator="1").status_code == 404


def test_a_lost_session_is_no_page_inside_a_card(client, sheet, cast):
    assert save(client, sheet, "KES-09", value="1").status_code == 401
