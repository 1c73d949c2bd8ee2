"""One row of an entries file as the answer it gives."""

import re
from collections.abc import Mapping
from dataclasses import replace

from clusters import answers
from clusters.answers import Answer
from clusters.exchange.rows import one_break
from clusters.models import Indicator

MOST_LETTERS = 2000  # of a note, as in the form
_YES_NO = {"ya": True, "tidak": False, "": None}
# 12 and 12.0; not 1.000, which a person here reads as a thousand
_WHOLE = re.compile(r"-?[0-9]+(\.(?!000$)0+)?")


def read_answer(row: Mapping[str, str], indicator: Indicator, before: Answer) -> Answer:
    """What the row says; where its answer is empty, what stands (with a note that is given).

    Raises ValueError with an Indonesian sentence for a cell that says nothing of its kind.
    """
    skipped = _flag(row, "tidak_berlaku")
    absent = _flag(row, "tidak_tersedia")
    typed = Answer(
        numerator=_whole(row, "pembilang", indicator),
        denominator=_whole(row, "penyebut", indicator),
        value=None if indicator.has_pair else _whole(row, "nilai", indicator),
    )
    note = _note(row, before)
    if typed.is_blank and not skipped and not absent:
        if indicator.has_pair:
            _refuse_value_alone(row, before)
        return replace(before, note=note)
    if not typed.is_blank:
        _refuse_half(typed, before)
    answer = replace(
        typed,
        # a denominator of 0 says it already, where it may be said
        not_applicable=bool(skipped) and not answers.is_not_applicable(indicator, typed),
        no_data=bool(absent),
        note=note,
        extra=before.extra,
    )
    return _as_before(answer, before, indicator)


def _refuse_half(typed: Answer, before: Answer) -> None:
    """An empty cell beside a filled one would take a stored number away without a word."""
    if typed.denominator == 0:
        return
    for word, new, old in (
        ("pembilang", typed.numerator, before.numerator),
        ("penyebut", typed.denominator, before.denominator),
    ):
        if new is None and old is not None:
            raise ValueError(f"{word} kosong, padahal tersimpan {old}; isi keduanya.")


def _refuse_value_alone(row: Mapping[str, str], before: Answer) -> None:
    """`nilai` of a pair is worked out and not read, but alone it would be lost silently."""
    if row.get("nilai", "").strip() and before.numerator is None and before.denominator is None:
        raise ValueError("indikator ini diisi pembilang dan penyebut, bukan nilai.")


def _note(row: Mapping[str, str], before: Answer) -> str:
    """The note that is given; what stands where it is empty or says the same."""
    given = one_break(row.get("catatan", "")).strip()
    if not given or given == one_break(before.note).strip():
        return before.note
    if len(given) > MOST_LETTERS:
        raise ValueError(f"catatan paling panjang {MOST_LETTERS} huruf.")
    return given


def _as_before(answer: Answer, before: Answer, indicator: Indicator) -> Answer:
    """Keep how *tidak berlaku* was said, where the row says the same the other way."""
    same = answers.is_not_applicable(indicator, answer) and answers.is_not_applicable(
        indicator, before
    )
    return replace(before, note=answer.note) if same and not answer.no_data else answer


def _flag(row: Mapping[str, str], column: str) -> bool | None:
    given = row.get(column, "").strip().lower()
    if given not in _YES_NO:
        raise ValueError(f"{column} diisi ya, tidak, atau kosong, bukan {given}.")
    return _YES_NO[given]


def _whole(row: Mapping[str, str], column: str, indicator: Indicator) -> int | None:
    given = row.get(column, "").strip()
    if not given:
        return None
    if column == "nilai" and indicator.kind == "boolean" and given.lower() in ("ya", "tidak"):
        return int(given.lower() == "ya")
    if not _WHOLE.fullmatch(given) or len(given) > 20:
        raise ValueError(f"{column} diisi bilangan bulat, misalnya 12, bukan {given[:40]}.")
    return int(given.partition(".")[0])
