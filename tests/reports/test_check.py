"""The public check: what a code, a file, a changed file, a hostile file is said to be."""

import io
import zlib
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
import segno
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from reports import check_upload
from reports.publishing import report_path
from reports.stamp import check_url
from tests.reports.drafts import lay_draft, lay_published, publish

FORM = "/laporan/periksa/"
FIXED = "Dua isian Desa Ujian dibetulkan."


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.REPORTS_DIR = tmp_path
    cache.clear()  # counts of the bounds


def upload(client, content, name="laporan.pdf"):
    return client.post(FORM, {"berkas": SimpleUploadedFile(name, content)})


def by_code(client, report):
    return client.get(reverse("reports:report-check", args=[report.data_sha256[:12]]))


def test_a_code_says_which_report_it_is_and_that_it_stands(client, city, printed):
    report = lay_published(city.period, printed, 1)
    page = by_code(client, report)
    assert page.status_code == 200
    for words in ("Laporan ini kami kenal", "Kota Contoh, tahun 2026, nomor 1", "Berlaku"):
        assert words in page.text
    for told in (report.data_sha256, report.sha256, "edisi lengkap", "tidak ditandatangani"):
        assert told in page.text
    assert "Digantikan" not in page.text


def test_a_replaced_one_says_by_which_and_what_changed(client, city, printed):
    public = {"edition": "publik"}
    old = lay_published(city.period, printed, 1, **public)
    lay_published(city.period, printed, 2, changes=FIXED, data_sha256="1" * 64, **public)
    page = by_code(client, old).text
    assert "Digantikan" in page
    assert "oleh nomor 2" in page
    assert f"Yang berubah pada nomor 2: {FIXED}" in page
    page = client.get(f"{FORM}{'1' * 12}/").text
    assert "Berlaku" in page
    assert f"Nomor 2 menggantikan yang sebelumnya. Yang berubah: {FIXED}" in page


def test_what_a_person_wrote_of_a_full_report_is_not_told_to_everybody(client, city, printed):
    old = lay_published(city.period, printed, 1)
    lay_published(city.period, printed, 2, changes=FIXED, data_sha256="1" * 64)
    pages = by_code(client, old).text + client.get(f"{FORM}{'1' * 12}/").text
    assert "oleh nomor 2" in pages
    assert FIXED not in pages


def test_a_code_of_the_whole_and_of_a_part_names_both(client, city, printed):
    lay_published(city.period, printed, 1)
    report = lay_published(city.period, printed, 1, b"%PDF bagian", scope="klaster:health")
    page = by_code(client, report).text
    assert "2 laporan berkode ini kami kenal" in page
    assert page.count("Berlaku") == 2  # a part does not replace the whole


def test_a_code_of_a_draft_is_no_published_report(client, city, printed):
    page = by_code(client, lay_draft(city.period, printed))
    assert page.status_code == 404
    assert "Draf, belum terbit" in page.text
    assert "nomor" not in page.text


def test_a_signed_report_says_by_whom(client, city, printed):
    signer = {"signed_by": "Sekretariat Contoh", "signed_at": timezone.now()}
    page = by_code(client, lay_published(city.period, printed, 1, **signer)).text
    assert "ditandatangani secara elektronik oleh Sekretariat Contoh" in page
    assert "mencakup seluruh berkas" in page


def test_a_file_is_genuine_then_replaced(client, city, printed):
    report = lay_published(city.period, printed, 1)
    content = report_path(report).read_bytes()
    assert "Berkas ini asli dan berlaku" in upload(client, content).text
    lay_published(city.period, printed, 2, changes=FIXED)
    page = upload(client, content)
    assert page.status_code == 200
    assert "Berkas ini asli, tetapi sudah digantikan" in page.text
    assert "Pakai nomor 2" in page.text


def test_a_file_of_a_draft_is_told_before_and_after_publishing(client, city, printed, cast):
    report = lay_draft(city.period, printed, requested_by=cast.dewi)
    draft = printed.draft.read_bytes()
    page = upload(client, draft)
    assert page.status_code == 404
    assert "Berkas ini draf kami" in page.text
    assert "jangan mengutipnya" in page.text
    publish(report, cast.dewi)
    page = upload(client, draft).text
    assert "Draf ini kemudian terbit" in page
    assert report.sha256 in page
    assert "Berkas ini asli dan berlaku" in upload(client, report_path(report).read_bytes()).text
    _altered_is_told(client, report)
    _codes_on_the_pages_lead_there(report)


def _altered_is_told(client, report):
    changed = io.BytesIO()
    with pikepdf.open(report_path(report)) as pdf:
        pdf.pages[-1].obj.Rotate = 90
        pdf.save(changed)
    page = upload(client, changed.getvalue())
    assert page.status_code == 404
    assert "Berkas ini bukan yang kami terbitkan" in page.text
    assert "Data yang terlampir di dalamnya sama" in page.text
    assert report.sha256 in page.text


