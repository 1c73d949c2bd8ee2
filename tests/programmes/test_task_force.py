"""The Gugus Tugas and the RAD: links between rows, papers of a meeting, what is late."""

from datetime import date, time, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from clusters import sources
from clusters.models import Indicator
from kla.areas.models import Area, CityProfile
from kla.audit.models import Record
from kla.identity import MESSAGE
from programmes import ics
from programmes.registers.follow_up import FollowUp
from programmes.registers.rad_action import RadAction
from tests.pdf import tags_of, text_of
from tests.programmes.rows import at, make
from tests.programmes.test_exchange import apply, download, places, put, upload

DASHBOARD = reverse("clusters:dashboard")
PAPERS = ("meeting-invitation", "meeting-attendance", "meeting-calendar")


@pytest.fixture
def meeting(city, cast):
    return make("rapat", city.kota, cast.dewi, ends_at=time(12))


def follow_up(city, **more):
    boxes = {"area": city.kota.pk, "task": "Susun jadwal", "owner": "Dinas", "due_on": "2026-05-01"}
    return boxes | {"state": "open", "version": 0} | more


def action(city, cast, **more):
    owner = make("rad", city.kota, cast.dewi, code="9.9").owner
    boxes = {"area": city.kota.pk, "year": 2026, "code": "1.1", "title": "Latih", "owner": owner.pk}
    return boxes | {"state": "running", "version": 0} | more


def test_a_follow_up_points_at_a_meeting_which_shows_it(dewi, city, cast, meeting):
    sent = follow_up(city, meeting=meeting.pk, about_area=city.kelurahan[0].pk)
    assert dewi.post(at("row-add", "tindak-lanjut"), sent).status_code == 302
    row = FollowUp.objects.get()
    assert (row.meeting, row.about_area) == (meeting, city.kelurahan[0])
    assert "Susun jadwal" in dewi.get(at("row-detail", "rapat", meeting.pk)).text
    change = at("row-change", "tindak-lanjut", row.pk)
    dewi.post(change, follow_up(city, version=1, due_on="2026-06-01"))
    told = dewi.get(at("row-detail", "tindak-lanjut", row.pk)).text
    assert "Dari rapat: Rapat 2 Maret 2026, 09.30 → –" in told
    assert "Batas waktu: 1 Mei 2026 → 1 Juni 2026" in told


def test_nothing_of_another_kota_can_be_chosen(dewi, city, cast, other_city):
    far = make("rapat", other_city.kota, cast.dewi)
    for name, pk in (("meeting", far.pk), ("about_area", other_city.kelurahan[0].pk)):
        answer = dewi.post(at("row-add", "tindak-lanjut"), follow_up(city, **{name: pk}))
        assert answer.status_code == 422
        assert answer.context["form"].errors[name]
    assert not FollowUp.objects.exists()
    row = FollowUp(area=city.kota, meeting=far, task="x", owner="x", due_on=date(2026, 1, 1))
    with pytest.raises(Exception, match="Pilih yang berada di kota yang sama"):
        row.clean()


def test_a_meeting_that_was_taken_out_stays_with_what_pointed_at_it(dewi, city, cast, meeting):
    row = make("tindak-lanjut", city.kota, cast.dewi, meeting=meeting)
    dewi.post(at("row-remove", "rapat", meeting.pk), {"version": 1, "reason": "Keliru"})
    assert (
        dewi.post(at("row-add", "tindak-lanjut"), follow_up(city, meeting=meeting.pk)).status_code
        == 422
    )
    change = at("row-change", "tindak-lanjut", row.pk)
    dewi.post(change, follow_up(city, version=1, meeting=meeting.pk))
    row.refresh_from_db()
    assert (row.task, row.meeting) == ("Susun jadwal", meeting)


def test_the_workbook_names_what_a_row_points_at(dewi, city, cast, meeting):
    make("tindak-lanjut", city.kota, cast.dewi)
    book = download(dewi, "tindak-lanjut")
    put(book.worksheets[0], 5, Dari_rapat=str(meeting).upper())
    answer = upload(dewi, "tindak-lanjut", book)
    change = ("Dari rapat", "–", "Rapat 2 Maret 2026, 09.30")
    assert answer.context["lines"][0].changes == (change,)
    apply(dewi, "tindak-lanjut", answer)
    assert FollowUp.objects.get().meeting == meeting
    put(book.worksheets[0], 5, Dari_rapat="Rapat yang tidak ada")
    faults = places(upload(dewi, "tindak-lanjut", book))
    assert any("Tidak ada yang bernama ini" in text for text in faults.values())


