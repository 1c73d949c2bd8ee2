"""The introduction: why the report is there, on what it rests, and what it covers."""

from datetime import date
from typing import Any

from reports.sections.book import NONE, Book

# domain.md gives the sources; the order is that of rank, then of age.
NATIONAL = (
    ("Undang-Undang", "23 Tahun 2002 jo. 35 Tahun 2014", "Perlindungan Anak"),
    ("Undang-Undang", "11 Tahun 2012", "Sistem Peradilan Pidana Anak"),
    ("Undang-Undang", "8 Tahun 2016", "Penyandang Disabilitas"),
    ("Undang-Undang", "27 Tahun 2022", "Pelindungan Data Pribadi"),
    ("Peraturan Pemerintah", "78 Tahun 2021", "Perlindungan Khusus bagi Anak"),
    (
        "Peraturan Pemerintah",
        "17 Tahun 2025",
        "Tata Kelola Penyelenggaraan Sistem Elektronik dalam Pelindungan Anak",
    ),
    ("Peraturan Presiden", "95 Tahun 2018", "Sistem Pemerintahan Berbasis Elektronik"),
    ("Peraturan Presiden", "39 Tahun 2019", "Satu Data Indonesia"),
    ("Peraturan Presiden", "25 Tahun 2021", "Kebijakan Kabupaten/Kota Layak Anak"),
    (
        "Peraturan Presiden",
        "87 Tahun 2025",
        "Peta Jalan Pelindungan Anak di Ranah dalam Jaringan Tahun 2025–2029",
    ),
    (
        "Peraturan Menteri PPPA",
        "12 Tahun 2022",
        "Penyelenggaraan Kabupaten/Kota Layak Anak",
    ),
    (
        "Peraturan Menteri Dalam Negeri",
        "1 Tahun 2023",
        "Tata Naskah Dinas di Lingkungan Pemerintah Daerah",
    ),
)


def introduction(book: Book, name: str, part: str, section: Any) -> dict[str, Any]:
    """The legal basis, the Gugus Tugas by institution, and the areas with what they owe."""
    legal = book.data.get("legal") or {}
    owed = [area for area, _, _ in book.year.owed]
    areas = [
        {
            "name": book.names[code],
            "kelurahan": len(kelurahan),
            "owed": sum(area in set(kelurahan) for area in owed),
        }
        for code, kelurahan in book.by_kecamatan
    ]
    return {
        "national": NATIONAL,
        "regulations": [_regulation(book, row) for row in legal.get("regulations", [])],
        "below": legal.get("kelurahan", {"rows": 0, "areas": 0}),
        "members": [row | {"until": _day(row["term_until"])} for row in legal.get("members", [])],
        "decrees": sorted({row["decree"] for row in legal.get("members", []) if row["decree"]}),
        "kelurahan": len(book.kelurahan),
        "kecamatan": len(book.by_kecamatan),
        "areas": areas,
        "central": owed.count(book.kota["code"]),
        "total": len(owed),
    }


def _regulation(book: Book, row: dict[str, Any]) -> dict[str, Any]:
    until = _day(row["valid_until"])
    if row["form"] == "draft":
        standing = "rancangan"
    else:
        ended = until is not None and until < date(book.year.year, 12, 31)
        standing = "berakhir" if ended else "berlaku"
    return row | {
        "issued": _day(row["issued_on"]),
        "number": row["number"] or NONE,
        "standing": standing,
    }


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
