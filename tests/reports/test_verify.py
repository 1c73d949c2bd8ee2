"""What checks a report answers in words, whatever was put in its attachment or typed as a code."""

import pikepdf
import pytest
from django.test import Client

from reports.verify import NotGenuine, verify

MISSHAPEN = [
    b"[]",
    b"null",
    b"{}",
    b"1",
    b'{"this": []}',
    b'{"this": {"entries": 1}}',
    b'{"this": {"year": 2026}, "kota": null}',
    b'{"this": ' + b"[" * 900 + b"]" * 900 + b"}",
]
BROKEN = [b"", b"{", b"[" * 200_000, b"9" * 5000, b"\xff\xfe"]


def report(path, content):
    """A PDF of one empty page with `content` as its snapshot."""
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        spec = pikepdf.AttachedFileSpec(pdf, content, filename="cuplikan-2026.json")
        pdf.attachments["cuplikan-2026.json"] = spec
        pdf.save(path)
    return path


@pytest.mark.parametrize("content", MISSHAPEN, ids=range(len(MISSHAPEN)))
def test_a_misshapen_attachment_is_one_line(tmp_path, content):
    with pytest.raises(NotGenuine) as caught:
        verify(report(tmp_path / "laporan.pdf", content))
    assert caught.value.faults == ["Lampiran cuplikan data tidak berbentuk seperti seharusnya."]


@pytest.mark.parametrize("content", BROKEN, ids=range(len(BROKEN)))
def test_a_broken_attachment_is_one_line(tmp_path, content):
    with pytest.raises(NotGenuine) as caught:
        verify(report(tmp_path / "laporan.pdf", content))
    assert caught.value.faults == ["Berkas ini bukan PDF yang utuh, atau lampirannya rusak."]


@pytest.mark.parametrize("code", ["a/b", "../x", "kode", "%00", "é" * 300, "f" * 65, "?#"])
def test_a_code_of_no_report_is_told_without_a_fault(db, code):
    page = Client().get("/laporan/periksa/", {"kode": code})
    assert page.status_code == 404
    assert "Tidak kami kenal" in page.text


def test_a_code_with_blanks_and_capitals_leads_to_its_page(db):
    page = Client().get("/laporan/periksa/", {"kode": " ABC def 012 345 "})
    assert page.status_code == 302
    assert page.url.endswith("/abcdef012345/")
