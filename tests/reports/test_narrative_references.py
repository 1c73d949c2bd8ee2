"""Numbers by reference: read, kept, compared, and replaced without touching the words."""

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from reports.narrative.references import (
    MOST,
    Moved,
    Reference,
    faults,
    filled,
    find,
    moved,
    read_again,
    replaced,
    without,
    written,
)

NOW = {"skor terverifikasi": "841,1", "KES-02 kota": "14,2%"}


def test_a_reference_is_found_with_and_without_its_kept_value():
    text = "Skor {{skor  terverifikasi}} dan {{ KES-02 kota = 14,9% }}."
    assert find(text) == [
        Reference("skor terverifikasi", None),
        Reference("KES-02 kota", "14,9%"),
    ]


def test_saving_keeps_the_value_beside_new_references_only():
    text = "{{skor terverifikasi}} {{KES-02 kota = 14,9%}}"
    kept = "{{skor terverifikasi = 841,1}} {{KES-02 kota = 14,9%}}"
    assert filled(text, NOW.get) == kept


def test_a_number_that_moved_is_told_once_with_old_and_new():
    text = (
        "Awal. Stunting {{KES-02 kota = 14,9%}} lagi {{KES-02 kota = 14,9%}}, skor "
        "{{skor terverifikasi = 841,1}}. Akhir.\n\nLain."
    )
    sentence = "Stunting 14,2% lagi 14,2%, skor 841,1."
    assert moved(text, NOW.get) == [Moved("KES-02 kota", "14,9%", "14,2%", sentence)]
    assert moved("{{dulu ada = 3}}", NOW.get) == [Moved("dulu ada", "3", None, "–")]
    assert moved("{{KES-02 kota}}", NOW.get) == []


def test_reading_the_new_number_settles_that_one_only():
    text = "{{KES-02 kota = 1}} {{skor terverifikasi = 2}}"
    one = read_again(text, NOW.get, ["KES-02 kota"])
    assert one == "{{KES-02 kota = 14,2%}} {{skor terverifikasi = 2}}"
    assert moved(read_again(text, NOW.get), NOW.get) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{{tidak ada}}", "Rujukan {{tidak ada}} tidak dikenal. Pilih dari daftar angka."),
        ("{{skor terverifikasi", "Ada {{ atau }} yang tidak berpasangan."),
        ("skor }} saja", "Ada {{ atau }} yang tidak berpasangan."),
        ("{{skor terverifikasi}}" * (MOST + 1), "Paling banyak 200 rujukan angka"),
    ],
)
def test_a_reference_that_cannot_stand_is_a_fault_with_a_line(text, words):
    assert faults(text, NOW.get)[0].startswith(words)


def test_sound_references_are_no_fault():
    assert faults("{{skor terverifikasi}} { } {{KES-02 kota = x}}", NOW.get) == []


def test_what_looks_for_names_sees_no_reference():
    assert without("Nilai {{KES-02 64.71.01.1001 = 5}} orang") == "Nilai  …  orang"


VALUES = st.text(st.characters(exclude_categories=["Cc", "Cf", "Cs", "Zl", "Zp"]), max_size=30)
NAMES = st.from_regex(r"[A-Za-z][A-Za-z0-9.-]{0,8}( [a-z0-9.]{1,8}){0,3}", fullmatch=True)
PLAIN = st.text(st.characters(exclude_characters="{}", exclude_categories=["Cs"]), max_size=30)


@hypothesis_settings(deadline=None)
@given(NAMES, VALUES)
def test_what_is_written_is_read_again(name, value):
    (found,) = find(written(name, value))
    assert found.name == name
    assert moved(written(name, value), {name: value}.get) == []


@hypothesis_settings(deadline=None)
@given(st.lists(st.tuples(PLAIN, NAMES), max_size=6), PLAIN)
def test_the_words_around_references_stay_as_they_are(parts, end):
    text = "".join(f"{plain}{{{{{name}}}}}" for plain, name in parts) + end
    values = {name: "nilai" for _, name in parts}
    kept = filled(text, values.get)
    assert replaced(kept, lambda one: f"{{{{{one.name}}}}}") == text
    assert filled(kept, values.get) == kept
    assert moved(kept, values.get) == []
