"""What each reference stands for in a snapshot: the one table of names and their values."""

import re
from collections.abc import Callable, Iterable
from fractions import Fraction
from functools import cached_property
from typing import Any

from clusters.display import number, target_words
from clusters.scoring.category import SPOKEN, next_category
from kla.templatetags.kla_ui import angka, bagian, skor
from reports.figures import Year
from reports.narrative.superlatives import NONE, Superlatives
from reports.narrative.values import area_words, city_words
from reports.sections.book import Book
from reports.sections.coverage import service_lines

VIEWS = {"klaim": "claimed", "berbukti": "evidenced", "terverifikasi": "verified"}
_CODE = "(?P<code>[A-Z]{3}-K?[0-9]{1,2})"
_AREA = r"(?P<area>[0-9]{2}(?:\.[0-9]{2,4}){1,3})"
_VIEW = "(?P<view>klaim|berbukti|terverifikasi)"
_LAST = "(?P<last> lalu)?"
_AMONG = "(?: (?P<kind>klaster|isu) (?P<group>.+))?"


class Standing:
    """The values of one book by the name of their reference; each is worked out once."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.top = Superlatives(book)
        self._known: dict[str, str | None] = {}

    def value(self, name: str) -> str | None:
        """The value now; None where the name is not known, or may not be told."""
        if name not in self._known:
            self._known[name] = self._reckon(name)
        return self._known[name]

    def _reckon(self, name: str) -> str | None:
        for pattern, act in _RULES:
            found = pattern.fullmatch(name)
            if found:
                given = {key: words for key, words in found.groupdict().items() if words}
                try:
                    return act(self, given)
                except KeyError:  # no such indicator, area, cluster, issue or service
                    return None
        return None

    def _year(self, given: dict[str, str]) -> Year | None:
        return self.book.before if "last" in given else self.book.year

    def city(self, given: dict[str, str]) -> str:
        """`KES-02 kota`, `KES-02 kota lalu`, `KES-02 kota klaim`."""
        code = self.book.year.indicators[given["code"]].code
        year = self._year(given)
        if year is None or code not in year.indicators:
            return "–"
        return city_words(year, code, VIEWS[given.get("view", "terverifikasi")])

    def area(self, given: dict[str, str]) -> str | None:
        """`KES-02 64.71.01.1001` or `KES-02 di Melati`, also of the year before."""
        row, year = self.book.year.indicators[given["code"]], self._year(given)
        named = {name: code for code, name in self.book.distinct_names.items()}
        code, area = row.code, given["area"] if "area" in given else named[given["place"]]
        if row.sensitive or area not in self.book.names:
            return None
        if year is None or code not in year.indicators:
            return "–"
        return area_words(year, area, code)

    def indicator(self, given: dict[str, str]) -> str:
        """`KES-02 target`, `KES-02 nama`, `KES-02 mencapai target`."""
        row = self.book.year.indicators[given["code"]]
        if given["what"] == "nama":
            return f"{row.label} ({row.code})"
        if given["what"] == "target":
            return target_words(row)
        one = self.book.year.views["verified"].indicators[row.code]
        if row.sensitive:
            raise KeyError(row.code)
        return f"{number(one.reached)} dari {number(one.applicable)} wilayah"

    def score(self, given: dict[str, str]) -> str:
        """`skor terverifikasi`, also of the year before."""
        year = self._year(given)
        return skor(year.views[VIEWS[given["view"]]].score) if year else "–"

    def category(self, given: dict[str, str]) -> str:
        """`kategori`, `kategori lalu`."""
        year = self._year(given)
        found = year.views["verified"].category if year else None
        return SPOKEN.get(found or "", found or "belum berkategori")

    def _next(self) -> tuple[str, Fraction] | None:
        return next_category(self.book.year.views["verified"].score)

    def next(self, given: dict[str, str]) -> str:
        """`kategori berikutnya`, `poin menuju kategori berikutnya`, `jalan …`."""
        found = self._next()
        if found is None:
            return NONE
        if given["what"] == "kategori":
            return SPOKEN.get(found[0], found[0])
        if given["what"] == "jalan menuju kategori":
            return self.top.way_up(found[1])
        return angka(found[1])

    def group(self, given: dict[str, str]) -> str:
        """`poin klaster Kesehatan`, `persen isu Partisipasi Anak`, also of the year before."""
        year = self._year(given)
        if year is None:
            self.sums(self.book.year, given["kind"])[given["group"]]
            return "–"
        points, most = self.sums(year, given["kind"])[given["group"]]
        if given["what"] == "persen":
            return bagian(points, most)
        return angka(points if given["what"] == "poin" else most)

    def sums(self, year: Year, kind: str) -> dict[str, tuple[Fraction, Fraction]]:
        """Name of each cluster (or issue) → its verified points and the most there are."""
        if kind == "klaster":
            sums = year.views["verified"].clusters
            return {one["name"]: sums[one["slug"]] for one in year.data["clusters"]}
        scored = year.views["verified"].indicators
        found = {}
        for issue in year.data["issues"]:
            rows = [scored[i.code] for i in year.indicators.values() if issue["slug"] in i.issues]
            points = sum((row.points for row in rows), Fraction(0))
            found[issue["name"]] = (points, sum((row.max for row in rows), Fraction(0)))
        return found

    def _codes(self, given: dict[str, str]) -> list[str]:
        rows = self.book.year.indicators.values()
        if "kind" not in given:
            return [row.code for row in rows]
        slug = self._slug(given)
        if given["kind"] == "klaster":
            return [row.code for row in rows if row.cluster == slug]
        return [row.code for row in rows if slug in row.issues]

    def _slug(self, given: dict[str, str]) -> str:
        listed = self.book.year.data["clusters" if given["kind"] == "klaster" else "issues"]
        return {one["name"]: one["slug"] for one in listed}[given["group"]]

    def mover(self, given: dict[str, str]) -> str:
        """`membaik terbesar`, `memburuk terbesar`, `terjauh dari target`, of a cluster or issue."""
        codes = self._codes(given)
        if given["what"] == "membaik terbesar":
            return self.top.improved(codes)
        if given["what"] == "memburuk terbesar":
            return self.top.worsened(codes)
        return self.top.furthest(codes)

    def lost(self, given: dict[str, str]) -> str:
        """`belum diraih 1 klaster Kesehatan`: the most points that are not verified."""
        return self.top.lost(int(given["place"]), self._codes(given))

    def place(self, given: dict[str, str]) -> str:
        """`wilayah terbaik klaster Kesehatan`, `wilayah tertinggal`."""
        slug = self._slug(given | {"kind": "klaster"}) if "group" in given else ""
        if given["what"] == "tertinggal":
            return self.top.behind(slug)
        if given["what"] == "belum terverifikasi":
            return self.top.unverified(slug)
        return self.top.area(slug, best=given["what"] == "terbaik")

    def best_group(self, given: dict[str, str]) -> str:
        """`klaster terbaik`, `isu terendah`."""
        sums = self.sums(self.book.year, given["kind"])
        return self.top.group(sums, best=given["what"] == "terbaik")

    @cached_property
    def services(self) -> list[dict[str, Any]]:
        """The services with how many kelurahan each reaches, the widest first."""
        lines = [one for one in service_lines(self.book) if one["most"]]
        return sorted(lines, key=lambda one: (-Fraction(one["now"], one["most"]), one["key"]))

    def service(self, given: dict[str, str]) -> str:
        """`layanan terluas`, `layanan tersempit`, `layanan patbm`."""
        what = given["what"]
        if what in ("terluas", "tersempit"):
            if not self.services:
                return NONE
            one = self.services[0 if what == "terluas" else -1]
        else:
            one = {row["key"]: row for row in self.services}[what]
        return f"{one['title']}, {number(one['now'])} dari {number(one['most'])} wilayah"

    def action_plan(self, given: dict[str, str]) -> str:
        """`rad kegiatan`, `rad selesai`, `rad terlambat`."""
        rows = self.book.data.get("action_plan", {}).get("actions", [])
        if given["what"] == "kegiatan":
            return number(len(rows))
        key = {"selesai": lambda row: row["state"] == "done", "terlambat": lambda row: row["late"]}
        return number(sum(map(key[given["what"]], rows)))

    def answers(self, given: dict[str, str]) -> str:
        """`isian terisi`, `isian wajib`, and how many a reviewer marked how."""
        year = self.book.year
        if given["what"] == "wajib":
            return number(len(year.owed))
        if given["what"] == "terisi":
            return number(sum(year.cell(area, code).words != "…" for area, code, _ in year.owed))
        marks = {"diterima": "accepted", "disesuaikan": "adjusted", "ditolak": "rejected"}
        return number(sum(row["mark"] == marks[given["what"]] for row in year.data["entries"]))

    def size(self, given: dict[str, str]) -> str:
        """`jumlah kelurahan`, `jumlah kecamatan`, `jumlah indikator`, `jumlah bukti`."""
        sized: dict[str, Iterable[Any]] = {
            "kelurahan": self.book.kelurahan,
            "kecamatan": self.book.by_kecamatan,
            "indikator": self.book.year.indicators,
            "bukti": self.book.data["evidence"],
        }
        return number(len(list(sized[given["what"]])))


Act = Callable[[Standing, dict[str, str]], str | None]
_RULES: list[tuple[re.Pattern[str], Act]] = [
    (re.compile(pattern), act)
    for pattern, act in [
        (f"{_CODE} kota{_LAST}", Standing.city),
        (f"{_CODE} kota {_VIEW}", Standing.city),
        (f"{_CODE} {_AREA}{_LAST}", Standing.area),
        (f"{_CODE} di (?P<place>.+?){_LAST}", Standing.area),
        (f"{_CODE} (?P<what>nama|target|mencapai target)", Standing.indicator),
        (f"skor {_VIEW}{_LAST}", Standing.score),
        (f"kategori{_LAST}", Standing.category),
        ("(?P<what>kategori|poin menuju kategori|jalan menuju kategori) berikutnya", Standing.next),
        (
            f"(?P<what>poin|maksimum|persen) (?P<kind>klaster|isu) (?P<group>.+?){_LAST}",
            Standing.group,
        ),
        (
            f"(?P<what>membaik terbesar|memburuk terbesar|terjauh dari target){_AMONG}",
            Standing.mover,
        ),
        (f"belum diraih (?P<place>[1-9]){_AMONG}", Standing.lost),
        (
            "wilayah (?P<what>terbaik|terendah|tertinggal|belum terverifikasi)"
            "(?: klaster (?P<group>.+))?",
            Standing.place,
        ),
        ("(?P<kind>klaster|isu) (?P<what>terbaik|terendah)", Standing.best_group),
        ("layanan (?P<what>[a-z_]+)", Standing.service),
        ("rad (?P<what>kegiatan|selesai|terlambat)", Standing.action_plan),
        ("isian (?P<what>terisi|wajib|diterima|disesuaikan|ditolak)", Standing.answers),
        ("jumlah (?P<what>kelurahan|kecamatan|indikator|bukti)", Standing.size),
    ]
]
