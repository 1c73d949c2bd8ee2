"""The thread of an entry: who reads and writes it, when, and what is refused in words."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from clusters import actions
from clusters.models import Comment, Indicator, Sheet
from kla.accounts.models import Assignment
from kla.audit.models import Record
from tests.clusters.entering import HX
from tests.world import build_user, fill, sheet_of

NIK = "Jangan tulis NIK atau nomor 16 angka. Hapus nomor itu."


@pytest.fixture
def sheet(city, cast):
    return sheet_of(city, "health")


def indicator(sheet, code="KES-09"):
    return Indicator.objects.get(cluster_id=sheet.cluster_id, code=code)


def address(sheet, code="KES-09"):
    return reverse("clusters:thread", args=[sheet.pk, code])


def say(sheet, by, text, code="KES-09"):
    return actions.post_comment(sheet, indicator(sheet, code), text, by=by)


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def texts():
    return list(Comment.objects.values_list("text", flat=True))


def test_each_part_speaks_as_what_it_is_and_nobody_else_finds_the_thread(sheet, cast, city):
    near = build_user("joko", "operator", city.kelurahan[1])
    school = build_user("ira", "reviewer", city.kota, clusters=["education"])
    spoke = {}
    for name, user in {**vars(cast), "joko": near, "ira": school}.items():
        client = signed_in(user)
        status = client.get(address(sheet)).status_code
        answer = client.post(address(sheet), {"text": f"halo dari {name}"})
        spoke[name] = (status, answer.status_code)
    told = list(Comment.objects.values_list("author__username", "role", "text"))
    assert told == [
        ("ani", "operator", "halo dari ani"),
        ("budi", "reviewer", "halo dari budi"),
        ("dewi", "coordinator", "halo dari dewi"),
    ]
    assert {name for name, pair in spoke.items() if pair == (200, 302)} == {"ani", "budi", "dewi"}
    assert {pair for name, pair in spoke.items() if name not in ("ani", "budi", "dewi")} == {
        (404, 404)
    }


def test_the_action_itself_refuses_who_has_no_part(sheet, cast):
    for user in (cast.eko, cast.citra, cast.fitri, cast.gita):
        with pytest.raises(PermissionDenied, match="bukan untuk Anda"):
            say(sheet, user, "halo")
    assert texts() == []


def test_a_message_is_kept_as_written_with_its_record(sheet, cast):
    comment = say(sheet, cast.ani, "  baris satu\r\nbaris dua ")
    assert comment.text == "baris satu\nbaris dua"
    record = Record.objects.get(verb="comment.post")
    assert (record.by, record.thing, record.area) == (
        cast.ani,
        f"comment:{comment.pk}",
        sheet.area,
    )
    assert record.detail == {"code": "KES-09", "sheet": sheet.pk}
    page = signed_in(cast.budi).get(address(sheet)).text
    assert "baris satu<br>baris dua" in page
    assert "<b>Ani</b>, Operator" in page


def test_what_is_written_is_shown_as_letters_and_links_nowhere(sheet, cast):
    say(sheet, cast.ani, '<script>alert(1)</script> https://contoh.go.id "x"')
    page = signed_in(cast.budi).get(address(sheet)).text
    assert "&lt;script&gt;alert(1)&lt;/script&gt; https://contoh.go.id &quot;x&quot;" in page
    assert 'href="https://contoh.go.id' not in page


REFUSED = {
    "nothing": ("", "Tulis pesannya dulu."),
    "blanks": (" \n\t ", "Tulis pesannya dulu."),
    "a NUL": ("\0", "Tulis pesannya dulu."),
    "too long": ("a" * 1001, "Pesan paling panjang 1.000 huruf, ini 1001. Pendekkan."),
    "a NIK": ("anak 6471 0101 0101 0001 itu", NIK),
}


@pytest.mark.parametrize("name", REFUSED)
@pytest.mark.parametrize("headers", [{}, HX], ids=["page", "card"])
def test_a_refused_message_says_why_and_stays_in_its_box(sheet, cast, name, headers):
    text, sentence = REFUSED[name]
    answer = signed_in(cast.ani).post(address(sheet), {"text": text}, **headers)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert answer.context["typed"] == text
    if text.strip(" \n\t\0"):
        assert f">\n{text}</textarea>" in answer.text
    assert texts() == []
    with pytest.raises(ValidationError):
        say(sheet, cast.ani, text)


def test_the_longest_message_and_a_civil_servants_number_pass(sheet, cast):
    say(sheet, cast.ani, "a" * 1000)
    say(sheet, cast.ani, "NIP 19870101 201001 1 001")
    assert [len(text) for text in texts()] == [1000, 25]


def test_in_a_card_only_the_thread_comes_back(sheet, cast):
    answer = signed_in(cast.ani).post(address(sheet), {"text": "mengapa?"}, **HX)
    assert answer.status_code == 200
    assert "<html" not in answer.text
    assert "mengapa?" in answer.text
    assert 'id="jumlah-cakap-KES-09" hx-swap-oob="innerHTML"' in answer.text
    assert ">\n</textarea>" in answer.text  # the box is empty for the next one


def test_without_script_the_page_leads_back_to_itself(sheet, cast):
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.ani)
    page = client.get(address(sheet))
    token = page.context["csrf_token"]
    sent = {"text": "tanpa skrip", "csrfmiddlewaretoken": str(token)}
    answer = client.post(address(sheet), sent)
    assert answer.url == f"{address(sheet)}#pesan-baru"
    assert "tanpa skrip" in client.get(address(sheet)).text


def test_the_same_words_sent_twice_are_one_message(sheet, cast):
    first = say(sheet, cast.ani, "sudah dicek")
    assert say(sheet, cast.ani, "sudah dicek\n") == first
    say(sheet, cast.budi, "terima kasih")
    say(sheet, cast.ani, "sudah dicek")
    assert texts() == ["sudah dicek", "terima kasih", "sudah dicek"]


@pytest.mark.parametrize("state", ["draft", "submitted", "returned", "verified", "locked"])
def test_there_is_a_thread_in_any_state_and_without_an_answer(sheet, cast, state):
    Sheet.objects.filter(pk=sheet.pk).update(state=state)
    assert not sheet.entries.exists()
    say(sheet, cast.ani, "satu")
    say(sheet, cast.budi, "dua")
    assert texts() == ["satu", "dua"]
    assert not sheet.entries.exists()


def test_in_a_closed_year_it_is_read_only_but_by_exception(sheet, city, cast):
    say(sheet, cast.ani, "sebelum tutup")
    actions.close_period(city.period, by=cast.dewi)
    ani = signed_in(cast.ani)
    page = ani.get(address(sheet))
    assert "sebelum tutup" in page.text
    assert "Percakapan hanya dapat dibaca" in page.text
    assert "<textarea" not in page.text
    answer = ani.post(address(sheet), {"text": "terlambat"})
    assert (answer.status_code, "Yang Anda tulis: terlambat" in answer.text) == (422, True)
    assert texts() == ["sebelum tutup"]
    actions.open_exception(sheet, timezone.now() + timezone.timedelta(days=1), by=cast.dewi)
    assert ani.post(address(sheet), {"text": "boleh"}).status_code == 302


def test_a_draft_shows_its_reviewer_the_thread_but_no_answer(sheet, cast):
    fill(sheet, "KES-09", cast.ani, value=3, mark="returned", reason="hitung lagi",
         marked_by=cast.budi, marked_at=timezone.now())  # fmt: skip
    say(sheet, cast.ani, "bagaimana menghitungnya?")
    page = signed_in(cast.budi).get(address(sheet))
    assert "bagaimana menghitungnya?" in page.text
    assert "hitung lagi" not in page.text
    assert sheet.get_review_url() not in page.text
    assert "hitung lagi" in signed_in(cast.ani).get(address(sheet)).text


def test_only_what_the_sheet_asks_has_a_thread(sheet, cast):
    client = signed_in(cast.ani)
    for code in ("TKL-01", "KES-K2", "kes-09", "XXX"):
        assert client.get(address(sheet, code)).status_code == 404
        assert client.post(address(sheet, code), {"text": "x"}).status_code == 404
    assert texts() == []


def test_nothing_takes_a_message_back(sheet, cast):
    say(sheet, cast.ani, "tetap")
    client = signed_in(cast.ani)
    for method in (client.put, client.patch, client.delete):
        assert method(address(sheet)).status_code == 405
    assert texts() == ["tetap"]


def test_who_is_signed_out_meanwhile_gets_no_sign_in_page_in_a_card(sheet):
    answer = Client().post(address(sheet), {"text": "halo"}, **HX)
    assert (answer.status_code, answer.content) == (401, b"")


def test_a_role_taken_away_takes_the_thread_away(sheet, cast):
    say(sheet, cast.ani, "halo")
    Assignment.objects.filter(user=cast.ani).delete()
    fresh = type(cast.ani).objects.get(pk=cast.ani.pk)
    assert signed_in(fresh).get(address(sheet)).status_code == 404
    with pytest.raises(PermissionDenied):
        say(sheet, fresh, "lagi")


@pytest.mark.parametrize("wrong", [{"text": ""}, {"role": "viewer"}])
def test_the_database_itself_refuses_an_empty_or_strange_message(sheet, cast, wrong):
    right = {"text": "x", "role": "operator", "author": cast.ani, "created_at": timezone.now()}
    with pytest.raises(IntegrityError), transaction.atomic():
        Comment.objects.create(sheet=sheet, indicator=indicator(sheet), **(right | wrong))
