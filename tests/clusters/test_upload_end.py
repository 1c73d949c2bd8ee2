"""How an upload ends: stored, refused, given up, forgotten, and by when it is thrown away."""

import hashlib
import os
import resource
from datetime import timedelta
from urllib.parse import unquote

import pytest
from django.core.management import call_command
from django.utils import timezone

from clusters import upload_actions
from clusters.models import EvidenceFile, EvidenceLink, PendingUpload, Period
from clusters.tasks import clean_uploads
from kla.settings import CELERY_BEAT_SCHEDULE
from tests.clusters.papers import pdf, picture
from tests.clusters.uploading import ask, begin, bring_in_pieces, drop, nothing_stayed, send
from tests.world import sheet_of

HTML = b"<!DOCTYPE html><html><script>alert(1)</script></html>"


@pytest.fixture
def sheet(city, folders):
    return sheet_of(city, "health")


def test_refused_content_is_told_and_nothing_stays(ani, sheet, folders):
    url, last = bring_in_pieces(ani, sheet, HTML, filename="laporan.pdf", piece=20)
    assert (last.status_code, "jenis lain" in last.json()["error"]) == (422, True)
    nothing_stayed(folders)
    assert ask(ani, url)["Upload-Offset"] == str(len(HTML))
    again = send(ani, url, len(HTML), b"")
    assert (again.status_code, again.json()) == (422, last.json())


def test_another_content_than_announced_is_refused(ani, sheet, folders):
    _, last = bring_in_pieces(ani, sheet, pdf(), sha256="0" * 64)
    assert (last.status_code, last.json()["error"]) == (
        422,
        "Berkas tidak sampai utuh. Unggah lagi.",
    )
    nothing_stayed(folders)


def test_the_answer_that_got_lost_is_given_again(ani, sheet, folders):
    content = pdf()
    url, last = bring_in_pieces(ani, sheet, content)
    told = ask(ani, url)
    assert told["Upload-Offset"] == told["Upload-Length"]
    assert told["Upload-Evidence"] == last["Upload-Evidence"]
    for offset, piece in [(len(content), b""), (0, content)]:
        again = send(ani, url, offset, piece)
        assert (again.status_code, again["Upload-Evidence"]) == (204, last["Upload-Evidence"])
    assert EvidenceFile.objects.count() == EvidenceLink.objects.count() == 1


def test_a_whole_file_that_was_never_looked_at_is_finished_when_asked(ani, sheet, folders):
    """The server stopped between the last piece and the look into it."""
    content = pdf()
    url = begin(ani, sheet, len(content))["Location"]
    upload = PendingUpload.objects.get()
    upload.part.write_bytes(content)
    PendingUpload.objects.update(offset=len(content))
    assert "Upload-Evidence" not in ask(ani, url)
    assert send(ani, url, len(content), b"")["Upload-Evidence"]
    assert EvidenceFile.objects.count() == 1
    assert list(folders[1].iterdir()) == []


def test_the_same_file_twice_is_kept_once(ani, sheet, folders):
    content = pdf()  # two made one after the other differ in their time
    first, second = (bring_in_pieces(ani, sheet, content)[1] for _ in range(2))
    assert first["Upload-Evidence"] == second["Upload-Evidence"]
    assert EvidenceFile.objects.count() == EvidenceLink.objects.count() == 1


def test_the_same_content_under_another_name_is_told_at_once(ani, sheet, folders):
    content = pdf()
    first = bring_in_pieces(ani, sheet, content, filename="Rekap - gizi ✓.pdf")[1]
    assert "Upload-Same" not in first
    url, again = bring_in_pieces(ani, sheet, content, filename="salinan.pdf")
    words = "isi berkas ini sama dengan Rekap - gizi ✓.pdf, yang sudah ada"
    assert unquote(again["Upload-Same"]) == f"{words}; yang itu dipakai lagi"
    assert send(ani, url, len(content), b"")["Upload-Same"] == again["Upload-Same"]
    later = {"filename": "lain.pdf", "valid_until": "2027-12-31"}
    longer = bring_in_pieces(ani, sheet, content, **later)[1]
    assert unquote(longer["Upload-Same"]) == f"{words}, dengan masa berlaku lain"


def test_the_same_content_of_another_office_is_not_told(ani, sheet, folders, cast):
    content = pdf()
    bring_in_pieces(ani, sheet, content, filename="rahasia.pdf")
    EvidenceFile.objects.update(area=sheet.area.parent)
    assert "Upload-Same" not in bring_in_pieces(ani, sheet, content, filename="salinan.pdf")[1]


def test_a_sheet_that_is_closed_meanwhile_takes_nothing_more(ani, sheet, folders):
    content = pdf()
    url = begin(ani, sheet, len(content))["Location"]
    send(ani, url, 0, content[:100])
    Period.objects.filter(pk=sheet.period_id).update(deadline=timezone.now() - timedelta(days=1))
    answer = send(ani, url, 100, content[100:])
    assert (answer.status_code, "sudah ditutup" in answer.json()["error"]) == (422, True)
    nothing_stayed(folders)
    assert begin(ani, sheet, 9).status_code == 422
    assert PendingUpload.objects.count() == 1


def test_a_submitted_sheet_takes_no_upload(ani, sheet, folders):
    type(sheet).objects.filter(pk=sheet.pk).update(state="submitted")
    answer = begin(ani, sheet, 9)
    assert (answer.status_code, "tidak dapat diubah" in answer.json()["error"]) == (422, True)
    assert not PendingUpload.objects.exists()


