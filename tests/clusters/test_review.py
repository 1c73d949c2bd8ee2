"""The reviewer's desk: the queue, each decision, two at once, and what comes back."""

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from clusters.models import EvidenceFile
from kla.accounts.models import Assignment
from kla.audit.models import Record
from tests.clusters.reviewing import (
    decide,
    desk,
    entry_of,
    hand_in,
    handed_in_sheet,
    move,
    said,
    state_of,
)
from tests.world import build_user, fill, sheet_of

QUEUE = reverse("clusters:review-queue")
STALE = "baru saja berubah"


@pytest.fixture
def sheet(city, cast):
    return handed_in_sheet(city, cast.ani)


@pytest.fixture
def budi(client, cast):
    client.force_login(cast.budi)
    return client


def test_the_queue_shows_what_waits_the_oldest_first(budi, sheet, city, cast):
    later = sheet_of(city, "education")
    fill(later, "PEN-01", cast.ani, numerator=1, denominator=9)
    hand_in(later, cast.ani)
    sheet_of(city, "governance")  # a draft does not wait for anybody
    decide(budi, sheet, "KES-09", "accepted")
    page = budi.get(QUEUE)
    rows = [(one.pk, one.marked, one.answered) for one in page.context["waiting"]]
    assert rows == [(sheet.pk, 1, 3), (later.pk, 0, 1)]
    assert "1 dari 3 isian sudah diperiksa" in page.text


def test_the_queue_and_desk_end_at_the_reviewers_area_and_clusters(city, sheet, cast, other_city):
    far = build_user("hadi", "reviewer", other_city.kota)
    school = build_user("ira", "reviewer", city.kota, clusters=["education"])
    near = build_user("joko", "reviewer", city.kelurahan[1])
    for user in (far, school, near):
        client = Client()
        client.force_login(user)
        assert list(client.get(QUEUE).context["waiting"]) == []
        for address in (sheet.get_review_url(), desk(sheet, "KES-09")):
            assert client.get(address).status_code == 404
        assert decide(client, sheet, "KES-09", "accepted").status_code == 404
        for verb in ("verify", "return", "reopen"):
            assert move(client, sheet, verb, reason="x").status_code == 404
    assert set(sheet.entries.values_list("mark", flat=True)) == {""}
    assert state_of(sheet) == "submitted"


def test_accepting_leads_to_the_next_claim_and_at_the_end_to_the_sheet(budi, sheet, cast):
    assert decide(budi, sheet, "KES-01", "accepted").url == desk(sheet, "KES-02")
    assert decide(budi, sheet, "KES-09", "accepted").url == desk(sheet, "KES-02")
    assert decide(budi, sheet, "KES-02", "accepted").url == sheet.get_review_url()
    entry = entry_of(sheet, "KES-01")
    assert (entry.mark, entry.marked_by, entry.version) == ("accepted", cast.budi, 2)
    record = Record.objects.filter(verb="entry.mark").last()
    assert (record.by, record.detail["code"], record.detail["mark"]) == (
        cast.budi,
        "KES-01",
        "accepted",
    )
    page = budi.get(sheet.get_review_url())
    assert "Nyatakan terverifikasi" in page.text
    assert "Kembalikan lembar (" not in page.text
    assert said(budi, move(budi, sheet, "verify")) == ["Lembar terverifikasi."]
    assert state_of(sheet) == "verified"
    assert [one.pk for one in budi.get(QUEUE).context["settled"]] == [sheet.pk]


@pytest.mark.parametrize(
    ("text", "value"), [("12,5", "12.5"), ("0", "0"), ("100", "100"), (" 7,123456 ", "7.123456")]
)
def test_adjusting_keeps_the_reviewers_value_and_reason(budi, sheet, text, value):
    assert (
        decide(budi, sheet, "KES-02", "adjusted", value=text, reason=" rekap ").status_code == 302
    )
    entry = entry_of(sheet, "KES-02")
    assert (entry.mark, entry.adjusted_value, entry.reason) == ("adjusted", Decimal(value), "rekap")
    assert (entry.numerator, entry.denominator) == (1, 10)


