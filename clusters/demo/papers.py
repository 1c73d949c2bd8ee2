"""Small real PDFs that stand as evidence in an invented year."""

import hashlib
import os
import secrets
from datetime import date
from typing import Any

from django.conf import settings

from clusters.models import EvidenceFile
from kla.areas.models import Area


def make_paper(area: Area, title: str, *, valid_until: date | None, by: Any) -> EvidenceFile:
    """Store a one-page PDF with this title and give its row, not yet saved."""
    content = _pdf(f"{title}. {area.code} {area.name}. Berkas contoh, isinya rekaan.")
    digest = hashlib.sha256(content).hexdigest()
    stored = secrets.token_hex(24)
    path = settings.EVIDENCE_DIR / stored
    path.write_bytes(content)
    os.chmod(path, 0o600)
    return EvidenceFile(
        area=area,
        name=f"{title}.pdf",
        stored_name=stored,
        content_type="application/pdf",
        size=len(content),
        pages=1,
        received_sha256=digest,
        kept_sha256=digest,
        valid_until=valid_until,
        names_no_child=True,
        uploaded_by=by,
    )


def _pdf(text: str) -> bytes:
    """A one-page PDF that shows one line of Latin text."""
    line = text.replace("\\", "").replace("(", "").replace(")", "").encode("latin-1", "replace")
    stream = b"BT /F1 11 Tf 60 760 Td (" + line + b") Tj ET"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return (
        out
        + b"xref\n0 6\n0000000000 65535 f \n%strailer\n<< /Size 6 /Root 1 0 R >>\n" % (table)
        + b"startxref\n%d\n%%%%EOF\n" % len(out)
    )
