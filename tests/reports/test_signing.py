"""Signing with a test authority: whole, stamped, over the whole file, also after download."""

import io
import os
import subprocess
import sys

import pikepdf
import pytest
from django.core.checks import run_checks
from django.test import override_settings
from django.urls import reverse
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from reports import signing
from reports.models import ReportState
from reports.publishing import report_path
from tests.pdf import assert_sound, tags_of
from tests.reports.authority import PASSWORD, SIGNER, Authority
from tests.reports.drafts import lay_draft, publish

pytestmark = pytest.mark.django_db  # the year of `printed` is made in the database


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    return Authority(tmp_path_factory.mktemp("otoritas"))


@pytest.fixture(autouse=True)
def set_up(settings, tmp_path, authority):
    settings.REPORTS_DIR = tmp_path
    settings.REPORT_SIGN_P12 = str(authority.p12)
    settings.REPORT_SIGN_PASSWORD = PASSWORD


@pytest.fixture
def report(printed, city, cast):
    return lay_draft(city.period, printed, requested_by=cast.dewi)


@pytest.fixture(scope="module")
def signed(authority, printed, tmp_path_factory):
    """The printed draft, signed with a time stamp: what the file itself must be."""
    with (
        authority.stamping() as address,
        override_settings(
            REPORT_SIGN_P12=str(authority.p12),
            REPORT_SIGN_PASSWORD=PASSWORD,
            REPORT_SIGN_TSA=address,
        ),
    ):
        done = signing.sign(printed.draft.read_bytes(), reason="Uji", location="Kota Rekaan")
    path = tmp_path_factory.mktemp("tanda") / "tanda.pdf"
    path.write_bytes(done.pdf)
    return path


def validated(pdf, authority):
    """What pyHanko says of the only signature, to somebody who trusts the test authority."""
    found = PdfFileReader(io.BytesIO(pdf)).embedded_signatures
    assert len(found) == 1
    trust = ValidationContext(trust_roots=[authority.root], allow_fetching=False)
    return validate_pdf_signature(
        found[0], signer_validation_context=trust, ts_validation_context=trust
    )


def test_a_published_report_is_signed_and_still_so_after_download(client, report, cast, authority):
    publish(report, cast.dewi)
    assert (report.state, report.signed_by) == (ReportState.PUBLISHED, SIGNER)
    client.force_login(cast.eko)
    answer = client.get(reverse("reports:report-download", args=[report.pk]))
    got = b"".join(answer.streaming_content)
    assert got == report_path(report).read_bytes()
    status = validated(got, authority)
    assert status.bottom_line
    assert status.coverage == SignatureCoverageLevel.ENTIRE_FILE
    assert status.timestamp_validity is None  # no authority for time is set
    assert report.signed_at == status.signer_reported_dt
    assert assert_sound(report_path(report)) == report.pages


def test_with_an_authority_for_time_the_signature_is_stamped(signed, authority):
    status = validated(signed.read_bytes(), authority)
    assert status.bottom_line
    assert status.timestamp_validity.valid
    assert status.timestamp_validity.trusted
    assert signing._read_again(signed.read_bytes()).at == status.timestamp_validity.timestamp


def test_signing_adds_to_the_joined_file_and_keeps_what_it_is(signed, printed):
    joined = printed.draft.read_bytes()
    assert signed.read_bytes().startswith(joined)
    assert tags_of(signed) == tags_of(printed.draft)
    with pikepdf.open(signed) as pdf, pikepdf.open(printed.draft) as before:
        assert pdf.Root.Metadata.read_bytes() == before.Root.Metadata.read_bytes()
        assert b"pdfaid" in pdf.Root.Metadata.read_bytes()
        assert dict(pdf.docinfo) == dict(before.docinfo)
        assert "/Version" not in pdf.Root  # it stays a PDF 1.7, as PDF/A-3 wants it
        assert list(pdf.attachments) == list(before.attachments)
        assert int(pdf.Root.AcroForm.SigFlags) == 3
        field = pdf.Root.AcroForm.Fields[0]
        assert str(field.TU)
        assert int(field.F) & 0b111 == 0b100  # printed, and neither hidden nor invisible
        left, bottom, right, top = (float(side) for side in field.Rect)
        assert left == right < 0  # no picture, and outside the page: PDF/A and PDF/UA both
        assert bottom == top < 0
        assert str(pdf.pages[0].Tabs) == "/S"
        mark = pdf.Root.Perms.DocMDP.Reference[0].TransformParams
        assert int(mark.P) == 1  # nothing may change after


