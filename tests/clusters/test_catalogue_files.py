"""Every fault of the catalogue's files is named, all of them at once, and nothing is loaded."""

import re

import pytest
from django.core.management import CommandError, call_command

from clusters.models import Framework
from kla.areas.models import Office
from tests.clusters.catalogues import copy_to, edit, faults_of, put


@pytest.fixture
def folder(tmp_path):
    return copy_to(tmp_path)


WHOLE = [
    (
        "official.toml",
        "number = 24",
        "number",
        "number = 23",
        "official.toml, number: 23 ada 2 kali.",
    ),
    (
        "official.toml",
        "number = 1",
        "points",
        "points = 0",
        "official.toml, official ke-1, points: isinya salah.",
    ),
    (
        "official.toml",
        "number = 3",
        "name",
        r'name = "a\u0000b"',
        "official.toml, official ke-3, name: memuat huruf kendali yang tidak tampak.",
    ),
    (
        "official.toml",
        "number = 2",
        "klaster",
        "",
        "official.toml, official ke-2, klaster: belum ada.",
    ),
    (
        "issues.toml",
        'slug = "dropout"',
        "warna",
        'warna = "x"',
        "issues.toml, issue ke-5, warna: tidak dikenal.",
    ),
    (
        "clusters.toml",
        'slug = "health"',
        "slug",
        'slug = "Sehat"',
        "clusters.toml, cluster ke-2, slug: Sehat harus huruf kecil, angka, dan garis bawah.",
    ),
    (
        "offices.toml",
        'key = "legal"',
        "key",
        'key = "planning"',
        "offices.toml, key: planning ada 2 kali.",
    ),
]


@pytest.mark.parametrize(("file", "row", "field", "line", "expected"), WHOLE)
def test_a_fault_of_a_list_names_file_row_and_field(folder, file, row, field, line, expected):
    put(folder, file, row, field, line)
    assert faults_of(folder)[0] == expected


def test_a_code_twice_is_named_where_it_comes_again(folder):
    put(folder, "health.toml", 'code = "KES-02"', "code", 'code = "KES-01"')
    assert faults_of(folder) == ["health.toml, KES-01, code: sudah dipakai indikator lain."]


def test_an_official_number_nobody_scores_for_is_named(folder):
    for file in folder.glob("*.toml"):
        text = re.sub(r"official = \[17\b", "official = [16", file.read_text(encoding="utf-8"))
        file.write_text(text.replace("[16, 16]", "[16]"), encoding="utf-8")
    assert faults_of(folder) == [
        "official.toml, nomor 17: tidak ada indikator yang dinilai untuknya."
    ]


def test_an_issue_nobody_serves_is_named(folder):
    for file in folder.glob("*.toml"):
        text = file.read_text(encoding="utf-8").replace('"play_space", ', "")
        text = text.replace(', "play_space"]', "]").replace(
            'issues = ["play_space"]', "issues = []"
        )
        file.write_text(text, encoding="utf-8")
    assert faults_of(folder) == ["issues.toml, play_space: tidak ada indikator yang melayaninya."]


FILE_FAULTS = [
    ("health.toml", None, "health.toml: berkas tidak ada."),
    ("health.toml", b"", "health.toml: tulis paling sedikit satu [[indicator]]."),
    ("health.toml", b"\xff\xfe", "health.toml: bukan UTF-8."),
    ("health.toml", b"a = \n", "health.toml: bukan TOML yang benar (Invalid value (at line 1,"),
    ("health.toml", b"a = " + b"[" * 5000, "health.toml: memuat bilangan terlalu panjang"),
    ("health.toml", b"a = " + b"9" * 5000, "health.toml: memuat bilangan terlalu panjang"),
    ("health.toml", b"indicator = [1]", "health.toml, indikator ke-1: harus berupa tabel."),
    ("offices.toml", b"x = 1", "offices.toml, x: tidak dikenal."),
    ("official.toml", None, "official.toml: berkas tidak ada."),
    ("sanitation.toml", b"", "sanitation.toml: berkas tidak dikenal."),
]


@pytest.mark.parametrize(("file", "content", "expected"), FILE_FAULTS)
def test_a_fault_of_a_file_names_it(folder, file, content, expected):
    (folder / file).unlink(missing_ok=True)
    if content is not None:
        (folder / file).write_bytes(content)
    assert faults_of(folder)[0].startswith(expected)


@pytest.mark.parametrize("version", ["2026.4", '""', f'"{"1" * 21}"'])
def test_the_version_is_a_short_text(folder, version):
    edit(folder, "official.toml", 'version = "2026.4"', f"version = {version}")
    assert faults_of(folder) == [
        "official.toml, version: diisi teks paling panjang 20 huruf, misalnya 2026.1."
    ]


def test_the_command_writes_a_line_a_fault_and_loads_nothing(db, folder):
    put(folder, "health.toml", 'code = "KES-01"', "kind", 'kind = "ratio"')
    put(folder, "health.toml", 'code = "KES-02"', "owner", 'owner = "dinkes"')
    put(folder, "issues.toml", 'slug = "dropout"', "name", "")
    (folder / "lain.toml").write_text("")
    with pytest.raises(CommandError) as caught:
        call_command("load_catalogue", str(folder))
    assert caught.value.returncode == 1
    assert str(caught.value).splitlines() == [
        "lain.toml: berkas tidak dikenal.",
        "issues.toml, issue ke-5, name: belum ada.",
        "health.toml, KES-01, kind: ratio tidak dikenal; "
        "pilih percentage, rate, count, boolean, level.",
        "health.toml, KES-02, owner: perangkat daerah dinkes tidak dikenal.",
    ]
    assert not Framework.objects.exists()
    assert not Office.objects.exists()


def test_a_folder_that_is_not_there_is_one_line(db, tmp_path):
    with pytest.raises(CommandError, match=r"tidak-ada: folder tidak ada\.$"):
        call_command("load_catalogue", str(tmp_path / "tidak-ada"))
