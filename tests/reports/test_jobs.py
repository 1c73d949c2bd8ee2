"""The job row: claimed once, counted, taken up again, failed with a sentence, tried again."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from kla.accounts.models import Assignment
from reports import actions, jobs, queries, tasks
from reports.models import Report, ReportState, Section, SectionState
from reports.publishing import report_path


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.REPORTS_DIR = tmp_path


@pytest.fixture
def report(city, cast):
    return actions.request_report(city.period, by=cast.dewi)


def old(report):
    Report.objects.filter(pk=report.pk).update(heartbeat=timezone.now() - timedelta(hours=1))
    report.sections.update(heartbeat=timezone.now() - timedelta(hours=1))


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


def test_nothing_living_is_taken_up_again(report):
    jobs.prepare(report.pk)
    assert jobs.lost() == ([], [], [])


@pytest.mark.parametrize("step", ["start", "sections", "join"])
def test_what_is_lost_is_asked_for_again(report, step):
    waiting = jobs.prepare(report.pk) if step != "start" else []
    if step == "join":
        report.sections.update(state=SectionState.READY)
        Report.objects.filter(pk=report.pk).update(step="join")
    old(report)
    starts, sections, joins = jobs.lost()
    assert starts == ([report.pk] if step == "start" else [])
    assert sections == (waiting if step == "sections" else [])
    assert joins == ([report.pk] if step == "join" else [])


def test_a_section_lost_too_often_fails_the_report_with_its_name(report):
    waiting = jobs.prepare(report.pk)
    Section.objects.filter(pk=waiting[0]).update(state=SectionState.RUNNING, attempts=jobs.ATTEMPTS)
    old(report)
    assert jobs.lost() == ([], [], [])
    report.refresh_from_db()
    assert report.state == ReportState.FAILED
    assert Section.objects.get(pk=waiting[0]).title in report.error


def test_a_broken_section_says_so_and_can_be_tried_again(report, cast, monkeypatch):
    waiting = jobs.prepare(report.pk)

    def broken(*_):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(jobs.steps, "render_section", broken)
        for _ in range(jobs.ATTEMPTS):
            jobs.render(waiting[0])
    report.refresh_from_db()
    assert report.state == ReportState.FAILED
    assert "tempat penyimpanan penuh" in report.error
    actions.retry_report(report, by=cast.dewi)
    tasks.start(report.pk)
    assert Section.objects.get(pk=waiting[0]).state in (SectionState.WAITING, SectionState.READY)
    report.refresh_from_db()
    assert (report.state, report.error) == (ReportState.RUNNING, "")


def test_only_a_draft_is_published_and_only_a_failure_retried(report, cast):
    for act in (actions.publish_report, actions.retry_report):
        with pytest.raises(ValidationError):
            act(report, by=cast.dewi)


def test_the_pages_of_a_job(client, report, cast):
    page = reverse("reports:report-progress", args=[report.pk])
    client.force_login(cast.dewi)
    assert 'hx-trigger="every 2s"' in client.get(page).text
    jobs.prepare(report.pk)
    moved = client.get(page, headers={"HX-Request": "true"}).text
    assert f"1 dari {Report.objects.get().steps_total} langkah" in moved
    assert "<html" not in moved
    jobs.fail(report.pk, "Bagian Sampul gagal disusun.")
    failed = client.get(page).text
    assert "Bagian Sampul gagal disusun." in failed
    assert "Coba lagi" in failed
    for stranger in (cast.ani, cast.budi, cast.eko, cast.fitri):
        client.force_login(stranger)
        assert client.get(page).status_code == 404
        assert client.post(reverse("reports:report-retry", args=[report.pk])).status_code == 404


def test_download_goes_to_those_entitled_only(client, report, cast):
    for one in jobs.prepare(report.pk):
        jobs.render(one)
    jobs.finish(report.pk)
    report.refresh_from_db()
    address = reverse("reports:report-download", args=[report.pk])
    client.force_login(cast.eko)
    assert client.get(address).status_code == 404  # still a draft
    actions.publish_report(report, by=cast.dewi)
    seen = set()
    for name, user in vars(cast).items():
        client.force_login(user)
        answer = client.get(address)
        if answer.status_code == 200:
            assert b"".join(answer.streaming_content).startswith(b"%PDF-")
            seen.add(name)
    assert seen == {"dewi", "eko"}
    cast.eko.assignments.update(sees_small_counts=False)
    client.force_login(cast.eko)
    assert client.get(address).status_code == 404


def test_anybody_can_ask_whether_a_report_is_genuine(client, report, cast):
    for one in jobs.prepare(report.pk):
        jobs.render(one)
    jobs.finish(report.pk)
    report.refresh_from_db()
    short = report.snapshot.sha256[:12]
    address = reverse("reports:report-check", args=[short])
    assert client.get(address).status_code == 404
    actions.publish_report(report, by=cast.dewi)
    assert "Laporan ini kami kenal" in client.get(address).text
    form = reverse("reports:report-check-form")
    with report_path(report).open("rb") as file:
        assert "Berkas ini asli" in client.post(form, {"berkas": file}).text


def test_who_coordinates_one_city_sees_no_drafts_of_another(client, report, cast, other_city):
    Assignment.objects.create(user=cast.citra, role="coordinator", area=other_city.kota)
    Assignment.objects.create(user=cast.citra, role="viewer", area=report.period.kota)
    assert list(queries.visible_reports(cast.citra)) == []
    Report.objects.filter(pk=report.pk).update(
        state=ReportState.PUBLISHED,
        number=1,
        sha256="0" * 64,
        published_at=timezone.now(),
    )
    assert list(queries.visible_reports(cast.citra)) == [report]
