"""Evidence that must not move: of years that are over, and of other offices of the kota."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from clusters import actions, evidence_actions
from clusters.models import Entry, EvidenceFile, EvidenceLink, Indicator, Period, Sheet
from clusters.queries import entries_with_current_evidence, evidence_suffices
from kla.areas.models import Office
from tests.clusters.reviewing import entry_of
from tests.clusters.test_evidence_versions import ONE, add
from tests.world import build_user, sheet_of


@pytest.fixture
def sheet(city, settings, tmp_path):
    settings.EVIDENCE_DIR = tmp_path
    return sheet_of(city, "health")


def later_version(file, by, **more):
    """A newer version, as somebody would bring it from another sheet."""
    return EvidenceFile.objects.create(
        area=file.area,
        name="baru.pdf",
        stored_name="x" * 48,
        content_type="application/pdf",
        size=1,
        received_sha256="0" * 64,
        kept_sha256="0" * 64,
        names_no_child=True,
        replaces=file,
        first_version=file,
        uploaded_by=by,
        **more,
    )


def test_a_year_that_is_over_is_moved_by_no_later_version(sheet, cast, city):
    file = add(sheet, cast.ani, ONE)
    entry = entry_of(sheet, "KES-01")
    Entry.objects.filter(pk=entry.pk).update(numerator=9, denominator=10)
    actions.close_period(sheet.period, by=cast.dewi)
    period = Period.objects.get(pk=sheet.period_id)
    assert entries_with_current_evidence(period) == {entry.pk}
    later = later_version(file, cast.ani, valid_until=date(2020, 1, 1))
    assert entries_with_current_evidence(period) == {entry.pk}
    assert evidence_suffices(Entry.objects.get(pk=entry.pk))
    assert later.replaces == file


def test_closing_a_year_settles_the_version_that_counts(sheet, cast):
    file = add(sheet, cast.ani, ONE, until=date(2026, 1, 1))
    Sheet.objects.filter(pk=sheet.pk).update(state="submitted")
    newest = later_version(file, cast.ani)
    proven = entries_with_current_evidence(sheet.period)
    actions.close_period(sheet.period, by=cast.dewi)
    period = Period.objects.get(pk=sheet.period_id)
    assert entries_with_current_evidence(period) == proven == {entry_of(sheet, "KES-01").pk}
    assert EvidenceLink.objects.get().file == newest


def test_two_offices_of_a_kota_know_nothing_of_each_others_files(city, cast, settings, tmp_path):
    settings.EVIDENCE_DIR = tmp_path
    mine = Sheet.objects.get(period=city.period, area=city.kota, cluster__slug="health")
    theirs = Sheet.objects.get(
        period=city.period, area=city.kota, cluster__slug="family_environment"
    )
    other = Office.objects.create(key="education", name="Dinas pendidikan")
    Sheet.objects.filter(pk=theirs.pk).update(office=other)
    hana = build_user("hana", "operator", city.kota, office=other)
    first = add(mine, cast.gita, ONE, "KES-K2")
    theirs.refresh_from_db()
    second = add(theirs, hana, ONE, "KEL-K1")
    assert first.pk != second.pk
    assert add(theirs, hana, ONE, "KEL-K1").pk == second.pk  # one's own is still known
    client = Client()
    client.force_login(hana)
    page = reverse("clusters:evidence-download", args=[first.pk])
    assert client.get(page).status_code == 404


@pytest.mark.parametrize("name", ["6471010101010001 Budi.pdf", "6471-0101 0101.0001.pdf"])
def test_a_name_with_an_identity_number_is_refused(sheet, cast, name):
    with pytest.raises(ValidationError, match="memuat nomor 16 angka"):
        evidence_actions.add_evidence(
            sheet,
            Indicator.objects.get(code="KES-01"),
            name=name,
            content=ONE,
            valid_until=None,
            declared=True,
            by=cast.ani,
        )
    assert not EvidenceFile.objects.exists()
