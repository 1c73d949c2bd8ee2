"""Parts of the report that stand alone: a cluster, a kecamatan, a kelurahan, two years compared.

A scope is written as "klaster:<slug>", "kecamatan:<code>", "kelurahan:<code>" or "perbandingan";
the whole report is "". Its document is made from the same snapshot as the whole report: sections
of the whole where they fit (then their rendering is kept already), and some of its own, whose key
ends with the scope.
"""

from dataclasses import dataclass, replace
from typing import Any

from reports import snapshot
from reports.plans import SectionPlan
from reports.sections.book import Book

COMPARISON = "perbandingan"
KINDS = ("klaster", "kecamatan", "kelurahan")
OWN = "sub-"  # how the name of a section begins that belongs to a scope
LETTERS = "ABCDEFGH"


@dataclass(frozen=True)
class Scope:
    """One scope of a snapshot: its kind, what it is about, and its title on the cover."""

    text: str
    kind: str
    code: str  # a cluster's slug or an area's code; empty for the comparison
    title: str


def read(data: dict[str, Any], text: str) -> Scope:
    """The scope in these data. Raises ValueError where the snapshot has no such thing."""
    kind, _, code = text.partition(":")
    if text == COMPARISON:
        year = data["this"]["year"]
        return Scope(text, kind, "", f"Perbandingan {year - 1} dan {year}")
    for known, title in _titles(data, kind):
        if known == code:
            return Scope(text, kind, code, title)
    raise ValueError(f"Tidak ada bagian {text[:60]} dalam data tahun ini.")


def _titles(data: dict[str, Any], kind: str) -> list[tuple[str, str]]:
    if kind == "klaster":
        return [(one["slug"], f"Klaster {one['name']}") for one in data["this"]["clusters"]]
    if kind not in KINDS:
        return []
    asked = {area for area, _, office, _ in data["this"]["sheets"] if office is None}
    if kind == "kecamatan":
        asked = {code.rsplit(".", 1)[0] for code in asked}
    return [
        (area["code"], _with_word(_word(kind, area["code"]), area["name"]))
        for area in data["areas"]
        if area["code"] in asked
    ]


def _with_word(word: str, name: str) -> str:
    return name if name.startswith(f"{word} ") else f"{word} {name}"


def _word(kind: str, code: str) -> str:
    if kind == "kecamatan":
        return "Kecamatan"
    return "Desa" if code.rsplit(".", 1)[1].startswith("2") else "Kelurahan"


def plan(data: dict[str, Any], text: str, whole: list[SectionPlan]) -> list[SectionPlan]:
    """The sections of a scope's document, given those of the whole report."""
    scope = read(data, text)
    parts = {
        "klaster": _cluster,
        "kecamatan": _kecamatan,
        "kelurahan": _kelurahan,
        COMPARISON: _comparison,
    }[scope.kind](data, scope, whole)
    return [_own("sampul", "Sampul", scope), *parts]


def _own(name: str, title: str, scope: Scope) -> SectionPlan:
    return SectionPlan(f"{OWN}{name}:{scope.text}", title, "", "")


def _lettered(chapters: list[list[SectionPlan]]) -> list[SectionPlan]:
    """Chapters of a scope have letters, so that nobody takes them for those of the whole."""
    found = []
    for letter, parts in zip(LETTERS, (one for one in chapters if one), strict=False):
        found += [
            replace(part, numeral=letter, label=f"Bab {letter}", start=number == 0)
            for number, part in enumerate(parts)
        ]
    return found


def _cluster(data: dict[str, Any], scope: Scope, whole: list[SectionPlan]) -> list[SectionPlan]:
    """Its chapter under its own number, what is missing, the numbers behind it, its words."""
    key = f"klaster-{scope.code}"
    chapter = [one for one in whole if one.key == key or one.key.startswith(f"{key}:")]
    return chapter + _lettered(
        [
            [_own("kurang", "Yang masih kurang", scope)],
            [_own(f"angka.{n}", "Angka menurut wilayah", scope) for n in _pieces(data)],
            [_own("istilah", "Daftar istilah", scope)],
        ]
    )


