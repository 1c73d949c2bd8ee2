"""Publishing: a number once, a file joined anew as final, frozen; lost, failed, corrected."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from kla.audit.models import Record
from reports import publish_job, publish_tasks, queries
from reports.models import Report, ReportState, Snapshot
from reports.publish_actions import publish_report
from reports.publishing import report_path
from tests.pdf import assert_sound, text_of
from tests.reports.drafts import lay_draft, publish

FIXED = "Dua isian Desa Ujian dibetulkan."

pytestmark = pytest.mark.usefixtures("own_folder")


@pytest.fixture
def report(printed, city, cast):
    return lay_draft(city.period, printed, requested_by=cast.dewi)


def make_stale(report):
    Report.objects.filter(pk=report.pk).update(heartbeat=timezone.now() - timedelta(hours=1))


def test_a_draft_is_joined_anew_as_final_and_stored_by_its_hash(report, cast):
    draft = report_path(report)
    publish(report, cast.dewi)
    assert (report.state, report.number, report.error) == (ReportState.PUBLISHED, 1, "")
    path = report_path(report)
    assert path.name == f"{report.sha256}.pdf"
    assert path != draft
    assert assert_sound(path) == report.pages
    assert path.stat().st_size == report.size
    cover = text_of(path).split("\f")[0]
    assert "Laporan nomor 1" in cover
    assert "Draf" not in cover
    assert (report.signed_by, report.signed_at) == ("", None)
    asked, done = Record.objects.filter(verb__startswith="report.publish").order_by("pk")
    assert (asked.verb, asked.by, asked.detail["draft_sha256"]) == (
        "report.publish",
        cast.dewi,
        draft.stem,
    )
    assert (done.verb, done.by, done.detail["sha256"]) == (
        "report.published",
        cast.dewi,
        report.sha256,
    )


def test_publishing_twice_does_it_once(report, cast):
    publish(report, cast.dewi)
    before = Report.objects.filter(pk=report.pk).values().get()
    publish_job.publish(report.pk)
    assert Report.objects.filter(pk=report.pk).values().get() == before
    with pytest.raises(ValidationError):
        publish_report(report, by=cast.dewi)


def test_a_living_call_is_left_alone_and_a_lost_one_is_taken_up(report, cast):
    publish_report(report, by=cast.dewi)
    taken = {"step": publish_job.TAKEN, "attempts": 1}
    Report.objects.filter(pk=report.pk).update(**taken)  # a worker was at it
    publish_job.publish(report.pk)
    assert publish_job.lost() == []
    report.refresh_from_db()
    assert report.state == ReportState.PUBLISHING
    make_stale(report)  # and was killed
    assert publish_job.lost() == [report.pk]
    assert publish_job.lost() == []  # the next reaper finds it alive again
    publish_job.publish(report.pk)
    report.refresh_from_db()
    assert (report.state, report.number, report.attempts) == (ReportState.PUBLISHED, 1, 2)


def test_who_was_taken_over_changes_nothing_more(report, cast, monkeypatch):
    publish_report(report, by=cast.dewi)
    bind = publish_job.steps.bind

    def slow(*args, **more):
        Report.objects.filter(pk=report.pk).update(attempts=7)  # another took it up meanwhile
        return bind(*args, **more)

    monkeypatch.setattr(publish_job.steps, "bind", slow)
    publish_job.publish(report.pk)
    report.refresh_from_db()
    assert (report.state, report.attempts) == (ReportState.PUBLISHING, 7)


def test_what_is_lost_too_often_is_a_draft_again_without_number(report, cast):
    publish_report(report, by=cast.dewi)
    Report.objects.filter(pk=report.pk).update(attempts=publish_job.ATTEMPTS)
    make_stale(report)
    assert publish_job.lost() == []
    report.refresh_from_db()
    assert (report.state, report.number, report.published_at) == (ReportState.DRAFT, None, None)
    assert "berhenti berulang kali" in report.error


def test_a_failure_gives_the_draft_back_and_it_can_be_published_then(
    report, printed, cast, settings
):
    publish(report, cast.dewi)
    newer = lay_draft(report.period, printed, requested_by=cast.dewi)
    settings.REPORT_SIGN_P12 = "/tidak/ada.p12"
    publish(newer, cast.dewi, FIXED)
    assert (newer.state, newer.number, newer.published_by) == (ReportState.DRAFT, None, None)
    assert newer.error.startswith("Penerbitan gagal: sertifikat REPORT_SIGN_P12 tidak terbaca")
    assert newer.changes == FIXED  # what was typed is still there
    assert Record.objects.get(verb="report.unpublished").by == cast.dewi
    settings.REPORT_SIGN_P12 = ""
    publish(newer, cast.dewi, FIXED)
    assert (newer.state, newer.number, newer.error) == (ReportState.PUBLISHED, 2, "")


def test_data_that_are_not_the_drafts_any_more_are_not_published(report, cast):
    Report.objects.filter(pk=report.pk).update(data_sha256="0" * 64)
    publish(report, cast.dewi)
    assert report.state == ReportState.DRAFT
    assert "Susun laporan baru" in report.error


def test_a_cleared_section_is_rendered_anew(report, printed, cast, settings):
    for path in list((settings.REPORTS_DIR / "sections").iterdir())[:2]:
        path.unlink()
    publish(report, cast.dewi)
    assert report.state == ReportState.PUBLISHED
    assert report.pages == printed.pages


def test_a_correction_says_what_changed_and_replaces(report, printed, cast):
    publish(report, cast.dewi)
    newer = lay_draft(report.period, printed, requested_by=cast.dewi)
    for words in ("", "   "):
        with pytest.raises(ValidationError) as refused:
            publish_report(newer, by=cast.dewi, changes=words)
        assert "changes" in refused.value.error_dict
    with pytest.raises(ValidationError, match="NIK"):
        publish_report(newer, by=cast.dewi, changes="Milik 6471 0101 0101 0001 dibetulkan.")
    publish(newer, cast.dewi, FIXED)
    cover = " ".join(text_of(report_path(newer)).split("\f")[0].split())
    assert "Laporan nomor 2" in cover
    assert FIXED in cover
    listed = list(queries.visible_reports(cast.dewi).order_by("number"))
    assert [(one.number, one.is_replaced) for one in listed] == [(1, True), (2, False)]


def test_two_drafts_are_not_published_at_once(report, printed, cast):
    newer = lay_draft(report.period, printed, requested_by=cast.dewi)
    publish_report(report, by=cast.dewi)
    with pytest.raises(ValidationError, match="Laporan lain sedang"):
        publish_report(newer, by=cast.dewi, changes=FIXED)


def test_the_database_keeps_a_published_row_as_it_is(report, cast):
    publish(report, cast.dewi)
    others = {"state": "draft", "number": 9, "size": 1, "changes": "x", "stored_name": "x.pdf"}
    for field, other in others.items():
        with pytest.raises(IntegrityError), transaction.atomic():
            Report.objects.filter(pk=report.pk).update(**{field: other})
    Report.objects.filter(pk=report.pk).update(seen_at=timezone.now())  # says nothing of it
    with pytest.raises(IntegrityError), transaction.atomic():
        Snapshot.objects.filter(pk=report.snapshot_id).update(content=b"")


def test_the_page_asks_first_and_keeps_what_was_typed(client, report, printed, cast):
    page = reverse("reports:report-publish", args=[report.pk])
    client.force_login(cast.dewi)
    asked = client.get(page).text
    assert "Ini laporan pertama tahun itu" in asked
    assert "Apa yang berubah" not in asked
    assert "tidak ditandatangani" in asked
    report.refresh_from_db()
    assert report.state == ReportState.DRAFT  # asking changes nothing
    assert client.post(page).url == reverse("reports:report-progress", args=[report.pk])
    publish_job.publish(report.pk)
    newer = lay_draft(report.period, printed, requested_by=cast.dewi)
    page = reverse("reports:report-publish", args=[newer.pk])
    assert "Laporan nomor 1" in client.get(page).text
    for typed in ("", "Milik 6471010101010001 dibetulkan."):
        refused = client.post(page, {"changes": typed})
        assert refused.status_code == 422
        assert typed in refused.text
    client.post(page, {"changes": FIXED})
    publish_job.publish(newer.pk)
    listed = client.get(reverse("reports:report-list")).text
    assert "Digantikan" in listed
    assert f"Menggantikan nomor 1. Yang berubah: {FIXED}" in listed
    assert client.get(page).status_code == 302  # nothing to publish any more
    client.force_login(cast.ani)
    assert client.get(page).status_code == 404
    assert client.post(page, {"changes": FIXED}).status_code == 404


def test_the_pages_say_that_it_is_being_published_and_why_it_failed(client, report, cast):
    page = reverse("reports:report-progress", args=[report.pk])
    client.force_login(cast.dewi)
    publish_report(report, by=cast.dewi)
    said = client.get(page).text
    assert "sedang diterbitkan" in said
    assert 'hx-trigger="every 2s"' in said
    report.refresh_from_db()
    publish_job.give_back(report, "Penerbitan gagal: server stempel waktu tidak menjawab.")
    for address in (page, reverse("reports:report-publish", args=[report.pk])):
        assert "server stempel waktu tidak menjawab" in client.get(address).text


def test_the_replaced_one_is_still_downloaded(client, report, printed, cast):
    publish(report, cast.dewi)
    publish(lay_draft(report.period, printed, requested_by=cast.dewi), cast.dewi, FIXED)
    client.force_login(cast.eko)
    answer = client.get(reverse("reports:report-download", args=[report.pk]))
    assert b"".join(answer.streaming_content) == report_path(report).read_bytes()
    assert "nomor 1.pdf" in answer["Content-Disposition"]


def test_download_goes_to_those_entitled_only(client, report, cast):
    address = reverse("reports:report-download", args=[report.pk])
    client.force_login(cast.eko)
    assert client.get(address).status_code == 404  # still a draft
    publish(report, cast.dewi)
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


def test_a_file_that_changed_on_disk_is_not_handed_out(client, report, cast):
    publish(report, cast.dewi)
    path = report_path(report)
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    client.force_login(cast.dewi)
    answer = client.get(reverse("reports:report-download", args=[report.pk]))
    assert answer.status_code == 500
    assert "rusak di server" in answer.text
    assert not Record.objects.filter(verb="report.download").exists()


def test_the_worker_knows_its_doors():
    from kla.celery import app  # noqa: PLC0415 - the tasks register when it is asked

    app.loader.import_default_modules()
    assert {publish_tasks.publish.name, publish_tasks.clean_reports.name} <= set(app.tasks)
    assert app.conf.beat_schedule["clean-reports"]["task"] == publish_tasks.clean_reports.name
