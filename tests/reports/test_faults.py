"""What fails is tried once more, then fails the report by name; what is lost is taken up again."""

from datetime import timedelta

import pytest
from billiard.exceptions import TimeLimitExceeded, WorkerLostError
from django.core.exceptions import ValidationError
from django.db import OperationalError
from django.utils import timezone

from reports import actions, faults, jobs, lost, tasks
from reports.models import Report, ReportState, Section, SectionState

NOTHING = lost.Lost([], [], [])
FULL = OSError(28, "No space left on device")

pytestmark = pytest.mark.usefixtures("own_folder")


@pytest.fixture
def waiting(report):
    return jobs.prepare(report.pk)


def row(report):
    return Report.objects.get(pk=report.pk)


def silence(*rows):
    """The heartbeat of these rows is long ago."""
    for one in rows:
        one.update(heartbeat=timezone.now() - timedelta(hours=1))


def silence_all(report):
    silence(Report.objects.filter(pk=report.pk), report.sections)


def break_with(patch, fault):
    def broken(*_, **__):
        raise fault

    patch.setattr(jobs.steps, "render_section", broken)
    patch.setattr(jobs.steps, "bind", broken)


def fail_once(monkeypatch, section_id, fault=FULL):
    with monkeypatch.context() as patch:
        break_with(patch, fault)
        with pytest.raises(faults.TryAgain):
            jobs.render(section_id)


def pause_over(report):
    report.sections.filter(state=SectionState.FAILED).update(not_before=timezone.now())


def test_nothing_living_is_taken_up_again(waiting):
    assert lost.find() == NOTHING


@pytest.mark.parametrize("step", ["start", "snapshot", "sections", "join"])
def test_what_is_lost_is_asked_for_again_and_is_free(report, step):
    if step == "snapshot":
        Report.objects.update(state=ReportState.RUNNING, attempts=1)
    waiting = jobs.prepare(report.pk) if step in ("sections", "join") else []
    if step == "join":
        report.sections.update(state=SectionState.READY)
        Report.objects.filter(pk=report.pk).update(step="join")
    silence_all(report)
    starts, sections, joins = lost.find()
    assert starts == ([report.pk] if step in ("start", "snapshot") else [])
    assert sections == (waiting if step == "sections" else [])
    assert joins == ([report.pk] if step == "join" else [])
    assert lost.find() == NOTHING  # asked for once
    free = {"start": "queued", "snapshot": "queued"}.get(step, "running")
    assert (row(report).state, row(report).step) == (
        free,
        "snapshot" if free == "queued" else "sections",
    )


def test_a_lost_section_is_found_though_its_siblings_go_on(report, waiting):
    Section.objects.filter(pk=waiting[1]).update(state=SectionState.RUNNING, attempts=1)
    silence(Section.objects.filter(pk=waiting[1]))
    assert lost.find() == lost.Lost([], [waiting[1]], [])
    assert Section.objects.get(pk=waiting[1]).state == SectionState.WAITING


def test_a_section_lost_too_often_fails_the_report_with_its_name(report, waiting):
    Section.objects.filter(pk=waiting[0]).update(
        state=SectionState.RUNNING, attempts=lost.MOST_ATTEMPTS
    )
    silence_all(report)
    lost.find()
    assert row(report).state == ReportState.FAILED
    title = Section.objects.get(pk=waiting[0]).title
    assert row(report).error == f"Bagian {title} gagal disusun: {lost.LOST_TOO_OFTEN}"


@pytest.mark.parametrize("step", ["snapshot", "join"])
def test_a_step_lost_too_often_fails_the_report(report, step):
    Report.objects.update(state=ReportState.RUNNING, step=step, attempts=lost.MOST_ATTEMPTS)
    silence(Report.objects.all())
    assert lost.find() == NOTHING
    assert row(report).state == ReportState.FAILED
    assert row(report).error.startswith(faults.STEPS[step])


def test_a_job_ends_when_it_takes_too_long(report, waiting, settings):
    settings.REPORT_JOB_SECONDS = 120
    report.sections.update(not_before=timezone.now() - timedelta(seconds=119))
    lost.find()
    assert row(report).state == ReportState.RUNNING
    report.sections.update(not_before=timezone.now() - timedelta(seconds=121))
    lost.find()
    assert row(report).state == ReportState.FAILED
    assert row(report).error == "Penyusunan dihentikan karena belum selesai dalam 2 menit."


def test_the_time_of_a_job_begins_anew_when_it_is_tried_again(report, waiting, settings, cast):
    report.sections.update(not_before=timezone.now() - timedelta(days=1))
    lost.find()
    actions.retry_report(report, by=cast.dewi)
    jobs.prepare(report.pk)
    assert lost.find() == NOTHING
    assert row(report).state == ReportState.RUNNING


def test_a_section_is_tried_once_more_after_a_pause(report, waiting, monkeypatch):
    fail_once(monkeypatch, waiting[0])
    failed = Section.objects.get(pk=waiting[0])
    assert (failed.state, failed.error) == (SectionState.FAILED, "tempat penyimpanan penuh.")
    assert row(report).state == ReportState.RUNNING
    jobs.render(waiting[0])
    failed.refresh_from_db()
    assert (failed.state, failed.attempts) == (SectionState.FAILED, 1)  # too early
    pause_over(report)
    jobs.render(waiting[0])
    failed.refresh_from_db()
    assert (failed.state, failed.error) == (SectionState.READY, "")
    assert failed.seconds > 0


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (FULL, "tempat penyimpanan penuh."),
        (MemoryError(), "memori habis."),
        (OperationalError("server closed the connection"), "sambungan ke basis data terputus."),
        (ValueError("x"), "ValueError."),
    ],
)
def test_the_second_failure_ends_the_report_with_the_name(
    report, waiting, monkeypatch, fault, words
):
    fail_once(monkeypatch, waiting[0], fault)
    pause_over(report)
    with monkeypatch.context() as patch:
        break_with(patch, fault)
        jobs.render(waiting[0])
    title = Section.objects.get(pk=waiting[0]).title
    assert row(report).state == ReportState.FAILED
    assert row(report).error == f"Bagian {title} gagal disusun: {words}"


