"""The task list: what it says first, whose it is, and that it costs the same however long."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from clusters.models import EvidenceFile, EvidenceLink, Period
from clusters.progress import progress_of
from kla.accounts.models import Assignment
from tests.world import fill, sheet_of

HOME = reverse("clusters:home")


def give_back(sheet, cast, reason="Lampirkan SK perpanjangan."):
    entry = fill(
        sheet,
        "PER-01",
        cast.ani,
        value=1,
        mark="returned",
        reason=reason,
        marked_by=cast.budi,
        marked_at=timezone.now(),
    )
    sheet.state = "returned"
    sheet.save(update_fields=["state"])
    return entry


def test_home_asks_to_sign_in(client, db):
    assert client.get(HOME).status_code == 302


@pytest.mark.parametrize(
    ("who", "first"),
    [
        ("budi", "clusters:review-queue"),
        ("dewi", "clusters:dashboard"),
        ("eko", "clusters:dashboard"),
        ("fitri", "accounts:account-list"),
    ],
)
def test_others_are_led_to_their_own_first_page(client, cast, who, first):
    client.force_login(getattr(cast, who))
    answer = client.get(HOME)
    assert (answer.status_code, answer.url) == (302, reverse(first))


def test_a_new_year_begins_with_the_first_cluster(ani, city):
    answer = ani.get(HOME)
    assert answer.context["next"].title == "Mulai mengisi Tata Kelola"
    assert [row.state for row in answer.context["todo"]] == ["untouched"] * 6
    assert (answer.context["answered"], answer.context["total"]) == (0, 9)
    assert "WITA" in answer.content.decode()


def test_what_was_returned_comes_first_with_the_words_of_the_reviewer(ani, city, cast):
    fill(sheet_of(city, "health"), "KES-01", cast.ani, numerator=1, denominator=2)
    give_back(sheet_of(city, "protection"), cast)
    answer = ani.get(HOME)
    assert answer.context["next"].title == "Perbaiki 1 isian Perlindungan"
    assert "Lampirkan SK perpanjangan." in answer.content.decode()
    assert [row.state for row in answer.context["todo"]][:3] == ["returned", "draft", "untouched"]


def test_a_sheet_with_every_answer_is_to_be_handed_in(ani, city, cast):
    fill(sheet_of(city, "education"), "PEN-01", cast.ani, numerator=0, denominator=9)
    assert ani.get(HOME).context["next"].to_check is True


def test_what_is_handed_in_stands_apart(ani, city, cast):
    sheet = sheet_of(city, "governance")
    sheet.state, sheet.submitted_at, sheet.submitted_by = "submitted", timezone.now(), cast.ani
    sheet.save()
    answer = ani.get(HOME)
    assert [row.sheet.pk for row in answer.context["done"]] == [sheet.pk]
    assert "Menunggu verifikator" in answer.content.decode()


def test_after_the_deadline_there_is_no_next_step_for_a_draft(ani, city):
    Period.objects.update(deadline=timezone.now() - timedelta(hours=1))
    answer = ani.get(HOME)
    assert answer.context["next"] is None
    assert "Masa pengisian sudah ditutup. Isian Anda dapat dibaca." in answer.content.decode()


def test_several_places_are_switched_between(ani, city, cast, other_city):
    Assignment.objects.create(user=cast.ani, role="operator", area=city.kelurahan[1])
    code = city.kelurahan[1].code
    first, second = ani.get(HOME), ani.get(HOME, {"wilayah": code})
    assert first.context["place"].key == city.kelurahan[0].code
    assert second.context["place"].key == code
    assert {row.sheet.area for row in second.context["todo"]} == {city.kelurahan[1]}
    foreign = ani.get(HOME, {"wilayah": other_city.kelurahan[0].code})
    assert foreign.context["place"].key == city.kelurahan[0].code


def test_an_office_has_its_own_sheets_of_the_kota(client, city, cast):
    client.force_login(cast.gita)
    rows = client.get(HOME).context["todo"]
    assert {row.sheet.area for row in rows} == {city.kota}
    assert {row.sheet.office.key for row in rows} == {"health"}


def test_evidence_that_ends_soon_is_named(ani, city, cast):
    entry = fill(sheet_of(city, "governance"), "TKL-01", cast.ani, value=1)
    for name, days in (("SK dekat.pdf", 20), ("SK jauh.pdf", 400)):
        file = EvidenceFile.objects.create(
            area=city.kelurahan[0],
            name=name,
            stored_name=name,
            content_type="application/pdf",
            size=1,
            received_sha256="0" * 64,
            kept_sha256="0" * 64,
            valid_until=timezone.localdate() + timedelta(days=days),
            names_no_child=True,
            uploaded_by=cast.ani,
        )
        EvidenceLink.objects.create(entry=entry, file=file, linked_by=cast.ani)
    assert [file.name for file in ani.get(HOME).context["expiring"]] == ["SK dekat.pdf"]


def test_progress_counts_by_what_is_answered_and_proven(city, cast):
    sheet = sheet_of(city, "health")
    fill(sheet, "KES-01", cast.ani, numerator=9, denominator=10)  # evidence asked, none there
    fill(sheet, "KES-02", cast.ani, numerator=9)  # half a pair is no answer
    [row] = progress_of(city.period, [sheet])
    assert (row.total, row.answered, row.unproven, row.state) == (3, 1, 1, "draft")
    assert row.squares == ("done", "todo", "todo")
    assert row.line == "1 dari 3 terisi · 1 belum ada bukti"


def test_expired_evidence_proves_nothing(city, cast):
    sheet = sheet_of(city, "health")
    entry = fill(sheet, "KES-01", cast.ani, numerator=9, denominator=10)
    file = EvidenceFile.objects.create(
        area=sheet.area,
        name="rekap.pdf",
        stored_name="a",
        content_type="application/pdf",
        size=1,
        received_sha256="0" * 64,
        kept_sha256="0" * 64,
        valid_until=date(2026, 12, 30),
        names_no_child=True,
        uploaded_by=cast.ani,
    )
    EvidenceLink.objects.create(entry=entry, file=file, linked_by=cast.ani)
    assert progress_of(city.period, [sheet])[0].unproven == 1
    EvidenceFile.objects.update(valid_until=date(2026, 12, 31))
    assert progress_of(city.period, [sheet])[0].unproven == 0


def test_home_costs_the_same_for_empty_and_full_sheets(ani, city, cast):
    with CaptureQueriesContext(connection) as empty:
        ani.get(HOME)
    for code, cluster in (("TKL-01", "governance"), ("KES-09", "health"), ("PER-03", "protection")):
        fill(sheet_of(city, cluster), code, cast.ani, value=1)
    with CaptureQueriesContext(connection) as full:
        ani.get(HOME)
    assert len(full) == len(empty)
