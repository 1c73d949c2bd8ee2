"""A name beside a number is warned of; addresses, decrees, officials and programmes are not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kla.naming import has_named_number

DIGITS = "0051234567890123456789"


@pytest.mark.parametrize(
    "text",
    [
        "Budi Santoso NISN 0051234567",
        "NISN 0051234567 a.n. Budi",
        "Pendampingan ananda Sekar, telp 0812-3456-7890",
        "Siti Aminah 081234567890 sudah dihubungi",
        "anak Bayu lahir 12-03-2015",
        "Korban: Melati Putri, lahir di Kota Contoh 3 Maret 2015",
        "Nama: Raka\nNo. KK 647101010101",
        "Sdr. Bima (0542) 1234567890",
        "Sdri Sinta, register 045/PPA/2025",
        "Kasus Tono Wijaya LP/B/123/V/2025",
        "atas nama RAKA, 00512345678901234",
        "Galih Pratama 6471.0101.0101",
    ],
)
def test_a_name_beside_a_number_is_found(text):
    assert has_named_number(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Jl. Jenderal Sudirman No. 12",
        "Jl. Jenderal Sudirman No. 12, telp 0542123456",
        "SK Nomor 188.45/123/2025",
        "Keputusan Wali Kota Nomor 188.45-123/2025 tentang Forum Anak",
        "Budi Santoso NIP 19870101 201001 1 001",
        "Kepala Dinas Sosial Budi Santoso, NIP 198701012010011001",
        "Program Sekolah Ramah Anak 2023 2024 2025",
        "Gerakan Sayang Ibu, pagu Rp 1.500.000.000",
        "Dinas Kesehatan, telepon 0542-1234567",
        "Lurah Budi Santoso 081234567890",
        "Siaga 112 dan 129, hotline 08111129129",
        "Rapat 12-03-2026 09.30 di Aula Balai Kota",
        "Forum Anak Contoh, 081234567890",
        "jumlah anak 1234567890",
        "Budi Santoso hadir",
        "NISN 0051234567 keliru",
        "Ibu Siti Aminah mengajar 32 anak pada 3 Maret 2026",
        "Budi Santoso " + "x" * 90 + " 0051234567",
        "NPSN 30401234 SD Negeri Contoh Barat",
    ],
)
def test_what_is_nobodys_number_or_nobodys_name_passes(text):
    assert not has_named_number(text)


@given(st.integers(1, 22), st.sampled_from([" ", ", ", " NISN ", "\n"]))
def test_how_many_digits_beside_a_name_are_warned_of(length, between):
    number = DIGITS[:length]
    warned = 10 <= length <= 15 or length == 17 or length > 18
    assert has_named_number(f"Budi Santoso{between}{number}") is warned


@given(st.text())
def test_any_text_gives_an_answer(text):
    assert has_named_number(text) in (True, False)


@given(st.text(st.characters(exclude_categories=["Nd"])))
def test_without_a_digit_there_is_nothing(text):
    assert not has_named_number(text)
