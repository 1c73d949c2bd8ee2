"""Pure: what is unlikely about an answer, by the rules that stand beside its indicator."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from statistics import median
from typing import Any

from clusters import answers, display, notes

# 0.6745 · distance / MAD reads like a z-score (Iglewicz and Hoaglin, 1993)
_Z = Decimal("0.6745")
_WORDS = {"numerator": "pembilang", "denominator": "penyebut", "value": "nilai"}


@dataclass(frozen=True)
class Finding:
    """One thing to look at; `text` has no full stop and starts small, `advice` is a sentence."""

    grade: str  # warning | hint
    rule: str
    text: str
    advice: str = ""

    @property
    def sentence(self) -> str:
        """The finding as a sentence of its own, without the advice."""
        return f"{self.text[:1].upper()}{self.text[1:]}"


@dataclass(frozen=True)
class Around:
    """What an answer is held against; `answers` has everything the area answered this year."""

    before: Mapping[str, Any] = field(default_factory=dict)  # code → last year's answer
    others: Mapping[str, Sequence[Decimal]] = field(default_factory=dict)  # values elsewhere
    answers: dict[str, tuple[Any, Any]] = field(default_factory=dict)  # code → indicator, answer
    population: Mapping[str, int] = field(default_factory=dict)
    supplied: Mapping[str, Any] = field(default_factory=dict)  # code → what a register says


def findings(indicator: Any, answer: Any, around: Around) -> list[Finding]:
    """Warnings and hints on one answer, warnings first; None is an empty card.

    `indicator` has the catalogue's fields and `checks`, a list of rules as data.
    """
    found = _derived(indicator, answer, around)
    for check in indicator.checks:
        one = _RULES[check["rule"]](check, indicator, answer, around)
        if one is not None:
            text, advice = one
            found.append(Finding(check["grade"], check["rule"], text, advice))
    return sorted(found, key=lambda one: one.grade != "warning")


def warnings(indicator: Any, answer: Any, around: Around) -> list[Finding]:
    """The findings that ask for an explanation before the sheet is handed in."""
    return [one for one in findings(indicator, answer, around) if one.grade == "warning"]


AGAIN = "supplied_again"  # the rule that no older note explains


def _derived(indicator: Any, answer: Any, around: Around) -> list[Finding]:
    """A derived indicator beside its register: another number, or one that moved since."""
    supplied = around.supplied.get(indicator.code)
    if supplied is None or answer is None or not answers.is_answered(indicator.kind, answer):
        return []
    now = supplied.numbers
    if now == notes.numbers_of(answer):
        return []
    seen = getattr(answer, "supplied", None)
    if seen is not None and seen != now:
        text = f"angka {supplied.title} berubah sejak isian ini disimpan, sekarang {_said(now)}"
        advice = f"Pakai angka {supplied.title}, atau tetapkan lagi angka Anda."
        return [Finding("warning", AGAIN, text, advice)]
    text = f"berbeda dari {supplied.title}, di sana {_said(now)}"
    advice = f"Pakai angka {supplied.title}, atau jelaskan sebabnya."
    return [Finding("warning", "supplied", text, advice)]


def _said(numbers: Mapping[str, int]) -> str:
    """`6 dari 8`, or the one number."""
    pair = [numbers[name] for name in ("numerator", "denominator") if name in numbers]
    return " dari ".join(display.number(number) for number in pair or numbers.values())


Said = tuple[str, str] | None
Check = Mapping[str, Any]


def _jump(check: Check, indicator: Any, answer: Any, around: Around) -> Said:
    before = around.before.get(indicator.code)
    now, then = display.value_of(indicator, answer), display.value_of(indicator, before)
    if now is None or then is None:
        return None
    if "points" in check:
        far = abs(now - then) > Decimal(check["points"])
    else:
        high, low = max(now, then), min(now, then)
        far = high > low * Decimal(check["ratio"]) and high >= Decimal(check.get("least", 0))
    if not far:
        return None
    return display.change_words(indicator, answer, before), "Periksa kedua angka."


def _outlier(check: Check, indicator: Any, answer: Any, around: Around) -> Said:
    """Farther from the middle of the other kelurahan than the rule's robust z-score."""
    now = display.value_of(indicator, answer)
    others = around.others.get(indicator.code, ())
    if now is None or len(others) < check["areas"]:
        return None
    middle = median(others)
    spread = median([abs(other - middle) for other in others])
    away = abs(now - middle)
    if away <= Decimal(check["points"]) or _Z * away <= Decimal(check["z"]) * spread:
        return None
    side = "di atas" if now > middle else "di bawah"
    text = f"{display.with_unit(indicator, now)}, jauh {side} kelurahan lain"
    if not indicator.sensitive:  # the middle of a few small counts would tell on a child
        text += f" (nilai tengah {display.with_unit(indicator, middle)})"
    return text, "Periksa apakah ada yang tertukar atau terlewat."


