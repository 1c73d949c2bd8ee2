"""Trainings, held to what is needed: coverage, certificates that end, TKL-07, the workbook."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from clusters import sources
from clusters.models import Indicator
from programmes.registers.participant import Participant
from programmes.registers.training import Training
from tests.programmes.rows import NAME, at, join, make
from tests.programmes.test_exchange import apply, download, places, put, upload

COVERAGE = reverse("programmes:training-coverage")


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"held_on": ""}, "Isi tanggalnya, atau pilih Direncanakan."),
        ({"state": "planned"}, "Kosongkan tanggal ini, atau pilih Terlaksana."),
        ({"held_on": "2999-01-01"}, "Tanggal ini belum tiba."),
    ],
)
def test_a_training_is_held_or_not(dewi, training, more, why):
    sent = {"area": training.area_id, "title": "Pelatihan", "topic": "kha", "audience": "cadre"}
    sent |= {"state": "held", "planned_on": "2026-03-03", "held_on": "2026-03-03"}
    sent |= {"organiser": "Dinas", "mean_after": "81,5", "girls": "3", "version": 1}
    change = at("row-change", "pelatihan", training.pk)
    answer = dewi.post(change, sent | more)
    assert answer.context["form"].errors["held_on"][0].startswith(why)
    assert dewi.post(change, sent).status_code == 302
    assert str(Training.objects.get().mean_after) == "81.5"


def test_the_workbook_brings_participants_in_and_tells_each_fault(dewi, city, cast, training):
    book = download(dewi, "peserta")
    sheet, code = book.worksheets[0], city.kelurahan[0].code
    good = {"Pelatihan": str(training), "Kelompok": "Kader", "Berumur_18_tahun_atau_lebih": "ya"}
    for row, more in enumerate(({}, {"Kelompok": "Anak"}, {"Pelatihan": "Tidak ada"}), 5):
        put(sheet, row, **good | {"Kode_wilayah": code, "Nama_peserta": f"Orang {row}"} | more)
    put(sheet, 8, Kode_wilayah=code, Nama_peserta="Orang 8", Pelatihan=str(training))
    told = places(upload(dewi, "peserta", book))
    assert told["Peserta pelatihan!F6"].startswith("Kelompok: ")
    assert "Tidak ada yang bernama ini" in told["Peserta pelatihan!C7"]
    assert any("Hanya orang dewasa" in text for text in told.values())
    assert not Participant.objects.exists()
    sheet.delete_rows(6, 3)
    answer = upload(dewi, "peserta", book)
    assert apply(dewi, "peserta", answer).status_code == 302
    row = Participant.objects.get()
    assert (row.name, row.training, row.group, row.attended) == (
        "Orang 5",
        training,
        "cadre",
        False,
    )


@pytest.fixture
def covered(city, cast, training):
    """In the first kelurahan 3 of 10 hold a certificate, one of them as cadre and activist."""
    area, today = city.kelurahan[0], timezone.localdate()
    digital = make("pelatihan", city.kota, cast.dewi, title="Digital", topic="digital")
    planned = {"title": "Nanti", "state": "planned", "held_on": None}
    later = make("pelatihan", city.kota, cast.dewi, **planned)
    soon, past = today + timedelta(days=90), today - timedelta(days=1)
    join(area, cast, training, name="Satu", certificate="1", valid_until=soon)
    join(area, cast, digital, name="Satu", certificate="2", group="activist")
    join(area, cast, training, name="Dua", certificate="3", valid_until=soon + timedelta(days=1))
    join(area, cast, digital, name="Tiga", certificate="4", group="staff", valid_until=today)
    join(area, cast, training, name="Habis", certificate="5", valid_until=past)
    join(area, cast, training, name="Tanpa sertifikat")
    join(area, cast, training, name="Pindah", certificate="6", left_on=past)
    join(area, cast, later, name="Nanti", certificate="7")
    make("aparat", area, cast.dewi, staff=4, cadre=6, both=1, activist=1)
    make("aparat", area, cast.dewi, staff=99, year=today.year + 1)
    make("aparat", city.kelurahan[1], cast.dewi, staff=5)
    join(city.kelurahan[2], cast, training, name="Tak terhitung", certificate="8")
    return city


def shown(answer):
    return [(one.area, one.trained, one.needed) for one in answer.context["found"]]


def test_coverage_counts_people_against_the_need(dewi, covered):
    first, second, third, fourth = covered.kelurahan
    answer = dewi.get(COVERAGE)
    expected = [(first, 3, 10), (second, 0, 5), (third, 1, None), (fourth, 0, None)]
    assert shown(answer) == expected
    groups = {words: (done, asked) for words, done, asked in answer.context["found"][0].groups}
    assert groups["Kader"] == (2, 6)
    assert groups["Perangkat kelurahan"] == (1, 4)
    assert groups["Aktivis PATBM"] == (1, 1)
    assert groups["Tenaga kesehatan"] == (0, None)
    total = answer.context["all"]
    assert (total.trained, total.needed, total.groups[1][1:]) == (3, 15, (2, 6))
    assert "30%" in answer.text
    of_topic = dewi.get(COVERAGE, {"materi": "digital"})
    assert shown(of_topic)[0] == (first, 2, 10)
    assert shown(dewi.get(COVERAGE, {"materi": "bukan"})) == expected


def test_a_training_taken_out_counts_no_more(dewi, covered, training):
    Training.objects.filter(pk=training.pk).update(removed_at=timezone.now())
    assert shown(dewi.get(COVERAGE))[0] == (covered.kelurahan[0], 2, 10)


def test_certificates_that_end_soon_are_named_to_who_may_see(client, cast, covered):
    for user, names in (
        (cast.dewi, ["Tiga", "Satu"]),
        (cast.ani, ["Tiga", "Satu"]),
        (cast.eko, ["disembunyikan"] * 2),
        (cast.budi, ["disembunyikan"] * 2),
    ):
        client.force_login(user)
        answer = client.get(COVERAGE)
        assert [one.name for one in answer.context["soon"]] == names
        assert (">Tiga<" in answer.text) == (names[0] == "Tiga")


def test_a_renewed_certificate_does_not_end(dewi, city, cast, training, person):
    today = timezone.localdate()
    Participant.objects.filter(pk=person.pk).update(valid_until=today + timedelta(days=9))
    assert len(dewi.get(COVERAGE).context["soon"]) == 1
    again = make("pelatihan", city.kota, cast.dewi, title="Penyegaran")
    join(city.kelurahan[0], cast, again, name=NAME, certificate="baru")
    assert dewi.get(COVERAGE).context["soon"] == []


def test_who_sees_the_coverage_of_what(client, city, cast, other_city, covered):
    assert client.get(COVERAGE).status_code == 302
    client.force_login(cast.ani)
    answer = client.get(COVERAGE)
    assert shown(answer) == [(covered.kelurahan[0], 3, 10)]
    assert answer.context["all"] is None
    client.force_login(cast.citra)
    assert [area for area, _, _ in shown(client.get(COVERAGE))] == [other_city.kelurahan[0]]
    client.force_login(cast.fitri)
    assert client.get(COVERAGE).status_code == 404
    cast.budi.assignments.update(clusters=["health"])
    client.force_login(cast.budi)
    assert client.get(COVERAGE).status_code == 404


def test_the_lists_lead_to_the_coverage(dewi, person):
    for slug in ("pelatihan", "peserta", "aparat"):
        assert f'href="{COVERAGE}"' in dewi.get(at("row-list", slug)).text
    assert f'href="{COVERAGE}"' not in dewi.get(at("row-list", "patbm")).text


def test_what_ends_soon_stands_on_the_dashboard_without_a_name(dewi, covered):
    text = dewi.get(reverse("clusters:dashboard")).text
    assert "Sertifikat pelatihan habis dalam 90 hari" in text
    assert COVERAGE in text
    assert ">Tiga" not in text
    Participant.objects.update(valid_until=None)
    assert "Sertifikat pelatihan" not in dewi.get(reverse("clusters:dashboard")).text


def test_coverage_asks_as_often_for_many_rows_as_for_one(
    dewi, city, cast, training, person, django_assert_max_num_queries
):
    soon = timezone.localdate() + timedelta(days=9)
    Participant.objects.update(valid_until=soon)
    dewi.get(COVERAGE)
    pages = (COVERAGE, at("row-list", "peserta"), reverse("clusters:dashboard"))
    for page in pages:
        dewi.get(page)
    often = []
    for page in pages:
        with CaptureQueriesContext(connection) as once:
            dewi.get(page)
        often.append(len(once))
    for number, area in enumerate(city.kelurahan):
        other = make("pelatihan", area, cast.dewi, title=f"Lain {number}")
        make("aparat", area, cast.dewi, staff=3)
        for seat in range(4):
            more = {"certificate": "1", "valid_until": soon}
            join(area, cast, other, name=f"Orang {seat}", **more)
    for page, most in zip(pages, often, strict=True):
        with django_assert_max_num_queries(most):
            dewi.get(page)


def supplied(area, year=2026):
    return sources.supplied_to(Indicator(derived_from="training.kha"), area, year)


def test_tkl_07_is_staff_and_cadres_trained_in_the_kha(city, cast, training):
    area = city.kelurahan[0]
    assert supplied(area) is None
    need = make("aparat", area, cast.dewi, staff=10, cadre=31, both=1)
    assert supplied(area).numbers == {"numerator": 0, "denominator": 40}
    short = make("pelatihan", city.kota, cast.dewi, title="Sosialisasi", hours=3)
    digital = make("pelatihan", city.kota, cast.dewi, title="Digital", topic="digital")
    past = make("pelatihan", area, cast.dewi, held_on=date(2024, 2, 1), title="Dulu")
    join(area, cast, training, name="Baru")  # an attendance list is enough
    join(area, cast, training, name="Satu")
    join(area, cast, past, name="Satu")
    join(area, cast, past, name="Dua", group="staff")
    join(area, cast, training, name="Tidak hadir", attended=False)
    join(area, cast, training, name="Guru", group="teacher")
    join(area, cast, training, name="Pindah", left_on=date(2026, 5, 1))
    join(area, cast, short, name="Sebentar")
    join(area, cast, digital, name="Digital")
    join(city.kelurahan[1], cast, training, name="Kelurahan lain")
    assert supplied(area).numbers == {"numerator": 3, "denominator": 40}
    make("aparat", area, cast.dewi, staff=10, cadre=31, year=2025)
    assert supplied(area, 2025).numbers == {"numerator": 2, "denominator": 41}
    type(need).objects.filter(pk=need.pk).update(cadre=None)
    assert supplied(area) is None


def test_the_sheet_says_where_its_number_comes_from(client, city, cast, training):
    Indicator.objects.filter(code="KES-01").update(derived_from="training.kha", checks=[])
    make("aparat", city.kelurahan[0], cast.ani, staff=2, cadre=6)
    join(city.kelurahan[0], cast, training, name=NAME)
    client.force_login(cast.ani)
    sheet = city.period.sheets.get(area=city.kelurahan[0], cluster__slug="health")
    text = client.get(sheet.get_absolute_url()).text
    assert "Menurut Kebutuhan pelatihan: <b>1 dari 8</b>" in text
    assert NAME not in text


def test_small_counts_of_children_are_hidden(client, city, cast, training):
    Training.objects.update(girls=3, boys=8)
    cast.eko.assignments.update(sees_small_counts=False)
    client.force_login(cast.eko)
    text = client.get(at("row-detail", "pelatihan", training.pk)).text
    assert "&lt;5" in text
    assert "<dd>3</dd>" not in text.replace("<p>", "").replace("</p>", "")