def _codes_on_the_pages_lead_there(report):
    """The square on the cover and in the footer, as a camera would read it off the page."""
    expected = [list(row) for row in segno.make(check_url(report.data_sha256), error="m").matrix]
    document = pypdfium2.PdfDocument(report_path(report))
    try:
        for number, size, bottom in ((0, 22, 32), (3, 9, 14)):
            assert _modules(document[number], size, bottom, len(expected)) == expected
    finally:
        document.close()


def _modules(page, size, bottom, count):
    """1 where the middle of a module is dark; `size` and `bottom` in mm, left at 22.5."""
    scale = 12  # picture points for one point of the page
    picture = page.render(scale=scale, may_draw_forms=False).to_pil().convert("L")
    mm = 72 / 25.4 * scale
    left, top = 22.5 * mm, picture.height - (bottom + size) * mm
    at = [(n + 0.5) * size * mm / count for n in range(count)]
    return [[int(picture.getpixel((int(left + x), int(top + y))) < 128) for x in at] for y in at]


def test_an_unknown_file_and_a_foreign_pdf_are_unknown(client, city, printed):
    lay_published(city.period, printed, 1)
    foreign = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.attachments["cuplikan-2026.json"] = pikepdf.AttachedFileSpec(pdf, b"{}", filename="x")
        pdf.save(foreign)
    for content in (b"", b"surat", b"%PDF-1.7 rusak", foreign.getvalue()):
        page = upload(client, content)
        assert page.status_code == 404
        assert "Tidak kami kenal" in page.text


def test_looking_into_a_hostile_file_ends_in_bounds():
    """Two gigabytes of zeros in two megabytes: the child ends at its limit, no more is known."""
    bomb = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        name = "cuplikan-2026.json"
        pdf.attachments[name] = pikepdf.AttachedFileSpec(pdf, b"{}", filename=name)
        file = pdf.attachments[name].obj.EF.F
        file.write(_deflated_zeros(2 * 1024**3), filter=pikepdf.Name.FlateDecode)
        pdf.save(bomb)
    assert len(bomb.getvalue()) < 4 * 1024**2
    assert check_upload.data_inside(bomb.getvalue()) == ""


def _deflated_zeros(size):
    """`size` zeros as zlib would pack them, put together from one packed block."""
    block = bytes(16 * 1024**2)
    squeeze = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    packed = squeeze.compress(block) + squeeze.flush(zlib.Z_FULL_FLUSH)
    check = ((size % 65521) << 16 | 1).to_bytes(4, "big")  # Adler-32 of so many zeros
    return b"\x78\xda" + packed * (size // len(block)) + b"\x03\x00" + check


def test_nothing_of_an_upload_is_written(client, db, settings, tmp_path, monkeypatch):
    empty = tmp_path / "sementara"
    empty.mkdir()
    settings.FILE_UPLOAD_TEMP_DIR = str(empty)
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 10
    opened = []
    monkeypatch.setattr("tempfile.NamedTemporaryFile", lambda *a, **m: opened.append(a))
    page = upload(client, b"%PDF-1.7" + bytes(3 * 1024**2))
    assert page.status_code == 404
    assert opened == []
    assert list(Path(empty).iterdir()) == []


def test_a_file_that_is_too_large_is_refused(client, settings, db):
    settings.REPORT_CHECK_BYTES = 100_000
    page = upload(client, bytes(100_001))  # found while it arrives
    assert page.status_code == 413
    assert "Berkas lebih besar dari 98 KB" in page.text
    page = upload(client, bytes(400_000))  # told by its length, before it is read
    assert page.status_code == 413


def test_no_file_is_asked_for_again(client, db):
    for data in ({}, {"lain": SimpleUploadedFile("laporan.pdf", b"x")}):
        page = client.post(FORM, data)
        assert page.status_code == 422
        assert "Pilih berkasnya dulu" in page.text


def test_many_files_in_a_minute_are_too_many(client, db):
    for _ in range(check_upload.FILES):
        assert upload(client, b"surat").status_code == 404
    page = upload(client, b"surat")
    assert page.status_code == 429
    assert "Coba lagi satu menit lagi" in page.text
    other = client.post(FORM, {"berkas": SimpleUploadedFile("x", b"x")}, REMOTE_ADDR="10.1.1.1")
    assert other.status_code == 404


def test_the_check_needs_no_cookie(db):
    strict = Client(enforce_csrf_checks=True)
    assert upload(strict, b"surat").status_code == 404
    assert "csrf" not in strict.get(FORM).text
