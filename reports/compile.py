"""The steps of compiling, the same for the worker and the command: snapshot, sections, join."""

import hashlib
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings

from reports import content, scopes, snapshot
from reports.attachments import attachments
from reports.describe import Words
from reports.join import join
from reports.page_labels import page_labels
from reports.parts import Part, read_part
from reports.parts import page_count as page_count
from reports.render import to_part
from reports.stamp import Mark, caps_pdf
from reports.storing import store

ENGINE = "3"  # raise it when rendering changes in a way the HTML does not show
TOC_TRIES = 4


def section_file(html: str) -> Path:
    """Where the rendered section of this HTML is kept, by its content."""
    digest = hashlib.sha256(f"{ENGINE}\n{html}".encode()).hexdigest()
    return settings.REPORTS_DIR / "sections" / f"{digest}.pdf"


def render_section(data: dict[str, Any], key: str) -> tuple[Path, bool]:
    """Render one section unless it is kept already; gives its file and whether it was kept."""
    return _rendered(content.section_html(data, key))


def _rendered(html: str, *, contents: bool = False) -> tuple[Path, bool]:
    path = section_file(html)
    if path.exists():
        return path, True
    store(path, to_part(html, prefix=path.stem[:8], contents=contents))
    return path, False


def bind(
    data: dict[str, Any], files: dict[str, Path], *, scope: str = "", mark: Mark | None = None
) -> tuple[bytes, int]:
    """The finished report from its rendered sections (key → file); its bytes and pages.

    Without a mark it is a draft. The same data and mark give the same bytes.
    """
    mark = mark or Mark()
    parts = [read_part(one, files[one.key]) for one in content.plan(data, scope)]
    parts.insert(1, _contents(data, parts))
    inside = scopes.attached(data, scope)
    digest = snapshot.digest(inside)
    pdf = join(
        parts,
        words=_words(data, scope, mark),
        caps=caps_pdf(mark, kota=data["kota"], year=data["this"]["year"], sha256=digest),
        draft=mark.draft,
        attachments=attachments(inside, scope),
    )
    return pdf, sum(part.pages for part in parts)


def _words(data: dict[str, Any], scope: str, mark: Mark) -> Words:
    """The file bears the day of its data; older snapshots do not say it: their year's last."""
    year, kota = data["this"]["year"], data["kota"]["full_name"]
    return Words(
        scopes.title_of(data, scope),
        f"Pemerintah {kota}",
        date.fromisoformat(data.get("day") or f"{year}-12-31"),
        # A person wrote it: the public edition does without.
        "" if data.get("edition") == "publik" else mark.changes,
    )


def _contents(data: dict[str, Any], parts: list[Part]) -> Part:
    """The table of contents, rendered again where its own length moves what follows it."""
    one = content.SectionPlan("daftar-isi", "Daftar isi", "", "")
    pages = 1
    for _ in range(TOC_TRIES):
        path, _ = _rendered(content.toc_html(data, toc_rows(parts, pages)), contents=True)
        made = read_part(one, path)
        if made.pages == pages:
            return made
        pages = made.pages
    raise ValueError("Panjang daftar isi tidak dapat ditetapkan.")


def toc_rows(parts: list[Part], toc_pages: int) -> list[content.TocRow]:
    """A row a chapter, and one for each section of the chapters; page numbers as printed.

    The table itself stands behind the first part and has `toc_pages` pages.
    """
    counts = [(part.numeral, part.pages) for part in parts]
    labels = page_labels([*counts[:1], ("", toc_pages), *counts[1:]])
    rows, at = [], 0
    for number, part in enumerate(parts):
        if part.start and number > 0:
            rows.append(content.TocRow(part.label, part.title, labels[at], True, part.key))
        if part.label.startswith("Bab"):
            rows += [
                content.TocRow("", one.title, labels[at + one.page], False, name)
                for name, one in part.sections
            ]
        at += part.pages + (toc_pages if number == 0 else 0)
    return rows
