"""Names of the trained: who sees them, what keeps none, when they are forgotten."""

from datetime import timedelta

import pytest
from celery import current_app
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from kla.accounts.models import Assignment, User
from kla.audit.models import Record
from kla.settings import CELERY_BEAT_SCHEDULE
from programmes.registers import REGISTERS
from programmes.registers.participant import FORGOTTEN, Participant
from programmes.tasks import forget_names
from programmes.trained import people
from tests.programmes.rows import NAME, NUMBER, at, join, make
from tests.programmes.test_exchange import download, places, put, upload


def boxes(row, **more):
    """What the form of this row sends."""
    sent = {"area": row.area_id, "training": row.training_id, "name": row.name, "group": row.group}
    sent |= {"is_adult": "on", "attended": "on", "certificate": row.certificate}
    return sent | {"institution": row.institution, "version": row.version} | more


def test_names_are_for_who_may_write_the_row(client, city, cast, person):
    pages = (
        at("row-list", "peserta"),
        at("row-detail", "peserta", person.pk),
        at("row-detail", "pelatihan", person.training_id),
    )
    for user, sees in ((cast.dewi, True), (cast.ani, True), (cast.budi, False), (cast.eko, False)):
        client.force_login(user)
        for page in pages[:2]:
            text = client.get(page).text
            assert (NAME in text, NUMBER in text) == (sees, sees), (user, page)
            assert ("disembunyikan" in text) == (not sees)
        assert NAME not in client.get(pages[2]).text  # the kelurahan of the row decides, not this


def test_who_writes_elsewhere_sees_no_names_here(client, city, cast, training, person):
    Assignment.objects.create(user=cast.ani, role="viewer", area=city.kota)
    far = join(city.kelurahan[1], cast, training, name="Orang Sebelah", certificate="S/1")
    client.force_login(cast.ani)
    text = client.get(at("row-list", "peserta")).text
    assert NAME in text
    assert "Orang Sebelah" not in text
    book = download(client, "peserta")
    values = [cell.value for row in book.worksheets[0] for cell in row]
    assert NAME in values
    assert "disembunyikan" in values
    assert not {"Orang Sebelah", "S/1"} & set(values)
    # Bringing the row over into one's own area would show in the preview what it said.
    sheet = book.worksheets[0]
    heads = [cell.value for cell in sheet[4]]
    for row in (5, 6):
        if sheet.cell(row, heads.index("Nomor baris") + 1).value == str(far.pk):
            put(sheet, row, Kode_wilayah=city.kelurahan[0].code)
    answer = upload(client, "peserta", book)
    assert "bukan untuk Anda" in " ".join(places(answer).values())
    assert "Orang Sebelah" not in answer.text
    # A link to the form of a row that one only reads is none.
    assert client.get(at("row-change", "peserta", far.pk)).status_code == 404


def test_the_workbook_of_who_only_reads_has_no_names(client, cast, person):
    for user in (cast.budi, cast.eko):
        client.force_login(user)
        values = [c.value for row in download(client, "peserta").worksheets[0] for c in row]
        assert "disembunyikan" in values
        assert not {NAME, NUMBER} & set(values)


def test_names_are_searched_only_by_who_sees_them(client, cast, person):
    found = {}
    for user in (cast.dewi, cast.budi):
        client.force_login(user)
        for words in (NAME, "12/2026", "Pelatihan Contoh"):
            rows = client.get(at("row-list", "peserta"), {"cari": words}).context["rows"]
            found[user.username, words] = len(rows)
    assert found == {
        ("dewi", NAME): 1,
        ("dewi", "12/2026"): 1,
        ("dewi", "Pelatihan Contoh"): 1,
        ("budi", NAME): 0,
        ("budi", "12/2026"): 0,
        ("budi", "Pelatihan Contoh"): 1,
    }


