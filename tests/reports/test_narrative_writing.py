"""Writing a chapter: who may, versions, conflicts, numbers that moved, comments, refusals."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from kla.audit.models import Record
from kla.identity import MESSAGE
from kla.naming import WARNING
from reports import snapshot
from reports.models import Chapter
from reports.narrative import actions, kept
from reports.narrative.drafting import draft
from reports.narrative.queries import standing_of
from tests.world import fill, sheet_of

KEY = "klaster-health"
NIK = "6471010101010001"


@pytest.fixture(autouse=True)
def nothing_kept():
    kept.forget()


@pytest.fixture
def write(city, cast):
    """`write(text)`: Dewi saves a chapter on top of what stands."""

    def act(text, *, by=None, version=None, key=KEY):
        stored = Chapter.objects.filter(period=city.period, key=key).first()
        now = stored.version if stored else 0
        return actions.write_chapter(
            city.period,
            key,
            text,
            version=now if version is None else version,
            standing=standing_of(city.period),
            by=by or cast.dewi,
        )

    return act


def verified(city, cast, numerator):
    """One verified number of the first kelurahan."""
    sheet = sheet_of(city, "health")
    marked = {"mark": "accepted", "marked_by": cast.budi, "marked_at": city.period.deadline}
    entry = fill(sheet, "KES-02", cast.ani, numerator=numerator, denominator=100, **marked)
    type(sheet).objects.filter(pk=sheet.pk).update(state="verified")
    return entry


def at(city, name, *more, key=KEY):
    return reverse(f"reports:{name}", args=[city.period.pk, key, *more])


def test_what_is_saved_is_a_version_with_its_writer_and_its_numbers(city, cast, write):
    verified(city, cast, 14)
    chapter = write("Stunting {{KES-02 kota}}.")
    assert chapter.text == "Stunting {{KES-02 kota = 14,0%}}."
    (version,) = chapter.versions.all()
    assert (version.number, version.text, version.written_by) == (1, chapter.text, cast.dewi)
    record = Record.objects.get(verb="chapter.write")
    assert record.detail == {"year": 2026, "key": KEY, "version": 1}


def test_the_same_text_again_is_no_version(write):
    first = write("Satu.")
    assert write("Satu.  \r\n").version == first.version == 1
    assert write("Satu.", version=0).version == 1  # pressed twice


def test_the_second_writer_is_told_and_nothing_is_overwritten(cast, write):
    write("Dari Dewi.")
    with pytest.raises(actions.StaleChapter) as told:
        write("Dari tab lain.", version=0)
    assert told.value.current.text == "Dari Dewi."
    assert Chapter.objects.get().text == "Dari Dewi."


def test_a_conflict_shows_both_texts_who_and_when(client, city, cast, write):
    write("Dari Dewi.")
    client.force_login(cast.dewi)
    answer = client.post(at(city, "chapter-edit"), {"text": "Dari tab lain.", "version": "0"})
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Dewi mengubah bab ini" in page
    assert "Dari tab lain.</textarea>" in page
    assert '<pre class="plain-text">Dari Dewi.</pre>' in page
    assert 'name="version" value="1"' in page
    assert Chapter.objects.get().versions.count() == 1


def test_a_fault_in_between_hides_no_conflict(client, city, cast, write):
    client.force_login(cast.dewi)
    write("Dari tab lain.")
    faulty = client.post(at(city, "chapter-edit"), {"text": "{{salah}}", "version": "0"})
    assert faulty.status_code == 422
    assert faulty.context["version"] == 0
    again = client.post(at(city, "chapter-edit"), {"text": "Sudah benar.", "version": "0"})
    assert again.status_code == 409
    assert Chapter.objects.get().text == "Dari tab lain."


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (f"NIK {NIK} ada", MESSAGE),
        ("{{KES-99 kota}}", "Rujukan {{KES-99 kota}} tidak dikenal. Pilih dari daftar angka."),
        ("x" * 20_001, "Paling panjang 20.000 huruf, ini 20.001. Pendekkan."),
        ("![a](https://a.contoh/b)", "Gambar tidak dapat dimuat di bab. Hapus ![…](…)."),
    ],
)
def test_what_is_refused_says_why_and_stays_in_the_box(client, city, cast, text, words):
    client.force_login(cast.dewi)
    answer = client.post(at(city, "chapter-edit"), {"text": text, "version": "0"})
    assert answer.status_code == 422
    assert answer.context["faults"] == [words]
    assert answer.context["typed"] == text
    assert not Chapter.objects.exists()


def test_a_million_letters_are_refused_before_they_are_read(client, city, cast):
    client.force_login(cast.dewi)
    answer = client.post(at(city, "chapter-edit"), {"text": "[" * 1_000_000, "version": "0"})
    assert answer.status_code == 422
    assert answer.context["faults"] == ["Paling panjang 20.000 huruf, ini 1.000.000. Pendekkan."]


def test_the_table_itself_refuses_an_identity_number(city, cast):
    from django.db import IntegrityError, transaction  # noqa: PLC0415 - only here

    with pytest.raises(IntegrityError), transaction.atomic():
        Chapter.objects.create(period=city.period, key=KEY, text=f"nomor {NIK}")


def test_a_name_beside_a_number_is_asked_about_once(client, city, cast):
    client.force_login(cast.dewi)
    words = {"text": "Siswa bernama Rina Contoh, telepon 0812345678901.", "version": "0"}
    asked = client.post(at(city, "chapter-edit"), words)
    assert asked.status_code == 422
    assert asked.context["faults"] == [WARNING]
    assert not Chapter.objects.exists()
    assert client.post(at(city, "chapter-edit"), words | {"confirmed": "on"}).status_code == 302
    assert Chapter.objects.get().text == words["text"]


def test_a_number_that_moves_is_flagged_until_it_has_been_read(client, city, cast, write):
    entry = verified(city, cast, 14)
    write("Stunting {{KES-02 kota}} dan {{KES-02 64.71.01.1001}}.")
    type(entry).objects.filter(pk=entry.pk).update(numerator=12, version=2)
    kept.forget()
    client.force_login(cast.dewi)
    page = client.get(at(city, "chapter-edit"))
    told = [(one.name, one.old, one.new) for one in page.context["moved"]]
    assert told == [("KES-02 kota", "14,0%", "12,0%"), ("KES-02 64.71.01.1001", "14,0%", "12,0%")]
    listed = client.get(reverse("reports:chapter-list-of", args=[city.period.pk]))
    assert "2 angka bergeser" in listed.content.decode()
    client.post(at(city, "chapter-numbers"), {"version": "1", "name": "KES-02 kota"})
    text = Chapter.objects.get().text
    assert text == "Stunting {{KES-02 kota = 12,0%}} dan {{KES-02 64.71.01.1001 = 14,0%}}."
    client.post(at(city, "chapter-numbers"), {"version": "2"})
    assert "14,0%" not in Chapter.objects.get().text


def test_reading_a_number_leaves_a_finished_chapter_finished(city, cast, write):
    entry = verified(city, cast, 14)
    write("Stunting {{KES-02 kota}}.")
    chapter = actions.mark_ready(city.period, KEY, True, version=1, by=cast.dewi)
    type(entry).objects.filter(pk=entry.pk).update(numerator=12)
    now = standing_of(city.period)
    read = actions.read_numbers(chapter, None, version=1, standing=now, by=cast.dewi)
    assert read.ready_at is not None
    assert write("Ditulis ulang.").ready_at is None


def test_who_has_not_read_the_newest_text_cannot_call_it_done(client, city, cast, write):
    write("Dibaca.")
    write("Belum dibaca.")
    client.force_login(cast.dewi)
    client.post(at(city, "chapter-ready"), {"ready": "on", "version": "1"})
    assert Chapter.objects.get().ready_at is None
    client.post(at(city, "chapter-ready"), {"ready": "on", "version": "2"})
    assert Chapter.objects.get().ready_by == cast.dewi


def test_an_older_version_is_written_again(client, city, cast, write):
    write("Lama.")
    write("Baru.")
    client.force_login(cast.dewi)
    page = client.get(at(city, "chapter-versions")).content.decode()
    assert "<del>Lama.</del><ins>Baru.</ins>" in page
    client.post(at(city, "chapter-restore", 1), {"version": "2"})
    chapter = Chapter.objects.get()
    assert (chapter.version, chapter.text) == (3, "Lama.")


def test_a_new_draft_is_shown_before_it_replaces(client, city, cast, write):
    write("Tulisan tangan.")
    client.force_login(cast.dewi)
    shown = client.get(at(city, "chapter-draft"))
    assert Chapter.objects.get().text == "Tulisan tangan."
    assert "Klaster Kesehatan meraih" in shown.context["text"]
    client.post(at(city, "chapter-draft"), {"version": "1"})
    assert Chapter.objects.get().text == shown.context["text"]


def test_an_action_refuses_who_may_not(city, cast, write):
    for user in (cast.ani, cast.budi, cast.citra, cast.eko, cast.gita):
        with pytest.raises(PermissionDenied):
            write("Bukan saya.", by=user)
    assert not Chapter.objects.exists()


def test_the_snapshot_holds_what_people_wrote(city, write):
    before = snapshot.collect(city.period)["narratives"]
    write("Satu.")
    write("Dua.", key="penutup")
    assert before == {}
    assert snapshot.collect(city.period)["narratives"] == {
        KEY: {"text": "Satu.", "version": 1},
        "penutup": {"text": "Dua.", "version": 1},
    }


def test_the_list_asks_as_much_for_many_chapters_as_for_one(
    client, city, cast, write, django_assert_max_num_queries
):
    client.force_login(cast.dewi)
    address = reverse("reports:chapter-list-of", args=[city.period.pk])
    write("Satu.")
    client.get(address)
    with django_assert_max_num_queries(200) as one:
        client.get(address)
    for key in ("isu", "penutup", "metode", "ringkasan"):
        write("Lagi.", key=key)
    client.get(address)
    with django_assert_max_num_queries(200) as many:
        client.get(address)
    assert len(many.captured_queries) == len(one.captured_queries)


def test_the_words_of_the_summary_leave_it_on_one_page(write, city):
    text = "{{skor terverifikasi}} " + "a " * 140
    assert write(text, key="ringkasan").version == 1
    for long in (text + "dan lagi " * 6, "Satu.\n\nDua."):
        with pytest.raises(ValidationError, match="tetap satu halaman"):
            write(long, key="ringkasan")
    assert write("Satu.\n\nDua.", key="isu").version == 1


def test_the_rules_draft_of_the_summary_can_be_saved(write, city, cast):
    verified(city, cast, 4)
    standing = standing_of(city.period)
    assert write(draft(standing, "ringkasan"), key="ringkasan").version == 1
