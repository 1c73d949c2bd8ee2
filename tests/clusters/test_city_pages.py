"""Pages over a whole city: who has not reported, opening a year, exceptions, the dashboard."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone

from clusters import actions
from clusters.models import Period, Sheet
from kla.accounts.models import Assignment
from kla.areas.models import Area
from kla.audit.models import Record
from tests.world import fill, sheet_of

COMPLETE, YEARS = reverse("clusters:completeness"), reverse("clusters:period-list")
DASHBOARD = reverse("clusters:dashboard")
CLUSTERS = ["governance", "health", "education", "family_environment", "inclusion", "protection"]
WITA = ZoneInfo("Asia/Makassar")


@pytest.fixture
def dewi(client, cast):
    client.force_login(cast.dewi)
    return client


def set_state(sheet, state):
    Sheet.objects.filter(pk=sheet.pk).update(state=state)


def matrix(page):
    """Area name → the state of each of its cells, in the order of the page."""
    return {
        area.name: [cell.state for cell in cells]
        for _, areas in page.context["groups"]
        for area, cells, *_ in areas
    }


def test_every_kelurahan_is_there_by_cluster_with_what_is_missing(dewi, city, cast):
    fill(sheet_of(city, "health"), "KES-09", cast.ani, value=3)
    set_state(sheet_of(city, "education"), "submitted")
    set_state(sheet_of(city, "inclusion", city.kelurahan[3]), "returned")
    page = dewi.get(COMPLETE)
    assert [one.slug for one in page.context["clusters"]] == CLUSTERS
    rows = matrix(page)
    assert list(rows) == [area.name for area in city.kelurahan]
    none = "untouched"
    assert rows[city.kelurahan[0].name] == [none, "draft", "submitted", none, none, none]
    assert rows[city.kelurahan[2].name] == [none] * 6
    assert rows[city.kelurahan[3].name] == [none, none, none, none, "returned", none]
    assert (page.context["open"], page.context["total"]) == (25, 26)
    assert "25 dari 26 lembar belum diajukan" in page.text
    tally = dict(page.context["tally"])
    assert tally == {"returned": 1, "untouched": 23, "draft": 1, "submitted": 1}
    (first, *_) = [area for _, areas in page.context["groups"] for area in areas]
    assert first[2:] == (1, 9)  # answered and asked, over all its clusters


def test_the_sheets_of_the_kota_stand_apart_by_cluster_and_office(dewi, city, cast):
    sheet = sheet_of(city, "health", city.kota)
    fill(sheet, "KES-K2", cast.gita, value=2)
    page = dewi.get(COMPLETE)
    central = [
        (row.sheet.cluster.slug, row.sheet.office.key, row.state, row.answered, row.total)
        for row in page.context["central"]
    ]
    assert central == [
        ("health", "health", "draft", 1, 1),
        ("family_environment", "health", "untouched", 0, 1),
    ]
    assert "Dinas kesehatan" in page.text
    assert reverse("clusters:sheet-exception", args=[sheet.pk]) in page.text


def test_two_areas_of_one_name_keep_a_row_each(dewi, city):
    Area.objects.filter(pk__in=[area.pk for area in city.kelurahan]).update(name="Sama")
    page = dewi.get(COMPLETE)
    cells = [len(cells) for _, areas in page.context["groups"] for _, cells, *_ in areas]
    assert cells == [6, 6, 6, 6]


def test_the_own_city_is_shown_to_who_works_in_another_too(dewi, city, cast, other_city):
    Assignment.objects.create(user=cast.dewi, role="reviewer", area=other_city.kota)
    Period.objects.filter(pk=other_city.period.pk).update(year=2030)
    page = dewi.get(COMPLETE)
    assert page.status_code == 200
    assert page.context["period"] == city.period


@pytest.mark.parametrize("who", ["ani", "budi", "eko", "fitri"])
@pytest.mark.parametrize("address", [COMPLETE, YEARS])
def test_only_the_secretariat_looks_after_the_year(client, city, cast, who, address):
    client.force_login(getattr(cast, who))
    assert client.get(address).status_code == 404
    close = client.post(reverse("clusters:period-close", args=[city.period.pk]))
    assert close.status_code == 404
    assert Period.objects.get(pk=city.period.pk).state == "open"


def opening(city, **more):
    return {
        "year": "2027",
        "opens_on": "2027-01-01",
        "deadline": "2027-12-18",
        "review_until": "2028-01-31",
        "areas": [area.pk for area in city.kelurahan],
    } | more


def test_a_year_is_opened_with_its_dates_and_areas(dewi, city, cast):
    chosen = [city.kelurahan[0].pk, city.kelurahan[2].pk]
    response = dewi.post(YEARS, opening(city, areas=chosen))
    assert (response.status_code, response.url) == (302, YEARS)
    assert "Tahun 2027 dibuka dengan 14 lembar baru." in dewi.get(YEARS).text
    period = Period.objects.get(kota=city.kota, year=2027)
    assert period.deadline == datetime(2027, 12, 18, 16, tzinfo=WITA)
    assert (str(period.opens_on), str(period.review_until)) == ("2027-01-01", "2028-01-31")
    areas = set(period.sheets.values_list("area", flat=True))
    assert areas == {*chosen, city.kota.pk}
    record = Record.objects.filter(verb="period.open").first()
    assert (record.by, record.area, record.detail) == (
        cast.dewi,
        city.kota,
        {"year": 2027, "sheets": 14},
    )


def test_the_form_comes_filled_with_the_usual_dates_and_all_areas(dewi, city):
    form = dewi.get(YEARS).context["form"]
    year = timezone.localdate().year + 1
    assert form["year"].value() == year
    assert str(form["deadline"].value()) == f"{year}-12-18"
    assert form["areas"].value() == [area.pk for area in city.kelurahan]


def test_an_area_forgotten_is_added_later_and_the_dates_stay(dewi, city):
    dewi.post(YEARS, opening(city, areas=[city.kelurahan[0].pk]))
    dewi.post(YEARS, opening(city, deadline="2027-11-01"))
    period = Period.objects.get(kota=city.kota, year=2027)
    assert period.sheets.count() == 26
    assert period.deadline == datetime(2027, 12, 18, 16, tzinfo=WITA)
    assert "tanggalnya tetap" in dewi.get(YEARS).text


WRONG = {
    "deadline before the start": ({"deadline": "2026-12-31"}, "sesudah tanggal mulai"),
    "review ends before the deadline": ({"review_until": "2027-12-17"}, "sesudah batas pengajuan"),
    "a year of two digits": ({"year": "27"}, "2000"),
    "a year far away": ({"year": "20027"}, "2100"),
    "no such day": ({"deadline": "2027-02-30"}, "tanggal"),
    "no area": ({"areas": []}, "Pilih paling sedikit satu wilayah"),
    "an area that is no number": ({"areas": ["x"]}, "bukan nilai yang valid"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_year_that_makes_no_sense_is_not_opened(dewi, city, name):
    more, word = WRONG[name]
    response = dewi.post(YEARS, opening(city, **more))
    assert response.status_code == 422
    assert word.lower() in str(response.context["form"].errors).lower()
    assert "tahun belum dibuka" in response.text
    assert Period.objects.filter(kota=city.kota).count() == 1


def test_areas_of_another_city_are_not_opened(dewi, city, other_city):
    foreign = [other_city.kelurahan[0].pk]
    assert dewi.post(YEARS, opening(city, areas=foreign)).status_code == 422
    assert not Period.objects.filter(year=2027).exists()
    assert other_city.kelurahan[0].name not in dewi.get(YEARS).text


def test_a_year_is_closed_once_and_stays_closed(dewi, city, cast, other_city):
    close = reverse("clusters:period-close", args=[city.period.pk])
    assert dewi.get(close).status_code == 405
    dewi.post(close)
    assert Period.objects.get(pk=city.period.pk).state == "closed"
    assert "sudah ditutup" in dewi.post(close, follow=True).text
    assert dewi.post(YEARS, opening(city, year="2026")).status_code == 422
    foreign = reverse("clusters:period-close", args=[other_city.period.pk])
    assert dewi.post(foreign).status_code == 404
    assert Period.objects.get(pk=other_city.period.pk).state == "open"


def exception(sheet):
    return reverse("clusters:sheet-exception", args=[sheet.pk])


def test_a_late_sheet_is_opened_until_a_day_and_no_longer(dewi, city, cast):
    Period.objects.filter(pk=city.period.pk).update(deadline=timezone.now() - timedelta(days=1))
    sheet, other = sheet_of(city, "health"), sheet_of(city, "governance")
    day = (timezone.now().astimezone(WITA) + timedelta(days=3)).date()
    assert dewi.post(exception(sheet), {"until": str(day)}).url == COMPLETE
    sheet.refresh_from_db()
    assert sheet.open_until == datetime(day.year, day.month, day.day, 23, 59, tzinfo=WITA)
    assert actions.base.can_write_now(sheet)
    assert not actions.base.can_write_now(other)
    record = Record.objects.get(verb="sheet.exception")
    assert (record.by, record.area) == (cast.dewi, sheet.area)
    assert "Kelonggaran sekarang: sampai" in dewi.get(exception(sheet)).text


@pytest.mark.parametrize(
    ("until", "word"),
    [("", "Pilih tanggalnya"), ("2020-01-01", "akan datang"), ("besok", "Isi dengan tanggal")],
)
def test_an_exception_needs_a_day_to_come(dewi, city, until, word):
    sheet = sheet_of(city, "health")
    response = dewi.post(exception(sheet), {"until": until})
    assert response.status_code == 422
    assert word in response.text
    assert Sheet.objects.get(pk=sheet.pk).open_until is None


def test_an_exception_for_another_city_is_not_given(dewi, other_city):
    sheet = sheet_of(other_city, "health")
    assert dewi.get(exception(sheet)).status_code == 404
    assert dewi.post(exception(sheet), {"until": "2030-01-01"}).status_code == 404
    assert Sheet.objects.get(pk=sheet.pk).open_until is None
