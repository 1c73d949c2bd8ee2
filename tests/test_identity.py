"""A number of 16 digits is found however it is written, and a NIP is none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kla.identity import has_identity_number

SEPARATORS = st.sampled_from(["", " ", ".", "-", " - ", "\u00a0", "\u2013", ". "])
AROUND = st.text(st.characters(exclude_categories=["Nd"]), max_size=6).map(
    lambda text: f"{text}a"  # a letter keeps what stands around apart from the number
)


@pytest.mark.parametrize(
    "text",
    [
        "6471010101010001",
        "NIK 6471 0101 0101 0001, Budi",
        "64.71.01.010101.0001",
        "6471-0101-0101-0001",
        "6 4 7 1 0 1 0 1 0 1 0 1 0 0 0 1",
        "a6471010101010001b",
        "6471010101010001\n6471010101010002",
        "dua anak:\n6471010101010001",
        "6471010101010001 2 orang",
        "19870101 201001 1 001 dan 6471010101010001",
        "6471\u00a00101\u20110101\u20130001",
        "647101\u200b0101\u200b010001",
        "\uff16\uff14\uff17\uff11010101010001",
        "0000000000000000",
    ],
)
def test_sixteen_digits_are_found(text):
    assert has_identity_number(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "tanpa angka",
        "198701012010011001",
        "19870101 201001 1 001",
        "19870101.201001.1.001",
        "1987 0101 2010 01 1 001",
        "647101010101000",
        "64710101010100012",
        "6471 0101 0101 0001 23",
        "12345678901234567890",
        "2021, 2022, 2023, 2024",
        "2021\n2022\n2023\n2024",
        "0542 123456",
        "Rp1.250.000.000",
        "6471/0101/0101/0001",
    ],
)
def test_other_numbers_pass(text):
    assert not has_identity_number(text)


@given(st.lists(st.sampled_from("0123456789"), min_size=16, max_size=16), st.data())
def test_sixteen_digits_are_found_with_anything_allowed_between(digits, data):
    number = digits[0] + "".join(data.draw(SEPARATORS) + digit for digit in digits[1:])
    before, after = data.draw(AROUND), data.draw(AROUND)
    assert has_identity_number(f"{before}{number}b{after}")


@given(
    st.one_of(st.integers(1, 15), st.integers(17, 40)).flatmap(
        lambda size: st.lists(st.sampled_from("0123456789"), min_size=size, max_size=size)
    ),
    st.data(),
)
def test_a_whole_number_of_another_length_passes(digits, data):
    number = "".join(digits)
    assert not has_identity_number(f"{data.draw(AROUND)}{number}b{data.draw(AROUND)}")


@given(st.text())
def test_no_text_breaks_it(text):
    assert has_identity_number(text) in (True, False)
