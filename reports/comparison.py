"""Two years, or two versions of one year's data, side by side: what changed and what moved it."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from clusters.display import VIEW_WORDS, number, score_words
from reports.figures import Year

Data = dict[str, Any]
_WITHOUT = {"…": "belum diisi", "t.a.d.": "tanpa data"}  # what a cell prints in their place
MOST = 12  # single entries that a list of changes names before it only counts them

# field of an indicator → what it is called; the first group makes values incomparable, the
# second the points
VALUE_RULES = {
    "kind": "jenis isian",
    "per": "kelipatan",
    "numerator": "pembilang",
    "denominator": "penyebut",
    "definition": "definisi",
}
POINT_RULES = {
    "baseline": "titik awal",
    "target": "target",
    "direction": "arah",
    "share": "bagian bobot",
    "official": "indikator resmi",
    "evidence": "dokumen yang diminta",
}
_TOLD = ("baseline", "target", "share", "per")  # short enough to print both


@dataclass(frozen=True)
class RuleChange:
    """One indicator whose rule is another than last year's; `values` says its values are too."""

    code: str
    label: str
    words: str
    values: bool


def rule_changes(old: Data, new: Data) -> list[RuleChange]:
    """What changed in the catalogue between two years of a snapshot, in catalogue order."""
    then = {row["code"]: row for row in old["indicators"]}
    now = {row["code"]: row for row in new["indicators"]}
    found = []
    for code, row in now.items():
        if code not in then:
            found.append(RuleChange(code, row["label"], "indikator baru", values=True))
            continue
        told = [words for key, words in _differences(then[code], row)]
        if told:
            values = any(key in VALUE_RULES for key, _ in _differences(then[code], row))
            found.append(RuleChange(code, row["label"], "; ".join(told), values))
    gone = (row for code, row in then.items() if code not in now)
    found += [RuleChange(row["code"], row["label"], "tidak dipakai lagi", True) for row in gone]
    return found


def _differences(old: Data, new: Data) -> Iterator[tuple[str, str]]:
    """(field, words) of each rule of an indicator that is not what it was."""
    for key, name in (VALUE_RULES | POINT_RULES).items():
        then, now = old.get(key), new.get(key)
        if _same(then, now):
            continue
        if key in _TOLD and None not in (then, now):
            first, last = (number(Fraction(str(value)), 3) for value in (then, now))
            yield key, f"{name} {first} menjadi {last}"
        else:
            yield key, f"{name} diganti"


def _same(then: Any, now: Any) -> bool:
    if then == now or None in (then, now):
        return bool(then == now)
    try:
        return Fraction(str(then)) == Fraction(str(now))  # 30 and 30.000000 are one rule
    except ValueError:
        return False


def causes(then: Year, now: Year, code: str) -> str:
    """What moved the verified points of an indicator, the strongest first; "" where nothing did.

    The points of every entry are compared: an entry counts newly, counts no more, or has another
    attainment. Raises KeyError for a code that one of the years does not have.
    """
    moved: Counter[str] = Counter()
    size: dict[str, Fraction] = {}
    before = {area: p for (area, c), p in then.views["verified"].entries.items() if c == code}
    after = {area: p for (area, c), p in now.views["verified"].entries.items() if c == code}
    for area in before.keys() | after.keys():
        word = _cause(before.get(area), after.get(area))
        if word:
            moved[word] += 1
            step = abs(after.get(area, Fraction(0)) - before.get(area, Fraction(0)))
            size[word] = size.get(word, Fraction(0)) + step
    strongest = sorted(size, key=lambda word: (-size[word], word))[:2]
    return "; ".join(f"{word} ({moved[word]})" for word in strongest)


def _cause(then: Fraction | None, now: Fraction | None) -> str:
    if then is None:
        return "baru terverifikasi" if now else ""
    if now is None:
        return "tidak lagi terverifikasi" if then else ""
    if now == then:
        return ""
    return "capaian naik" if now > then else "capaian turun"


