"""What holds publishing back: the words and numbers of the draft; what a public one may tell."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from reports import snapshot
from reports.models import Chapter, Report, ReportState
from reports.narrative.checklist import checks_of
from reports.publish_actions import publish_report
from tests.reports.drafts import lay_draft

pytestmark = pytest.mark.usefixtures("own_folder")


@pytest.fixture
def report(printed, city, cast):
    return lay_draft(city.period, printed, requested_by=cast.dewi)


def test_the_public_one_says_what_changed_from_the_data_alone(client, report, printed, cast):
    public = {"edition": "publik", "requested_by": cast.dewi}
    first = lay_draft(report.period, printed, **public)
    assert publish_report(first, by=cast.dewi, changes="Milik Budi dibetulkan.").changes == ""
    Report.objects.filter(pk=first.pk).update(state=ReportState.PUBLISHED)
    newer = lay_draft(report.period, printed, **public)
    client.force_login(cast.dewi)
    page = reverse("reports:report-publish", args=[newer.pk])
    assert "Disusun ulang dari data yang sama." in client.get(page).text
    client.post(page, {"changes": "Milik Budi dibetulkan."})
    newer.refresh_from_db()
    assert (newer.number, newer.changes) == (2, "Disusun ulang dari data yang sama.")


def test_words_written_after_the_draft_hold_publishing_back(client, report, cast):
    chapter = Chapter.objects.create(
        period=report.period, key="penutup", text="Kelas ibu dibuka.", version=1
    )
    page = reverse("reports:report-publish", args=[report.pk])
    client.force_login(cast.dewi)
    assert "menahan penerbitan" in client.get(page).text
    refused = client.post(page)
    assert refused.status_code == 422
    assert "Naskah berubah sesudah draf ini disusun; susun ulang: Penutup" in refused.text
    report.refresh_from_db()
    assert report.state == ReportState.DRAFT
    Report.objects.filter(pk=report.pk).update(edition="publik")  # prints nothing of the kind
    assert "menahan penerbitan" not in client.get(page).text
    Report.objects.filter(pk=report.pk).update(edition="lengkap")
    report.refresh_from_db()
    chapter.delete()
    assert publish_report(report, by=cast.dewi).state == ReportState.PUBLISHING


def test_the_numbers_in_the_words_are_those_of_the_draft(report, cast):
    moved = "Skor {{skor terverifikasi = 999,9}}."
    Chapter.objects.create(period=report.period, key="penutup", text=moved, version=1)
    report.snapshot = snapshot.take(report.period)
    report.save(update_fields=["snapshot"])
    with pytest.raises(ValidationError, match="Angka bergeser sejak ditulis"):
        publish_report(report, by=cast.dewi)
    # Read anew since: the draft in hand still prints the sentence as it was read before.
    Chapter.objects.update(text="Skor {{skor terverifikasi}}.")
    words = {one.word: one.done for one in checks_of(report) if one.blocks}
    assert words == {
        "Angka bergeser sejak ditulis, baca lagi: Penutup dan pengesahan": False,
        "Naskah sama dengan yang tercetak di draf": True,
    }
