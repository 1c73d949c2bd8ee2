"""Uploads: what is kept as evidence, and what is refused without leaving a trace."""

import io
import re
import resource
from datetime import date
from random import Random

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from clusters import evidence_actions
from clusters.evidence_intake import RefusedUpload, look, tidy_name
from clusters.models import EvidenceFile, Indicator
from kla.audit.models import Record
from tests.clusters import papers
from tests.clusters.papers import bring, nothing_stayed, page_of, pdf, picture
from tests.world import sheet_of

HTML = b"<!DOCTYPE html><html><script>alert(1)</script></html>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
MOST = 20 * 1024 * 1024


@pytest.fixture
def folder(settings, tmp_path):
    settings.EVIDENCE_DIR = tmp_path
    return tmp_path


@pytest.fixture
def sheet(city, folder):
    return sheet_of(city, "health")


def test_a_pdf_is_kept_whole_with_what_was_said_of_it(ani, sheet, folder, cast):
    content = pdf(3)
    more = {"valid_from": "2026-01-01", "valid_until": "2027-12-31"}
    response = bring(ani, sheet, content, "Rekap gizi.pdf", **more)
    assert (response.status_code, response.url) == (302, f"/lembar/{sheet.pk}/#ind-KES-01")
    file = EvidenceFile.objects.get()
    assert (file.name, file.content_type, file.pages) == ("Rekap gizi.pdf", "application/pdf", 3)
    assert (file.area, file.uploaded_by, file.size) == (sheet.area, cast.ani, len(content))
    assert (file.valid_from, file.valid_until) == (date(2026, 1, 1), date(2027, 12, 31))
    assert file.received_sha256 == file.kept_sha256
    assert (folder / file.stored_name).read_bytes() == content
    assert file.links.get().entry.indicator.code == "KES-01"
    record = Record.objects.get(verb="evidence.add")
    assert (record.by, record.detail) == (cast.ani, {"code": "KES-01"})


def test_files_lie_outside_the_web_root_under_random_names(ani, sheet, folder):
    bring(ani, sheet, pdf(), "rekap.pdf")
    file = EvidenceFile.objects.get()
    assert {kept.name for kept in folder.iterdir()} == {file.stored_name, file.preview_name}
    for kept in folder.iterdir():
        assert re.fullmatch(r"[0-9a-f]{48}", kept.name)
        assert kept.stat().st_mode & 0o777 == 0o600
        for prefix in ("static", "media", "evidence", "bukti", "var/evidence"):
            assert ani.get(f"/{prefix}/{kept.name}").status_code == 404


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_picture_is_kept_by_what_it_is_not_by_its_name(ani, sheet, kind):
    bring(ani, sheet, picture(kind), "foto.exe")
    file = EvidenceFile.objects.get()
    assert file.content_type == f"image/{kind.lower()}"
    assert (file.pages, file.name) == (None, f"foto.exe.{kind.lower().replace('jpeg', 'jpg')}")


