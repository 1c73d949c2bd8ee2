"""What goes back to the operator, what comes again, and what can no longer be decided."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from clusters import actions
from clusters.answers import Answer
from clusters.models import Sheet
from kla.audit.models import Record
from tests.clusters.reviewing import (
    decide,
    desk,
    entry_of,
    handed_in_sheet,
    move,
    proof,
    said,
    state_of,
)
from tests.world import fill, sheet_of


@pytest.fixture
def sheet(city, cast):
    return handed_in_sheet(city, cast.ani)


@pytest.fixture
def budi(client, cast):
    client.force_login(cast.budi)
    return client


@pytest.fixture
def returned(budi, sheet):
    """KES-09 goes back; KES-01 is accepted and KES-02 adjusted."""
    decide(budi, sheet, "KES-01", "accepted")
    decide(budi, sheet, "KES-02", "adjusted", value="20", reason="satu terlewat")
    decide(budi, sheet, "KES-09", "returned", reason="hitung lagi titiknya")
    assert said(budi, move(budi, sheet, "return")) == ["Lembar dikembalikan kepada operator."]
    sheet.refresh_from_db()
    return sheet


def marks(sheet):
    return dict(sheet.entries.values_list("indicator__code", "mark"))


def mend(sheet, by, value):
    entry = entry_of(sheet, "KES-09")
    answer = Answer(value=value)
    return actions.save_entry(sheet, entry.indicator, answer, version=entry.version, by=by)


def hand_in_again(sheet, by, **explanations):
    sheet.refresh_from_db()
    return actions.submit_sheet(sheet, version=sheet.version, by=by, explanations=explanations)


def test_the_operator_reads_why_and_mends_only_that(returned, cast):
    ani = Client()
    ani.force_login(cast.ani)
    page = ani.get(returned.get_absolute_url())
    assert "hitung lagi titiknya" in page.text
    assert state_of(returned) == "returned"
    assert (returned.reviewed_by, returned.reviewed_at is not None) == (cast.budi, True)


def test_what_was_mended_is_looked_at_again_and_the_rest_keeps_its_mark(budi, returned, cast):
    mend(returned, cast.ani, 5)
    hand_in_again(returned, cast.ani)
    assert marks(returned) == {"KES-01": "accepted", "KES-02": "adjusted", "KES-09": ""}
    assert entry_of(returned, "KES-02").adjusted_value == 20
    page = budi.get(returned.get_review_url())
    assert (page.context["open_marks"], page.context["next"].indicator.code) == (1, "KES-09")
    assert [
        one.marked for one in budi.get(reverse("clusters:review-queue")).context["waiting"]
    ] == [2]
    decide(budi, returned, "KES-09", "accepted", version=entry_of(returned, "KES-09").version)
    move(budi, returned, "verify")
    assert state_of(returned) == "verified"


def test_what_came_back_unmended_still_says_so(budi, returned, cast):
    hand_in_again(returned, cast.ani, **{"KES-09": "sudah dihitung dua kali"})
    assert marks(returned)["KES-09"] == "returned"
    assert "Masih ada isian" in said(budi, move(budi, returned, "verify"))[0]
    assert state_of(returned) == "submitted"


def test_new_evidence_is_a_change_too(budi, returned, cast):
    proof(entry_of(returned, "KES-09"))
    hand_in_again(returned, cast.ani)
    assert marks(returned)["KES-09"] == ""


def test_a_decision_on_what_was_mended_meanwhile_is_stale(budi, returned, cast):
    seen = entry_of(returned, "KES-09").version
    mend(returned, cast.ani, 5)
    hand_in_again(returned, cast.ani)
    response = decide(budi, returned, "KES-09", "accepted", version=seen)
    assert response.status_code == 409
    assert marks(returned)["KES-09"] == ""


def test_a_sheet_without_a_returned_entry_does_not_go_back(budi, sheet):
    decide(budi, sheet, "KES-09", "rejected", reason="tanpa dasar")
    assert "Tandai paling sedikit satu isian" in said(budi, move(budi, sheet, "return"))[0]
    assert state_of(sheet) == "submitted"


def verified(budi, sheet):
    for code in ("KES-01", "KES-02", "KES-09"):
        decide(budi, sheet, code, "accepted")
    move(budi, sheet, "verify")
    assert state_of(sheet) == "verified"


def test_a_verified_sheet_goes_back_with_a_reason(budi, sheet, cast):
    verified(budi, sheet)
    for reason in ("", "  \n"):
        response = move(budi, sheet, "reopen", reason=reason)
        assert "Tulis alasan" in said(budi, response)[-1]
        assert state_of(sheet) == "verified"
    move(budi, sheet, "reopen", reason="angka dinas berubah\0")
    sheet.refresh_from_db()
    assert (sheet.state, sheet.reason) == ("returned", "angka dinas berubah")
    assert set(marks(sheet).values()) == {"returned"}
    record = Record.objects.get(verb="sheet.reopen")
    assert (record.by, record.detail["before"], record.detail["after"]) == (
        cast.budi,
        "verified",
        "returned",
    )


@pytest.mark.parametrize("state", ["returned", "verified", "locked"])
def test_a_sheet_that_is_not_under_review_is_read_not_decided(budi, sheet, state):
    Sheet.objects.filter(pk=sheet.pk).update(state=state)
    page = budi.get(desk(sheet, "KES-09"))
    assert page.status_code == 200
    assert 'name="mark"' not in page.text
    response = decide(budi, sheet, "KES-09", "rejected", reason="terlambat sedikit")
    assert response.status_code == 403
    assert "Lembar ini tidak sedang diperiksa" in response.text
    assert marks(sheet)["KES-09"] == ""


@pytest.mark.parametrize(
    ("state", "verb"),
    [
        ("returned", "verify"),
        ("returned", "return"),
        ("returned", "reopen"),
        ("verified", "verify"),
        ("verified", "return"),
        ("submitted", "reopen"),
        ("locked", "reopen"),
        ("locked", "verify"),
    ],
)
def test_a_move_that_the_table_does_not_know_is_refused_in_words(budi, sheet, state, verb):
    sheet.entries.update(
        mark="returned" if verb == "return" else "rejected",
        reason="x",
        marked_by=sheet.submitted_by,
        marked_at=timezone.now(),
    )
    Sheet.objects.filter(pk=sheet.pk).update(state=state)
    (word,) = said(budi, move(budi, sheet, verb, reason="x"))
    assert word.startswith("Hanya lembar")
    assert state_of(sheet) == state


def test_a_draft_is_nobodys_but_its_operators(budi, city, cast):
    draft = sheet_of(city, "education")
    fill(draft, "PEN-01", cast.ani, numerator=1, denominator=9, note="rahasia dulu")
    for address in (draft.get_review_url(), desk(draft, "PEN-01")):
        assert budi.get(address).status_code == 404
    assert decide(budi, draft, "PEN-01", "accepted").status_code == 404
    assert move(budi, draft, "verify").status_code == 404


def test_in_a_closed_year_nothing_is_decided_but_by_exception(budi, sheet, city, cast):
    actions.close_period(city.period, by=cast.dewi)
    assert decide(budi, sheet, "KES-09", "accepted").status_code == 403
    assert "sudah ditutup" in said(budi, move(budi, sheet, "verify"))[0]
    tomorrow = timezone.now() + timezone.timedelta(days=1)
    actions.open_exception(sheet, tomorrow, by=cast.dewi)
    assert decide(budi, sheet, "KES-09", "accepted").status_code == 302


@pytest.mark.parametrize("verb", ["verify", "return", "reopen"])
def test_looking_moves_nothing(budi, sheet, verb):
    assert budi.get(reverse(f"clusters:review-{verb}", args=[sheet.pk])).status_code == 405
    assert state_of(sheet) == "submitted"


def test_an_unknown_claim_is_not_there(budi, sheet):
    for code in ("TKL-01", "KES-K2", "kes-09", "XXX"):
        assert budi.get(desk(sheet, code)).status_code == 404


def test_the_whole_way_goes_by_plain_forms(cast, sheet):
    """Every form of the desk, sent as it stands in the page, with its token and no script."""
    budi = Client(enforce_csrf_checks=True)
    budi.force_login(cast.budi)
    for code in ("KES-01", "KES-02", "KES-09"):
        page = budi.get(desk(sheet, code)).text
        sent = hidden_fields(page) | {"mark": "accepted"}
        assert budi.post(desk(sheet, code), sent).status_code == 302
    page = budi.get(sheet.get_review_url()).text
    (address,) = re.findall(r'action="([^"]+/verifikasi/)"', page)
    assert budi.post(address, hidden_fields(page)).status_code == 302
    assert state_of(sheet) == "verified"


def hidden_fields(page):
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page)
    assert {name for name, _ in found} == {"csrfmiddlewaretoken", "version"}
    return dict(found)


@pytest.mark.parametrize("version", ["9" * 5000, "-1", "٣", ""])
def test_a_version_that_none_can_be_is_told_as_stale(client, city, cast, version):
    sheet = handed_in_sheet(city, cast.ani)
    client.force_login(cast.budi)
    for verb in ("kembalikan", "verifikasi"):
        answer = client.post(f"{sheet.get_review_url()}{verb}/", {"version": version})
        assert answer.status_code == 302
    sheet.refresh_from_db()
    assert sheet.state == "submitted"