def test_what_is_given_up_leaves_nothing(ani, sheet, folders):
    url = begin(ani, sheet, 9)["Location"]
    send(ani, url, 0, b"%PDF")
    assert drop(ani, url).status_code == 204
    assert drop(ani, url).status_code == 404
    assert not PendingUpload.objects.exists()
    nothing_stayed(folders)


def test_a_part_file_that_was_lost_is_begun_anew(ani, sheet, folders):
    url = begin(ani, sheet, 9)["Location"]
    send(ani, url, 0, b"%PDF")
    PendingUpload.objects.get().part.unlink()
    assert send(ani, url, 4, b"-1.7").status_code == 410
    assert ask(ani, url).status_code == 404


def test_unfinished_uploads_are_bounded_a_person(ani, sheet, folders, settings):
    settings.UPLOADS_AT_ONCE = 2
    url = begin(ani, sheet, 9)["Location"]
    assert begin(ani, sheet, 9).status_code == 201
    third = begin(ani, sheet, 9)
    assert (third.status_code, "Sudah ada 2 unggahan" in third.json()["error"]) == (422, True)
    assert len(list(folders[1].iterdir())) == 2
    drop(ani, url)
    assert begin(ani, sheet, 9).status_code == 201


def test_a_full_disk_is_told_and_what_came_before_counts(ani, sheet, folders):
    content = picture() + b"%" * 900_000  # drawn anew when kept, so only what was sent is so long
    url = begin(ani, sheet, len(content))["Location"]
    send(ani, url, 0, content[:500_000])
    usual = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (600_000, usual[1]))
    try:
        answer = send(ani, url, 500_000, content[500_000:])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, usual)
    assert (answer.status_code, "tidak dapat disimpan" in answer.json()["error"]) == (507, True)
    assert ask(ani, url)["Upload-Offset"] == "500000"
    assert send(ani, url, 500_000, content[500_000:]).status_code == 204
    digest = hashlib.sha256(content).hexdigest()
    assert EvidenceFile.objects.get().received_sha256 == digest


def test_a_missing_folder_is_told(ani, sheet, folders, settings):
    settings.UPLOADS_DIR = folders[1] / "tidak" / "ada"
    answer = begin(ani, sheet, 9)
    assert (answer.status_code, "tidak dapat disimpan" in answer.json()["error"]) == (507, True)
    assert not PendingUpload.objects.exists()


def make_old(hours):
    then = timezone.now() - timedelta(hours=hours)
    PendingUpload.objects.update(touched_at=then)
    for part in PendingUpload.objects.first().part.parent.iterdir():
        os.utime(part, (then.timestamp(), then.timestamp()))


def test_cleaning_removes_what_is_older_than_the_limit_only(ani, sheet, folders, capsys):
    begin(ani, sheet, 9)
    (folders[1] / "lost").write_bytes(b"of no row")
    make_old(49)
    fresh = begin(ani, sheet, 9)["Location"]
    (folders[1] / "new").write_bytes(b"its row is being written")
    call_command("clean_uploads")
    assert capsys.readouterr().out.endswith("\n1 unggahan dan 1 sisa berkas dibuang.\n")
    kept = PendingUpload.objects.get()
    assert fresh == f"/unggahan/{kept.token}/"
    assert {path.name for path in folders[1].iterdir()} == {kept.token, "new"}


def test_cleaning_is_asked_for_daily_and_leaves_evidence(ani, sheet, folders):
    bring_in_pieces(ani, sheet, pdf())
    begin(ani, sheet, 9)
    make_old(47)
    clean_uploads()
    assert PendingUpload.objects.count() == 2
    make_old(49)
    clean_uploads()
    assert not PendingUpload.objects.exists()
    assert EvidenceFile.objects.count() == 1
    asked = CELERY_BEAT_SCHEDULE["clean-uploads"]
    assert (asked["task"], asked["schedule"].run_every.days) == (clean_uploads.name, 1)


def test_who_gives_up_while_it_is_looked_into_gets_no_evidence(ani, sheet, folders, cast):
    content = pdf()
    url = begin(ani, sheet, len(content))["Location"]
    send(ani, url, 0, content[:-1])
    upload = PendingUpload.objects.get()
    upload.part.write_bytes(content)
    upload.offset = upload.length
    kept = PendingUpload.objects.get()
    upload_actions.discard_upload(kept)  # as it would come from the other connection
    upload.part.write_bytes(content)
    with pytest.raises(upload_actions.UploadGone):
        upload_actions._finish(upload, cast.ani)
    assert not EvidenceFile.objects.exists()
    assert list(folders[0].iterdir()) == []


def test_what_is_kept_is_not_given_up(ani, sheet, folders):
    url, _ = bring_in_pieces(ani, sheet, pdf())
    answer = drop(ani, url)
    assert answer.status_code == 409
    assert "sudah tersimpan" in answer.json()["error"]
    assert EvidenceLink.objects.count() == 1


def test_bytes_that_a_killed_process_left_are_cleaned_up(ani, sheet, folders):
    bring_in_pieces(ani, sheet, picture())
    kept = {one.name for one in folders[0].iterdir()}
    for name in ("a" * 48, "b" * 48 + ".part"):
        lost = folders[0] / name
        lost.write_bytes(b"x")
        then = (timezone.now() - timedelta(hours=60)).timestamp()
        os.utime(lost, (then, then))
    (folders[0] / ("c" * 48)).write_bytes(b"x")  # just being written
    clean_uploads()
    assert {one.name for one in folders[0].iterdir()} == kept | {"c" * 48}
