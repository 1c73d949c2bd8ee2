"""What the actions write, refuse and leave alone."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from clusters import actions
from clusters.actions import close_period, open_period
from clusters.answers import Answer
from clusters.models import Entry, Indicator, Sheet
from kla.audit.models import Record
from tests.world import fill, sheet_of


@pytest.fixture
def sheet(city):
    return sheet_of(city, "health")


def indicator(code):
    return Indicator.objects.get(code=code)


def save(sheet, code, by, version=0, **answer):
    return actions.save_entry(sheet, indicator(code), Answer(**answer), version=version, by=by)


def submitted(sheet, cast):
    """The health sheet, answered whole and handed in by Ani."""
    save(sheet, "KES-01", cast.ani, numerator=9, denominator=10)
    save(sheet, "KES-02", cast.ani, numerator=1, denominator=10)
    save(sheet, "KES-09", cast.ani, value=3)
    sheet.refresh_from_db()
    return actions.submit_sheet(sheet, version=sheet.version, by=cast.ani)


def entry_of(sheet, code):
    return Entry.objects.get(sheet=sheet, indicator__code=code)


def test_save_entry_stores_the_answer_and_its_record(sheet, cast):
    entry = save(sheet, "KES-01", cast.ani, numerator=9, denominator=10, note="rekap")
    assert (entry.numerator, entry.denominator, entry.version) == (9, 10, 1)
    record = Record.objects.get(verb="entry.save")
    assert record.by == cast.ani
    assert record.detail["after"] == {"numerator": 9, "denominator": 10, "note": "rekap"}


def test_save_entry_keeps_half_a_pair(sheet, cast):
    assert save(sheet, "KES-01", cast.ani, numerator=9).denominator is None


def test_the_same_answer_again_changes_nothing(sheet, cast):
    save(sheet, "KES-09", cast.ani, value=3)
    assert save(sheet, "KES-09", cast.ani, version=0, value=3).version == 1
    assert Record.objects.filter(verb="entry.save").count() == 1


def test_a_stale_answer_is_a_conflict_and_loses_nothing(sheet, cast):
    save(sheet, "KES-09", cast.ani, value=3)
    save(sheet, "KES-09", cast.ani, version=1, value=4)
    with pytest.raises(actions.EditConflict) as caught:
        save(sheet, "KES-09", cast.ani, version=1, value=5)
    assert caught.value.current.value == 4
    assert entry_of(sheet, "KES-09").value == 4


@pytest.mark.parametrize(
    ("code", "answer", "field"),
    [
        ("KES-01", {"numerator": 215, "denominator": 198}, "numerator"),
        ("KES-01", {"numerator": -1, "denominator": 3}, "numerator"),
        ("KES-01", {"value": 3}, "value"),
        ("KES-01", {"denominator": 10**12}, "denominator"),
        ("KES-09", {"numerator": 3}, "numerator"),
        ("KES-09", {"value": 3, "no_data": True}, "no_data"),
        ("KES-09", {"not_applicable": True}, "not_applicable"),
        ("KES-02", {"not_applicable": True, "denominator": 4}, "not_applicable"),
        ("KES-09", {"value": 3, "extra": {"lain": 1}}, "extra_lain"),
    ],
)
def test_a_contradiction_is_never_stored(sheet, cast, code, answer, field):
    with pytest.raises(ValidationError) as caught:
        save(sheet, code, cast.ani, **answer)
    assert list(caught.value.message_dict) == [field]
    assert not Entry.objects.exists()


def test_parts_must_add_up(city, cast):
    sheet = sheet_of(city, "education")
    whole = {"numerator": 5, "denominator": 50}
    with pytest.raises(ValidationError):
        save(sheet, "PEN-01", cast.ani, **whole, extra={"putus": 2, "lain": 2})
    assert save(sheet, "PEN-01", cast.ani, **whole, extra={"putus": 2, "lain": 3}).extra == {
        "putus": 2,
        "lain": 3,
    }


def test_nothing_is_written_after_the_deadline_but_by_exception(sheet, city, cast):
    city.period.deadline = timezone.now() - timedelta(minutes=1)
    city.period.save()
    with pytest.raises(PermissionDenied, match="ditutup"):
        save(sheet, "KES-09", cast.ani, value=3)
    actions.open_exception(sheet, timezone.now() + timedelta(days=1), by=cast.dewi)
    assert save(sheet, "KES-09", cast.ani, value=3).value == 3


def test_submit_names_every_gap(sheet, cast):
    save(sheet, "KES-01", cast.ani, numerator=9)
    save(sheet, "KES-02", cast.ani, numerator=0, denominator=0)
    with pytest.raises(ValidationError) as caught:
        actions.submit_sheet(sheet, version=1, by=cast.ani)
    assert [message.split(":")[1] for message in caught.value.messages] == [
        " baru satu angka yang diisi.",
        " tulis di catatan mengapa tidak berlaku.",
        " belum diisi.",
    ]
    sheet.refresh_from_db()
    assert sheet.state == "draft"


def test_submitted_sheets_are_not_written(sheet, cast):
    sheet = submitted(sheet, cast)
    assert sheet.state == "submitted"
    with pytest.raises(PermissionDenied, match="diajukan"):
        save(sheet, "KES-09", cast.ani, version=1, value=4)


def test_withdraw_only_before_a_mark(sheet, cast):
    sheet = submitted(sheet, cast)
    actions.mark_entry(entry_of(sheet, "KES-09"), "accepted", version=1, by=cast.budi)
    with pytest.raises(ValidationError, match="sudah mulai"):
        actions.withdraw_sheet(sheet, version=sheet.version, by=cast.ani)


def test_accepting_needs_evidence_where_it_is_asked(sheet, cast):
    sheet = submitted(sheet, cast)
    with pytest.raises(ValidationError, match="bukti"):
        actions.mark_entry(entry_of(sheet, "KES-01"), "accepted", version=1, by=cast.budi)


def test_adjusting_needs_a_value_in_range_and_a_reason(sheet, cast):
    entry = entry_of(submitted(sheet, cast), "KES-02")
    for value, reason in [(None, "x"), (Decimal(101), "x"), (Decimal(12), " ")]:
        with pytest.raises(ValidationError):
            actions.mark_entry(
                entry, "adjusted", version=1, by=cast.budi, reason=reason, value=value
            )
    adjusted = actions.mark_entry(
        entry, "adjusted", version=1, by=cast.budi, reason="rekap", value=Decimal("12.5")
    )
    assert adjusted.adjusted_value == Decimal("12.5")


def test_nobody_reviews_what_they_entered(sheet, cast):
    sheet = submitted(sheet, cast)
    with pytest.raises(PermissionDenied, match="sendiri"):
        actions.mark_entry(entry_of(sheet, "KES-09"), "accepted", version=1, by=cast.ani)


def test_a_returned_sheet_opens_only_what_was_returned(sheet, cast):
    sheet = submitted(sheet, cast)
    with pytest.raises(ValidationError, match="paling sedikit satu"):
        actions.return_sheet(sheet, version=sheet.version, by=cast.budi)
    for code in ("KES-01", "KES-09"):
        actions.mark_entry(
            entry_of(sheet, code), "returned", version=1, by=cast.budi, reason="periksa"
        )
    sheet = actions.return_sheet(sheet, version=sheet.version, by=cast.budi)
    with pytest.raises(PermissionDenied, match="dikembalikan"):
        save(sheet, "KES-02", cast.ani, version=1, numerator=2, denominator=10)
    entry = save(sheet, "KES-09", cast.ani, version=2, value=5)
    save(sheet, "KES-09", cast.ani, version=entry.version, value=6)
    sheet = actions.submit_sheet(
        sheet, version=sheet.version, by=cast.ani, explanations={"KES-01": "angkanya benar"}
    )
    marks = dict(sheet.entries.values_list("indicator__code", "mark"))
    assert marks == {"KES-01": "returned", "KES-02": "", "KES-09": ""}


def test_verify_needs_every_entry_settled(sheet, cast):
    sheet = submitted(sheet, cast)
    with pytest.raises(ValidationError, match="belum diperiksa"):
        actions.verify_sheet(sheet, version=sheet.version, by=cast.budi)
    for code, mark in [("KES-01", "rejected"), ("KES-02", "accepted"), ("KES-09", "accepted")]:
        actions.mark_entry(entry_of(sheet, code), mark, version=1, by=cast.budi, reason="x")
    assert actions.verify_sheet(sheet, version=sheet.version, by=cast.budi).state == "verified"


def test_two_reviewers_at_once_do_not_overwrite_each_other(sheet, cast):
    sheet = submitted(sheet, cast)
    entry = entry_of(sheet, "KES-09")
    actions.mark_entry(entry, "accepted", version=1, by=cast.budi)
    with pytest.raises(actions.EditConflict):
        actions.mark_entry(entry, "rejected", version=1, by=cast.dewi, reason="x")


def test_closing_locks_what_is_verified_and_freezes_the_rest(sheet, city, cast):
    sheet = submitted(sheet, cast)
    for code in ("KES-01", "KES-02", "KES-09"):
        actions.mark_entry(
            entry_of(sheet, code), "rejected", version=1, by=cast.budi, reason="tanpa bukti"
        )
    actions.verify_sheet(sheet, version=sheet.version, by=cast.budi)
    close_period(city.period, by=cast.dewi)
    states = set(city.period.sheets.values_list("state", flat=True))
    assert states == {"locked", "draft"}
    with pytest.raises(PermissionDenied):
        save(sheet_of(city, "governance"), "TKL-01", cast.ani, value=1)


def test_open_period_makes_each_sheet_once(city, cast):
    before = Sheet.objects.count()
    _, made = open_period(kota=city.kota, year=2026, by=cast.dewi)
    assert made == 0
    assert Sheet.objects.count() == before
    kota_sheets = city.period.sheets.filter(area=city.kota)
    assert set(kota_sheets.values_list("cluster__slug", "office__key")) == {
        ("health", "health"),
        ("family_environment", "health"),
    }


@pytest.mark.parametrize(
    "fields",
    [
        {"numerator": 3, "denominator": 2},
        {"value": -1},
        {"value": 1, "no_data": True},
        {"value": 1, "numerator": 1},
        {"mark": "rejected"},
        {"mark": "adjusted", "reason": "x"},
        {"not_applicable": True, "no_data": True},
    ],
)
def test_the_database_refuses_what_must_never_be(sheet, cast, fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        fill(sheet, "KES-01", cast.ani, **fields)


def test_the_database_keeps_one_of_each(sheet, cast):
    fill(sheet, "KES-01", cast.ani)
    with pytest.raises(IntegrityError), transaction.atomic():
        fill(sheet, "KES-01", cast.ani)
    with pytest.raises(IntegrityError), transaction.atomic():
        Sheet.objects.create(period=sheet.period, area=sheet.area, cluster=sheet.cluster)