def _pieces(data: dict[str, Any]) -> range:
    return range(len(Book(data).pieces))


def _kecamatan(data: dict[str, Any], scope: Scope, whole: list[SectionPlan]) -> list[SectionPlan]:
    """How its kelurahan stand side by side, their cards and values, services, what is missing."""
    cards = [one for one in whole if one.key.startswith(f"rapor:{scope.code}-")]
    values = [one for one in whole if one.key == f"nilai:{scope.code}"]
    return _lettered(
        [
            [_own("ringkasan", "Keadaan menurut kelurahan", scope)],
            [_own("layanan", "Layanan bagi anak", scope)] if data.get("coverage") else [],
            [_own("kurang", "Yang masih kurang", scope)],
            [_own("istilah", "Daftar istilah", scope)],
        ]
    ) + [
        replace(one, title=title, start=number == 0)
        for title, parts in (("Rapor tiap kelurahan", cards), ("Nilai tiap kelurahan", values))
        for number, one in enumerate(parts)
    ]


def _kelurahan(data: dict[str, Any], scope: Scope, whole: list[SectionPlan]) -> list[SectionPlan]:
    """Its card, all its values, what is missing, its services, its evidence."""
    return _lettered(
        [
            [_own("rapor", "Rapor", scope)],
            [_own("nilai", "Nilai semua indikator", scope)],
            [_own("kurang", "Yang masih kurang", scope)],
            [_own("layanan", "Layanan bagi anak", scope)] if data.get("coverage") else [],
            [_own("bukti", "Daftar bukti dukung", scope)],
            [_own("istilah", "Daftar istilah", scope)],
        ]
    )


def _comparison(data: dict[str, Any], scope: Scope, whole: list[SectionPlan]) -> list[SectionPlan]:
    """The two years side by side: score, indicators, areas and services, the data themselves."""
    return _lettered(
        [
            [_own("skor", "Skor, kategori, dan klaster", scope)],
            [_own("indikator", "Setiap indikator", scope)],
            [_own("wilayah", "Wilayah dan layanan", scope)],
            [_own("data", "Kerangka dan data yang berubah", scope)],
        ]
    )


def scope_of_section(key: str) -> str:
    """The scope in the key of a section of its own; "" for a section of the whole report."""
    name, _, rest = key.partition(":")
    return rest if name.startswith(OWN) else ""


def title_of(data: dict[str, Any], text: str) -> str:
    """The document's title: whose report, of which year and, for a scope, what about."""
    title = f"Laporan Evaluasi Kota Layak Anak {data['this']['year']}, {data['kota']['full_name']}"
    return f"{title}: {read(data, text).title}" if text else title


def area_of(text: str) -> str:
    """The code of the kecamatan or kelurahan that a scope is about; "" for every other."""
    kind, _, code = text.partition(":")
    return code if kind in ("kecamatan", "kelurahan") else ""


def attached(data: dict[str, Any], text: str) -> dict[str, Any]:
    """The data that go into the file: all, or of one area its own and the hash of all.

    Who may read about a kecamatan may not therefore read about the whole city.
    """
    if not area_of(text):
        return data
    scope = read(data, text)
    this = data["this"]
    return {
        "scope": text,
        "title": scope.title,
        "snapshot": snapshot.digest(data),
        "kota": {key: data["kota"][key] for key in ("code", "name", "full_name")},
        "areas": [area for area in data["areas"] if _covers(scope, area["code"])],
        "this": {
            "year": this["year"],
            "framework": this["framework"],
            "indicators": [row for row in this["indicators"] if row["scope"] == "kelurahan"],
            "entries": [row for row in this["entries"] if _covers(scope, row["area"])],
        },
    } | ({"edition": data["edition"]} if "edition" in data else {})


def _covers(scope: Scope, area: str) -> bool:
    return f"{area}.".startswith(f"{scope.code}.")
