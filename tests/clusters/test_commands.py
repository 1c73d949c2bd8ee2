"""The commands as a shell sees them: help, exit codes, one line a fault; opening and scoring."""

import json
from datetime import date

import pytest
from django.core.management import CommandError, call_command, execute_from_command_line

from clusters.actions import close_period
from clusters.models import Period, Sheet
from kla.areas.models import Area
from kla.audit.models import Record
from tests import world
from tests.world import fill, sheet_of

COMMANDS = (
    "load_areas",
    "load_catalogue",
    "data_dictionary",
    "open_period",
    "demo_data",
    "export_entries",
    "import_entries",
    "score",
)
# A command closes its connections at its end, as a process of its own would.
shell = pytest.mark.django_db(transaction=True)


@pytest.fixture
def run(capsys):
    """Run a command line; gives exit code, output and errors."""

    def run(*words):
        code = 0
        try:
            execute_from_command_line(["manage.py", *map(str, words)])
        except SystemExit as left:
            code = left.code
        return code, *capsys.readouterr()

    return run


def build_kota():
    """A kota of two kelurahan with a catalogue, and no year open."""
    world.build_framework()
    kota = Area.objects.create(code="64.71", name="Kota Contoh", level="kota")
    block = Area.objects.create(code="64.71.01", name="Uji", level="kecamatan", parent=kota)
    for number in (1, 2):
        Area.objects.create(
            code=f"64.71.01.100{number}", name=f"Ujian {number}", level="kelurahan", parent=block
        )
    return kota


@pytest.fixture
def kota(transactional_db):
    return build_kota()


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_tells_how_it_is_used(run, name):
    code, out, err = run(name, "--help")
    assert (code, err) == (0, "")
    assert out.startswith(f"usage: manage.py {name} ")


@shell
@pytest.mark.parametrize(
    "words",
    [
        ("load_areas",),
        ("load_catalogue", "a", "b"),
        ("open_period", "--kota", "64.71"),
        ("open_period", "--kota", "64.71", "--year", "26"),
        ("open_period", "--kota", "64.71", "--year", "dua"),
        ("demo_data", "--kota", "64.71", "--year", "2026", "--state", "locked"),
        ("demo_data", "--kota", "64.71", "--year", "2026", "--seed", "x"),
        ("export_entries", "--kota", "64.71", "--year", "2026"),
        ("import_entries",),
        ("import_entries", "a.csv", "--paksa"),
        ("score", "--year", "2026"),
    ],
)
def test_wrong_usage_is_2(run, words):
    code, out, err = run(*words)
    assert (code, out) == (2, "")
    assert f"manage.py {words[0]}: error: " in err
    assert not Period.objects.exists()


@shell
@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("load_areas", "tidak-ada.csv"), "dibaca: berkas atau foldernya tidak ada; periksa"),
        (("load_catalogue", "tidak-ada"), "tidak-ada: folder tidak ada."),
        (("open_period", "--kota", "99.99", "--year", "2026"), "kode 99.99 belum dimuat."),
        (("open_period", "--kota", "64.71.01", "--year", "2026"), "kode 64.71.01 belum dimuat."),
        (("open_period", "--kota", "64.71", "--year", "1999"), "dari 2000 sampai 2100."),
        (("open_period", "--kota", "64.71", "--year", "0000"), "dari 2000 sampai 2100."),
        (("open_period", "--kota", "64.71", "--year", "9999"), "dari 2000 sampai 2100."),
        (("demo_data", "--kota", "64.71", "--year", "0001"), "dari 2000 sampai 2100."),
        (("demo_data", "--kota", "64.71", "--year", "9999"), "dari 2000 sampai 2100."),
        (("score", "--kota", "64.71", "--year", "2026"), "Tahun 2026 belum dibuka."),
        (("score", "--kota", "99.99", "--year", "2026"), "kode 99.99 belum dimuat."),
        (
            ("export_entries", "--kota=64.71", "--year=2026", "--output=a.csv"),
            "Tahun 2026 belum dibuka.",
        ),
        (("import_entries", "tidak-ada.csv"), "dibaca: berkas atau foldernya tidak ada; periksa"),
        (("demo_data", "--kota=99.99", "--year=2026"), "kode 99.99 belum dimuat."),
    ],
)
def test_refused_input_is_1_with_one_line(run, kota, words, why):
    code, out, err = run(*words)
    assert (code, out) == (1, "")
    assert err.count("\n") == 1
    assert why in err
    assert not Period.objects.exists()


@shell
def test_a_year_is_opened_from_the_command_line(run, kota):
    code, out, err = run("open_period", "--kota", "64.71", "--year", "2026")
    # six clusters in each of two kelurahan, and two of the health office for the kota
    assert (code, err) == (0, "")
    assert out == "Kota Contoh 2026: 14 lembar dibuat, kerangka uji.\n"
    assert run("open_period", "--kota", "64.71", "--year", "2026")[1] == (
        "Kota Contoh 2026: 0 lembar dibuat, kerangka uji.\n"
    )