HOSTILE = {
    "HTML named PDF": (HTML, "jenis lain"),
    "HTML before a PDF": (HTML + pdf(), "jenis lain"),
    "SVG named PNG": (SVG, "jenis lain"),
    "GIF": (picture("GIF"), "jenis lain"),
    "program": (b"MZ" + b"\0" * 500, "jenis lain"),
    "ZIP": (b"PK\x03\x04" + b"\0" * 500, "jenis lain"),
    "plain text": (b"%PD", "jenis lain"),
    "nothing": (b"", "kosong"),
    "PDF in name of its first bytes": (b"%PDF-1.7\n" + HTML, "rusak"),
    "PDF cut short": (pdf(20)[:-400], "rusak"),
    "PDF without a page": (pdf(0), "rusak"),
    "PDF that asks for a password": (
        pdf(encryption=papers.pikepdf.Encryption(owner="a", user="b")),
        "dikunci kata sandi",
    ),
    "PDF that only its owner may change": (
        pdf(encryption=papers.pikepdf.Encryption(owner="a", user="")),
        "dikunci kata sandi",
    ),
    "PDF that opens with a script": (pdf(change=papers.with_script), "program"),
    "PDF with a script in a page": (pdf(change=papers.with_script_in_a_page), "program"),
    "PDF with a script in a form": (pdf(change=papers.with_form_script), "program"),
    "PDF that starts a program": (pdf(change=papers.with_launch), "program"),
    "script packed into an object stream": (
        pdf(
            change=papers.with_script_in_a_page,
            object_stream_mode=papers.pikepdf.ObjectStreamMode.generate,
        ),
        "program",
    ),
    "PNG cut short": (picture(size=(300, 300))[:-30], "rusak"),
    "JPEG cut short": (picture("JPEG", size=(900, 900))[:-900], "rusak"),
    "PNG of 900 million dots": (papers.bomb(30_000, 30_000), "terlalu besar"),
    "PNG of 150 million dots": (papers.bomb(15_000, 10_000), "terlalu besar"),
    "PNG whose size is a lie": (papers.bomb(9_000, 9_000), "rusak"),
    "only a PNG's first bytes": (b"\x89PNG\r\n\x1a\n", "rusak"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_in_words_and_nothing_stays(ani, sheet, folder, name):
    content, word = HOSTILE[name]
    response = bring(ani, sheet, content, "laporan.pdf")
    assert response.status_code == 422
    (said,) = response.context["form"].errors["file"]
    assert word in said
    assert "berkas belum tersimpan" in response.text
    nothing_stayed(folder)


def test_a_file_that_is_two_things_is_served_as_the_one_it_was_seen_as(ani, sheet):
    bring(ani, sheet, picture("JPEG") + HTML, "foto.html")
    file = EvidenceFile.objects.get()
    assert (file.content_type, file.name) == ("image/jpeg", "foto.html.jpg")


def test_a_file_over_the_limit_is_refused_by_page_and_action(ani, sheet, folder, settings, cast):
    settings.EVIDENCE_MAX_BYTES = 1024 * 1024
    content = picture() + b"\0" * (1024 * 1024)
    response = bring(ani, sheet, content, "besar.png")
    assert response.status_code == 422
    assert response.context["form"].errors["file"] == ["Berkas lebih besar dari 1 MB."]
    with pytest.raises(RefusedUpload, match="lebih besar dari 1 MB"):
        look(content, most_bytes=settings.EVIDENCE_MAX_BYTES)
    nothing_stayed(folder)


def test_without_the_declaration_nothing_is_kept(ani, sheet, folder, cast):
    response = bring(ani, sheet, pdf(), declared=None)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["declared"]
    with pytest.raises(ValidationError, match="nama dan wajah anak"):
        add(sheet, cast.ani, pdf(), declared=False)
    nothing_stayed(folder)


@pytest.mark.parametrize(
    ("more", "box"),
    [
        ({"valid_from": "2027-01-01", "valid_until": "2026-12-31"}, "valid_until"),
        ({"valid_until": "kapan-kapan"}, "valid_until"),
        ({"valid_from": "2026-02-30"}, "valid_from"),
    ],
)
def test_dates_that_make_no_sense_are_told(ani, sheet, folder, more, box):
    response = bring(ani, sheet, pdf(), **more)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [box]
    nothing_stayed(folder)


def add(sheet, by, content, name="rekap.pdf", **more):
    given = {"valid_until": None, "declared": True} | more
    indicator = Indicator.objects.get(code="KES-01")
    return evidence_actions.add_evidence(
        sheet, indicator, name=name, content=content, by=by, **given
    )


def test_no_file_is_left_when_the_table_refuses_it(sheet, folder, cast):
    dates = {"valid_from": date(2027, 1, 1), "valid_until": date(2026, 1, 1)}
    with pytest.raises(IntegrityError):
        add(sheet, cast.ani, pdf(), **dates)
    nothing_stayed(folder)


def test_nothing_is_half_kept_when_the_disk_gives_out(ani, sheet, folder):
    noise = papers.pikepdf.new()
    noise.add_blank_page()
    noise.Root.Extra = noise.make_indirect(
        papers.pikepdf.Stream(noise, Random(7).randbytes(900_000))
    )
    out = io.BytesIO()
    noise.save(out)
    usual = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (600_000, usual[1]))
    try:
        response = bring(ani, sheet, out.getvalue())
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, usual)
    assert response.status_code == 422
    assert "Coba lagi" in str(response.context["form"].errors["file"])
    nothing_stayed(folder)


def test_a_missing_folder_is_told_and_nothing_stays(ani, sheet, folder, settings):
    settings.EVIDENCE_DIR = folder / "tidak" / "ada"
    response = bring(ani, sheet, pdf())
    assert response.status_code == 422
    assert "tidak dapat disimpan" in response.text
    nothing_stayed(folder)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("..\\..\\windows\\rekap.pdf", "rekap.pdf"),
        ("C:\\Data\\SK Wali Kota.PDF", "SK Wali Kota.PDF"),
        ("rekap\n\r\0.pdf", "rekap.pdf"),
        ("rekap\u202efdp.exe", "rekapfdp.exe.pdf"),
        ("a\u200bb\ufeff.pdf", "ab.pdf"),
        ('"kutip"; <b>.pdf', "_kutip_; _b_.pdf"),
        ("..", "berkas.pdf"),
        ("", "berkas.pdf"),
        (".pdf", "pdf.pdf"),
        ("Résumé.pdf", "Résumé.pdf"),
        ("e\u0301.pdf", "é.pdf"),
        ("laporan 📄 王.pdf", "laporan 📄 王.pdf"),
        ("x\ud800.pdf", "x.pdf"),
    ],
)
def test_a_name_is_made_harmless_and_stays_readable(given, kept):
    assert tidy_name(given, "application/pdf") == kept


@pytest.mark.parametrize("given", ["n" * 300 + ".pdf", "é" * 300, "p." + "q" * 300, "a." * 200])
def test_a_long_name_is_cut_and_keeps_its_ending(given):
    name = tidy_name(given, "application/pdf")
    assert len(name) <= 255
    assert name.endswith(".pdf")


def test_the_page_of_a_foreign_or_unknown_entry_is_not_there(ani, sheet, cast, other_city):
    foreign = sheet_of(other_city, "health")
    assert bring(ani, foreign, pdf()).status_code == 404
    assert ani.get(page_of(foreign)).status_code == 404
    assert ani.get(page_of(sheet, "TKL-01")).status_code == 404
    assert ani.get(page_of(sheet)).status_code == 200
