"""The references a writer may choose from for a chapter, with what each stands for now."""

from dataclasses import dataclass

from reports.narrative.standing import Standing

_SCORES = ["skor terverifikasi", "skor terverifikasi lalu", "skor berbukti", "skor klaim"]
_CITY = [
    *_SCORES,
    "kategori",
    "kategori berikutnya",
    "poin menuju kategori berikutnya",
    "jalan menuju kategori berikutnya",
    "klaster terbaik",
    "klaster terendah",
    "isu terbaik",
    "isu terendah",
]
_STANDING_OUT = ["membaik terbesar", "memburuk terbesar", "terjauh dari target", "belum diraih 1"]
_PLACES = ["wilayah terbaik", "wilayah terendah", "wilayah tertinggal"]
_METHOD = [f"isian {word}" for word in ("wajib", "terisi", "diterima", "disesuaikan", "ditolak")]
_SIZES = [f"jumlah {word}" for word in ("kelurahan", "kecamatan", "indikator", "bukti")]
_PLAN = ["rad kegiatan", "rad selesai", "rad terlambat"]


@dataclass(frozen=True)
class Offer:
    """A reference that can be put into the text, and its value."""

    name: str
    value: str
    about: str = ""


def offers(standing: Standing, key: str) -> list[Offer]:
    """Those that fit the chapter: a cluster's own, else the city's; unknown ones left out."""
    slug = key.removeprefix("klaster-")
    names = [(name, "") for name in (_cluster(standing, slug) if slug != key else _other(key))]
    names += _indicators(standing, slug if slug != key else "", key)
    if key == "program":
        names += [(f"layanan {one['key']}", "") for one in standing.services]
    found = [(name, standing.value(name), about) for name, about in names]
    return [Offer(name, value, about) for name, value, about in found if value is not None]


def _cluster(standing: Standing, slug: str) -> list[str]:
    names = {one["slug"]: one["name"] for one in standing.book.year.data["clusters"]}
    of = f"klaster {names[slug]}"
    summed = [f"{what} {of}" for what in ("poin", "maksimum", "persen")]
    outstanding = [f"{what} {of}" for what in (*_STANDING_OUT, *_PLACES)]
    return [*summed, f"poin {of} lalu", *outstanding, f"wilayah belum terverifikasi {of}"]


def _other(key: str) -> list[str]:
    extra = {"metode": _METHOD, "pendahuluan": _SIZES, "program": _PLAN, "kesenjangan": _PLAN}
    return [*extra.get(key, []), *_CITY, *_STANDING_OUT, *_PLACES]


def _indicators(standing: Standing, slug: str, key: str) -> list[tuple[str, str]]:
    """The city values of the cluster's indicators; of all where issues or gaps are told."""
    rows = standing.book.year.indicators.values()
    wanted = [row for row in rows if row.cluster == slug or key in ("isu", "kesenjangan")]
    return [
        (f"{row.code} {what}", row.label)
        for row in wanted
        for what in ("kota", "kota lalu", "target")
    ]