def test_the_history_never_keeps_a_name(dewi, cast, training, city):
    sent = {"area": city.kelurahan[0].pk, "training": training.pk, "name": NAME, "group": "cadre"}
    sent |= {"is_adult": "on", "attended": "on", "certificate": NUMBER, "version": 0}
    assert dewi.post(at("row-add", "peserta"), sent).status_code == 302
    row = Participant.objects.get()
    change = at("row-change", "peserta", row.pk)
    dewi.post(change, boxes(row, name="Peserta Contoh 13", group="staff"))
    row.refresh_from_db()
    assert (row.name, row.version) == ("Peserta Contoh 13", 2)
    only_name = boxes(row, name="Peserta Contoh 14")
    dewi.post(change, only_name)
    row.refresh_from_db()
    assert (row.name, row.version) == ("Peserta Contoh 14", 3)
    told = str(list(Record.objects.values_list("detail", flat=True)))
    assert "Peserta Contoh" not in told
    assert NUMBER not in told
    text = dewi.get(at("row-detail", "peserta", row.pk)).text
    assert "Nama peserta: … → …" in text
    assert "Kelompok: Kader → Perangkat kelurahan" in text
    remove = dewi.get(at("row-remove", "peserta", row.pk)).text
    assert "Jangan tulis nama orang" in remove


def test_the_admin_site_shows_no_names(client, cast, person):
    boss = User.objects.create(username="boss", is_superuser=True, is_staff=True)
    client.force_login(boss)
    page = client.get(reverse("admin:programmes_participant_change", args=[person.pk]))
    assert page.status_code == 200
    assert "Kader" in page.text
    assert NAME not in page.text
    assert NUMBER not in page.text


@pytest.mark.parametrize(
    ("slug", "asked"),
    [
        ("peserta", "name__startswith"),
        ("peserta", "name"),
        ("peserta", "certificate__contains"),
        ("peserta", "training__girls"),
        ("pelatihan", "girls"),
        ("pelatihan", "girls__lt"),
    ],
)
def test_the_admin_site_answers_nothing_of_what_it_does_not_show(client, cast, person, slug, asked):
    boss = User.objects.create(username="boss", is_superuser=True, is_staff=True)
    client.force_login(boss)
    model = REGISTERS[slug].model
    listed = reverse(f"admin:programmes_{model._meta.model_name}_changelist")
    assert client.get(listed, {asked: "3"}).status_code == 400
    assert client.get(listed, {"version": "1"}).status_code == 200


def test_the_admin_site_shows_no_counts_of_children(client, city, cast):
    row = make("sesi", city.kelurahan[0], cast.ani, boys=3, girls=41, adults=57)
    boss = User.objects.create(username="boss", is_superuser=True, is_staff=True)
    client.force_login(boss)
    text = client.get(reverse("admin:programmes_session_change", args=[row.pk])).text
    assert "57" in text
    assert "Anak laki-laki" not in text
    assert "Anak perempuan" not in text


@pytest.mark.parametrize(
    ("more", "field", "why"),
    [
        ({"is_adult": ""}, "is_adult", "Hanya orang dewasa ditulis dengan nama."),
        ({"mark_after": "101"}, "mark_after", "Pastikan nilai ini lebih kecil"),
        ({"certificate": "", "valid_until": "2027-01-01"}, "certificate", "Tulis nomor"),
        ({"attended": "", "certificate": "S/9"}, "certificate", "Yang tidak hadir"),
        ({"keep_until": "2031-03-04"}, "keep_until", "Nama disimpan paling lama 5 tahun"),
        ({"name": "Anu 6471010101010001"}, "name", "Jangan tulis NIK"),
        ({"name": "nama  DIHAPUS"}, "name", "Tulis nama orangnya"),
        ({"name": FORGOTTEN}, "name", "Tulis nama orangnya"),
    ],
)
def test_bad_input_of_a_participant_is_told(dewi, person, more, field, why):
    answer = dewi.post(at("row-change", "peserta", person.pk), boxes(person, **more))
    assert answer.status_code == 422
    assert answer.context["form"].errors[field][0].startswith(why)
    person.refresh_from_db()
    assert person.version == 1


def test_nobody_attends_before_the_training_was_held(dewi, city, cast, training, person):
    change = at("row-change", "peserta", person.pk)
    planned = {"title": "Nanti", "state": "planned", "held_on": None}
    later = make("pelatihan", city.kota, cast.dewi, **planned)
    sent = boxes(person, training=later.pk, certificate="")
    answer = dewi.post(change, sent)
    assert answer.status_code == 422
    told = answer.context["form"].errors["attended"]
    assert told[0].startswith("Pelatihan ini belum terlaksana. Kosongkan Hadir")
    assert dewi.post(change, sent | {"attended": ""}).status_code == 302
    person.refresh_from_db()
    assert (person.training, person.attended) == (later, False)


