"""A name beside a number is pointed at; where it cannot be taken back, before it is kept."""

import pytest
from django.urls import reverse

from clusters.models import Comment, Entry
from kla.naming import ASK_AGAIN, HINT
from tests.clusters.entering import save
from tests.world import fill, sheet_of


@pytest.mark.parametrize(
    ("note", "hinted"),
    [("ananda Budi, 081234567890", True), ("Dinas Kesehatan, SK 188.45/123/2025", False)],
)
def test_a_note_with_a_name_beside_a_number_is_hinted_at(client, city, cast, note, hinted):
    client.force_login(cast.ani)
    sheet = sheet_of(city, "health")
    answer = save(client, sheet, "KES-01", numerator=5, denominator=8, note=note)
    assert answer.status_code == 200
    assert Entry.objects.get().note == note
    for text in (answer.text, client.get(sheet.get_absolute_url()).text):
        assert (HINT in text) is hinted


NAMED = "ananda Budi, 081234567890"


def test_a_message_with_a_name_beside_a_number_is_asked_about_before_it_is_kept(client, city, cast):
    client.force_login(cast.ani)
    sheet = sheet_of(city, "health")
    address = reverse("clusters:thread", args=[sheet.pk, "KES-01"])
    asked = client.post(address, {"text": NAMED})
    assert (asked.status_code, Comment.objects.count()) == (422, 0)
    assert ASK_AGAIN in asked.text
    assert NAMED in asked.text
    assert '<input type="hidden" name="confirmed" value="on">' in asked.text
    assert client.post(address, {"text": NAMED, "confirmed": "on"}).status_code == 302
    assert Comment.objects.get().text == NAMED
    assert client.post(address, {"text": "Sudah dihitung ulang"}).status_code == 302


def test_a_part_in_words_is_hinted_at(client, city, cast):
    client.force_login(cast.ani)
    sheet = sheet_of(city, "health")
    fill(sheet, "KES-01", cast.ani, numerator=5, denominator=8, extra={"catatan": NAMED})
    assert HINT in client.get(sheet.get_absolute_url()).text


def test_the_reason_of_a_decision_is_hinted_at(client, city, cast):
    sheet = sheet_of(city, "health")
    entry = fill(sheet, "KES-01", cast.ani, numerator=5, denominator=8)
    type(sheet).objects.filter(pk=sheet.pk).update(state="submitted")
    client.force_login(cast.budi)
    address = reverse("clusters:review-entry", args=[sheet.pk, "KES-01"])
    sent = {"mark": "returned", "reason": NAMED, "version": entry.version}
    assert HINT in client.post(address, sent, follow=True).text
