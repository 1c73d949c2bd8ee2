"""The progress page: chapters with the pages already there, seconds left, and the notice."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from kla.accounts.rights import roles_of
from reports import actions, faults, jobs, progress
from reports.models import Report, ReportState, Section, SectionState
from reports.notices import notices

pytestmark = pytest.mark.usefixtures("own_folder")


@pytest.fixture
def cover(report):
    """The first section, ready; the others wait."""
    first = jobs.prepare(report.pk)[0]
    jobs.render(first)
    return Section.objects.get(pk=first)


def page_of(report):
    return reverse("reports:report-progress", args=[report.pk])


def picture(report, section, number=1, size="kecil"):
    words = [report.pk, section.pk, number, size]
    return reverse("reports:report-section-page", args=words)


def end(report, state):
    Report.objects.filter(pk=report.pk).update(
        state=state, sha256="0" * 64, finished_at=timezone.now()
    )


def test_a_tile_is_a_chapter():
    def part(title, state, pages=0, pk=None):
        return Section(pk=pk, title=title, state=state, pages=pages)

    found = progress.tiles(
        [
            part("Sampul", "ready", 1, pk=7),
            part("Bab I", "waiting"),
            part("Lampiran", "running"),
            part("Lampiran", "ready", 3, pk=9),
            part("Lampiran", "waiting"),
            part("Istilah", "failed"),
        ]
    )
    assert [(one.title, one.state, one.word, one.first and one.first.pk) for one in found] == [
        ("Sampul", "ready", "1 halaman", 7),
        ("Bab I", "waiting", "menunggu", None),
        ("Lampiran", "running", "1 dari 3 siap", 9),
        ("Istilah", "failed", "gagal", None),
    ]


def test_what_is_fetched_again_is_only_what_moves(client, report, cover, cast):
    client.force_login(cast.dewi)
    whole = client.get(page_of(report)).text
    moved = client.get(page_of(report), headers={"HX-Request": "true"})
    assert "HX-Retarget" not in moved
    assert "<h1>" in whole
    assert "<h1>" not in moved.text  # the head with its button stays, and so does the focus
    kept = f'<img id="gambar-{cover.pk}" hx-preserve src="{picture(report, cover)}"'
    assert kept in whole
    assert kept in moved.text


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (ReportState.DRAFT, "Laporan tahunan 2026 selesai disusun."),
        (ReportState.FAILED, "Laporan tahunan 2026 gagal disusun."),
        (ReportState.CANCELLED, "Laporan tahunan 2026 dibatalkan."),
    ],
)
def test_its_end_is_said_once_and_no_more_is_fetched(client, report, cast, state, words):
    end(report, state)
    client.force_login(cast.dewi)
    answer = client.get(page_of(report), headers={"HX-Request": "true"})
    assert (answer["HX-Retarget"], answer["HX-Reswap"]) == ("#job", "outerHTML")
    said = answer.text.partition('<div id="job-says" hx-swap-oob="innerHTML">')[2]
    assert said.startswith(words)
    assert "every 2s" not in answer.text
    assert words not in client.get(page_of(report)).text  # its heading says it there


def test_the_pages_of_a_ready_section(client, report, cover, cast):
    client.force_login(cast.dewi)
    shown = client.get(reverse("reports:report-section", args=[report.pk, cover.pk])).text
    assert picture(report, cover, 1, "besar") in shown
    assert f"Halaman 1 dari {cover.pages} pada {cover.title}" in shown
    for size, width in (("kecil", 220), ("besar", 1000)):
        answer = client.get(picture(report, cover, 1, size))
        assert answer["Cache-Control"] == "private, max-age=86400, immutable"
        found = Image.open(BytesIO(answer.content))
        assert (found.format, found.width) == ("PNG", width)


def test_only_who_compiles_sees_them_and_only_what_is_there(client, report, cover, cast, settings):
    waiting = report.sections.filter(state=SectionState.WAITING).first()
    there = [
        picture(report, cover),
        reverse("reports:report-section", args=[report.pk, cover.pk]),
    ]
    for name, user in vars(cast).items():
        client.force_login(user)
        seen = {client.get(one).status_code for one in there}
        assert seen == ({200} if name == "dewi" else {404}), name
    client.force_login(cast.dewi)
    for absent in (
        picture(report, waiting),
        reverse("reports:report-section", args=[report.pk, waiting.pk]),
        picture(report, cover, cover.pages + 1),
        picture(report, cover, 0),
        picture(report, cover, 1, "raksasa"),
    ):
        assert client.get(absent).status_code == 404, absent
    other = Report.objects.create(period=report.period, state="cancelled", heartbeat=timezone.now())
    assert client.get(picture(other, cover)).status_code == 404
    for file in (settings.REPORTS_DIR / "sections").iterdir():
        file.unlink()
    assert [client.get(one).status_code for one in there] == [404, 404]


def test_the_seconds_left_come_from_what_was_measured(client, report, cover, cast):
    waiting = report.sections.filter(state=SectionState.WAITING)
    now = timezone.now()
    earlier = Report.objects.create(
        period=report.period,
        state=ReportState.DRAFT,
        sha256="0" * 64,
        heartbeat=now,
        finished_at=now,
    )
    before = now - timedelta(seconds=8)
    Section.objects.filter(pk=cover.pk).update(seconds=0)
    client.force_login(cast.dewi)
    assert "lagi</span>" not in client.get(page_of(report)).text  # nothing is known yet
    Section.objects.create(
        report=earlier, position=0, key="x", state="ready", seconds=2, heartbeat=before
    )
    seconds = waiting.count() * 2 + 8
    said = f"kira-kira {round(seconds / 10) * 10} detik lagi"
    if seconds >= 55:
        said = f"kira-kira {max(round(seconds / 60), 1)} menit lagi"
    assert said in client.get(page_of(report)).text


def test_a_first_failure_is_said_while_it_is_tried_again(client, report, cast):
    Report.objects.update(state="running", error="Menyatukan bagian gagal: waktu habis.")
    client.force_login(cast.dewi)
    assert "waktu habis. Langkah ini dicoba sekali lagi." in client.get(page_of(report)).text


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (ReportState.DRAFT, "Laporan tahunan 2026 selesai disusun."),
        (ReportState.FAILED, "Laporan tahunan 2026 gagal disusun."),
    ],
)
def test_who_asked_is_told_anywhere_until_they_looked(client, report, cast, state, words):
    anywhere = reverse("clusters:dashboard")
    client.force_login(cast.dewi)
    assert words not in client.get(anywhere).text
    end(report, state)
    for _ in range(2):
        told = client.get(anywhere).text
        assert words in told
        assert page_of(report) in told
    client.force_login(cast.eko)
    assert words not in client.get(anywhere).text
    client.force_login(cast.dewi)
    assert words not in client.get(page_of(report)).text
    assert words not in client.get(anywhere).text


def test_a_report_tried_again_is_told_of_again(client, report, cast):
    faults.fail(report.pk, "x")
    client.force_login(cast.dewi)
    client.get(page_of(report))
    actions.retry_report(report, by=cast.dewi)
    end(report, ReportState.DRAFT)
    assert "selesai disusun" in client.get(reverse("clusters:dashboard")).text


def test_the_notice_costs_one_question_and_others_none(report, cast, rf, django_assert_num_queries):
    for user, queries in ((cast.dewi, 1), (cast.ani, 0), (cast.eko, 0)):
        request = rf.get("/")
        request.user = user
        roles_of(user)  # which every page asks for anyway, once
        with django_assert_num_queries(queries):
            assert list(notices(request)["ended_reports"]) == []


@pytest.mark.parametrize("state", ["queued", "running", "failed", "cancelled"])
def test_what_is_not_finished_is_not_offered(client, report, cast, state):
    """Not even where a file of that name lies about."""
    Report.objects.filter(pk=report.pk).update(state=state, stored_name="x.pdf")
    folder = jobs.settings.REPORTS_DIR / "files"
    folder.mkdir()
    (folder / "x.pdf").write_bytes(b"%PDF-1.7 half")
    address = reverse("reports:report-download", args=[report.pk])
    client.force_login(cast.dewi)
    assert client.get(address).status_code == 404
    assert address not in client.get(page_of(report)).text
