"""Pure: what an operator answers to an indicator, when it is an answer, and what is a fault."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

from kla import identity

MOST = 10**9  # no kelurahan counts a thousand million of anything


class AsksFor(Protocol):
    """The part of an indicator that an answer is held against."""

    kind: str
    numerator: str
    denominator: str
    levels: list[str]
    may_not_apply: bool
    extra: list[dict[str, Any]]


@dataclass(frozen=True)
class Answer:
    """What stands in one card of the form; None is an empty box."""

    numerator: int | None = None
    denominator: int | None = None
    value: int | None = None
    not_applicable: bool = False
    no_data: bool = False
    note: str = ""
    extra: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_blank(self) -> bool:
        """Was nothing at all filled in?"""
        return self == Answer()


def has_pair(kind: str) -> bool:
    """Is an indicator of this kind answered by a numerator and a denominator?"""
    return kind in ("percentage", "rate")


def is_answered(kind: str, answer: Any) -> bool:
    """A whole pair, a value, not applicable, or no data. Half a pair is kept, but no answer."""
    if answer.no_data or answer.not_applicable:
        return True
    if has_pair(kind):
        return answer.numerator is not None and answer.denominator is not None
    return answer.value is not None


def faults(indicator: AsksFor, answer: Answer) -> dict[str, str]:
    """Field → Indonesian sentence for everything that cannot be; such an answer is not stored."""
    found: dict[str, str] = {}
    for name in ("numerator", "denominator", "value"):
        number = getattr(answer, name)
        if number is not None and not 0 <= number <= MOST:
            found[name] = "Isi dengan bilangan bulat dari 0 sampai 1.000.000.000."
    found.update(_number_faults(indicator, answer) if not found else {})
    found.update(_flag_faults(indicator, answer))
    found.update(_extra_faults(indicator, answer))
    if identity.has_identity_number(answer.note):
        found["note"] = identity.MESSAGE
    return found


def _number_faults(indicator: AsksFor, answer: Answer) -> dict[str, str]:
    n, d, v = answer.numerator, answer.denominator, answer.value
    if has_pair(indicator.kind):
        if v is not None:
            return {"value": "Indikator ini diisi pembilang dan penyebut, bukan nilai."}
        if n is not None and d is not None and n > d:
            return {
                "numerator": f"{_id(n)} lebih besar dari {_id(d)}. "
                "Periksa kedua angka, mungkin tertukar."
            }
        return {}
    if n is not None or d is not None:
        return {"numerator": "Indikator ini diisi nilai, bukan pembilang dan penyebut."}
    if v is None:
        return {}
    if indicator.kind == "boolean" and v not in (0, 1):
        return {"value": "Pilih ya atau tidak."}
    if indicator.kind == "level" and v >= len(indicator.levels):
        return {"value": f"Pilih tingkat 0 sampai {len(indicator.levels) - 1}."}
    return {}


def _flag_faults(indicator: AsksFor, answer: Answer) -> dict[str, str]:
    numbers = (answer.numerator, answer.denominator, answer.value)
    if answer.not_applicable and answer.no_data:
        return {"no_data": "Pilih salah satu: tidak berlaku, atau data belum tersedia."}
    if answer.no_data and any(number is not None for number in numbers):
        return {"no_data": "Kosongkan angkanya, atau hapus centang data belum tersedia."}
    if not answer.not_applicable:
        return {}
    if not indicator.may_not_apply:
        return {"not_applicable": "Indikator ini berlaku di setiap wilayah."}
    if has_pair(indicator.kind):
        if any(number not in (None, 0) for number in numbers):
            return {"not_applicable": "Tidak berlaku berarti penyebut 0. Kosongkan angkanya dulu."}
    elif answer.value is not None:
        return {"not_applicable": "Kosongkan angkanya, atau hapus centang tidak berlaku."}
    return {}


def _extra_faults(indicator: AsksFor, answer: Answer) -> dict[str, str]:
    found: dict[str, str] = {}
    known = {part["key"]: part for part in indicator.extra}
    for key, given in answer.extra.items():
        if key not in known:
            found[f"extra_{key}"] = "Rincian ini tidak dikenal."
        elif known[key]["kind"] == "count" and not _whole(given):
            found[f"extra_{key}"] = "Isi dengan bilangan bulat, misalnya 12."
        elif known[key]["kind"] == "date" and not _is_date(given):
            found[f"extra_{key}"] = "Isi dengan tanggal, misalnya 2026-12-31."
        elif known[key]["kind"] == "text" and identity.has_identity_number(str(given)):
            found[f"extra_{key}"] = identity.MESSAGE
    return found or _sum_faults(indicator, answer)


def _sum_faults(indicator: AsksFor, answer: Answer) -> dict[str, str]:
    """Parts that do not add up; too many are a fault before all of them are filled in."""
    found: dict[str, str] = {}
    for whole, word in (("numerator", "pembilang"), ("value", "nilai")):
        parts = [p["key"] for p in indicator.extra if p.get("parts_of") == whole]
        given = [answer.extra[key] for key in parts if key in answer.extra]
        total = getattr(answer, whole)
        if not given or total is None:
            continue
        if sum(given) > total or (len(given) == len(parts) and sum(given) != total):
            found[f"extra_{parts[0]}"] = (
                f"Rincian berjumlah {_id(sum(given))}, {word} {_id(total)}. Samakan keduanya."
            )
    return found


def missing(indicator: AsksFor, answer: Any) -> str:
    """What still keeps this from being submitted, as an Indonesian sentence; "" where nothing."""
    if not is_answered(indicator.kind, answer):
        half = has_pair(indicator.kind) and (
            answer.numerator is not None or answer.denominator is not None
        )
        return "baru satu angka yang diisi" if half else "belum diisi"
    if not has_note(answer):
        if answer.no_data:
            return "tulis di catatan mengapa data belum tersedia"
        if is_not_applicable(indicator, answer):
            return "tulis di catatan mengapa tidak berlaku"
    return ""


def change_of(before: Answer, after: Answer, version: int, based_on: int) -> str:
    """What `after` would do to the answer that stands at `version`: unchanged, conflict (it was
    based on another version), new or changed."""
    if after == before:
        return "unchanged"
    if version != based_on:
        return "conflict"
    return "new" if before.is_blank else "changed"


def has_note(answer: Any) -> bool:
    """Is there a note that one can see, and not only blanks and hidden signs?"""
    return any(
        not sign.isspace() and unicodedata.category(sign) not in ("Cf", "Cc")
        for sign in answer.note
    )


def is_not_applicable(indicator: AsksFor, answer: Any) -> bool:
    """Does it say *tidak berlaku*: the tick, or a denominator of 0 where that may be?"""
    if answer.not_applicable:
        return True
    return indicator.may_not_apply and has_pair(indicator.kind) and answer.denominator == 0


def _whole(given: Any) -> bool:
    return isinstance(given, int) and not isinstance(given, bool) and 0 <= given <= MOST


def _is_date(given: Any) -> bool:
    try:
        return bool(date.fromisoformat(given))
    except (TypeError, ValueError):
        return False


def _id(number: int) -> str:
    """A whole number the Indonesian way: 12.500."""
    return f"{number:,}".replace(",", ".")
