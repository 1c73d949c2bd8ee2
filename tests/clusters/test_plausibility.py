"""Each rule of what is unlikely: a case that trips it, and one that does not."""

from dataclasses import replace
from decimal import Decimal
from types import SimpleNamespace

import pytest

from clusters import notes
from clusters.answers import Answer
from clusters.plausibility import Around, findings, lacks, warnings

BASE = {
    "code": "KES-01",
    "label": "Persalinan di fasilitas kesehatan",
    "kind": "percentage",
    "unit": "%",
    "per": 100,
    "numerator": "Persalinan di fasilitas",
    "denominator": "Seluruh persalinan",
    "denominator_key": "births",
    "levels": [],
    "may_not_apply": True,
    "sensitive": False,
    "extra": [],
}


def asks(rule, **more):
    """An indicator with one check."""
    fields = {key: more.pop(key) for key in list(more) if key in BASE}
    check = {"rule": rule, "grade": "hint" if rule == "hint" else "warning"} | more
    return SimpleNamespace(**(BASE | fields), checks=[check])


def pair(n, d):
    return Answer(numerator=n, denominator=d)


def said(indicator, answer, around=None):
    return [one.sentence for one in findings(indicator, answer, around or Around())]


POINTS = asks("jump", points="5")
RATIO = asks("jump", ratio="3", least="10", kind="count", unit="titik")


@pytest.mark.parametrize(
    ("indicator", "before", "now", "told"),
    [
        (POINTS, pair(80, 100), pair(86, 100), ["Naik 6 poin dari tahun lalu"]),
        (POINTS, pair(80, 100), pair(74, 100), ["Turun 6 poin dari tahun lalu"]),
        (POINTS, pair(80, 100), pair(85, 100), []),  # exactly at the threshold
        (POINTS, pair(1, 3), pair(23, 60), []),  # 38,333… − 33,333… is 5 to the last digit
        (POINTS, None, pair(85, 100), []),
        (POINTS, pair(80, 100), Answer(no_data=True), []),
        (POINTS, pair(80, 100), pair(0, 0), []),
        (RATIO, Answer(value=5), Answer(value=16), ["Naik 11 titik dari tahun lalu"]),
        (RATIO, Answer(value=5), Answer(value=15), []),
        (RATIO, Answer(value=0), Answer(value=9), []),  # few on both sides
        (RATIO, Answer(value=0), Answer(value=10), ["Naik 10 titik dari tahun lalu"]),
    ],
)
def test_a_jump_against_last_year(indicator, before, now, told):
    around = Around(before={"KES-01": before} if before else {})
    assert said(indicator, now, around) == told


FAR = asks("outlier", z="3.5", areas=5, points="5")
OTHERS = [Decimal(number) for number in (88, 89, 90, 91, 92)]


@pytest.mark.parametrize(
    ("answer", "others", "told"),
    [
        (
            pair(40, 100),
            OTHERS,
            ["40%, jauh di bawah kelurahan lain (nilai tengah 90%)"],
        ),
        (pair(95, 100), OTHERS, []),  # within the points, whatever the z-score
        (pair(84, 100), [Decimal(n) for n in (80, 85, 90, 95, 99)], []),  # they differ as much
        (pair(40, 100), OTHERS[:4], []),  # too few of them
        (
            pair(40, 100),
            [Decimal(90)] * 5,
            ["40%, jauh di bawah kelurahan lain (nilai tengah 90%)"],
        ),
        (Answer(), OTHERS, []),
    ],
)
def test_far_from_the_other_kelurahan(answer, others, told):
    assert said(FAR, answer, Around(others={"KES-01": others})) == told


def test_a_sensitive_indicator_says_nothing_of_the_others_numbers():
    hidden = asks("outlier", z="3.5", areas=5, points="5", sensitive=True)
    around = Around(others={"KES-01": OTHERS})
    assert said(hidden, pair(40, 100), around) == ["40%, jauh di bawah kelurahan lain"]


OTHER = SimpleNamespace(label="Satuan pendidikan ramah anak")
SAME = asks("same", part="denominator", of="PEN-04", of_part="denominator")
MOST = asks("at_most", part="denominator", of="PEN-04", of_part="numerator")


