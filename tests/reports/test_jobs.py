"""The job row: claimed once, counted, joined once; its pages."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from kla.accounts.models import Assignment
from reports import actions, faults, jobs, queries
from reports.models import Report, ReportState, Section, SectionState

pytestmark = pytest.mark.usefixtures("folder_with_sections")


def test_asking_twice_gives_the_one_that_runs(report, city, cast):
    assert actions.request_report(city.period, by=cast.dewi).pk == report.pk


def test_a_section_is_rendered_by_one_only(report):
    waiting = jobs.prepare(report.pk)
    Section.objects.filter(pk=waiting[0]).update(
        state=SectionState.RUNNING, heartbeat=timezone.now()
    )
    assert jobs.render(waiting[0]) is None
    assert Section.objects.get(pk=waiting[0]).attempts == 0


def test_the_last_section_asks_for_the_join_and_the_join_runs_once(report):
    waiting = jobs.prepare(report.pk)
    asked = [jobs.render(one) for one in waiting]
    assert asked == [None] * (len(waiting) - 1) + [report.pk]
    report.refresh_from_db()
    assert report.steps_done == report.steps_total - 1
    jobs.finish(report.pk)
    report.refresh_from_db()
    assert report.state == ReportState.DRAFT
    done = report.finished_at
    jobs.finish(report.pk)
    report.refresh_from_db()
    assert report.finished_at == done


def test_only_a_failure_is_retried(report, cast):
    with pytest.raises(ValidationError):
        actions.retry_report(report, by=cast.dewi)


def test_the_pages_of_a_job(client, report, cast):
    page = reverse("reports:report-progress", args=[report.pk])
    client.force_login(cast.dewi)
    assert 'hx-trigger="every 2s"' in client.get(page).text
    jobs.prepare(report.pk)
    moved = client.get(page, headers={"HX-Request": "true"}).text
    assert f"1 dari {Report.objects.get().steps_total} langkah" in moved
    assert "<html" not in moved
    faults.fail(report.pk, "Bagian Sampul gagal disusun.")
    failed = client.get(page).text
    assert "Bagian Sampul gagal disusun." in failed
    assert "Coba lagi" in failed
    for stranger in (cast.ani, cast.budi, cast.eko, cast.fitri):
        client.force_login(stranger)
        assert client.get(page).status_code == 404
        assert client.post(reverse("reports:report-retry", args=[report.pk])).status_code == 404


def test_who_coordinates_one_city_sees_no_drafts_of_another(client, report, cast, other_city):
    Assignment.objects.create(user=cast.citra, role="coordinator", area=other_city.kota)
    Assignment.objects.create(
        user=cast.citra, role="viewer", area=report.period.kota, sees_small_counts=True
    )
    assert list(queries.visible_reports(cast.citra)) == []
    Report.objects.filter(pk=report.pk).update(
        state=ReportState.PUBLISHED,
        number=1,
        sha256="0" * 64,
        published_at=timezone.now(),
    )
    assert list(queries.visible_reports(cast.citra)) == [report]
