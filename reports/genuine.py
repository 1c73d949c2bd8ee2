"""Does everything a report prints and attaches follow from the data attached to it?"""

from collections.abc import Iterator
from typing import Any

from clusters.display import VIEW_WORDS, score_words
from clusters.scoring.category import SPOKEN
from clusters.scoring.suppression import is_small
from kla.templatetags.kla_ui import angka
from reports import content, printed, snapshot
from reports.attachments import as_csv
from reports.editions.entries import stated_points
from reports.figures import Year
from reports.reading import File


def told(file: File) -> dict[str, Any]:
    """What the report states; the fields of verify.Genuine."""
    year = Year(file.data["this"])
    return {
        "kota": file.data["kota"]["name"],
        "year": year.year,
        "edition": file.data.get("edition", "lengkap"),
        "scope": file.scope,
        "sha256": snapshot.digest(file.data),
        "scores": {name: score_words(view.score) for name, view in year.views.items()},
        "lines": _lines(file) if _same_print(file) else 0,
        "stated": len(year.hidden.standings),
    }


def _lines(file: File) -> int:
    return sum(len(printed.lines_of(html)) for _, html in _printed(file))


def faults(file: File) -> Iterator[str]:
    """One Indonesian sentence for each thing that does not fit."""
    if file.acts:
        yield "Berkas ini memuat program atau tindakan otomatis, yang tidak ada di laporan kami."
    yield from _hash_faults(file)
    yield from _table_faults(file)
    yield from _public_faults(file)
    body = printed.Body(file.pages)
    yield from _score_faults(file, body)
    if _same_print(file):
        sections = list(_printed(file))
        yield from _line_faults(sections, body)
        yield from _added_faults(sections, file.pages)


def _same_print(file: File) -> bool:
    return file.mark == printed.print_mark()


def _hash_faults(file: File) -> Iterator[str]:
    short = snapshot.digest(file.data)[:12]
    without = [n for n, page in enumerate(file.pages, 1) if short not in "".join(page.split())]
    if len(without) == len(file.pages):
        yield f"Sidik jari {short} dari lampiran tidak tercetak pada laporan."
    elif without:
        yield f"Sidik jari {short} dari lampiran tidak tercetak pada halaman ke-{without[0]}."


def _table_faults(file: File) -> Iterator[str]:
    if file.csv is None:
        yield "Lampiran CSV tidak ada."
    elif file.csv != as_csv(file.data):
        yield "Lampiran CSV tidak sama dengan cuplikan data."


def _public_faults(file: File) -> Iterator[str]:
    """The public edition hides every small count of a sensitive indicator, and its stated points
    are those of its stated attainments."""
    if file.data.get("edition") != "publik":
        return
    for year in (file.data["this"], file.data["before"]):
        if not year:
            continue
        sensitive = {row["code"] for row in year["indicators"] if row["sensitive"]}
        for row in year["entries"]:
            numbers = (row["numerator"], row["denominator"], row["value"])
            if row["code"] in sensitive and any(map(is_small, numbers)):
                yield f"Angka kecil {row['code']} di {row['area']} tidak disembunyikan."
        if year["stated_points"] != stated_points(year):
            yield f"Poin yang dinyatakan untuk {year['year']} tidak cocok dengan batasnya."


def _score_faults(file: File, body: printed.Body) -> Iterator[str]:
    """The scores of the whole report; a part of it prints fewer, which its lines tell."""
    if file.scope:
        return
    year = Year(file.data["this"])
    names = {row["slug"]: row["name"] for row in year.data["clusters"]}
    for name, view in year.views.items():
        words = score_words(view.score)
        if not body.has(words):
            yield f"Skor {VIEW_WORDS[name]} menurut lampiran {words}; angka itu tidak tercetak."
        for slug, (points, _) in view.clusters.items():
            if not body.has(angka(points)):
                yield (
                    f"Poin {VIEW_WORDS[name]} {names[slug]} menurut lampiran {angka(points)}; "
                    "angka itu tidak tercetak."
                )
    category = year.views["verified"].category
    if category and not body.has(SPOKEN.get(category, category)):
        yield f"Kategori menurut lampiran {category}; itu tidak tercetak."


def _line_faults(sections: list[tuple[str, str]], body: printed.Body) -> Iterator[str]:
    for title, html in sections:
        for line in printed.lines_of(html):
            if not body.has(line):
                yield f"{title}: baris ini menurut lampiran tidak tercetak: {line[:120]}"


def _added_faults(sections: list[tuple[str, str]], pages: list[str]) -> Iterator[str]:
    """Numbers that no section gives; the cover may have those of the words on a correction."""
    known = {number for _, html in sections for number in printed.numbers_of(html)}
    for at, page in enumerate(pages[1:], start=2):
        for number in sorted(printed.numbers_in(page) - known):
            yield f"Halaman ke-{at} memuat angka yang tidak berasal dari lampiran: {number}."


def _printed(file: File) -> Iterator[tuple[str, str]]:
    """(title, HTML) of each section, made anew from the attached data."""
    for one in content.plan(file.data, file.scope):
        yield one.title, content.section_html(file.data, one.key)