def test_one_changed_byte_is_found(signed, authority):
    content = bytearray(signed.read_bytes())
    content[len(content) // 3] ^= 1
    status = validated(bytes(content), authority)
    assert not status.intact
    assert not status.bottom_line


def test_what_is_added_after_is_found(signed, authority):
    status = validated(signed.read_bytes() + b"\n% lagi\n", authority)
    assert status.coverage != SignatureCoverageLevel.ENTIRE_FILE


def test_without_an_answer_of_the_time_server_it_is_a_draft_again(report, cast, settings):
    settings.REPORT_SIGN_TSA = "http://127.0.0.1:9/tsa"
    publish(report, cast.dewi)
    assert (report.state, report.number) == (ReportState.DRAFT, None)
    assert "server stempel waktu http://127.0.0.1:9/tsa tidak menjawab" in report.error


def test_a_time_server_that_answers_nonsense_is_told(printed, settings, authority):
    with authority.stamping() as address:
        settings.REPORT_SIGN_TSA = address.replace("waktu", "lain")
        with pytest.raises(signing.CannotSign, match="tidak menjawab seperti seharusnya"):
            signing.sign(printed.draft.read_bytes(), reason="Uji", location="Kota Rekaan")


def wrong(authority, tmp_path, kind):
    nonsense = tmp_path / "surat.p12"
    nonsense.write_bytes(b"bukan sertifikat")
    return {
        "nowhere": {"REPORT_SIGN_P12": str(tmp_path / "tidak-ada.p12")},
        "nonsense": {"REPORT_SIGN_P12": str(nonsense)},
        "password": {"REPORT_SIGN_PASSWORD": "salah"},
        "expired": {"REPORT_SIGN_P12": str(authority.expired)},
        "tsa": {"REPORT_SIGN_TSA": "tsa.contoh"},
        "alone": {"REPORT_SIGN_P12": "", "REPORT_SIGN_TSA": "https://tsa.contoh"},
    }[kind]


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("nowhere", "tidak terbaca: berkas atau foldernya tidak ada"),
        ("nonsense", "tidak dapat dibuka"),
        ("password", "REPORT_SIGN_PASSWORD salah"),
        ("expired", f"sertifikat {SIGNER} berakhir"),
        ("tsa", "harus alamat yang diawali https://"),
        ("alone", "diisi tanpa REPORT_SIGN_P12"),
    ],
)
def test_the_check_at_start_says_what_is_wrong(settings, tmp_path, authority, kind, words):
    for name, value in wrong(authority, tmp_path, kind).items():
        setattr(settings, name, value)
    told = [one.msg for one in run_checks() if one.id == "reports.W001"]
    assert len(told) == 1
    assert words in told[0]


def test_the_check_at_start_is_silent_where_all_is_well(settings):
    assert not [one for one in run_checks() if one.id == "reports.W001"]
    settings.REPORT_SIGN_P12 = ""
    assert not [one for one in run_checks() if one.id == "reports.W001"]


@pytest.mark.parametrize("password", [PASSWORD, "salah"])
def test_the_password_may_come_from_a_file(tmp_path, authority, password):
    """As an installation starts: the line break at the end of the file is none of it."""
    secret = tmp_path / "sandi"
    secret.write_text(f"{password}\n", encoding="utf-8")
    named = {"REPORT_SIGN_P12": str(authority.p12), "REPORT_SIGN_PASSWORD_FILE": str(secret)}
    done = subprocess.run(
        [sys.executable, "manage.py", "check"],
        env=os.environ | named | {"KLA_DATA_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0
    assert ("reports.W001" in done.stderr) == (password != PASSWORD), done.stderr


def test_an_expired_certificate_signs_nothing(report, cast, settings, authority):
    settings.REPORT_SIGN_P12 = str(authority.expired)
    publish(report, cast.dewi)
    assert report.state == ReportState.DRAFT
    assert f"Penerbitan gagal: sertifikat {SIGNER} berakhir" in report.error
