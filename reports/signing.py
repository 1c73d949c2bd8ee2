"""The city's electronic signature under a finished report: PAdES by pyHanko.

The certificate is a PKCS#12 file named in the settings, of any provider. It is added to the
joined file as an incremental update, so what was joined stays in it byte for byte. The level is
B-T with a time stamp where REPORT_SIGN_TSA names an authority, else B-B (ETSI EN 319 142-1).
"""

import io
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from kla.file_faults import why_not

# pyHanko takes half a second to import and is imported where it is used: the pages need it never.

FIELD = "TandaTangan"
TSA_SECONDS = 20


class CannotSign(Exception):
    """The text is one Indonesian sentence for who set it up or who publishes."""


@dataclass(frozen=True)
class Signed:
    """A signed file, who signed it by the certificate, and when."""

    pdf: bytes
    by: str
    at: datetime


def is_set() -> bool:
    """Is a certificate to sign with named in the settings?"""
    return bool(settings.REPORT_SIGN_P12)


def fault() -> str:
    """Why signing would fail as it is set up now; empty where nothing is known to be wrong.

    Asks no other machine.
    """
    tsa = settings.REPORT_SIGN_TSA
    if tsa and not tsa.startswith(("http://", "https://")):
        return "REPORT_SIGN_TSA harus alamat yang diawali https:// atau http://."
    if not is_set():
        return "REPORT_SIGN_TSA diisi tanpa REPORT_SIGN_P12." if tsa else ""
    try:
        _signer()
    except CannotSign as why:
        return str(why)
    return ""


def sign(pdf: bytes, *, reason: str, location: str) -> Signed:
    """Sign a joined report; it says itself that nothing may change after. Raises CannotSign.

    The result was read again: its signature is whole and covers the whole file.
    """
    from pyhanko.sign import PdfSignatureMetadata, PdfSigner  # noqa: PLC0415
    from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter  # noqa: PLC0415

    signer = _signer()
    meta = PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        reason=reason,
        location=location,
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
    )
    writer = _update_of(pdf)
    work = PdfSigner(meta, signer, timestamper=_timestamper(), new_field_spec=_field())
    out = _signed(work, writer)
    return _read_again(out)


def _signed(work: Any, writer: Any) -> bytes:
    from pyhanko.sign.general import SigningError  # noqa: PLC0415
    from pyhanko.sign.timestamps import TimestampRequestError  # noqa: PLC0415

    try:
        return work.sign_pdf(writer).getvalue()
    except TimestampRequestError as why:
        raise CannotSign(
            f"server stempel waktu {settings.REPORT_SIGN_TSA} tidak menjawab seperti seharusnya"
            f" ({why}). Coba lagi, atau periksa REPORT_SIGN_TSA."
        ) from why
    except (SigningError, ValueError) as why:
        raise CannotSign(f"tanda tangan tidak dapat dibuat ({why}).") from why


def _field() -> Any:
    """The field has no picture, and lies outside the page: PDF/A-3 lets it be empty so and
    PDF/UA lets it stay out of the structure tree so."""
    from pyhanko.sign.fields import InvisSigSettings, SigFieldSpec  # noqa: PLC0415

    return SigFieldSpec(
        FIELD,
        invis_sig_settings=InvisSigSettings(box_out_of_bounds=True),
        readable_field_name="Tanda tangan elektronik penerbit laporan",
    )


def _update_of(pdf: bytes) -> Any:
    """What will be added to the file; the page of the field is gone through in the order of its
    structure (PDF/UA-1, 7.18.3)."""
    from pyhanko.pdf_utils.generic import pdf_name  # noqa: PLC0415
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter  # noqa: PLC0415

    class Update(IncrementalPdfFileWriter):
        def _update_meta(self) -> None:
            """The packet and the info stay as they are: rewritten, they no longer agree."""

    writer = Update(io.BytesIO(pdf))
    page = writer.find_page_for_modification(0)[0].get_object()
    page[pdf_name("/Tabs")] = pdf_name("/S")
    return writer


