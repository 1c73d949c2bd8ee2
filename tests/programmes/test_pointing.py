"""Rows that point at one another: adding a row from the page of another, and the way back."""

from datetime import date

import pytest
from django.utils import timezone

from programmes.registers.follow_up import FollowUp
from tests.programmes.rows import at, join, make


@pytest.fixture
def meeting(city, cast):
    return make("rapat", city.kota, cast.dewi)


def test_a_meeting_leads_to_a_new_follow_up_of_its_own(dewi, city, meeting):
    page = dewi.get(at("row-detail", "rapat", meeting.pk)).text
    link = f"{at('row-add', 'tindak-lanjut')}?meeting={meeting.pk}&area={city.kota.pk}"
    assert f'href="{link.replace("&", "&amp;")}"' in page
    form = dewi.get(link).context["form"]
    assert (form["meeting"].value(), form["area"].value()) == (meeting.pk, city.kota.pk)
    sent = {"area": city.kota.pk, "meeting": meeting.pk, "task": "Susun", "owner": "Dinas"}
    sent |= {"due_on": "2026-05-01", "state": "open", "version": 0}
    assert dewi.post(link, sent).status_code == 302
    row = FollowUp.objects.get()
    back = dewi.get(at("row-detail", "tindak-lanjut", row.pk)).text
    assert f'<a href="{at("row-detail", "rapat", meeting.pk)}">Rapat 2 Maret 2026' in back


def test_a_participant_is_added_to_a_training_of_the_kota(dewi, city, training):
    page = dewi.get(at("row-detail", "pelatihan", training.pk)).text
    link = f"{at('row-add', 'peserta')}?training={training.pk}"  # its area is no kelurahan
    assert f'href="{link}"' in page
    form = dewi.get(link).context["form"]
    assert form["training"].value() == training.pk
    assert form["area"].value() is None


def test_what_may_not_be_chosen_is_passed_over(dewi, cast, city, other_city, meeting):
    far = make("rapat", other_city.kota, cast.dewi)
    gone = make("rapat", city.kota, cast.dewi, held_on=date(2026, 5, 5), removed_at=timezone.now())
    for value in (far.pk, gone.pk, "x", "-1", "9" * 30, "²"):
        asked = {"meeting": value, "area": other_city.kota.pk}
        form = dewi.get(at("row-add", "tindak-lanjut"), asked).context["form"]
        assert form["meeting"].value() is None, value
        assert form["area"].value() == city.kota.pk  # the only one there is


def test_who_only_reads_has_no_way_to_add(client, city, cast, meeting):
    client.force_login(cast.eko)
    page = client.get(at("row-detail", "rapat", meeting.pk)).text
    assert "Tindak lanjut rapat" not in page
    make("tindak-lanjut", city.kota, cast.dewi, meeting=meeting)
    page = client.get(at("row-detail", "rapat", meeting.pk)).text
    assert "Menyusun contoh" in page
    assert "Tambah tindak lanjut" not in page


def test_a_row_leads_only_to_what_one_may_read(client, city, cast, training):
    own = make("pelatihan", city.kelurahan[0], cast.dewi, title="Milik kelurahan")
    client.force_login(cast.ani)
    for parent, leads in ((training, False), (own, True)):
        row = join(city.kelurahan[0], cast, parent)
        page = client.get(at("row-detail", "peserta", row.pk)).text
        assert str(parent) in page
        assert (at("row-detail", "pelatihan", parent.pk) in page) == leads
