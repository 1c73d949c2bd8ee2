"""`load_areas`: a whole file or nothing, and every fault with its line."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from kla.areas.models import Area
from kla.audit.models import Record

BALIKPAPAN = Path(__file__).parents[2] / "data" / "balikpapan_kelurahan.csv"
HEADER = "kode_kelurahan,kelurahan,kode_kecamatan,kecamatan,kode_kota,kota"
LINES = [
    "64.71.01.1001,Manggar,64.71.01,Balikpapan Timur,64.71,Kota Balikpapan",
    "64.71.01.1002,Lamaru,64.71.01,Balikpapan Timur,64.71,Kota Balikpapan",
    "64.71.02.1001,Batu Ampar,64.71.02,Balikpapan Utara,64.71,Kota Balikpapan",
]


@pytest.fixture
def load(tmp_path, db):
    """Load an areas file of these lines or bytes."""

    def load(content, **options):
        path = tmp_path / "wilayah.csv"
        if not isinstance(content, bytes):
            content = "\n".join(content).encode() + b"\n"
        path.write_bytes(content)
        call_command("load_areas", str(path), **options)

    return load


@pytest.fixture
def refused(load):
    """The faults a file is refused with; nothing of it is stored."""

    def refused(content):
        before = stored()
        with pytest.raises(CommandError) as caught:
            load(content)
        assert caught.value.returncode == 1
        assert stored() == before
        return str(caught.value).splitlines()

    return refused


def stored():
    areas = list(Area.objects.order_by("code").values_list("code", "name", "level", "parent__code"))
    return areas, Record.objects.count()


def test_balikpapan_has_34_kelurahan_in_6_kecamatan(db, capsys):
    call_command("load_areas", str(BALIKPAPAN))
    assert capsys.readouterr().out == "41 wilayah: 41 baru, 0 berganti nama.\n"
    levels = list(Area.objects.values_list("level", flat=True))
    assert [levels.count(level) for level in ("kota", "kecamatan", "kelurahan")] == [1, 6, 34]
    kota = Area.objects.get(level="kota")
    assert (kota.code, kota.name, kota.full_name) == ("64.71", "Kota Balikpapan", "Kota Balikpapan")
    for area in Area.objects.exclude(level="kota").select_related("parent"):
        assert area.parent.code == area.code.rpartition(".")[0]


def test_the_same_file_again_changes_nothing(db, capsys):
    call_command("load_areas", str(BALIKPAPAN))
    before = stored()
    call_command("load_areas", str(BALIKPAPAN))
    assert capsys.readouterr().out.endswith("41 wilayah: 0 baru, 0 berganti nama.\n")
    assert stored() == before


def test_a_larger_file_adds_what_is_new(load):
    load([HEADER, *LINES[:1]])
    known = dict(Area.objects.values_list("code", "pk"))
    load([HEADER, *LINES])
    assert len(known) == 3
    assert known.items() <= dict(Area.objects.values_list("code", "pk")).items()
    assert Area.objects.count() == 6


def test_a_kabupaten_with_desa_works_the_same(load):
    load(
        [
            HEADER,
            "64.02.04.1001,Loa Ipuh,64.02.04,Tenggarong,64.02,Kabupaten Kutai Kartanegara",
            "64.02.04.2012,Rapak Lambur,64.02.04,Tenggarong,64.02,Kabupaten Kutai Kartanegara",
        ]
    )
    words = {area.code: area.full_name for area in Area.objects.all()}
    assert words == {
        "64.02": "Kabupaten Kutai Kartanegara",
        "64.02.04": "Kecamatan Tenggarong",
        "64.02.04.1001": "Kelurahan Loa Ipuh",
        "64.02.04.2012": "Desa Rapak Lambur",
    }
    assert set(Area.objects.filter(code__contains=".04.").values_list("level", flat=True)) == {
        "kelurahan"
    }


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbf" + "\n".join([HEADER, *LINES]).encode(),
        "\r\n".join([HEADER, *LINES]).encode(),
        "\n".join([HEADER, "", *LINES, ",,,,,", ""]).encode(),
        "\n".join([HEADER, *(line.replace(",", " , ") for line in LINES)]).encode(),
        "\n".join([HEADER, *LINES]).replace(",", ";").encode(),
    ],
    ids=["bom", "crlf", "blank lines", "spaces", "semicolons"],
)
def test_how_a_spreadsheet_saves_it_does_not_matter(load, content):
    load(content)
    assert Area.objects.get(code="64.71.02.1001").name == "Batu Ampar"
    assert Area.objects.count() == 6


def test_columns_may_stand_in_any_order(load):
    names = HEADER.split(",")
    load([",".join(reversed(part.split(","))) for part in (HEADER, *LINES)])
    assert len(names) == 6
    assert Area.objects.get(code="64.71.01.1002").name == "Lamaru"


def cell(line, column, value):
    """One of LINES with another cell."""
    cells = LINES[line].split(",")
    cells[HEADER.split(",").index(column)] = value
    return ",".join(cells)


FAULTS = [
    (b"", ["Berkas kosong."]),
    (
        [HEADER, cell(0, "kelurahan", '"Mang\ngar"'), cell(1, "kecamatan", "Balik\x07papan")],
        [
            "Baris 3: nama kelurahan memuat ganti baris atau huruf yang tidak tampak.",
            "Baris 4: nama kecamatan memuat ganti baris atau huruf yang tidak tampak.",
        ],
    ),
    (
        [HEADER, cell(0, "kelurahan", "M" * 140_000)],
        ["Baris 2: satu sel lebih panjang dari 131072 huruf."],
    ),
    (b"\n\n", ["Berkas kosong."]),
    ([HEADER], ["Berkas tidak memuat kelurahan satu pun."]),
    ([HEADER + ",rt", LINES[0] + ",1"], ["Baris 1: kolom rt tidak dikenal."]),
    ([HEADER + ",", LINES[0] + ","], ["Baris 1: kolom tanpa nama tidak dikenal."]),
    ([HEADER.removesuffix(",kota"), LINES[0]], ["Baris 1: kolom kota tidak ada."]),
    ([HEADER + ",kota", LINES[0] + ",x"], ["Baris 1: kolom kota ada dua kali."]),
    (
        [HEADER.replace(",", "|"), LINES[0].replace(",", "|")],
        [f"Baris 1: kolom {HEADER.replace(',', '|')} tidak dikenal."]
        + [f"Baris 1: kolom {name} tidak ada." for name in HEADER.split(",")],
    ),
    (
        [HEADER, LINES[0].replace("Manggar", "Manggar\xe9")],
        None,  # put into Latin-1 below
    ),
    (b"PK\x03\x04\0\0", ["Berkas ini bukan CSV."]),
    ([HEADER, LINES[0], '"64.71'], ["Baris 3: tanda kutip tidak tertutup."]),
    ([HEADER, LINES[0] + ",lebih"], ["Baris 2: 7 sel, seharusnya 6."]),
    ([HEADER, "64.71.01.1001,Manggar"], ["Baris 2: 2 sel, seharusnya 6."]),
    (
        [HEADER, *LINES, cell(0, "kelurahan", "Lain")],
        ["Baris 5: kode_kelurahan 64.71.01.1001 sudah ada di baris sebelumnya."],
    ),
    (
        [HEADER, cell(0, "kode_kelurahan", "64.71.01.3001")],
        ["Baris 2: kode_kelurahan 64.71.01.3001 tidak berbentuk 64.71.01.1001."],
    ),
    (
        [HEADER, cell(0, "kode_kelurahan", "٦٤.٧١.٠١.١٠٠١")],
        ["Baris 2: kode_kelurahan ٦٤.٧١.٠١.١٠٠١ tidak berbentuk 64.71.01.1001."],
    ),
    (
        [HEADER, cell(0, "kode_kota", "6471")],
        ["Baris 2: kode_kota 6471 tidak berbentuk 64.71."],
    ),
    (
        [HEADER, cell(0, "kode_kecamatan", "")],
        ["Baris 2: kode_kecamatan kosong tidak berbentuk 64.71.01."],
    ),
    (
        [HEADER, cell(0, "kode_kecamatan", "64.71.02")],
        ["Baris 2: kelurahan 64.71.01.1001 tidak terletak di kecamatan 64.71.02."],
    ),
    (
        [HEADER, cell(0, "kode_kota", "64.72")],
        ["Baris 2: kecamatan 64.71.01 tidak terletak di kota 64.72."],
    ),
    ([HEADER, cell(0, "kelurahan", " ")], ["Baris 2: nama kelurahan kosong."]),
    (
        [HEADER, cell(0, "kecamatan", "a" * 121)],
        ["Baris 2: nama kecamatan lebih dari 120 huruf."],
    ),
    (
        [HEADER, LINES[0], cell(1, "kecamatan", "Timur")],
        ["Baris 3: 64.71.01 bernama Balikpapan Timur di baris lain, di sini Timur."],
    ),
]


@pytest.mark.parametrize(("content", "expected"), FAULTS)
def test_a_fault_has_its_line_and_nothing_is_loaded(refused, content, expected):
    if expected is None:
        content = "\n".join(content).encode("latin-1")
        expected = ["Baris 2: bukan UTF-8. Simpan sebagai CSV UTF-8."]
    assert refused(content) == expected


def test_all_faults_are_told_at_once(refused, load):
    load([HEADER, LINES[2]])
    assert refused(
        [
            HEADER,
            LINES[0],
            cell(1, "kode_kelurahan", "64.71.1.1002"),
            "",
            cell(2, "kelurahan", "Batu Hampar"),
            LINES[0],
            cell(0, "kota", ""),
        ]
    ) == [
        "Baris 3: kode_kelurahan 64.71.1.1002 tidak berbentuk 64.71.01.1001.",
        "Baris 5: 64.71.02.1001 tersimpan sebagai Batu Ampar, di sini Batu Hampar. "
        "Pakai --rename bila namanya memang berubah.",
        "Baris 6: kode_kelurahan 64.71.01.1001 sudah ada di baris sebelumnya.",
        "Baris 7: nama kota kosong.",
    ]


def test_another_name_under_a_known_code_needs_rename(load, refused, capsys):
    load([HEADER, *LINES])
    changed = [line.replace("Kota Balikpapan", "Kota Beriman") for line in LINES]
    found = refused([HEADER, *changed])
    assert [line.split(".")[0] for line in found] == ["Baris 2: 64"]  # told once, not each line
    load([HEADER, *changed], rename=True)
    assert capsys.readouterr().out.endswith("6 wilayah: 0 baru, 1 berganti nama.\n")
    assert Area.objects.get(code="64.71").name == "Kota Beriman"
    record = Record.objects.get(verb="area.rename")
    assert record.detail == {"before": "Kota Balikpapan", "after": "Kota Beriman"}


def test_a_file_that_is_not_there_is_one_line(db, tmp_path):
    with pytest.raises(CommandError, match=r"tidak-ada\.csv tidak dapat dibaca: ") as caught:
        call_command("load_areas", str(tmp_path / "tidak-ada.csv"))
    assert caught.value.returncode == 1