def test_a_row_whose_name_is_gone_is_changed_without_one(dewi, city, cast):
    row = join(city.kelurahan[0], cast, old(city, cast), name="Orang Dahulu")
    forget()
    row.refresh_from_db()
    change = at("row-change", "peserta", row.pk)
    assert dewi.post(change, boxes(row, name=FORGOTTEN.lower())).status_code == 422
    assert dewi.post(change, boxes(row, group="staff")).status_code == 302
    row.refresh_from_db()
    assert (row.name, row.group) == (FORGOTTEN, "staff")


def test_the_database_takes_no_child_and_nobody_twice(city, cast, training, person):
    for more in ({"name": "Anak", "is_adult": False}, {"name": NAME}):
        with pytest.raises(IntegrityError), transaction.atomic():
            join(city.kelurahan[0], cast, training, **more)


def forget():
    forget_names()
    return list(Participant.objects.order_by("pk").values_list("name", flat=True))


def old(city, cast, years=6, **more):
    """A training so many years ago."""
    day = timezone.localdate().replace(day=1) - timedelta(days=365 * years + 2)
    return make("pelatihan", city.kota, cast.dewi, planned_on=day, held_on=day, **more)


def test_a_name_is_forgotten_when_its_time_is_over(dewi, city, cast, settings, training):
    yesterday = timezone.localdate() - timedelta(days=1)
    area = city.kelurahan[0]
    past = old(city, cast)
    gone = join(area, cast, past, name="Orang Dahulu", certificate=NUMBER)
    join(area, cast, training, name="Diminta", keep_until=yesterday)
    join(area, cast, training, name="Masih", keep_until=yesterday + timedelta(days=1))
    removed = join(area, cast, past, name="Terhapus")
    Participant.objects.filter(pk=removed.pk).update(removed_at=timezone.now())
    assert forget() == [FORGOTTEN, FORGOTTEN, "Masih", FORGOTTEN]
    gone.refresh_from_db()
    assert (gone.certificate, gone.version, gone.group) == ("Dihapus", 2, "cadre")
    text = dewi.get(at("row-detail", "peserta", gone.pk)).text
    assert "Nama dihapus karena lewat batas simpan" in text
    assert "Orang Dahulu" not in text
    values = [c.value for row in download(dewi, "peserta").worksheets[0] for c in row]
    assert "Orang Dahulu" not in values
    assert "Masih" in values
    settings.NAMES_KEPT_YEARS = 0
    assert set(forget()) == {FORGOTTEN}


def test_forgetting_twice_does_it_once(city, cast, capsys):
    join(city.kelurahan[0], cast, old(city, cast), name="Orang Dahulu")
    call_command("forget_names")
    call_command("forget_names")
    assert capsys.readouterr().out == "1 nama dihapus.\n0 nama dihapus.\n"
    record = Record.objects.get(verb="register.forget")
    assert (record.by.is_system, "Orang Dahulu" in str(record.detail)) == (True, False)


def test_an_open_form_does_not_bring_the_name_back(dewi, city, cast):
    row = join(city.kelurahan[0], cast, old(city, cast), name="Orang Dahulu")
    forget()
    answer = dewi.post(at("row-change", "peserta", row.pk), boxes(row))
    assert answer.status_code == 409
    row.refresh_from_db()
    assert row.name == FORGOTTEN


def test_beat_forgets_every_day():
    asked = CELERY_BEAT_SCHEDULE["forget-names"]
    assert (asked["task"], asked["schedule"].run_every.days) == (forget_names.name, 1)
    assert forget_names.name in current_app.tasks


def test_people_stay_as_many_after_their_names_are_gone(city, cast, training):
    """Two people in three rows; later one comes again, and is still the same."""
    area, past = city.kelurahan[0], old(city, cast)
    join(area, cast, past, name="Satu  Orang", institution="RT 1")
    join(area, cast, training, name="satu orang", institution="rt 1")
    join(area, cast, past, name="Dua")
    join(city.kelurahan[1], cast, past, name="Dua")

    def count():
        return len(people(Participant.objects.order_by("pk"), FORGOTTEN))

    assert count() == 3
    assert forget() == [FORGOTTEN, "satu orang", FORGOTTEN, FORGOTTEN]
    assert count() == 3
    again = make("pelatihan", city.kota, cast.dewi, title="Lanjutan")
    join(area, cast, again, name="Satu Orang", institution="RT 1")
    assert count() == 3
    join(area, cast, again, name="Satu Orang", institution="RT 2")
    assert count() == 4