@pytest.mark.parametrize(
    ("more", "field", "why"),
    [
        ({"indicators": "TKL1"}, "indicators", "Tulis kode indikator dipisah koma"),
        ({"budget": "12,5 juta"}, "budget", "Isi dengan bilangan bulat"),
        ({"budget": "1" + "0" * 15}, "budget", "Jumlah rupiah ini terlalu besar"),
        ({"progress": "101"}, "progress", "Isi dengan bilangan bulat dari 0 sampai 100."),
        ({"news": "NIK 6471010101010001"}, "news", MESSAGE),
        ({"owner": ""}, "owner", "Bidang ini tidak boleh kosong."),
        ({"code": "9.9"}, "__all__", "Kode ini sudah ada untuk tahun itu."),
    ],
)
def test_bad_input_of_an_action_is_told(dewi, city, cast, more, field, why):
    answer = dewi.post(at("row-add", "rad"), action(city, cast, **more))
    assert answer.status_code == 422
    assert answer.context["form"].errors[field][0].startswith(why)
    assert RadAction.objects.count() == 1


def test_rupiah_are_written_read_and_kept(dewi, city, cast):
    sent = action(city, cast, budget="1.500.000.000", indicators="TKL-01, KES-K2")
    assert dewi.post(at("row-add", "rad"), sent).status_code == 302
    row = RadAction.objects.get(code="1.1")
    assert row.budget == Decimal(1_500_000_000)
    assert "1.500.000.000" in dewi.get(at("row-detail", "rad", row.pk)).text
    assert Record.objects.get(thing=f"radaction:{row.pk}").detail["after"]["budget"] == "1500000000"
    answer = upload(dewi, "rad", download(dewi, "rad"))
    assert {line.state for line in answer.context["lines"]} == {"unchanged"}


def test_the_papers_of_a_meeting(dewi, city, cast, meeting, tmp_path):
    CityProfile.objects.create(
        kota=city.kota, secretariat="Sekretariat Contoh", signatory_name="Nama Rekaan"
    )
    make("gugus-tugas", city.kota, cast.dewi, institution="Dinas <Contoh> & Mitra")
    past = {"institution": "Lembaga Lama", "term_until": date(2025, 1, 1)}
    make("gugus-tugas", city.kota, cast.dewi, **past)
    page = dewi.get(at("row-detail", "rapat", meeting.pk)).text
    for name, words in (
        ("meeting-invitation", ("Senin, 2 Maret 2026", "09.30 WITA", "Nama Rekaan")),
        ("meeting-attendance", ("DAFTAR HADIR", "Tanda tangan", "Ruang Contoh")),
    ):
        assert at(name, meeting.pk) in page
        answer = dewi.get(at(name, meeting.pk))
        assert answer["Content-Type"] == "application/pdf"
        file = tmp_path / f"{name}.pdf"
        file.write_bytes(answer.content)
        text = text_of(file)
        for word in (*words, "Sekretariat Contoh", "Dinas <Contoh> & Mitra"):
            assert word in text, (name, word)
        assert "Lembaga Lama" not in text
        assert {"/Document", "/H1", "/P", "/Table", "/TR", "/TH", "/TD"} <= tags_of(file)


def test_the_calendar_file(dewi, meeting):
    answer = dewi.get(at("meeting-calendar", meeting.pk))
    assert answer["Content-Type"].startswith("text/calendar")
    lines = answer.content.decode().split("\r\n")
    assert "DTSTART:20260302T013000Z" in lines
    assert "DTEND:20260302T040000Z" in lines
    assert f"UID:rapat-{meeting.pk}-64.71@kla" in lines


def test_calendar_text_is_escaped_and_folded():
    now = timezone.now()
    place, agenda = "Ruang; A, B\\C", "é" * 100 + "\r\nDua\x00\nBEGIN:VEVENT"
    content = ics.write(ics.Event("u", 0, now, now, now, "x", place, agenda))
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    whole = content.replace(b"\r\n ", b"").decode().split("\r\n")
    assert "LOCATION:Ruang\\; A\\, B\\\\C" in whole
    assert "DESCRIPTION:" + "é" * 100 + "\\nDua\\nBEGIN:VEVENT" in whole
    assert whole.count("BEGIN:VEVENT") == 1


def test_papers_are_for_those_who_may_read_the_meeting(client, city, cast, meeting):
    for name in PAPERS:
        assert client.get(at(name, meeting.pk)).status_code == 302
    for user in (cast.citra, cast.ani, cast.fitri):
        client.force_login(user)
        for name in PAPERS:
            assert client.get(at(name, meeting.pk)).status_code == 404, (user, name)
    client.force_login(cast.eko)
    assert client.get(at("meeting-calendar", meeting.pk)).status_code == 200


