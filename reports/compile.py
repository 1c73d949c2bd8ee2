"""The steps of compiling, the same for the worker and the command: snapshot, sections, join."""

import csv
import hashlib
import io
from pathlib import Path
from typing import Any

from django.conf import settings

from clusters.exchange.rows import COLUMNS
from reports import content, snapshot
from reports.join import Attachment, Part, headings, join, page_count, page_labels
from reports.render import to_pdf
from reports.stamp import stamp_pdf
from reports.storing import store

ENGINE = "1"  # raise it when rendering changes in a way the HTML does not show


def section_file(html: str) -> Path:
    """Where the rendered section of this HTML is kept, by its content."""
    digest = hashlib.sha256(f"{ENGINE}\n{html}".encode()).hexdigest()
    return settings.REPORTS_DIR / "sections" / f"{digest}.pdf"


def render_section(data: dict[str, Any], key: str) -> tuple[Path, bool]:
    """Render one section unless it is kept already; gives its file and whether it was kept."""
    html = content.section_html(data, key)
    path = section_file(html)
    if path.exists():
        return path, True
    store(path, to_pdf(html))
    return path, False


def bind(data: dict[str, Any], files: dict[str, Path]) -> tuple[bytes, int]:
    """The finished report from its rendered sections (key → file); its bytes and pages."""
    parts = [
        Part(one.title, one.numeral, files[one.key].read_bytes(), one.start)
        for one in content.plan(data)
    ]
    toc, labels = _toc(data, parts)
    parts.insert(1, Part("Daftar isi", "", toc, True))
    year = data["this"]["year"]
    digest = hashlib.sha256(snapshot.canonical(data)).hexdigest()
    pdf = join(
        [_titled(part) for part in parts],
        title=f"Laporan Evaluasi Kota Layak Anak {year}, {data['kota']['full_name']}",
        stamp=stamp_pdf(labels, kota=data["kota"], year=year, sha256=digest),
        attachments=_attachments(data, year),
    )
    return pdf, len(labels)


def _titled(part: Part) -> Part:
    """In the outline a chapter stands with its number."""
    if part.numeral[1:].isdigit():
        title = f"Lampiran {part.numeral[1:]} {part.title}"
    elif part.numeral:
        title = f"Bab {part.numeral} {part.title}"
    else:
        title = part.title
    return Part(title, part.numeral, part.pdf, part.start, part.in_outline)


def _toc(data: dict[str, Any], parts: list[Part]) -> tuple[bytes, list[str]]:
    """The table of contents and the labels of all pages, once its own length is known."""
    length = 1
    while True:
        counts = [(part.numeral, page_count(part.pdf)) for part in parts]
        counts.insert(1, ("", length))
        labels = page_labels(counts)
        rows = _rows(data, parts, labels, length)
        toc = to_pdf(content.toc_html(data, rows))
        pages = page_count(toc)
        if pages == length:
            return toc, labels
        length = pages


def _rows(
    data: dict[str, Any], parts: list[Part], labels: list[str], toc_pages: int
) -> list[content.TocRow]:
    rows, at = [], 0
    for number, (one, part) in enumerate(zip(content.plan(data), parts, strict=True)):
        if number == 1:
            at += toc_pages
        if one.start and number > 0:
            rows.append(content.TocRow(one.label, one.title, labels[at], main=True))
        if one.label.startswith("Bab"):
            rows += [
                content.TocRow("", title, labels[at + page], main=False)
                for title, page in headings(part.pdf)
            ]
        at += page_count(part.pdf)
    return rows


def _attachments(data: dict[str, Any], year: int) -> list[Attachment]:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    names = [name for name in COLUMNS if name in _CSV]
    writer.writerow(names)
    for row in data["this"]["entries"]:
        writer.writerow([_cell(year, row, name) for name in names])
    return [
        Attachment(
            f"cuplikan-{year}.json",
            "application/json",
            "Cuplikan data lengkap",
            snapshot.canonical(data),
        ),
        Attachment(f"isian-{year}.csv", "text/csv", "Isian", text.getvalue().encode()),
    ]


_CSV = {
    "tahun": None,
    "kode_wilayah": "area",
    "kode_indikator": "code",
    "pembilang": "numerator",
    "penyebut": "denominator",
    "nilai": "value",
    "status": "state",
    "verifikasi": "mark",
    "nilai_verifikasi": "adjusted_value",
}


def _cell(year: int, row: dict[str, Any], name: str) -> Any:
    source = _CSV[name]
    return year if source is None else row[source]
