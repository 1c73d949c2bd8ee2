"""Uploads in pieces: where a piece fits, what is refused, and that nothing half stays."""

import hashlib
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from clusters.models import EvidenceFile, PendingUpload
from tests.clusters.papers import pdf, picture
from tests.clusters.uploading import (
    HEADERS,
    ask,
    begin,
    bring_in_pieces,
    drop,
    metadata,
    nothing_stayed,
    send,
)
from tests.world import build_user, sheet_of


@pytest.fixture
def sheet(city, folders):
    return sheet_of(city, "health")


def test_a_file_in_pieces_is_kept_as_if_it_came_whole(ani, sheet, folders, cast):
    content = pdf(30)
    digest = hashlib.sha256(content).hexdigest()
    told = {"valid_from": "2026-01-01", "valid_until": "2027-12-31", "sha256": digest}
    url, last = bring_in_pieces(ani, sheet, content, filename="Rekap gizi.pdf", **told)
    file = EvidenceFile.objects.get()
    assert (last.status_code, last["Upload-Offset"]) == (204, str(len(content)))
    assert last["Upload-Evidence"] == f"/bukti/{file.pk}/"
    assert (file.name, file.pages, file.received_sha256) == ("Rekap gizi.pdf", 30, digest)
    assert (file.valid_from, file.valid_until) == (date(2026, 1, 1), date(2027, 12, 31))
    assert (file.uploaded_by, file.links.get().entry.indicator.code) == (cast.ani, "KES-01")
    assert {one.name for one in folders[0].iterdir()} == {file.stored_name, file.preview_name}
    assert list(folders[1].iterdir()) == []


def test_parts_lie_under_a_random_name_for_the_server_alone(ani, sheet, folders):
    url = begin(ani, sheet, 5)["Location"]
    send(ani, url, 0, b"%PDF")
    (part,) = folders[1].iterdir()
    assert url == f"/unggahan/{part.name}/"
    assert len(part.name) == 48
    assert part.stat().st_mode & 0o777 == 0o600
    assert part.read_bytes() == b"%PDF"


def test_the_offset_is_told_and_nothing_else_fits(ani, sheet, folders):
    started = begin(ani, sheet, 10)
    url = started["Location"]
    assert (started.status_code, started["Tus-Resumable"]) == (201, "1.0.0")
    assert "Upload-Expires" in started
    assert send(ani, url, 0, b"abcd")["Upload-Offset"] == "4"
    for offset in (0, 3, 5, 10):
        assert send(ani, url, offset, b"xy").status_code == 409
    told = ask(ani, url)
    assert (told["Upload-Offset"], told["Upload-Length"]) == ("4", "10")
    assert told["Cache-Control"] == "no-store"
    assert PendingUpload.objects.get().part.read_bytes() == b"abcd"


def test_more_than_announced_is_not_taken(ani, sheet, folders):
    url = begin(ani, sheet, 5)["Location"]
    assert send(ani, url, 0, b"123456").status_code == 413
    assert ask(ani, url)["Upload-Offset"] == "0"
    assert PendingUpload.objects.get().part.read_bytes() == b""


def test_what_a_cut_left_beyond_the_offset_does_not_count(ani, sheet, folders):
    content = pdf(3)
    url = begin(ani, sheet, len(content))["Location"]
    send(ani, url, 0, content[:300])
    upload = PendingUpload.objects.get()
    with upload.part.open("ab") as part:
        part.write(b"of a request whose row was never written")
    send(ani, url, 300, content[300:])
    assert EvidenceFile.objects.get().received_sha256 == hashlib.sha256(content).hexdigest()


def test_a_piece_is_bounded(ani, sheet, folders, settings):
    settings.UPLOAD_PIECE_BYTES = 100
    url = begin(ani, sheet, 500)["Location"]
    assert send(ani, url, 0, b"x" * 101).status_code == 413
    assert send(ani, url, 0, b"x" * 100).status_code == 204


def test_a_piece_of_the_full_size_passes_djangos_own_limit(ani, sheet, folders, settings):
    most = settings.UPLOAD_PIECE_BYTES
    assert most < settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    url = begin(ani, sheet, most + 1)["Location"]
    assert send(ani, url, 0, b"x" * most)["Upload-Offset"] == str(most)


def test_a_file_over_the_limit_is_refused_before_it_is_sent(ani, sheet, folders):
    answer = begin(ani, sheet, 20 * 1024 * 1024 + 1)
    assert answer.status_code == 413
    assert answer.json() == {"error": "Berkas lebih besar dari 20 MB."}
    assert not PendingUpload.objects.exists()
    nothing_stayed(folders)