def beside(answer):
    return Around(answers={"PEN-04": (OTHER, answer)})


@pytest.mark.parametrize(
    ("indicator", "around", "told"),
    [
        (
            SAME,
            beside(pair(3, 13)),
            ["Penyebut 12 tidak sama dengan penyebut 13 pada PEN-04 Satuan pendidikan ramah anak"],
        ),
        (SAME, beside(pair(3, 12)), []),
        (SAME, beside(pair(3, None)), []),
        (SAME, beside(Answer(no_data=True)), []),
        (SAME, Around(), []),
        (
            MOST,
            beside(pair(11, 13)),
            ["Penyebut 12 lebih besar dari pembilang 11 pada PEN-04 Satuan pendidikan ramah anak"],
        ),
        (MOST, beside(pair(12, 13)), []),
    ],
)
def test_two_indicators_that_speak_of_the_same_children(indicator, around, told):
    assert said(indicator, pair(4, 12), around) == told


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (1188, ["Penyebut 1.188 berbeda dari 1.251 di Penduduk"]),
        (1313, []),  # 62 of 1.251 is less than five per cent
        (1314, ["Penyebut 1.314 berbeda dari 1.251 di Penduduk"]),
        (1251, []),
        (None, []),
    ],
)
def test_a_denominator_beside_the_population_page(given, told):
    around = Around(population={"births": 1251})
    assert said(asks("population", percent="5"), pair(10, given), around) == told
    assert said(asks("population", percent="5"), pair(10, given)) == []


@pytest.mark.parametrize(
    ("limits", "value", "is_shown"),
    [
        ({}, None, True),
        ({"below": "1"}, 0, True),
        ({"below": "1"}, 1, False),
        ({"below": "1"}, None, False),
        ({"above": "3"}, 4, True),
        ({"above": "3"}, 3, False),
    ],
)
def test_a_hint_always_or_on_a_condition(limits, value, is_shown):
    indicator = asks("hint", text="Nol berarti diperiksa.", kind="count", **limits)
    assert bool(said(indicator, Answer(value=value))) is is_shown
    assert warnings(indicator, Answer(value=value), Around()) == []


def test_a_warning_asks_for_a_note_and_a_hint_does_not():
    around = Around(before={"KES-01": pair(80, 100)})
    assert lacks(POINTS, pair(90, 100), around) == (
        "naik 10 poin dari tahun lalu, jelaskan sebabnya di catatan"
    )
    explained = Answer(numerator=90, denominator=100, note="Klinik baru.")
    assert lacks(POINTS, explained, around) == ""
    assert lacks(asks("hint", text="Petunjuk."), pair(1, 2), around) == ""
    assert lacks(POINTS, Answer(), around) == "belum diisi"


WHY = "Klinik baru."


@pytest.mark.parametrize(
    ("before", "after", "note_for"),
    [
        (None, pair(9, 10), None),
        (notes.Noted(9, 10, note=WHY), pair(9, 10), None),
        (notes.Noted(9, 10, note=WHY), pair(2, 10), {"numerator": 9, "denominator": 10}),
        (notes.Noted(9, 10, note="lain"), pair(2, 10), None),
        (notes.Noted(9, note=WHY), pair(2, 10), None),  # it was half: this is the first whole
        (notes.Noted(no_data=True, note=WHY), pair(2, 10), {}),
        (notes.Noted(2, 9, note=WHY, note_for={"value": 1}), pair(2, 10), {"value": 1}),
        (notes.Noted(2, note=WHY, note_for={"value": 1}), pair(2, 10), {"value": 1}),
        (
            notes.Noted(2, 9, note=WHY, note_for={"numerator": 2, "denominator": 10}),
            pair(2, 10),
            None,
        ),
    ],
)
def test_which_numbers_a_note_was_written_for(before, after, note_for):
    after = replace(after, note=WHY)
    assert notes.note_for("percentage", before, after) == note_for


@pytest.mark.parametrize(
    ("note", "says"),
    [(".", False), ("1234567890 ---", False), ("tes tes tes", False), ("Klinik baru", True)],
)
def test_only_words_explain(note, says):
    assert notes.explains(Answer(note=note)) is says
