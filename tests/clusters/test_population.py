"""The population page: whose it is, what it stores and refuses, and where it is offered."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from clusters import actions
from clusters.catalogue.population import faults, rules
from clusters.catalogue.reader import read
from clusters.demo.numbers import shared_of
from clusters.models import Entry, Indicator, Period, Population
from kla.accounts.models import Assignment
from kla.audit.models import Record
from tests.world import build_user, fill, sheet_of

PAGE = "/penduduk/"
HX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture(autouse=True)
def keyed(city):
    """Two indicators share one denominator, a third has its own."""
    Indicator.objects.filter(code__in=["KES-01", "KES-02"]).update(denominator_key="births")
    Indicator.objects.filter(code="PEN-01").update(denominator_key="children_7_18")


def numbers():
    return {row.key: (row.value, row.version) for row in Population.objects.all()}


def send(client, births, version=0, children="", children_version=0, query=""):
    sent = {"births": births, "births-version": version}
    sent |= {"children_7_18": children, "children_7_18-version": children_version}
    return client.post(f"{PAGE}{query}", sent)


def test_the_page_has_one_box_a_key_and_says_where_it_is_used(ani):
    text = ani.get(PAGE).content.decode()
    assert text.count('inputmode="numeric"') == 2
    assert "KES-01 Indikator KES-01, KES-02 Indikator KES-02" in text


def test_numbers_are_stored_once_and_recorded(ani, city, cast):
    answer = send(ani, "1.251", children="900")
    assert (answer.status_code, answer.url.split("?")[0]) == (302, PAGE)
    assert numbers() == {"births": (1251, 1), "children_7_18": (900, 1)}
    send(ani, "1251", 1, "901", 1)
    assert numbers() == {"births": (1251, 1), "children_7_18": (901, 2)}
    records = Record.objects.filter(verb="population.save").order_by("id")
    assert [one.detail["after"] for one in records] == [1251, 900, 901]
    assert {one.area_id for one in records} == {city.kelurahan[0].pk}
    send(ani, "", 1, "901", 2)
    assert numbers()["births"] == (None, 2)


@pytest.mark.parametrize("typed", ["-5", "12,5", "1e9", "seribu", "1000000000000"])
def test_bad_input_keeps_what_was_typed_and_stores_nothing(ani, typed):
    answer = send(ani, typed, children="900")
    assert answer.status_code == 422
    assert f'value="{typed}"' in answer.content.decode()
    assert 'aria-describedby="salah-births"' in answer.content.decode()
    assert 'value="900"' in answer.content.decode()
    words = "tanpa angka di belakang koma" if typed == "12,5" else "Isi dengan bilangan bulat"
    assert words in answer.content.decode()
    assert numbers() == {}


@pytest.fixture
def ages():
    Indicator.objects.filter(code="KES-02").update(
        denominator_key="children_0_4", denominator="Seluruh balita"
    )
    Indicator.objects.filter(code="PEN-01").update(
        denominator_key="children_0_17", denominator="Seluruh anak 0–17"
    )


def of_ages(client, small, large):
    sent = {"births": "", "births-version": 0, "children_0_4": small, "children_0_17": large}
    return client.post(PAGE, sent | {"children_0_4-version": 0, "children_0_17-version": 0}, **HX)


def test_a_part_larger_than_its_whole_is_never_stored(ani, ages):
    answer = of_ages(ani, "900.000", "10")
    told = "900.000 lebih besar dari 10 pada Seluruh anak 0–17, padahal bagian darinya."
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert 'value="900.000"' in answer.content.decode()
    assert 'aria-describedby="salah-children_0_4"' in answer.content.decode()
    assert numbers() == {}
    assert of_ages(ani, "10", "10").status_code == 204


def test_a_whole_is_held_against_what_stands(ani, ages, city, cast):
    def save(**given):
        given = {key: (value, 0) for key, value in given.items()}
        actions.save_population(city.kelurahan[0], city.period, given, by=cast.ani)

    save(children_0_4=80)
    with pytest.raises(ValidationError) as refused:
        save(children_0_17=79)
    assert list(refused.value.message_dict) == ["children_0_17"]
    save(births=900)  # says nothing of either


@pytest.mark.parametrize("typed", ["1.000.001", "900.000.000", "1000000000"])
def test_more_than_any_kelurahan_has_is_not_stored(ani, typed):
    answer = send(ani, typed, children="900")
    assert answer.status_code == 422
    assert "Tidak ada kelurahan yang lebih besar." in answer.content.decode()
    assert f'value="{typed}"' in answer.content.decode()
    assert numbers() == {}
    assert send(ani, "1.000.000").status_code == 302


def test_the_rules_name_keys_of_our_catalogue_and_the_invented_numbers_keep_them():
    keys = {one.denominator_key for one in read().indicators}
    assert {key for pair in rules().parts for key in pair} <= keys
    for area in ("64.71.01.1001", "64.71.05.1003", "31.73.01.1004"):
        made = shared_of("7", area)
        assert faults(made, made, {}) == {}


def test_a_number_changed_meanwhile_is_not_written_over(ani, city):
    dian = build_user("dian", "operator", city.kelurahan[0])
    actions.save_population(city.kelurahan[0], city.period, {"births": (70, 0)}, by=dian)
    answer = send(ani, "80", 0, "900")
    text = answer.content.decode()
    assert answer.status_code == 409
    assert numbers() == {"births": (70, 1)}  # all or nothing
    assert 'value="80"' in text
    assert "Tersimpan sekarang: 70, oleh Dian" in text
    assert 'name="births-version" value="1"' in text
    assert send(ani, "80", 1, "900").status_code == 302
    assert numbers() == {"births": (80, 2), "children_7_18": (900, 1)}


def test_a_closed_year_is_only_read(ani, city, cast):
    Period.objects.update(state="closed")
    assert "Simpan data penduduk" not in ani.get(PAGE).content.decode()
    assert send(ani, "80").status_code == 403
    with pytest.raises(PermissionDenied):
        actions.save_population(city.kelurahan[0], city.period, {"births": (1, 0)}, by=cast.ani)


def test_the_script_is_told_where_to_go_on_and_whether_one_is_signed_in(ani, client, city):
    sent = {"births": "80", "births-version": 0, "children_7_18": "", "children_7_18-version": 0}
    answer = ani.post(PAGE, sent, **HX)
    query = f"?wilayah={city.kelurahan[0].code}&tahun={city.period.year}"
    assert (answer.status_code, answer["HX-Redirect"]) == (204, f"{PAGE}{query}")
    assert numbers() == {"births": (80, 1)}
    assert ani.post(PAGE, sent | {"births": "90"}, **HX).status_code == 409
    assert 'data-stands="80"' in ani.get(PAGE).content.decode()
    ani.logout()
    assert ani.post(PAGE, sent, **HX).status_code == 401


@pytest.mark.parametrize("query", ["?wilayah=64.71.01.1002", "?wilayah=64.71", "?tahun=1999"])
def test_another_area_or_year_is_not_there(ani, query):
    assert ani.get(f"{PAGE}{query}").status_code == 404
    assert send(ani, "80", query=query).status_code == 404
    assert numbers() == {}


def test_an_operator_of_two_kelurahan_chooses(ani, city, cast):
    Assignment.objects.create(user=cast.ani, role="operator", area=city.kelurahan[1])
    send(ani, "80", query=f"?wilayah={city.kelurahan[1].code}")
    assert Population.objects.get().area == city.kelurahan[1]


def test_the_page_names_the_sheets_that_differ(ani, city, cast):
    fill(sheet_of(city, "health"), "KES-01", cast.ani, numerator=9, denominator=70)
    fill(sheet_of(city, "health"), "KES-02", cast.ani, numerator=9, denominator=80)
    send(ani, "80")
    text = ani.get(PAGE).content.decode()
    assert "memakai 70." in text
    assert "memakai 80." not in text


def test_the_number_is_offered_and_taken_over(ani, city):
    sheet = sheet_of(city, "health")
    before = ani.get(sheet.get_absolute_url()).content.decode()
    assert "dapat diisi sekali untuk semua lembar" in before
    send(ani, "1251")
    assert "Pakai 1.251 dari Penduduk" in ani.get(sheet.get_absolute_url()).content.decode()
    address = reverse("clusters:entry-save", args=[sheet.pk, "KES-01"])
    typed = {"KES-01-version": 0, "KES-01-numerator": "1.217", "take": "KES-01"}
    answer = ani.post(address, typed, **HX)
    assert answer.status_code == 200
    assert answer["HX-Retarget"] == "#ind-KES-01"
    assert "Sama dengan 1.251 di Penduduk." in answer.content.decode()
    entry = Entry.objects.get()
    assert (entry.numerator, entry.denominator) == (1217, 1251)


def test_taking_it_over_keeps_a_numerator_that_is_too_large(ani, city):
    sheet = sheet_of(city, "health")
    send(ani, "12")
    address = reverse("clusters:entry-save", args=[sheet.pk, "KES-01"])
    typed = {"KES-01-version": 0, "KES-01-numerator": "15", "take": "KES-01"}
    answer = ani.post(address, typed, **HX)
    assert answer.status_code == 422
    assert "15 lebih besar dari 12" in answer.content.decode()
    assert 'value="15"' in answer.content.decode()
    assert Entry.objects.count() == 0


def test_enter_in_a_box_saves_the_page_and_takes_nothing_over(ani, city):
    """A browser presses the first button of the form, in the order of the page."""
    send(ani, "12")
    page = ani.get(sheet_of(city, "health").get_absolute_url()).content.decode()
    first = page.index('<button type="submit" hidden>')
    assert page.index('id="lembar"') < first < page.index('name="take"')


def test_without_script_the_whole_page_takes_it_over(ani, city):
    sheet = sheet_of(city, "health")
    send(ani, "12")
    typed = {"KES-01-version": 0, "KES-01-numerator": "9", "take": "KES-01"}
    assert ani.post(sheet.get_absolute_url(), typed).status_code == 302
    assert Entry.objects.get().denominator == 12


def test_a_card_that_differs_says_what_to_do(ani, city, cast):
    sheet = sheet_of(city, "health")
    fill(sheet, "KES-01", cast.ani, numerator=9, denominator=70)
    send(ani, "80")
    assert "Penyebut di sini berbeda." in ani.get(sheet.get_absolute_url()).content.decode()


def test_more_entries_ask_no_more(ani, city, cast):
    def cost():
        with CaptureQueriesContext(connection) as caught:
            assert ani.get(PAGE).status_code == 200
        return len(caught)

    send(ani, "80")
    fill(sheet_of(city, "health"), "KES-01", cast.ani, numerator=9, denominator=70)
    ani.get(PAGE)
    small = cost()
    fill(sheet_of(city, "health"), "KES-02", cast.ani, numerator=9, denominator=70)
    fill(sheet_of(city, "education"), "PEN-01", cast.ani, numerator=9, denominator=70)
    assert cost() == small