REFUSED = {
    "no decision": ("KES-09", {"mark": ""}, "Pilih satu keputusan."),
    "an unknown decision": ("KES-09", {"mark": "hebat"}, "hebat"),
    "adjusted without a reason": ("KES-02", {"mark": "adjusted", "value": "5"}, "Tulis alasannya"),
    "adjusted, reason of blanks": (
        "KES-02",
        {"mark": "adjusted", "value": "5", "reason": " \n "},
        "Tulis alasannya",
    ),
    "rejected without a reason": ("KES-09", {"mark": "rejected"}, "Tulis alasannya"),
    "returned without a reason": ("KES-09", {"mark": "returned"}, "Tulis alasannya"),
    "adjusted without a value": ("KES-02", {"mark": "adjusted", "reason": "x"}, "Isi nilai"),
    "not a number": (
        "KES-02",
        {"mark": "adjusted", "reason": "x", "value": "dua belas"},
        "Isi dengan angka",
    ),
    "over 100 per cent": (
        "KES-02",
        {"mark": "adjusted", "reason": "x", "value": "100,1"},
        "dari 0 sampai 100",
    ),
    "an underscore": ("KES-02", {"mark": "adjusted", "reason": "x", "value": "1_0,5"}, "angka"),
    "an exponent": ("KES-02", {"mark": "adjusted", "reason": "x", "value": "1e-7"}, "angka"),
    "other digits": ("KES-02", {"mark": "adjusted", "reason": "x", "value": "\u0663"}, "angka"),
    "seven places": ("KES-02", {"mark": "adjusted", "reason": "x", "value": "1,1234567"}, "angka"),
    "below nothing": ("KES-02", {"mark": "adjusted", "reason": "x", "value": "-1"}, "Isi nilai"),
    "half a place": ("KES-09", {"mark": "adjusted", "reason": "x", "value": "2,5"}, "satuannya"),
    "endless": ("KES-09", {"mark": "adjusted", "reason": "x", "value": "Infinity"}, "angka"),
    "huge": ("KES-09", {"mark": "adjusted", "reason": "x", "value": "9" * 400}, "satuannya"),
    "a reason of 2001": ("KES-09", {"mark": "rejected", "reason": "x" * 2001}, "2000"),
    "a version of words": ("KES-09", {"mark": "accepted", "version": "lama"}, "bilangan"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_decision_that_makes_no_sense_is_told_and_kept_in_the_form(budi, sheet, name):
    code, sent, word = REFUSED[name]
    response = budi.post(desk(sheet, code), {"version": 1} | sent)
    assert response.status_code == 422
    assert word in str(response.context["form"].errors)
    assert "keputusan belum tersimpan" in response.text
    assert sent.get("reason", "") in response.text
    entry = entry_of(sheet, code)
    assert (entry.mark, entry.version) == ("", 1)
    assert not Record.objects.filter(verb="entry.mark").exists()


def test_without_valid_evidence_only_returning_or_rejecting_is_left(budi, sheet, city):
    EvidenceFile.objects.update(valid_until=f"{city.period.year}-12-30")
    for mark, more in [("accepted", {}), ("adjusted", {"value": "50", "reason": "x"})]:
        response = decide(budi, sheet, "KES-01", mark, **more)
        assert response.status_code == 422
        assert "Belum ada bukti dukung yang berlaku sampai akhir tahun" in response.text
    assert decide(budi, sheet, "KES-01", "rejected", reason="basi").status_code == 302
    assert entry_of(sheet, "KES-01").mark == "rejected"


def test_nobody_reviews_an_entry_of_their_own_whatever_their_roles(sheet, city, cast):
    Assignment.objects.create(user=cast.ani, role="reviewer", area=city.kota)
    ani = Client()
    ani.force_login(cast.ani)
    response = decide(ani, sheet, "KES-09", "accepted")
    assert response.status_code == 403
    assert "Isian ini Anda isi sendiri" in response.text
    assert entry_of(sheet, "KES-09").mark == ""


def test_nobody_reviews_what_they_once_entered_though_another_wrote_over_it(sheet, city, cast):
    Assignment.objects.create(user=cast.gita, role="reviewer", area=city.kota)
    entry = entry_of(sheet, "KES-09")
    Record.objects.create(by=cast.gita, verb="entry.save", thing=f"entry:{entry.pk}")
    gita = Client()
    gita.force_login(cast.gita)
    assert decide(gita, sheet, "KES-09", "accepted").status_code == 403
    assert decide(gita, sheet, "KES-02", "accepted").status_code == 302


def test_the_slower_of_two_tabs_is_told_and_loses_no_word(budi, sheet):
    decide(budi, sheet, "KES-09", "accepted")
    response = decide(budi, sheet, "KES-09", "rejected", reason="tidak cocok dengan rekap")
    assert response.status_code == 409
    assert STALE in response.text
    assert "tidak cocok dengan rekap" in response.text
    assert entry_of(sheet, "KES-09").mark == "accepted"
    assert 'name="version" value="2"' in response.text  # looked at again, it may be decided
    again = decide(budi, sheet, "KES-09", "rejected", version=2, reason="tidak cocok")
    assert again.status_code == 302


@pytest.mark.parametrize("version", ["0", "99", "", "lama", "9" * 40, "-1"])
@pytest.mark.parametrize("verb", ["verify", "return"])
def test_a_sheet_that_changed_meanwhile_is_not_moved(budi, sheet, verb, version):
    mark = "accepted" if verb == "verify" else "returned"
    for code in ("KES-01", "KES-02", "KES-09"):
        decide(budi, sheet, code, mark, reason="x")
    response = move(budi, sheet, verb, version=version)
    assert STALE in said(budi, response)[0]
    assert state_of(sheet) == "submitted"
