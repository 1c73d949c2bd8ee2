"""Who writes a chapter beside the coordinator, what they see of it, and what is said about it."""

import pytest
from django.urls import reverse

from kla.areas.models import Office
from kla.naming import ASK_AGAIN
from reports.models import Chapter, ChapterComment
from reports.narrative import kept
from tests.world import sheet_of

KEY = "klaster-health"
NIK = "6471010101010001"


@pytest.fixture(autouse=True)
def nothing_kept():
    kept.forget()


def at(city, name, *more, key=KEY):
    return reverse(f"reports:{name}", args=[city.period.pk, key, *more])


@pytest.fixture
def health(city):
    """An office that writes the chapter on health."""
    office = Office.objects.get(key="health")
    Chapter.objects.create(period=city.period, key=KEY, office=office)
    return office


def test_only_the_coordinator_and_the_offices_operator_write(client, city, cast, health):
    seen = set()
    for person, user in vars(cast).items():
        client.force_login(user)
        if client.get(at(city, "chapter-edit")).status_code == 200:
            seen.add(person)
    assert seen == {"dewi", "gita"}
    client.force_login(cast.gita)
    assert client.get(at(city, "chapter-edit", key="penutup")).status_code == 404
    assert client.get(at(city, "chapter-edit", key="tidak-ada")).status_code == 404
    listed = client.get(reverse("reports:chapter-list"))
    assert [row.one.key for row in listed.context["rows"]] == [KEY]
    assert listed.context["checks"] == []


def test_an_operator_assigns_no_chapter(client, city, cast, health):
    client.force_login(cast.gita)
    assert client.post(at(city, "chapter-assign"), {"office": ""}).status_code == 404
    client.force_login(cast.dewi)
    client.post(at(city, "chapter-assign"), {"office": ""})
    assert Chapter.objects.get().office is None
    client.force_login(cast.gita)
    assert client.get(reverse("reports:chapter-list")).status_code == 404
    assert "Naskah laporan" not in client.get(reverse("clusters:home")).content.decode()


def test_an_offices_operator_finds_the_chapter_from_home(client, cast, health):
    client.force_login(cast.gita)
    home = client.get(reverse("clusters:home")).content.decode()
    assert f'href="{reverse("reports:chapter-list")}"' in home


def test_comments_are_open_until_dealt_with(client, city, cast, health):
    client.force_login(cast.gita)
    client.post(at(city, "chapter-comment"), {"comment": "Tolong periksa angka imunisasi."})
    comment = ChapterComment.objects.get()
    assert (comment.written_by, comment.done_at) == (cast.gita, None)
    client.force_login(cast.dewi)
    client.post(at(city, "comment-close", comment.pk))
    comment.refresh_from_db()
    assert comment.done_by == cast.dewi


@pytest.mark.parametrize("text", ["", "x" * 1001, f"NIK {NIK}"])
def test_a_refused_comment_stays_in_its_box(client, city, cast, text):
    client.force_login(cast.dewi)
    answer = client.post(at(city, "chapter-comment"), {"comment": text})
    assert answer.status_code == 422
    assert answer.context["comment"] == text
    assert not ChapterComment.objects.exists()


def test_a_name_in_a_comment_is_asked_about_once(client, city, cast):
    client.force_login(cast.dewi)
    words = {"comment": "Anak bernama Rina Contoh, telepon 0812345678901."}
    asked = client.post(at(city, "chapter-comment"), words)
    assert asked.status_code == 422
    assert asked.context["comment_fault"] == ASK_AGAIN
    client.post(at(city, "chapter-comment"), words | {"confirmed": "on"})
    assert ChapterComment.objects.get().text == words["comment"]


def test_the_preview_has_a_policy_of_its_own_and_only_it_may_be_framed(client, city, cast):
    client.force_login(cast.dewi)
    look = client.post(at(city, "chapter-preview"), {"text": "<script>x</script> **tebal**"})
    page = look.content.decode()
    assert "&lt;script&gt;x&lt;/script&gt; <strong>tebal</strong>" in page
    assert "<script" not in page
    assert "file:" not in page
    assert look["X-Frame-Options"] == "SAMEORIGIN"
    policy = look["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'self'" in policy
    assert "script-src" not in policy
    edit = client.get(at(city, "chapter-edit"))
    assert edit["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in edit["Content-Security-Policy"]


def test_who_may_not_read_small_counts_looks_at_the_words_alone(client, city, cast, health):
    client.force_login(cast.dewi)
    assert "<table" in client.get(at(city, "chapter-preview")).text
    sheet_of(city, "health")
    office = {"role": "operator", "area": city.kota, "office": health}
    cast.citra.assignments.all().delete()
    cast.citra.assignments.create(**office)
    client.force_login(cast.citra)
    page = client.get(at(city, "chapter-preview"))
    assert page.status_code == 200
    assert "<h1>Kesehatan</h1>" in page.text
    assert "<table" not in page.text
    assert "di sini tampil naskahnya saja" in client.get(at(city, "chapter-edit")).text


def test_an_office_that_is_no_key_is_none(client, city, cast):
    client.force_login(cast.dewi)
    for number in ("9" * 5000, "abc", "-1", "999999"):
        answer = client.post(at(city, "chapter-assign"), {"office": number})
        assert answer.status_code == 404, number[:10]
