"""First drafts by rules: what a chapter says before a person has written it.

From a book's numbers to Markdown with references. A rule whose number says nothing (no year
before, nothing that worsened) writes no sentence.
"""

from collections.abc import Callable

from reports.narrative.references import Reference, filled, find, replaced
from reports.narrative.standing import Standing
from reports.narrative.superlatives import NONE

# Their pages tell the numbers in sentences of their own: a draft is there to begin with, and is
# printed once a person has kept it.
BY_HAND = frozenset({"kata-pengantar", "ringkasan", "pendahuluan", "metode", "penutup"})
EMPTY = frozenset({NONE, "–", "n. a.", "belum berkategori"})


def draft(standing: Standing, key: str) -> str:
    """The Markdown of a chapter of reports/outline.py, its numbers kept beside each reference."""
    slug = key.removeprefix("klaster-")
    clusters = {one["slug"]: one["name"] for one in standing.book.year.data["clusters"]}
    paragraphs = _cluster(clusters[slug]) if key != slug else _CHAPTERS[key](standing)
    told = ["".join(_said(standing, line) for line in lines).strip() for lines in paragraphs]
    return filled("\n\n".join(one for one in told if one), standing.value)


def _said(standing: Standing, sentence: str) -> str:
    """The sentence with a gap behind it; nothing where one of its numbers says nothing."""
    values = [standing.value(one.name) for one in find(sentence)]
    return "" if any(one is None or one in EMPTY for one in values) else f"{sentence} "


def without_areas(text: str) -> str:
    """The draft without lines that tell of single kelurahan: what the public edition prints."""

    def gone(one: Reference) -> str:
        return "\0" if one.name.startswith("wilayah ") else f"{{{{{one.name}}}}}"

    lines = replaced(text, gone).split("\n")
    return "\n".join(line for line in lines if "\0" not in line)


Paragraphs = list[list[str]]


def _cluster(name: str) -> Paragraphs:
    of = f"klaster {name}"
    return [
        [
            f"Klaster {name} meraih {{{{poin {of}}}}} dari {{{{maksimum {of}}}}} poin "
            f"terverifikasi ({{{{persen {of}}}}}).",
            f"Tahun lalu poinnya {{{{poin {of} lalu}}}}.",
        ],
        _values(of),
        [f"{_LOST} {{{{belum diraih 1 {of}}}}}."],
        _areas(of),
    ]


def _values(of: str = "") -> list[str]:
    return [
        f"Menurut nilai kota, yang paling membaik ialah {{{{membaik terbesar {of}}}}}.",
        f"Yang paling memburuk ialah {{{{memburuk terbesar {of}}}}}.",
        f"Nilai yang terjauh dari target ialah {{{{terjauh dari target {of}}}}}.",
    ]


_LOST = "Di luar indikator peka, poin terbanyak yang belum diraih ada pada"


def _areas(of: str = "") -> list[str]:
    return [
        "Di antara wilayah yang semua lembarnya terverifikasi, capaian terbaik ada di "
        f"{{{{wilayah terbaik {of}}}}}.",
        f"Yang paling perlu dibantu: {{{{wilayah tertinggal {of}}}}}.",
        f"Belum terverifikasi: {{{{wilayah belum terverifikasi {of}}}}}.",
    ]


def _foreword(standing: Standing) -> Paragraphs:
    kota, year = standing.book.kota["full_name"], standing.book.year.year
    return [
        [
            f"Pada tahun {year} klaster yang paling maju di {kota} ialah {{{{klaster terbaik}}}}, "
            "dan yang paling perlu perhatian {{klaster terendah}}.",
            "Menurut nilai kota, yang paling membaik ialah {{membaik terbesar}}.",
        ],
    ]


def _summary(standing: Standing) -> Paragraphs:
    """One paragraph: its page has room for no more (room.py)."""
    return [
        [
            "Perkiraan skor terverifikasi ialah {{skor terverifikasi}} dari 1.000, dengan "
            "klaim {{skor klaim}} dan berbukti {{skor berbukti}}.",
            "Kategorinya {{kategori}}.",
            "Masih kurang {{poin menuju kategori berikutnya}} poin menuju {{kategori berikutnya}}.",
            "Tahun lalu skornya {{skor terverifikasi lalu}}.",
            "Klaster dengan capaian terbaik ialah {{klaster terbaik}}, dan yang terendah "
            "{{klaster terendah}}.",
        ]
    ]


def _introduction(standing: Standing) -> Paragraphs:
    return [
        [
            "Laporan ini mencakup {{jumlah kelurahan}} kelurahan atau desa di "
            "{{jumlah kecamatan}} kecamatan dan {{jumlah indikator}} indikator.",
        ]
    ]


def _method(standing: Standing) -> Paragraphs:
    return [
        [
            "Dari {{isian wajib}} isian yang wajib, {{isian terisi}} terisi.",
            "Verifikator menerima {{isian diterima}}, menyesuaikan {{isian disesuaikan}}, dan "
            "menolak {{isian ditolak}} isian.",
            "Bukti dukung yang terhubung berjumlah {{jumlah bukti}} berkas.",
        ]
    ]


def _issues(standing: Standing) -> Paragraphs:
    return [_issue(one["name"]) for one in standing.book.year.data["issues"]]


def _issue(name: str) -> list[str]:
    of = f"isu {name}"
    return [
        f"- **{name}**: {{{{persen {of}}}}} poin terverifikasi.",
        f"Terjauh dari target: {{{{terjauh dari target {of}}}}}.",
        f"Paling membaik: {{{{membaik terbesar {of}}}}}.",
    ]


def _programmes(standing: Standing) -> Paragraphs:
    return [
        [
            "Layanan yang paling luas jangkauannya ialah {{layanan terluas}}.",
            "Yang paling sempit ialah {{layanan tersempit}}.",
        ],
        [
            "Rencana aksi daerah memuat {{rad kegiatan}} kegiatan; {{rad selesai}} selesai dan "
            "{{rad terlambat}} terlambat.",
        ],
    ]


def _gap(standing: Standing) -> Paragraphs:
    return [
        [
            "Menuju {{kategori berikutnya}}, yang paling sedikit mencukupinya ialah "
            "{{jalan menuju kategori berikutnya}}.",
        ],
        [f"{_LOST} {{{{belum diraih 1}}}}.", "Berikutnya {{belum diraih 2}}."],
        _areas(),
    ]


def _closing(standing: Standing) -> Paragraphs:
    return [
        [
            "Tahun ini perkiraan skor terverifikasi {{skor terverifikasi}}, kategori {{kategori}}.",
            "Langkah berikutnya ialah mengejar {{poin menuju kategori berikutnya}} poin menuju "
            "{{kategori berikutnya}}, mulai dari {{belum diraih 1}}.",
        ]
    ]


_CHAPTERS: dict[str, Callable[[Standing], Paragraphs]] = {
    "kata-pengantar": _foreword,
    "ringkasan": _summary,
    "pendahuluan": _introduction,
    "metode": _method,
    "isu": _issues,
    "program": _programmes,
    "kesenjangan": _gap,
    "penutup": _closing,
}