def test_what_is_late_stands_on_the_dashboard(dewi, city, cast, other_city):
    assert "terlambat" not in dewi.get(DASHBOARD).text
    past = timezone.localdate() - timedelta(days=3)
    late = make("rad", city.kota, cast.dewi, title="Terlambat betul", due_on=past)
    make("rad", city.kota, cast.dewi, code="2", title="Sudah beres", due_on=past, state="done")
    make("rad", city.kota, cast.dewi, code="3", title="Belum waktunya", due_on=past.replace(9999))
    make("tindak-lanjut", city.kota, cast.dewi, task="Lewat waktu", due_on=past)
    make("tindak-lanjut", city.kota, cast.dewi, task="Ditinggal", due_on=past, state="dropped")
    make("tindak-lanjut", other_city.kota, cast.dewi, task="Kota sebelah", due_on=past)
    text = dewi.get(DASHBOARD).text
    assert at("row-detail", "rad", late.pk) in text
    assert "Lewat waktu" in text
    for words in ("Sudah beres", "Belum waktunya", "Ditinggal", "Kota sebelah"):
        assert words not in text


def test_all_that_is_late_is_shown_the_oldest_first_and_marked(dewi, city, cast):
    today = timezone.localdate()
    for days, state, task in (
        (-2, "open", "Lewat dua hari"),
        (-9, "open", "Lewat sembilan hari"),
        (-20, "done", "Sudah selesai"),
        (0, "open", "Jatuh hari ini"),
    ):
        due = today + timedelta(days=days)
        make("tindak-lanjut", city.kota, cast.dewi, task=task, state=state, due_on=due)
    link = f"{at('row-list', 'tindak-lanjut')}?state=open"
    assert f'href="{link}">Lihat semuanya' in dewi.get(DASHBOARD).text
    page = dewi.get(link)
    assert [row.task for row, _ in page.context["rows"]] == [
        "Lewat sembilan hari",
        "Lewat dua hari",
        "Jatuh hari ini",
    ]
    assert page.text.count("<b>terlambat</b>") == 2
    every = dewi.get(at("row-list", "tindak-lanjut")).text
    assert ("Sudah selesai" in every, every.count("<b>terlambat</b>")) == (True, 2)
    past = today - timedelta(days=1)
    make("rad", city.kota, cast.dewi, due_on=past)
    make("rad", city.kota, cast.dewi, code="2", due_on=past, state="done")
    assert dewi.get(at("row-list", "rad")).text.count("<b>terlambat</b>") == 1


def test_who_has_other_clusters_is_told_nothing_late(client, city, cast):
    past = timezone.localdate() - timedelta(days=3)
    make("rad", city.kota, cast.dewi, title="Terlambat betul", due_on=past)
    cast.dewi.assignments.update(clusters=["health"])
    client.force_login(cast.dewi)
    assert "Terlambat betul" not in client.get(DASHBOARD).text


def test_meetings_and_budgets_supply_their_indicators(city, cast):
    held = {"institutions": 3, "minutes": "Notula"}
    make("rapat", city.kota, cast.dewi, **held)
    for day, more in enumerate(({"minutes": ""}, {"institutions": 2}, {"institutions": None}), 3):
        make("rapat", city.kota, cast.dewi, held_on=date(2026, 3, day), **(held | more))
    make("rapat", city.kota, cast.dewi, **held | {"held_on": date(2025, 3, 1)})
    for code, budget in (("1", 5_000_000), ("2", 0), ("3", None)):
        make("rad", city.kota, cast.dewi, code=code, budget=budget)
    meetings = sources.supplied_to(Indicator(derived_from="task_force.meetings"), city.kota, 2026)
    assert meetings.numbers == {"value": 1}
    rad = sources.supplied_to(Indicator(derived_from="rad.budgeted"), city.kota, 2026)
    assert rad.numbers == {"numerator": 1, "denominator": 3}
    assert sources.supplied_to(Indicator(derived_from="rad.budgeted"), city.kota, 2025) is None


def test_a_name_that_two_bear_is_refused_in_the_workbook(dewi, city, cast, meeting):
    Area.objects.update(name="Sama Nama")
    make("tindak-lanjut", city.kota, cast.dewi)
    book = download(dewi, "tindak-lanjut")
    put(book.worksheets[0], 5, Untuk_wilayah="Sama Nama")
    faults = places(upload(dewi, "tindak-lanjut", book))
    assert any("Ada beberapa yang bernama ini" in text for text in faults.values())


def test_the_list_asks_as_often_for_many_rows_as_for_one(
    dewi, city, cast, django_assert_max_num_queries
):
    make("tindak-lanjut", city.kota, cast.dewi, meeting=make("rapat", city.kota, cast.dewi))
    page = at("row-list", "tindak-lanjut")
    dewi.get(page)
    with CaptureQueriesContext(connection) as once:
        dewi.get(page)
    for day in range(3, 12):
        held = make("rapat", city.kota, cast.dewi, held_on=date(2026, 3, day))
        make("tindak-lanjut", city.kota, cast.dewi, meeting=held)
    with django_assert_max_num_queries(len(once)):
        dewi.get(page)
