"""Many operators from a CSV: preview first, then all or none, each fault with its line."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from kla.accounts import importing
from kla.accounts.models import AccessLink, Assignment, User
from kla.audit.models import Record

IMPORT = reverse("accounts:account-import")
HEAD = "kode_wilayah,nama,nama_pengguna,surel\n"


@pytest.fixture
def fitri(client, cast):
    client.force_login(cast.fitri)
    return client


def check(client, text, name="operator.csv"):
    content = text if isinstance(text, bytes) else text.encode()
    return client.post(IMPORT, {"file": SimpleUploadedFile(name, content)})


def apply(client, text):
    return client.post(IMPORT, {"text": text, "apply": "1"})


def faults(response):
    assert response.status_code == 422
    assert "belum ada akun yang dibuat" in response.text
    assert User.objects.count() == 7
    return response.context["faults"]


def rows(city, *more):
    return [f"{area.code},Petugas {n}" for n, area in enumerate(city.kelurahan, 1)] + list(more)


def test_a_preview_makes_nothing(fitri, city):
    text = "kode_wilayah,nama\n" + "\n".join(rows(city))
    response = check(fitri, text)
    assert response.status_code == 200
    assert [line.username for line in response.context["lines"]] == [
        f"desaujian6471{n}.1" for n in (1, 2, 3, 4)
    ]
    assert "4 operator akan dibuat" in response.text
    assert User.objects.count() == 7
    assert not AccessLink.objects.exists()


def test_what_the_preview_sends_back_makes_them_all(fitri, city, cast):
    text = HEAD + f'{city.kelurahan[1].code},"Joko ""Jo"" Contoh, M.Si.",joko.1,joko@contoh.test\n'
    text += f"{city.kelurahan[2].code},Sari & Tono <b>,,\n"
    preview = check(fitri, text)
    response = apply(fitri, preview.context["text"])
    assert response.status_code == 200
    assert len(response.context["rows"]) == 2
    assert response["Cache-Control"] == "no-store"
    joko = User.objects.get(username="joko.1")
    assert (joko.name, joko.email) == ('Joko "Jo" Contoh, M.Si.', "joko@contoh.test")
    assert not joko.has_usable_password()
    own = Assignment.objects.get(user=joko)
    assert (own.role, own.area, own.office) == ("operator", city.kelurahan[1], None)
    assert User.objects.filter(name="Sari & Tono <b>").exists()
    assert "Tono <b>" not in response.text
    assert Record.objects.filter(verb="account.create", by=cast.fitri).count() == 2


def test_one_fault_and_none_is_made(fitri, city):
    good, bad = f"{city.kelurahan[1].code},Baik,baik.1,\n", "64.71.99.1001,Salah,salah.1,\n"
    assert faults(apply(fitri, HEAD + good + bad)) == [
        "Baris 3: wilayah 64.71.99.1001 tidak dikenal atau di luar wilayah Anda."
    ]


def wrong(line, *, column):
    """The one fault of a file whose third line is `line`; `column` is a word in it."""
    lines, found = importing.read(HEAD + "64.71.01.1001,Baik,baik.1,\n" + line, AREAS, {"ani"})
    assert len(found) == 1, found
    assert found[0].startswith("Baris 3: ")
    assert column in found[0]
    return lines


AREAS = {"64.71.01.1001": "Melati", "64.71.01.1002": "Kenanga"}


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ("64.71,Kota,kota.1,", "wilayah"),
        (",Tanpa Kode,tanpa.1,", "wilayah kosong"),
        ("73.71.01.1001,Asing,asing.1,", "wilayah 73.71.01.1001"),
        ("64.71.01.1002,,tanpa.1,", "Nama kosong"),
        (f"64.71.01.1002,{'N' * 121},panjang.1,", "lebih dari 120"),
        ("64.71.01.1002,Budi\u202etset,balik.1,", "tidak tampak"),
        ("64.71.01.1002,Nul\0,nul.1,", "tidak tampak"),
        ("64.71.01.1002,Ani,ani,", "ani sudah dipakai"),
        ("64.71.01.1002,Ani,ANI,", "ANI sudah dipakai"),
        ("64.71.01.1002,Baik,Baik.1,", "Baik.1 sudah dipakai"),
        ("64.71.01.1002,Mirip,аni.1,", "huruf Latin"),  # a Cyrillic first letter
        ("64.71.01.1002,Pendek,ab,", "huruf Latin"),
        (f"64.71.01.1002,Panjang,{'n' * 151},", "huruf Latin"),
        ("64.71.01.1002,Rumus,=cmd|' /C calc'!A0,", "huruf Latin"),
        ("64.71.01.1002,Surat,surat.1,bukan", "surel bukan"),
        ("64.71.01.1002,Surat,surat.1,a@b", "a@b di kolom surel bukan alamat"),
        (f"64.71.01.1002,Surat,surat.1,{'a' * 250}@b.test", "aaa di kolom surel bukan alamat"),
        ("64.71.01.1002,Budi, S.Sos,budi.1,", "terlalu banyak"),
        ('64.71.01.1002,"Budi" S,budi.1,', "tidak dapat dibaca"),
        ('64.71.01.1002,"Budi', "tidak dapat dibaca"),
    ],
)
def test_a_fault_is_told_with_its_line(line, column):
    wrong(line, column=column)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "Baris 1: kolom kode_wilayah tidak ada."),
        ("nama\nAni\n", "Baris 1: kolom kode_wilayah tidak ada."),
        ("kode_wilayah,nama,sandi\n", "Baris 1: kolom sandi tidak dikenal."),
        ("kode_wilayah,nama,nama\n", "Baris 1: kolom nama ada dua kali."),
        (HEAD, "Berkas tidak memuat akun."),
        (HEAD + "\n\n", "Berkas tidak memuat akun."),
        ("kode_wilayah\rnama\r", "Baris 1: kolom"),
        (HEAD + "64.71.01.1001,N\n" * 1001, "Berkas memuat lebih dari 1000 akun."),
    ],
)
def test_a_file_that_is_none_is_refused_whole(text, fault):
    lines, found = importing.read(text, AREAS, set())
    assert lines == []
    assert found[0].startswith(fault)


@pytest.mark.parametrize("name", ["O'Neill", "Nur 'Ain", "=2+2", "@dwi", "Dwi-Ayu", "王小明", "Ç"])
def test_an_odd_name_is_a_name(name):
    lines, found = importing.read(f"kode_wilayah,nama\n64.71.01.1001,{name}\n", AREAS, set())
    assert found == []
    assert [line.name for line in lines] == [name]


@pytest.mark.parametrize(
    "text",
    [
        "\ufeffkode_wilayah,nama\n64.71.01.1001,Sari\n",
        "kode_wilayah;nama\n64.71.01.1001;Sari\n",
        "kode_wilayah,nama\r\n64.71.01.1001,Sari\r\n",
        " kode_wilayah , nama \n 64.71.01.1001 , Sari \n",
        "nama,kode_wilayah\nSari,64.71.01.1001\n\n",
        '"kode_wilayah","nama"\n"64.71.01.1001","Sari"',
    ],
)
def test_the_same_file_as_different_programs_write_it(text):
    lines, found = importing.read(text, AREAS, set())
    assert found == []
    assert [(line.code, line.name, line.username) for line in lines] == [
        ("64.71.01.1001", "Sari", "melati.1")
    ]


def test_suggested_names_leave_out_what_is_taken():
    text = "kode_wilayah,nama\n64.71.01.1001,Satu\n64.71.01.1001,Dua\n64.71.01.1002,Tiga\n"
    lines, found = importing.read(text, AREAS, {"Melati.1", "kenanga.1", "kenanga.2"})
    assert found == []
    assert [line.username for line in lines] == ["melati.2", "melati.3", "kenanga.3"]


@pytest.mark.parametrize(
    "content",
    ["kode_wilayah,nama\nX,Ñ\n".encode("latin-1"), "kode_wilayah,nama\n".encode("utf-16"), b"\xff"],
)
def test_a_file_in_another_encoding_is_told_so(fitri, content):
    response = check(fitri, content)
    assert response.status_code == 422
    assert "bukan UTF-8" in response.text


@pytest.mark.parametrize("content", [b"", b"x" * 300_001])
def test_an_empty_or_a_huge_file_is_refused_in_words(fitri, content):
    response = check(fitri, content)
    assert response.status_code == 422
    assert ("kosong" if not content else "terlalu besar") in response.text
    assert User.objects.count() == 7


def test_no_file_at_all_is_told(fitri):
    response = fitri.post(IMPORT, {"text": " "})
    assert response.status_code == 422
    assert "Pilih berkas CSV" in response.text


def test_duplicates_of_the_table_and_of_other_cities_are_told(fitri, city, cast):
    codes = [area.code for area in city.kelurahan]
    text = HEAD + f"{codes[1]},Satu,CITRA,\n{codes[2]},Dua,dua.1,\n{codes[3]},Tiga,Dua.1,\n"
    assert faults(check(fitri, text)) == [
        "Baris 2: nama pengguna CITRA sudah dipakai.",
        "Baris 4: nama pengguna Dua.1 sudah dipakai.",
    ]


def test_a_foreign_kelurahan_is_told_as_unknown(fitri, other_city):
    code = other_city.kelurahan[0].code
    (fault,) = faults(apply(fitri, HEAD + f"{code},Asing,asing.1,\n"))
    assert "tidak dikenal atau di luar wilayah Anda" in fault


def test_a_name_taken_between_preview_and_button_makes_none(fitri, city):
    codes = [area.code for area in city.kelurahan]
    text = HEAD + f"{codes[1]},Satu,satu.1,\n{codes[2]},Dua,dua.1,\n"
    assert check(fitri, text).status_code == 200
    User.objects.create(username="Dua.1", name="Lebih cepat")
    response = apply(fitri, text)
    assert response.status_code == 422
    assert response.context["faults"] == ["Baris 3: nama pengguna dua.1 sudah dipakai."]
    assert not User.objects.filter(username="satu.1").exists()


@pytest.mark.parametrize("who", ["ani", "budi", "dewi", "eko"])
def test_only_an_admin_imports(client, city, cast, who):
    client.force_login(getattr(cast, who))
    assert apply(client, HEAD + f"{city.kelurahan[1].code},Satu,satu.1,\n").status_code == 404
    assert not User.objects.filter(username="satu.1").exists()