@pytest.mark.parametrize(
    ("length", "told", "status", "word"),
    [
        ("-1", {}, 400, "Ukuran"),
        ("1e3", {}, 400, "Ukuran"),
        ("", {}, 400, "Ukuran"),
        ("²", {}, 400, "Ukuran"),
        ("0", {}, 422, "kosong"),
        ("9", {"declared": None}, 422, "Centang"),
        ("9", {"declared": "false"}, 422, "Centang"),
        ("9", {"valid_until": "besok"}, 422, "tanggal"),
        ("9", {"valid_from": "2027-01-01", "valid_until": "2026-01-01"}, 422, "mendahului"),
        ("9", {"valid_from": "2026-01-01\0"}, 422, "tanggal"),
        ("9", {"sha256": "f" * 63}, 422, "Sidik"),
        ("9", {"sha256": "g" * 64}, 422, "Sidik"),
    ],
)
def test_what_is_told_badly_is_refused_in_words(ani, sheet, folders, length, told, status, word):
    answer = begin(ani, sheet, length, **told)
    assert (answer.status_code, word in answer.json()["error"]) == (status, True)
    assert not PendingUpload.objects.exists()
    nothing_stayed(folders)


@pytest.mark.parametrize("bad", ["filename !!!", "filename /w==", "filename YQ", "declared ²"])
def test_metadata_that_cannot_be_read_is_refused(ani, sheet, folders, bad):
    headers = HEADERS | {
        "Upload-Length": "9",
        "Upload-Metadata": f"{metadata(declared='on')},{bad}",
    }
    answer = ani.post(reverse("clusters:uploads", args=[sheet.pk, "KES-01"]), headers=headers)
    assert (answer.status_code, "Keterangan" in answer.json()["error"]) == (400, True)
    assert not PendingUpload.objects.exists()


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("n" * 300 + ".pdf", "n" * 250 + "….pdf"),
        ("laporan 📄 王.pdf", "laporan 📄 王.pdf"),
        ("é" * 300 + ".pdf", "é" * 250 + "….pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("a\0b\u202e.pdf", "ab.pdf"),
        ("", "berkas.pdf"),
    ],
)
def test_any_name_is_made_harmless(ani, sheet, given, kept):
    bring_in_pieces(ani, sheet, pdf(), filename=given)
    assert EvidenceFile.objects.get().name == kept


def test_a_name_may_be_missing(ani, sheet):
    bring_in_pieces(ani, sheet, pdf(), filename=None)
    assert EvidenceFile.objects.get().name == "berkas.pdf"


def test_only_its_owner_knows_of_an_upload(ani, city, sheet, cast, folders):
    url = begin(ani, sheet, 100)["Location"]
    others = [cast.budi, cast.citra, cast.dewi, cast.eko, cast.fitri, cast.gita]
    others.append(build_user("hadi", "operator", city.kelurahan[0]))  # of the same kelurahan
    for user in others:
        client = Client()
        client.force_login(user)
        assert ask(client, url).status_code == 404, user
        assert send(client, url, 0, b"x").status_code == 404, user
        assert drop(client, url).status_code == 404, user
    listed = client.get(reverse("clusters:uploads", args=[sheet.pk, "KES-01"]))
    assert listed.json() == {"uploads": []}
    assert PendingUpload.objects.get().offset == 0


def test_nothing_is_begun_on_a_foreign_or_unknown_entry(ani, sheet, cast, other_city):
    assert begin(ani, sheet_of(other_city, "health"), 9).status_code == 404
    assert begin(ani, sheet, 9, code="TKL-01").status_code == 404
    assert begin(ani, sheet, 9, code="KES-99").status_code == 404
    assert not PendingUpload.objects.exists()


def test_who_lost_the_area_lost_the_upload(ani, sheet, cast):
    url = begin(ani, sheet, 100)["Location"]
    cast.ani.assignments.update(area=sheet.period.kota)
    assert ask(ani, url).status_code == 404
    assert send(ani, url, 0, b"x").status_code == 404


def test_who_is_signed_out_gets_401_and_goes_on_after_signing_in(ani, sheet, cast):
    content = pdf()
    url = begin(ani, sheet, len(content))["Location"]
    send(ani, url, 0, content[:200])
    ani.logout()
    answer = send(ani, url, 200, content[200:])
    assert (answer.status_code, "masuk lagi" in answer.json()["error"]) == (401, True)
    ani.force_login(cast.ani)
    assert ask(ani, url)["Upload-Offset"] == "200"
    assert send(ani, url, 200, content[200:]).status_code == 204
    assert EvidenceFile.objects.count() == 1


def test_a_foreign_page_cannot_send(sheet, cast):
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.ani)
    assert begin(client, sheet, 9).status_code == 403


def test_what_is_not_the_protocol_is_refused(ani, sheet):
    url = begin(ani, sheet, 9)["Location"]
    old = ani.head(url, headers={"Tus-Resumable": "0.2.2"})
    assert (old.status_code, old["Tus-Version"]) == (412, "1.0.0")
    assert send(ani, url, "nol", b"x").status_code == 400
    assert ani.patch(url, b"x", content_type="text/plain", headers=HEADERS).status_code == 415
    assert ani.get(url).status_code == 405
    can = ani.options(url)
    assert (can.status_code, can["Tus-Max-Size"]) == (204, "20971520")
    assert can["Tus-Extension"] == "creation,expiration,termination"


def test_a_picture_comes_in_pieces_too(ani, sheet):
    bring_in_pieces(ani, sheet, picture("JPEG"), filename="foto.jpg", piece=50)
    assert EvidenceFile.objects.get().content_type == "image/jpeg"
