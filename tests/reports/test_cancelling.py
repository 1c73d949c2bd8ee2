"""Cancelling: one UPDATE ends a job, no step writes onto it, and the next request starts anew."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from reports import actions, jobs, lost, queries
from reports.models import Report, ReportState, Section, SectionState

pytestmark = pytest.mark.usefixtures("folder_with_sections")


def test_no_step_begins_after_it(report, cast):
    waiting = jobs.prepare(report.pk)
    actions.cancel_report(report, by=cast.dewi)
    assert jobs.prepare(report.pk) == []
    assert jobs.render(waiting[0]) is None
    assert Section.objects.get(pk=waiting[0]).state == SectionState.WAITING
    jobs.finish(report.pk)
    assert lost.find() == lost.Lost([], [], [])
    report.refresh_from_db()
    assert (report.state, report.sha256) == (ReportState.CANCELLED, "")


def test_a_section_at_work_ends_in_the_cache_and_the_next_job_finds_it(report, cast, monkeypatch):
    waiting = jobs.prepare(report.pk)
    real = jobs.steps.render_section

    def cancelled_meanwhile(*words):
        actions.cancel_report(report, by=cast.dewi)
        return real(*words)

    with monkeypatch.context() as patch:
        patch.setattr(jobs.steps, "render_section", cancelled_meanwhile)
        jobs.render(waiting[0])
    report.refresh_from_db()
    assert report.state == ReportState.CANCELLED
    anew = actions.request_report(report.period, by=cast.dewi)
    assert anew.pk != report.pk
    first = jobs.prepare(anew.pk)[0]
    assert first != waiting[0]
    jobs.render(first)
    assert Section.objects.get(pk=first).cached


@pytest.mark.parametrize("when", ["before storing", "after storing"])
def test_a_join_at_work_writes_nothing_onto_it(report, cast, monkeypatch, when):
    for one in jobs.prepare(report.pk):
        jobs.render(one)
    name = {"before storing": "_bind", "after storing": "store"}[when]
    real = getattr(jobs, name)

    def cancelled_meanwhile(*words):
        made = real(*words)
        actions.cancel_report(report, by=cast.dewi)
        return made

    monkeypatch.setattr(jobs, name, cancelled_meanwhile)
    jobs.finish(report.pk)
    report.refresh_from_db()
    assert (report.state, report.stored_name) == (ReportState.CANCELLED, "")
    stored = list((jobs.settings.REPORTS_DIR / "files").glob("*"))
    assert len(stored) == (1 if when == "after storing" else 0)


def test_a_finished_one_stays_finished(report, cast):
    Report.objects.filter(pk=report.pk).update(state=ReportState.DRAFT, sha256="0" * 64)
    with pytest.raises(ValidationError):
        actions.cancel_report(report, by=cast.dewi)
    report.refresh_from_db()
    assert report.state == ReportState.DRAFT


def test_the_button_is_there_while_it_runs_and_for_the_coordinator_only(client, report, cast):
    page = reverse("reports:report-progress", args=[report.pk])
    press = reverse("reports:report-cancel", args=[report.pk])
    for stranger in (cast.ani, cast.budi, cast.eko, cast.fitri):
        client.force_login(stranger)
        assert client.post(press).status_code == 404
    client.force_login(cast.dewi)
    assert press in client.get(page).text
    assert client.get(press).status_code == 405
    answer = client.post(press, follow=True).text
    assert "Penyusunan dibatalkan." in answer
    assert press not in answer
    assert "Susun lagi" in answer
    assert "tidak dapat dibatalkan" in client.post(press, follow=True).text
    assert Report.objects.get().state == ReportState.CANCELLED


def test_a_cancelled_one_is_not_what_to_do_next(client, report, cast):
    actions.cancel_report(report, by=cast.dewi)
    client.force_login(cast.dewi)
    listed = client.get(reverse("reports:report-list")).text
    assert "Dibatalkan" in listed
    assert "Sedang berjalan" not in listed
    assert list(queries.visible_reports(cast.dewi)) == [report]
