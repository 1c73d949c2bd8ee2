"""A returned entry goes up again only when it changed or somebody said why it did not."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from clusters import actions
from clusters.answers import Answer
from clusters.models import Comment, Sheet
from clusters.return_queries import unexplained
from tests.clusters.reviewing import decide, desk, entry_of, handed_in_sheet, move, proof, state_of

WHY = "belum diubah sejak dikembalikan; ubah, tambah bukti, atau jelaskan sebabnya."


@pytest.fixture
def budi(client, cast):
    client.force_login(cast.budi)
    return client


@pytest.fixture
def ani_page(cast):
    page = Client()
    page.force_login(cast.ani)
    return page


@pytest.fixture
def returned(budi, city, cast):
    """KES-02 and KES-09 came back, KES-01 is accepted."""
    sheet = handed_in_sheet(city, cast.ani)
    decide(budi, sheet, "KES-01", "accepted")
    decide(budi, sheet, "KES-02", "returned", reason="penyebutnya kurang")
    decide(budi, sheet, "KES-09", "returned", reason="hitung lagi titiknya")
    move(budi, sheet, "return")
    sheet.refresh_from_db()
    return sheet


def mend(sheet, by, code, **fields):
    entry = entry_of(sheet, code)
    answer = Answer(**fields)
    return actions.save_entry(sheet, entry.indicator, answer, version=entry.version, by=by)


def submit(sheet, by, **explanations):
    sheet.refresh_from_db()
    return actions.submit_sheet(sheet, version=sheet.version, by=by, explanations=explanations)


def codes(entries):
    return [entry.indicator.code for entry in entries]


def test_what_nobody_changed_or_explained_stays(returned, cast):
    mend(returned, cast.ani, "KES-02", numerator=2, denominator=12)
    with pytest.raises(ValidationError) as refused:
        submit(returned, cast.ani)
    assert refused.value.messages == [f"KES-09 Indikator KES-09: {WHY}"]
    assert state_of(returned) == "returned"
    mend(returned, cast.ani, "KES-09", value=4)
    assert submit(returned, cast.ani).state == "submitted"


def test_a_note_or_a_file_is_a_change(returned, cast):
    mend(returned, cast.ani, "KES-02", numerator=1, denominator=10, note="memang sepuluh")
    proof(entry_of(returned, "KES-09"))
    assert unexplained(returned) == []
    assert submit(returned, cast.ani).state == "submitted"


def test_an_explanation_goes_into_the_thread_and_the_mark_stays(returned, cast):
    mend(returned, cast.ani, "KES-02", numerator=2, denominator=12)
    submit(returned, cast.ani, **{"KES-09": " sudah dihitung dua kali \r\n"})
    said = list(Comment.objects.values_list("indicator__code", "role", "text"))
    assert said == [("KES-09", "operator", "sudah dihitung dua kali")]
    assert (entry_of(returned, "KES-09").mark, entry_of(returned, "KES-02").mark) == (
        "returned",
        "",
    )


def test_a_message_written_before_is_an_explanation_but_not_the_reviewers_own(returned, cast):
    mend(returned, cast.ani, "KES-02", numerator=2, denominator=12)
    nine = entry_of(returned, "KES-09").indicator
    actions.post_comment(returned, nine, "jelas kan?", by=cast.budi)
    actions.post_comment(returned, nine, "mohon ditanggapi", by=cast.dewi)
    assert codes(unexplained(returned)) == ["KES-09"]
    actions.post_comment(returned, nine, "titiknya memang tiga", by=cast.ani)
    assert unexplained(returned) == []


def test_an_explanation_holds_for_one_return_only(returned, budi, cast):
    submit(returned, cast.ani, **{"KES-02": "benar sepuluh", "KES-09": "benar tiga"})
    move(budi, returned, "return")  # the marks still stand: back it goes
    returned.refresh_from_db()
    assert returned.state == "returned"
    assert codes(unexplained(returned)) == ["KES-02", "KES-09"]
    with pytest.raises(ValidationError):
        submit(returned, cast.ani)


def test_a_refused_explanation_stores_none_of_them(returned, cast):
    with pytest.raises(ValidationError, match="KES-09 Indikator KES-09: Jangan tulis NIK"):
        submit(returned, cast.ani, **{"KES-02": "benar", "KES-09": "6471010101010001"})
    with pytest.raises(ValidationError, match=r"KES-09.*belum diubah"):
        submit(returned, cast.ani, **{"KES-02": "benar", "KES-09": " \n"})
    assert not Comment.objects.exists()
    assert state_of(returned) == "returned"


def test_an_explanation_of_what_needs_none_is_no_message(returned, cast):
    for code, fields in (("KES-02", {"numerator": 2, "denominator": 12}), ("KES-09", {"value": 4})):
        mend(returned, cast.ani, code, **fields)
    submit(returned, cast.ani, **{"KES-09": "x", "KES-01": "y", "TKL-01": "z"})
    assert not Comment.objects.exists()


def test_the_page_tells_what_was_explained_already(returned, ani_page, cast):
    nine = entry_of(returned, "KES-09").indicator
    actions.post_comment(returned, nine, "titiknya memang tiga", by=cast.ani)
    page = ani_page.get(reverse("clusters:sheet-check", args=[returned.pk])).text
    assert "2 isian belum diubah sejak dikembalikan" in page
    assert "Sudah dijelaskan di" in page
    assert 'name="jelas-KES-02"' in page
    assert 'name="jelas-KES-09"' not in page


def test_one_word_is_enough_for_a_reopened_sheet(budi, city, cast, ani_page):
    sheet = handed_in_sheet(city, cast.ani)
    for code in ("KES-01", "KES-02", "KES-09"):
        decide(budi, sheet, code, "accepted")
    move(budi, sheet, "verify")
    move(budi, sheet, "reopen", reason="angka dinas berubah")
    page = ani_page.get(reverse("clusters:sheet-check", args=[sheet.pk])).text
    assert "Belum ada isian yang diubah sejak lembar ini dikembalikan" in page
    assert submit(sheet, cast.ani, **{"KES-02": "angka dinas sama"}).state == "submitted"
    assert Comment.objects.count() == 1


def test_a_reopened_sheet_asks_for_one_change_or_one_word(budi, city, cast):
    sheet = handed_in_sheet(city, cast.ani)
    for code in ("KES-01", "KES-02", "KES-09"):
        decide(budi, sheet, code, "accepted")
    move(budi, sheet, "verify")
    move(budi, sheet, "reopen", reason="angka dinas berubah")
    sheet.refresh_from_db()
    assert codes(unexplained(sheet)) == ["KES-01", "KES-02", "KES-09"]
    with pytest.raises(ValidationError):
        submit(sheet, cast.ani)
    mend(sheet, cast.ani, "KES-09", value=4)
    assert unexplained(sheet) == []
    assert submit(sheet, cast.ani).state == "submitted"


def test_the_page_names_them_keeps_what_is_typed_and_sends_it(returned, ani_page, cast):
    check = reverse("clusters:sheet-check", args=[returned.pk])
    page = ani_page.get(check).text
    assert "2 isian belum diubah sejak dikembalikan" in page
    assert "penyebutnya kurang" in page
    assert "hitung lagi titiknya" in page
    assert 'name="jelas-KES-09" rows="2" form="ajukan"' in page
    post = reverse("clusters:sheet-submit", args=[returned.pk])
    typed = {"version": returned.version, "jelas-KES-02": "memang <sepuluh>", "jelas-KES-09": ""}
    answer = ani_page.post(post, typed)
    assert answer.status_code == 422
    assert f"KES-09 Indikator KES-09: {WHY}" in answer.text
    assert ">\nmemang &lt;sepuluh&gt;</textarea>" in answer.text
    assert (Comment.objects.count(), state_of(returned)) == (0, "returned")
    answer = ani_page.post(post, typed | {"jelas-KES-09": "memang tiga"})
    assert answer.url == reverse("clusters:sheet-submitted", args=[returned.pk])
    assert Comment.objects.count() == 2
    assert "belum diubah" not in ani_page.get(check).text


def history(budi, sheet, code):
    """What the desk says of earlier returns, as (reason, rest)."""
    returns = budi.get(desk(sheet, code)).context["returns"]
    return [(one.reason, f"{one.then}{one.since}") for one in returns]


def test_the_reviewer_reads_what_it_said_then_and_what_it_says_now(returned, budi, cast):
    mend(returned, cast.ani, "KES-02", numerator=2, denominator=12)
    submit(returned, cast.ani, **{"KES-09": "memang tiga"})
    assert history(budi, returned, "KES-01") == []
    assert history(budi, returned, "KES-02") == [
        ("penyebutnya kurang", "1 dari 10 → sekarang 2 dari 12")
    ]
    assert history(budi, returned, "KES-09") == [("hitung lagi titiknya", "3 titik, belum berubah")]
    page = budi.get(desk(returned, "KES-02")).text
    assert "oleh Budi: <b>penyebutnya kurang</b>" in page
    assert "Isian waktu itu: 1 dari 10 → sekarang 2 dari 12." in page


def test_a_second_return_stands_above_the_first(returned, budi, cast):
    mend(returned, cast.ani, "KES-02", numerator=2, denominator=12)
    submit(returned, cast.ani, **{"KES-09": "memang tiga"})
    seen = entry_of(returned, "KES-02").version
    decide(budi, returned, "KES-02", "returned", version=seen, reason="masih kurang")
    assert len(history(budi, returned, "KES-02")) == 1  # marked, not sent back yet
    move(budi, returned, "return")
    returned.refresh_from_db()
    mend(returned, cast.ani, "KES-02", numerator=2, denominator=12, note="dari rekap baru")
    submit(returned, cast.ani, **{"KES-09": "tetap tiga"})
    assert history(budi, returned, "KES-02") == [
        ("masih kurang", "2 dari 12, angkanya sama; catatan atau rinciannya berubah"),
        ("penyebutnya kurang", "1 dari 10 → sekarang 2 dari 12"),
    ]


def test_new_evidence_alone_is_told_and_a_mark_that_fell_returns_nothing(returned, budi, cast):
    proof(entry_of(returned, "KES-02"))
    submit(returned, cast.ani, **{"KES-09": "memang tiga"})
    told = [("penyebutnya kurang", "1 dari 10, angkanya sama; ada bukti baru")]
    assert history(budi, returned, "KES-02") == told
    move(budi, returned, "return")  # for KES-09; nobody marked KES-02 again
    assert history(budi, returned, "KES-02") == told


def test_a_mark_the_reviewer_changed_before_sending_back_is_no_return(budi, city, cast):
    sheet = handed_in_sheet(city, cast.ani)
    decide(budi, sheet, "KES-02", "returned", reason="salah lihat")
    decide(budi, sheet, "KES-02", "accepted", version=2)
    decide(budi, sheet, "KES-09", "returned", reason="hitung lagi")
    move(budi, sheet, "return")
    assert history(budi, sheet, "KES-02") == []


def test_a_reopened_sheet_tells_its_reason_at_each_claim(budi, city, cast):
    sheet = handed_in_sheet(city, cast.ani)
    for code in ("KES-01", "KES-02", "KES-09"):
        decide(budi, sheet, code, "accepted")
    move(budi, sheet, "verify")
    move(budi, sheet, "reopen", reason="angka dinas berubah")
    sheet.refresh_from_db()
    mend(sheet, cast.ani, "KES-09", value=4)
    submit(sheet, cast.ani)
    assert history(budi, sheet, "KES-09") == [("angka dinas berubah", "3 titik → sekarang 4 titik")]
    assert Sheet.objects.get(pk=sheet.pk).state == "submitted"


def test_changed_and_changed_back_is_unchanged(returned, cast):
    mend(returned, cast.ani, "KES-09", value=7)
    mend(returned, cast.ani, "KES-09", value=3)
    assert [entry.indicator.code for entry in unexplained(returned)] == ["KES-02", "KES-09"]
    mend(returned, cast.ani, "KES-02", numerator=1, denominator=12)
    with pytest.raises(ValidationError, match="KES-09"):
        submit(returned, cast.ani)
    submit(returned, cast.ani, **{"KES-09": "Dihitung lagi, memang tiga."})
    assert entry_of(returned, "KES-09").mark == "returned"
    assert entry_of(returned, "KES-02").mark == ""


def test_signs_that_nobody_sees_explain_nothing(returned, cast):
    mend(returned, cast.ani, "KES-02", numerator=1, denominator=12)
    with pytest.raises(ValidationError):
        submit(returned, cast.ani, **{"KES-09": "\u200b\u200b"})
