"""A warning is stored, asks for a note before handing in, and is seen by the reviewer."""

from importlib import import_module

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.urls import reverse

from clusters import actions
from clusters.actions.workbook import save_workbook
from clusters.answers import Answer
from clusters.check_queries import unanswered
from clusters.models import Entry, Indicator, Population
from kla.audit.models import Record
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


def write(client, sheet, route="entry-save", note="", n=9, d=12, **more):
    """Save KES-01 as its card does; the text of the answer."""
    entry = Entry.objects.filter(sheet=sheet, indicator__code="KES-01").first()
    sent = {"numerator": n, "denominator": d, "note": note}
    sent |= {"version": entry.version if entry else 0}
    posted = {f"KES-01-{name}": value for name, value in sent.items()} | more
    address = reverse(f"clusters:{route}", args=[sheet.pk, "KES-01"])
    return client.post(address, posted, HTTP_HX_REQUEST="true").content.decode()


def owed(sheet):
    return [code for code, _, _ in unanswered(sheet)]


def test_a_note_that_says_nothing_is_stored_and_explains_nothing(client, sheet, cast):
    client.force_login(cast.ani)
    text = write(client, sheet, note="... ok 2026.")
    assert Entry.objects.get(sheet=sheet, indicator__code="KES-01").note == "... ok 2026."
    assert f"<b>{TOLD}</b>" in text
    assert "tulis sebabnya dengan paling sedikit 10 huruf" in text
    assert owed(sheet) == ["KES-01"]
    assert "paling sedikit 10 huruf" in unanswered(sheet)[0][2]
    text = write(client, sheet, note="Beda tanggal.")
    assert f"<b>{TOLD}</b>, dijelaskan di catatan." in text
    assert 'data-says="warning"' not in text
    assert owed(sheet) == []


def test_an_older_note_does_not_explain_later_numbers(client, sheet, cast):
    client.force_login(cast.ani)
    write(client, sheet, note="Beda tanggal.")
    text = write(client, sheet, note="Beda tanggal.", n=2, d=500)
    assert "Catatannya ditulis untuk angka lain: 9 dari 12." in text
    assert 'name="note_stands"' in text
    assert owed(sheet) == ["KES-01"]
    assert "catatannya ditulis untuk angka lain" in unanswered(sheet)[0][2]
    assert "dijelaskan di catatan" in write(client, sheet, note="Beda tanggal.")  # as it was
    write(client, sheet, note="Beda tanggal.", n="", d=500)
    write(client, sheet, note="Beda tanggal.", n=2, d=500)
    assert owed(sheet) == ["KES-01"]
    write(client, sheet, note="Beda tanggal rekap.", n=2, d=500)
    assert owed(sheet) == []
    write(client, sheet, note="Sekolah baru dibuka.", n=3, d=400)
    assert owed(sheet) == []


@pytest.mark.parametrize("route", ["entry-save", "grid-save"])
def test_one_press_confirms_an_older_note(client, sheet, cast, route):
    client.force_login(cast.ani)
    write(client, sheet, note="Beda tanggal.")
    text = write(client, sheet, route, note="Beda tanggal.", n=2, d=500)
    assert f'hx-post="{reverse(f"clusters:{route}", args=[sheet.pk, "KES-01"])}"' in text
    text = write(client, sheet, route, note="Beda tanggal.", n=2, d=500, note_stands="KES-01")
    assert "dijelaskan di catatan." in text
    assert owed(sheet) == []
    record = Record.objects.filter(verb="entry.save").latest("id")
    assert (record.by, record.detail["note_stands"]) == (cast.ani, True)


def test_without_script_one_press_confirms_too(client, sheet, cast):
    client.force_login(cast.ani)
    write(client, sheet, note="Beda tanggal.")
    write(client, sheet, note="Beda tanggal.", n=2, d=500)
    version = Entry.objects.get(sheet=sheet, indicator__code="KES-01").version
    sent = {"KES-01-version": version, "KES-01-numerator": 2, "KES-01-denominator": 500}
    sent |= {"KES-01-note": "Beda tanggal.", "note_stands": "KES-01"}
    assert client.post(sheet.get_absolute_url(), sent).status_code == 302
    assert owed(sheet) == []


def test_a_note_written_before_the_numbers_is_for_the_first_whole_ones(client, sheet, cast):
    Entry.objects.filter(sheet=sheet, indicator__code="KES-01").delete()
    client.force_login(cast.ani)
    write(client, sheet, note="Beda tanggal.", n="", d="")
    write(client, sheet, note="Beda tanggal.", n=9, d="")
    write(client, sheet, note="Beda tanggal.", n=9, d=12)
    assert owed(sheet) == []
    write(client, sheet, note="Beda tanggal.", n=9, d=13)
    assert owed(sheet) == ["KES-01"]


def test_an_absent_number_explained_does_not_explain_the_number(client, sheet, cast):
    client.force_login(cast.ani)
    write(client, sheet, note="Rekap belum diterima.", n="", d="", **{"KES-01-no_data": "on"})
    assert owed(sheet) == []
    text = write(client, sheet, note="Rekap belum diterima.")
    assert "ditulis untuk angka lain: isian tanpa angka." in text
    assert owed(sheet) == ["KES-01"]


def test_a_block_of_several_keeps_the_same_rule(sheet, cast):
    indicator = Indicator.objects.get(code="KES-01", cluster=sheet.cluster)
    entry = Entry.objects.get(sheet=sheet, indicator=indicator)
    both = Answer(numerator=9, denominator=13, note="Beda tanggal.")
    (entry,) = actions.save_block(sheet, [(indicator, both, entry.version)], by=cast.ani)
    assert (entry.note_for, owed(sheet)) == (None, [])
    number = Answer(numerator=9, denominator=14, note="Beda tanggal.")
    (entry,) = save_workbook([(sheet, indicator, number, entry.version)], by=cast.ani)
    assert entry.note_for == {"numerator": 9, "denominator": 13}
    assert owed(sheet) == ["KES-01"]


def test_a_paste_is_told_that_the_note_is_for_other_numbers(client, sheet, cast):
    client.force_login(cast.ani)
    write(client, sheet, note="Beda tanggal.")
    sent = {"block": "2\t500", "start": "KES-01:number", "KES-01-version": 2}
    text = client.post(reverse("clusters:grid-paste", args=[sheet.pk]), sent).content.decode()
    assert "Perlu penjelasan: Penyebut 500" in text
    sent["block"] = "2\t500\tSekolah baru dibuka."
    text = client.post(reverse("clusters:grid-paste", args=[sheet.pk]), sent).content.decode()
    assert "Perlu penjelasan" not in text


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
