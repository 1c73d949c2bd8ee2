"""Small real PDFs that stand as evidence in an invented year, and what they are linked to."""

import hashlib
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any

from clusters.demo.chance import rng_of
from clusters.evidence_store import keep
from clusters.models import Entry, EvidenceFile, EvidenceLink, Sheet
from kla.areas.models import Area


@dataclass
class Paper:
    """The evidence one sheet brings, and until when it is valid."""

    file: EvidenceFile
    current: bool


def paper_of(sheet: Sheet, year: int, seed: int, by: Any) -> Paper:
    """One file a sheet; about one in fourteen ended in the middle of the year."""
    office = sheet.office.key if sheet.office else ""
    rng = Random(f"{seed}/{sheet.area.code}/{sheet.cluster.slug}/{office}/{year}/bukti")
    current = rng.random() > 0.04
    until = date(year + 1, 12, 31) if current else date(year, 6, 30)
    title = f"Rekap {sheet.cluster.name} {year}"
    return Paper(_make_paper(sheet.area, title, valid_until=until, by=by), current)


def link_papers(entries: list[Entry], papers: dict[int, Paper], seed: int) -> None:
    """Hang each sheet's paper on its entries that ask for one; a few go without."""
    EvidenceFile.objects.bulk_create([paper.file for paper in papers.values()], batch_size=200)
    links = []
    for entry in entries:
        rng = rng_of(entry, seed, "tautan")
        if entry.indicator.evidence and rng.random() > 0.03:
            file = papers[entry.sheet_id].file
            links.append(EvidenceLink(entry=entry, file=file, linked_by=entry.entered_by))
    EvidenceLink.objects.bulk_create(links, batch_size=500)
    for link in links:  # as old as the answer, so that what came back is not changed since
        link.linked_at = link.entry.entered_at
    EvidenceLink.objects.bulk_update(links, ["linked_at"], batch_size=500)


def _make_paper(area: Area, title: str, *, valid_until: date | None, by: Any) -> EvidenceFile:
    """Store a one-page PDF with this title and give its row, not yet saved."""
    content = _pdf(f"{title}. {area.code} {area.name}. Berkas contoh, isinya rekaan.")
    digest = hashlib.sha256(content).hexdigest()
    stored = keep(content)
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