def between(old: Data, new: Data) -> list[str]:
    """What changed between two snapshots of one year, each as an Indonesian sentence.

    Names areas and indicators, never the numbers of a sensitive indicator and no words that a
    person wrote. Empty where the data are the same.
    """
    then, now = Year(old["this"]), Year(new["this"])
    found = _scores(then, now)
    found += _entries(then, now, _names(new))
    found += _sheets(old["this"], new["this"])
    if old["this"]["framework"] != new["this"]["framework"]:
        found.append("Kerangka indikator yang dipakai diganti.")
    found += [words for key, words in _PARTS.items() if old.get(key) != new.get(key)]
    if not found and old != new:
        found.append("Keterangan di luar isian diperbarui.")
    return found


def for_everybody(old: Data, new: Data, most: int) -> str:
    """What of `between` everybody may read, in at most `most` letters; "" where nothing changed.

    Without scores: the exact ones of the full edition would narrow down what the public one hides.
    """
    hidden = set(_scores(Year(old["this"]), Year(new["this"])))
    sentences = [words for words in between(old, new) if words not in hidden]
    told, rest = "", "Ada perubahan lain."
    for words in sentences:
        if len(f"{told} {words} {rest}") > most:
            return f"{told} {rest}".strip()
        told = f"{told} {words}".strip()
    return told


_PARTS = {
    "evidence": "Daftar bukti dukung diperbarui.",
    "coverage": "Data layanan dan program diperbarui.",
    "action_plan": "Data rencana aksi dan Gugus Tugas diperbarui.",
    "before": "Data tahun sebelumnya diperbaiki.",
    "kota": "Identitas kota atau penanda tangan diperbarui.",
    "narratives": "Narasi bab diperbarui.",
}


def _names(data: Data) -> dict[str, str]:
    kota = data["kota"]
    return {area["code"]: area["name"] for area in data["areas"]} | {kota["code"]: kota["name"]}


def _scores(then: Year, now: Year) -> list[str]:
    found = []
    for name, words in VIEW_WORDS.items():
        old, new = (score_words(year.views[name].score) for year in (then, now))
        if old != new:
            found.append(f"Perkiraan skor {words} berubah dari {old} menjadi {new}.")
    old_category, new_category = (year.views["verified"].category for year in (then, now))
    if old_category != new_category:
        old_word, new_word = old_category or "belum", new_category or "belum"
        found.append(f"Kategori terverifikasi berubah dari {old_word} menjadi {new_word}.")
    return found


def _entries(then: Year, now: Year, names: dict[str, str]) -> list[str]:
    """Each changed value, then how many more; marks and proof without a new value are counted."""
    told, quiet = [], 0
    for key in sorted(then.entries.keys() | now.entries.keys()):
        old, new = then.entries.get(key), now.entries.get(key)
        if old == new:
            continue
        words = _value_change(then, now, key, names)
        if words:
            told.append(words)
        else:
            quiet += 1
    if len(told) > MOST:
        told = [*told[:MOST], f"Nilai {len(told) - MOST} isian lain juga berubah."]
    if quiet:
        told.append(f"Tanda verifikasi, bukti, atau catatan {quiet} isian berubah.")
    return told


def _value_change(then: Year, now: Year, key: tuple[str, str], names: dict[str, str]) -> str:
    area, code = key
    indicator = (now if code in now.indicators else then).indicators[code]
    old, new = (
        year.cell(area, code).words if code in year.indicators else "…" for year in (then, now)
    )
    raw = [year.entries.get(key, {}) for year in (then, now)]
    if old == new and all(
        raw[0].get(name) == raw[1].get(name) for name in ("numerator", "denominator", "value")
    ):
        return ""
    what = f"{code} {indicator.label} di {names.get(area, area)}"
    if indicator.sensitive or old == new:
        return f"Isian {what} diperbaiki."
    if old in _WITHOUT:
        return f"Nilai {what} menjadi {new}, semula {_WITHOUT[old]}."
    return f"Nilai {what} berubah dari {old} menjadi {_WITHOUT.get(new, new)}."


def _sheets(old: Data, new: Data) -> list[str]:
    states = [{tuple(row[:3]): row[3] for row in data["sheets"]} for data in (old, new)]
    changed = sum(states[0].get(key) != state for key, state in states[1].items())
    return [f"Keadaan {changed} lembar berubah."] if changed else []
