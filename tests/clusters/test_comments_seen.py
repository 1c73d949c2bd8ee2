"""New messages of others: where they are counted, and what makes them old."""

import pytest
from django.test import Client
from django.urls import reverse

from clusters import actions
from clusters.models import CommentSeen, Indicator
from tests.clusters.entering import HX
from tests.clusters.reviewing import desk, handed_in_sheet
from tests.world import build_user, sheet_of

HOME = reverse("clusters:home")
QUEUE = reverse("clusters:review-queue")
LIST = reverse("clusters:thread-list")


@pytest.fixture
def sheet(city, cast):
    return handed_in_sheet(city, cast.ani)


def say(sheet, by, text, code="KES-09"):
    indicator = Indicator.objects.get(cluster_id=sheet.cluster_id, code=code)
    return actions.post_comment(sheet, indicator, text, by=by)


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def address(sheet, code="KES-09"):
    return reverse("clusters:thread", args=[sheet.pk, code])


def news(client, where):
    """What a page says of new messages, in the order it says it."""
    words = client.get(where).text.split('class="new-count">')[1:]
    return [word.split("<")[0] for word in words]


def test_the_operator_sees_it_at_the_task_and_the_card_until_the_thread_is_open(sheet, cast):
    say(sheet, cast.budi, "rekapnya mana?")
    say(sheet, cast.budi, "yang bulan Agustus")
    ani = signed_in(cast.ani)
    page = sheet.get_absolute_url()
    assert news(ani, HOME) == ["2 pesan baru"]
    assert news(ani, page) == ["2 pesan baru"]  # the page shows that there is one, and not more
    assert news(ani, HOME) == ["2 pesan baru"]
    opened = ani.get(address(sheet), **HX).text
    assert opened.count(">baru<") == 2
    assert news(ani, HOME) == news(ani, page) == []
    assert "2 pesan" in ani.get(page).text
    say(sheet, cast.budi, "masih ditunggu")
    assert news(ani, page) == ["1 pesan baru"]
    assert ani.get(address(sheet)).text.count(">baru<") == 1


def test_the_table_mode_leads_to_it_too(city, cast):
    sheet = sheet_of(city, "health")
    say(sheet, cast.budi, "halo")
    page = signed_in(cast.ani).get(reverse("clusters:grid", args=[sheet.pk])).text
    assert f'<a href="{address(sheet)}"><b class="new-count">1 pesan baru</b>' in page
    assert f'<a href="{address(sheet, "KES-01")}">Percakapan<' in page


def test_the_reviewer_sees_it_in_the_queue_and_at_the_claim(sheet, cast):
    say(sheet, cast.ani, "sudah saya cek")
    budi = signed_in(cast.budi)
    assert news(budi, QUEUE) == ["1 pesan baru", "1 pesan baru"]  # all threads, and the row
    assert news(budi, sheet.get_review_url()) == ["1 pesan baru"]
    page = budi.get(desk(sheet, "KES-09")).text
    assert "sudah saya cek" in page
    assert ">baru<" in page
    assert news(budi, QUEUE) == news(budi, sheet.get_review_url()) == []


def test_a_message_on_a_sheet_that_does_not_wait_is_found_as_well(city, cast):
    sheet = sheet_of(city, "education")
    say(sheet, cast.ani, "sebelum diajukan", code="PEN-01")
    budi = signed_in(cast.budi)
    assert news(budi, QUEUE) == ["1 pesan baru"]
    assert news(budi, LIST) == ["1 pesan baru"]
    dewi = signed_in(cast.dewi)
    assert news(dewi, reverse("clusters:completeness")) == ["1 pesan baru"]
    assert news(dewi, LIST) == ["1 pesan baru"]
    dewi.get(address(sheet, "PEN-01"))
    assert news(dewi, LIST) == []
    assert news(budi, LIST) == ["1 pesan baru"]  # each looks for themselves


def test_ones_own_words_are_not_new(sheet, cast):
    say(sheet, cast.ani, "halo")
    assert news(signed_in(cast.ani), HOME) == news(signed_in(cast.ani), LIST) == []


def test_the_list_shows_ones_own_threads_only_the_newest_first(sheet, city, cast):
    other = sheet_of(city, "health", city.kelurahan[1])
    say(sheet, cast.ani, "pertama", code="KES-01")
    say(other, cast.dewi, "di kelurahan lain")
    say(sheet, cast.budi, "terakhir")
    say(sheet, cast.budi, "pertama juga", code="KES-01")
    rows = signed_in(cast.ani).get(LIST).context["rows"]
    assert [(row.last.text, row.count, row.unread) for row in rows] == [
        ("pertama juga", 2, 1),
        ("terakhir", 1, 1),
    ]
    school = build_user("ira", "reviewer", city.kota, clusters=["education"])
    assert signed_in(school).get(LIST).context["rows"] == []
    assert len(signed_in(cast.dewi).get(LIST).context["rows"]) == 3


def test_a_slower_page_makes_nothing_new_again(sheet, cast):
    first = say(sheet, cast.budi, "satu")
    second = say(sheet, cast.budi, "dua")
    actions.see_thread([first, second], by=cast.ani)
    actions.see_thread([first], by=cast.ani)
    actions.see_thread([], by=cast.ani)
    assert [seen.until for seen in CommentSeen.objects.all()] == [second]


def test_a_returned_card_shows_what_was_said_with_the_reason(sheet, cast):
    entry = sheet.entries.get(indicator__code="KES-09")
    actions.mark_entry(entry, "returned", version=1, by=cast.budi, reason="hitung lagi")
    actions.return_sheet(sheet, version=sheet.version, by=cast.budi)
    say(sheet, cast.budi, "lihat titik di\nJalan Dua")
    page = signed_in(cast.ani).get(sheet.get_absolute_url()).text
    card = page[page.index('id="ind-KES-09"') : page.index('id="cakap-KES-09"')]
    assert card.index("hitung lagi") < card.index("Budi, Verifikator: lihat titik di<br>Jalan Dua")