def test_a_message_about_a_retry_that_is_lost_is_sent_again(report, waiting, monkeypatch):
    fail_once(monkeypatch, waiting[0])
    silence(Report.objects.all())
    assert waiting[0] not in lost.find().sections  # the pause is not over
    silence(Report.objects.all())
    pause_over(report)
    assert waiting[0] in lost.find().sections


def test_trying_again_takes_up_only_what_failed(report, waiting, monkeypatch, cast):
    jobs.render(waiting[1])
    fail_once(monkeypatch, waiting[0])
    faults.fail(report.pk, "x")
    actions.retry_report(report, by=cast.dewi)
    assert sorted(jobs.prepare(report.pk)) == sorted(set(waiting) - {waiting[1]})
    again = Section.objects.get(pk=waiting[0])
    assert (again.state, again.attempts, again.error) == (SectionState.WAITING, 0, "")
    assert (row(report).state, row(report).error) == (ReportState.RUNNING, "")


def test_trying_again_leaves_a_section_that_a_worker_is_still_at(report, waiting, cast):
    Section.objects.filter(pk=waiting[0]).update(
        state=SectionState.RUNNING, heartbeat=timezone.now(), attempts=1
    )
    faults.fail(report.pk, "x")
    actions.retry_report(report, by=cast.dewi)
    assert Section.objects.get(pk=waiting[0]).state == SectionState.RUNNING


def test_only_a_failure_is_tried_again(report, cast):
    with pytest.raises(ValidationError):
        actions.retry_report(report, by=cast.dewi)


def test_a_join_is_tried_once_more_then_fails(report, waiting, monkeypatch):
    report.sections.update(state=SectionState.READY)
    with monkeypatch.context() as patch:
        break_with(patch, FULL)
        with pytest.raises(faults.TryAgain):
            jobs.finish(report.pk)
        assert (row(report).state, row(report).step) == (ReportState.RUNNING, "sections")
        assert "tempat penyimpanan penuh" in row(report).error
        jobs.finish(report.pk)
    assert row(report).state == ReportState.FAILED
    assert row(report).error == "Menyatukan bagian gagal: tempat penyimpanan penuh."
    assert not list((jobs.settings.REPORTS_DIR / "files").glob("*"))


def test_a_snapshot_is_tried_once_more_then_fails(report, monkeypatch):
    def broken(*_):
        raise ValueError

    monkeypatch.setattr(jobs.snapshot, "take", broken)
    with pytest.raises(faults.TryAgain):
        jobs.prepare(report.pk)
    assert row(report).state == ReportState.QUEUED
    assert jobs.prepare(report.pk) == []
    assert row(report).error == "Mengunci data gagal: ValueError."


def test_nothing_is_joined_while_a_section_is_open(report, waiting):
    jobs.finish(report.pk)
    assert row(report).step == "sections"


def test_who_was_taken_over_changes_nothing(report, waiting, monkeypatch):
    """A worker that stood still longer than the stale time comes back after another began."""
    real = jobs.steps.render_section

    def slow(*words):
        Section.objects.filter(pk=waiting[0]).update(attempts=2)  # another has claimed it since
        return real(*words)

    with monkeypatch.context() as patch:
        patch.setattr(jobs.steps, "render_section", slow)
        jobs.render(waiting[0])
    assert Section.objects.get(pk=waiting[0]).state == SectionState.RUNNING

    def slow_and_broken(*_):
        Section.objects.filter(pk=waiting[1]).update(attempts=2)
        raise FULL

    monkeypatch.setattr(jobs.steps, "render_section", slow_and_broken)
    jobs.render(waiting[1])
    assert Section.objects.get(pk=waiting[1]).state == SectionState.RUNNING
    assert row(report).state == ReportState.RUNNING


def test_what_was_ended_from_outside_says_why(report, waiting):
    Section.objects.filter(pk=waiting[0]).update(state=SectionState.RUNNING, attempts=1)
    with pytest.raises(faults.TryAgain):
        faults.ended(waiting[0], faults.OUT_OF_MEMORY, of_section=True)
    assert Section.objects.get(pk=waiting[0]).error == "memori habis."
    faults.ended(report.pk, faults.OUT_OF_MEMORY, of_section=False)  # no step of its own at work
    assert row(report).error == ""
    Report.objects.update(step="join")
    with pytest.raises(faults.TryAgain):
        faults.ended(report.pk, faults.OUT_OF_TIME, of_section=False)
    assert row(report).error == "Menyatukan bagian gagal: waktu habis."


def test_only_a_time_limit_is_noted_as_one(monkeypatch):
    noted = []
    monkeypatch.setattr(tasks, "_note_ended", lambda *words: noted.append(words))
    for fault in (ValueError(), WorkerLostError(), TimeLimitExceeded(60)):
        tasks.note_out_of_time(tasks.section, exception=fault, args=[7])
    assert noted == [("reports.tasks.section", 7, "waktu habis.")]