@shell
def test_without_a_catalogue_no_year_is_opened(run, transactional_db):
    Area.objects.create(code="64.71", name="Kota Contoh", level="kota")
    code, _, err = run("open_period", "--kota", "64.71", "--year", "2026")
    assert code == 1
    assert "Katalog indikator belum dimuat. Jalankan load_catalogue dulu." in err


def test_a_year_has_its_dates_record_and_an_author_that_can_not_sign_in(db):
    kota = build_kota()
    call_command("open_period", "--kota=64.71", "--year=2030")
    period = Period.objects.get()
    assert period.opens_on == date(2030, 1, 1)
    # 18 December, 16.00 in East Kalimantan is 08.00 UTC
    assert period.deadline.isoformat() == "2030-12-18T08:00:00+00:00"
    assert period.review_until == date(2031, 1, 31)
    record = Record.objects.get(verb="period.open")
    assert (record.area, record.detail["sheets"]) == (kota, 14)
    assert record.by.username == "sistem"
    assert not record.by.is_active
    assert not record.by.has_usable_password()


def test_a_kelurahan_that_came_later_gets_its_sheets(city):
    Area.objects.create(
        code="64.71.02.1009", name="Baru", level="kelurahan", parent=city.kelurahan[2].parent
    )
    before = set(Sheet.objects.values_list("pk", flat=True))
    dates = Period.objects.values("deadline", "review_until", "version").get()
    call_command("open_period", "--kota=64.71", "--year=2026")
    new = Sheet.objects.exclude(pk__in=before)
    assert set(new.values_list("area__code", flat=True)) == {"64.71.02.1009"}
    assert new.count() == 6
    assert before < set(Sheet.objects.values_list("pk", flat=True))
    assert Period.objects.values("deadline", "review_until", "version").get() == dates


def test_a_closed_year_is_not_opened_again(city, cast):
    close_period(city.period, by=cast.dewi)
    with pytest.raises(CommandError, match="Tahun 2026 sudah ditutup"):
        call_command("open_period", "--kota=64.71", "--year=2026")
    city.period.refresh_from_db()
    assert city.period.state == "closed"


@shell
def test_the_score_is_json_and_nothing_else(run, kota):
    run("open_period", "--kota", "64.71", "--year", "2026")
    code, out, err = run("score", "--kota", "64.71", "--year", "2026", "--json")
    assert (code, err) == (0, "")
    answer = json.loads(out)
    assert (answer["kota"], answer["year"], answer["framework"]) == ("64.71", 2026, "uji")
    assert {view["score"] for view in answer["views"].values()} == {0.0}


def test_the_score_of_a_city_by_hand(city, cast, capsys):
    """Six official numbers of one point: each is worth 1000/6."""
    fill(sheet_of(city, "governance"), "TKL-01", cast.ani, value=1)
    health = sheet_of(city, "health")
    fill(health, "KES-01", cast.ani, numerator=95, denominator=100)
    fill(health, "KES-02", cast.ani, numerator=0, denominator=0)
    fill(sheet_of(city, "health", city.kota), "KES-K2", cast.gita, value=1)
    city.period.sheets.update(state="submitted")
    call_command("score", "--kota=64.71", "--year=2026", "--json")
    views = json.loads(capsys.readouterr().out)["views"]
    claimed = views["claimed"]["indicators"]
    # TKL-01 166.6667 · 1/4; KES-01 and KES-K2 share one number: 83.3333 · 0.75/4 and 83.3333 · 0.5
    assert [claimed[code]["points"] for code in ("TKL-01", "KES-01", "KES-K2")] == [
        41.6667,
        15.625,
        41.6667,
    ]
    assert claimed["KES-02"] == {
        "points": 0.0,
        "max": 83.3333,
        "value": None,
        "applicable": 3,
        "counted": 0,
    }
    # 41.6667 + 15.625 + 41.6667 of 1000; what asks for evidence has none
    assert (views["claimed"]["score"], views["claimed"]["category"]) == (98.9583, None)
    assert views["evidenced"]["score"] == 41.6667
    assert views["verified"]["score"] == 0.0
    clusters = [
        "governance",
        "health",
        "education",
        "family_environment",
        "inclusion",
        "protection",
    ]
    assert list(views["claimed"]["clusters"]) == clusters
    assert views["claimed"]["clusters"]["health"] == {"points": 57.2917, "max": 333.3333}
    call_command("score", "--kota=64.71", "--year=2026")
    assert capsys.readouterr().out.splitlines() == [
        "klaim: 98,9 (belum), perkiraan",
        "berbukti: 41,6 (belum), perkiraan",
        "terverifikasi: 0,0 (belum), perkiraan",
    ]