def _same(check: Check, indicator: Any, answer: Any, around: Around) -> Said:
    both = _both(check, answer, around)
    if both is None or both[0] == both[1]:
        return None
    return _beside(check, "tidak sama dengan", both, around), "Samakan keduanya bila keliru."


def _at_most(check: Check, indicator: Any, answer: Any, around: Around) -> Said:
    both = _both(check, answer, around)
    if both is None or both[0] <= both[1]:
        return None
    return _beside(check, "lebih besar dari", both, around), "Periksa kedua angka."


def _both(check: Check, answer: Any, around: Around) -> tuple[int, int] | None:
    """This answer's part and the other indicator's; None where one of them says no number."""
    other = around.answers.get(check["of"])
    if other is None:
        return None
    mine, theirs = _part(answer, check["part"]), _part(other[1], check["of_part"])
    return None if mine is None or theirs is None else (mine, theirs)


def _part(answer: Any, name: str) -> int | None:
    if answer is None or answer.no_data or answer.not_applicable:
        return None
    number: int | None = getattr(answer, name)
    return number


def _beside(check: Check, words: str, both: tuple[int, int], around: Around) -> str:
    other = around.answers[check["of"]][0]
    mine, theirs = (display.number(part) for part in both)
    return (
        f"{_WORDS[check['part']]} {mine} {words} {_WORDS[check['of_part']]} {theirs} "
        f"pada {check['of']} {other.label}"
    )


def _population(check: Check, indicator: Any, answer: Any, around: Around) -> Said:
    known = around.population.get(indicator.denominator_key)
    given = _part(answer, "denominator")
    if known is None or given is None:
        return None
    if abs(given - known) * 100 <= Decimal(check["percent"]) * known:
        return None
    return (
        f"penyebut {display.number(given)} berbeda dari {display.number(known)} di Penduduk",
        "Pakai angka Penduduk, atau perbaiki angka itu di halaman Penduduk.",
    )


def _hint(check: Check, indicator: Any, answer: Any, around: Around) -> Said:
    value = display.value_of(indicator, answer)
    if "above" in check and (value is None or value <= Decimal(check["above"])):
        return None
    if "below" in check and (value is None or value >= Decimal(check["below"])):
        return None
    return check["text"], ""


_RULES: dict[str, Callable[[Check, Any, Any, Around], Said]] = {
    "jump": _jump,
    "outlier": _outlier,
    "same": _same,
    "at_most": _at_most,
    "population": _population,
    "hint": _hint,
}


def unexplained(indicator: Any, answer: Any, around: Around) -> list[Finding]:
    """The warnings that the answer's note does not settle; it settles those of the numbers it
    was written for."""
    found = warnings(indicator, answer, around)
    if answer is not None and notes.explains(answer):
        return [one for one in found if one.rule == AGAIN]
    return found


def lacks(indicator: Any, answer: Any, around: Around) -> str:
    """Why this answer keeps its sheet from being handed in, as a clause; "" where it does not."""
    why = answers.missing(indicator, answer)
    if why:
        return why
    told = [one.text for one in unexplained(indicator, answer, around)]
    return f"{'; '.join(told)}, {_asked(answer)}" if told else ""


def _asked(answer: Any) -> str:
    """What is asked of the note, as a clause."""
    if notes.is_for_others(answer):
        return "catatannya ditulis untuk angka lain, ubah catatannya atau nyatakan masih berlaku"
    if answers.has_note(answer) and not notes.has_words(answer.note):
        return f"jelaskan sebabnya di catatan, paling sedikit {notes.LEAST_LETTERS} huruf"
    return "jelaskan sebabnya di catatan"