def _signer() -> Any:
    """The certificate with its key, whose time has come and is not over. Raises CannotSign."""
    from pyhanko.sign import SimpleSigner  # noqa: PLC0415

    path = Path(settings.REPORT_SIGN_P12)
    password = settings.REPORT_SIGN_PASSWORD.encode() or None
    try:
        signer = SimpleSigner.load_pkcs12_data(path.read_bytes(), [], password)
    except OSError as why:
        raise CannotSign(f"sertifikat REPORT_SIGN_P12 tidak terbaca: {why_not(why)}.") from None
    except (ValueError, AttributeError):  # AttributeError: a file without a key or certificate
        raise CannotSign(
            "sertifikat REPORT_SIGN_P12 tidak dapat dibuka: bukan PKCS#12 dengan kunci dan"
            " sertifikat, atau REPORT_SIGN_PASSWORD salah."
        ) from None
    _refuse_untimely(signer.signing_cert)
    return signer


def _refuse_untimely(certificate: Any) -> None:
    now, start, end = datetime.now(UTC), certificate.not_valid_before, certificate.not_valid_after
    if now > end:
        raise CannotSign(
            f"sertifikat {name_of(certificate)} berakhir {end:%d-%m-%Y}."
            " Pasang yang baru di REPORT_SIGN_P12."
        )
    if now < start:
        raise CannotSign(f"sertifikat {name_of(certificate)} baru berlaku {start:%d-%m-%Y}.")


def _timestamper() -> Any:
    if not settings.REPORT_SIGN_TSA:
        return None
    from pyhanko.sign.timestamps.requests_client import RequestsHTTPTimeStamper  # noqa: PLC0415

    user = settings.REPORT_SIGN_TSA_USER
    auth = (user, settings.REPORT_SIGN_TSA_PASSWORD) if user else None
    return RequestsHTTPTimeStamper(settings.REPORT_SIGN_TSA, timeout=TSA_SECONDS, auth=auth)


def name_of(certificate: Any) -> str:
    """Whom a certificate names: the common name, and the organisation where there is one."""
    subject = certificate.subject.native
    names = [subject.get("common_name"), subject.get("organization_name")]
    said = ", ".join(dict.fromkeys(str(name) for name in names if name))
    return (said or certificate.subject.human_friendly)[:200]


def _read_again(pdf: bytes) -> Signed:
    """What stands in the file, as any reader finds it. Raises CannotSign where it is not whole."""
    from pyhanko.pdf_utils.reader import PdfFileReader  # noqa: PLC0415
    from pyhanko.sign.validation import validate_pdf_signature  # noqa: PLC0415
    from pyhanko.sign.validation.status import SignatureCoverageLevel  # noqa: PLC0415

    found = PdfFileReader(io.BytesIO(pdf)).embedded_signatures[-1]
    status = validate_pdf_signature(
        found,
        signer_validation_context=_alone(found.signer_cert),
        ts_validation_context=_alone(_stamping_certificate(found)),
    )
    whole = status.coverage == SignatureCoverageLevel.ENTIRE_FILE
    stamp = status.timestamp_validity
    if not (status.intact and status.valid and whole) or (stamp and not stamp.valid):
        raise CannotSign("tanda tangan yang dibuat tidak utuh; hubungi Admin KLA.")
    at = stamp.timestamp if stamp else status.signer_reported_dt or datetime.now(UTC)
    return Signed(pdf, name_of(found.signer_cert), at)


def _stamping_certificate(found: Any) -> Any:
    """Of the authority whose time stamp is in a signature; None where there is none."""
    from pyhanko.sign import general  # noqa: PLC0415

    try:
        token = general.find_unique_cms_attribute(
            found.signer_info["unsigned_attrs"], "signature_time_stamp_token"
        )
    except general.NonexistentAttributeError:
        return None
    return general.extract_certificate_info(token["content"]).signer_cert


def _alone(certificate: Any) -> Any:
    """Whom to trust is the reader's to say; here it is asked only whether it is whole."""
    from pyhanko_certvalidator import ValidationContext  # noqa: PLC0415

    return (
        ValidationContext(trust_roots=[certificate], allow_fetching=False) if certificate else None
    )
