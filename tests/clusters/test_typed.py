"""Pure: what a person is told who wrote no whole number."""

import pytest

from clusters.typed import why_not_whole


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("-5", "Angka negatif tidak mungkin"),
        ("−5", "Angka negatif tidak mungkin"),
        ("12,5", "Isi jumlahnya tanpa angka di belakang koma"),
        ("1.217,5", "Isi jumlahnya tanpa angka di belakang koma"),
        ("12.5", "Isi jumlahnya tanpa angka di belakang koma"),
        ("lima", "Isi dengan bilangan bulat"),
        ("-", "Isi dengan bilangan bulat"),
    ],
)
def test_the_sentence_says_what_to_do(text, begins):
    assert why_not_whole(text).startswith(begins)
