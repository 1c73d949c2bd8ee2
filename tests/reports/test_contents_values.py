"""The figures of the report: each is printed, and each total is the sum of its rows."""

from decimal import Decimal
from fractions import Fraction

import pytest

from clusters.scoring.category import next_category
from clusters.scoring.gap import Step, enough
from reports import content
from reports.figures import Year
from reports.sections.book import Book
from reports.sections.evidence import short_codes
from reports.sections.gap import groups
from tests.reports.printed import Page, number

pytest_plugins = ["tests.reports.demo_year"]

CLUSTERS = "governance health education family_environment inclusion protection".split()


def page(data, key):
    return Page(content.section_html(data, key))


def adds_up(table, column, *, places=1, total=None):
    """The total of a column (counted from its end) is the sum of its rows, as far as those are
    rounded; what does not apply adds nothing."""
    rows = [number(row[column]) for row in table.body if row[column] != "n. a."]
    slack = Decimal(len(rows)) * Decimal("0.5") / 10**places if places else Decimal(0)
    told = number((table.total if total is None else total)[column])
    assert abs(sum(rows) - told) <= slack, (table.caption, column, sum(rows), told)
    return sum(rows)


def test_every_indicator_of_every_area_is_printed_in_each_place(demo):
    year = Year(demo["this"])
    kelurahan = {code for code, row in year.indicators.items() if row.scope == "kelurahan"}
    areas = {area for area, code, _ in year.owed if code in kelurahan}
    assert len(areas) == 3
    assert len(kelurahan) == 49
    cards, lists = "", ""
    for one in content.plan(demo):
        if one.numeral == "L1":
            cards += content.section_html(demo, one.key)
        elif one.numeral == "L2":
            lists += content.section_html(demo, one.key)
    for area in areas:
        card = Page("<body>" + cards.split(f'id="rapor-{area}"')[1].split("<section")[0])
        rows = {row[0]: row for table in card.tables for row in table.body}
        table = Page("<body>" + lists.split(f'id="nilai-{area}"')[1].split("<h2")[0]).tables[0]
        listed = {row[0]: row for row in table.body}
        for code in kelurahan:
            words = year.cell(area, code).words
            assert rows[year.indicators[code].label][2] == words
            assert listed[code][4] == words
            assert listed[code][2] == (year.cell(area, code).raw or "n. a.")


@pytest.mark.parametrize("slug", CLUSTERS)
def test_the_tables_of_a_cluster_show_each_value_and_the_sums_of_points(demo, slug):
    book = Book(demo)
    told = page(demo, f"klaster-{slug}:0")
    overview = told.table("Nilai kota terverifikasi")
    assert {row[0] for row in overview.body} == {row.code for row in book.indicators_of(slug)}
    points, most = book.year.views["verified"].clusters[slug]
    assert abs(adds_up(overview, -2) - Decimal(float(points))) < 1
    assert abs(adds_up(overview, -1) - Decimal(float(most))) < 1
    rows = book.indicators(slug, "kelurahan")
    tables = [one for one in told.tables if "menurut wilayah" in one.caption]
    heads = [cell.words for one in tables for cell in one.rows[0][1][1:]]
    assert [words.split()[0] for words in heads] == [row.code for row in rows]
    for area in book.kelurahan:
        found = []
        for one in tables:
            cells = next(cells for _, cells in one.rows if cells[0].words == book.names[area])
            found += [cell.words for cell in cells if "now" in cell.attrs.get("class", "")]
        assert found == [book.year.cell(area, row.code).words for row in rows]


def test_the_annex_of_values_adds_up_the_points_of_an_area(demo):
    year = Year(demo["this"])
    for table in page(demo, "nilai:64.99.01").tables:
        adds_up(table, -1, places=3)
        area = table.caption.split()[2]
        own = sum(p for (at, _), p in year.views["verified"].entries.items() if at == area)
        assert abs(number(table.total[-1]) - Decimal(float(own))) < Decimal("0.001")


def test_completeness_and_marks_add_up(demo):
    told = page(demo, "metode")
    table = told.table("terisi dan terverifikasi")
    for column in (-1, -2, -3):
        adds_up(table, column, places=0)
    assert number(table.total[-2]) == 3 * 49 + 28
    marks = told.table("tanda verifikator")
    for column in range(1, 7):
        adds_up(marks, column, places=0)
    assert number(marks.total[-1]) == 3 * 49 + 28
    adjusted = [row for row in demo["this"]["entries"] if row["mark"] == "adjusted"]
    assert len(told.table("Nilai operator").body) == len(adjusted) == number(marks.total[2])
    assumed = told.table("asumsi")
    for column in range(1, 6):
        adds_up(assumed, column, places=0)


def test_the_summary_adds_up(demo):
    table = page(demo, "ringkasan").table("Poin menurut klaster")
    for column in (1, 2, 3, 4):
        adds_up(table, column)


def test_the_programmes_add_up_in_both_years(demo):
    told = page(demo, "program")
    for start in ("Layanan Puspaga", "PATBM menurut", "Ruang bermain", "Pelatihan", "Peserta"):
        table = told.table(start)
        for column in range(1, len(table.total)):
            if table.total[column] != "n. a.":
                adds_up(table, column, places=0)
    services = demo["programmes"]["services"]
    families = sum(row["now"]["families"] or 0 for row in services if row["now"])
    assert families > 0
    assert number(told.table("Layanan Puspaga").total[4]) == families
    coverage = page(demo, "program:cakupan-0")
    reached = coverage.table("Kelurahan yang dijangkau")
    for column in (2, 3, 4):
        adds_up(reached, column, places=0)
    adds_up(coverage.table("Banyaknya catatan"), 1, places=0)


def test_the_legal_basis_is_the_register_and_names_no_official(demo):
    told = page(demo, "pendahuluan")
    rows = told.table("menurut daftar regulasi").body
    assert len(rows) == len(demo["legal"]["regulations"]) > 0
    assert {row[3] for row in rows} == {row["name"] for row in demo["legal"]["regulations"]}
    assert "Perpres" not in told.words
    assert "25 Tahun 2021" in told.words
    assert "12 Tahun 2022" in told.words
    members = told.table("menurut lembaga")
    assert len(members.body) == len(demo["legal"]["members"]) > 0
    adds_up(told.table("Wilayah yang dilaporkan"), -1, places=0)


def test_the_evidence_register_has_each_file_with_its_hash_and_its_sums(demo):
    told = [page(demo, one.key) for one in content.plan(demo) if one.numeral == "L3"]
    rows = [
        row for one in told for table in one.tables if "B-" in table.caption for row in table.body
    ]
    assert [row[-1].replace(" ", "") for row in rows] == [
        file["sha256"] for file in demo["evidence"]
    ]
    summed = told[0].table("Berkas menurut klaster")
    for column in (1, 2, 3, 4):
        adds_up(summed, column, places=0)
    assert number(summed.total[1]) == len(demo["evidence"])
    assert f"seluruhnya {len(demo['evidence'])} berkas" in told[-1].words


def test_codes_of_a_file_are_written_short():
    assert short_codes(["KES-01"]) == "KES-01"
    assert short_codes(["KES-01", "KES-02", "KES-03", "KES-05", "KES-K1"]) == "KES-01–03, 05, K1"
    assert short_codes(["INK-01", "INK-02", "PEN-01"]) == "INK-01, 02; PEN-01"


def test_the_gap_list_adds_up_to_what_is_missing(demo):
    book = Book(demo)
    missing = next_category(book.year.views["verified"].score)
    taken = enough(book.year.gains, missing[1])
    told = page(demo, "kesenjangan")
    table = told.table("menurut siapa")
    assert [row[0] for row in table.body] == [group.who for group in groups(book, taken)]
    adds_up(table, -1, places=2)
    assert number(table.total[-2]) == len(taken) == sum(int(row[-2]) for row in table.body)
    assert number(table.total[-1]) >= round(Decimal(float(missing[1])), 2)
    aims = [cells for kind, cells in table.rows if kind == "aim"]
    short, surplus = (number(cells[-1].words) for cells in aims)
    assert abs(number(table.total[-1]) - short - surplus) <= Decimal("0.02")
    adds_up(told.table("tambahan poin terbesar"), -1, places=2)
    adds_up(told.table("Semua perbaikan tunggal"), -1, places=2)
    adds_up(told.table("poin terbanyak yang belum"), -1)


def test_who_can_make_it_is_told_apart(demo):
    book = Book(demo)
    kinds = {one.step: one for one in book.year.gains}
    assert set(kinds) >= {Step.REVIEW, Step.RAISE}
    told = {group.who for group in groups(book, book.year.gains)}
    assert any(who.startswith("Verifikator ") for who in told)
    assert any(who.startswith("Operator ") for who in told)
    assert told & set(book.offices.values())


def everything_at(data, value_of, **more):
    """Every entry that is owed with the value that `value_of` gives for its indicator."""
    known = {row["code"]: row for row in data["this"]["indicators"]}
    entries = data["this"]["entries"]
    there = {(entry["area"], entry["code"]) for entry in entries}
    entries += [
        entries[0] | {"area": area, "code": code}
        for area, code, _ in Year(data["this"]).owed
        if (area, code) not in there
    ]
    for entry in data["this"]["entries"]:
        row = known[entry["code"]]
        value = Decimal(value_of(row) or 0)
        pair = row["kind"] in ("percentage", "rate")
        whole = int((row["per"] or 1) * 100)
        entry |= {
            "numerator": int(value * 100) if pair else None,
            "denominator": whole if pair else None,
            "value": None if pair else int(value),
            "not_applicable": False,
            "no_data": False,
            "state": "verified",
            "adjusted_value": None,
            "mark": "accepted",
            "evidenced": True,
        } | more


def test_a_city_of_the_highest_category_has_nothing_to_make_up(demo):
    everything_at(demo, lambda row: row["target"])
    told = page(demo, "kesenjangan")
    assert "kategori tertinggi, KLA (Paripurna)" in told.words
    assert "Semua poin yang dapat dinilai sudah diraih." in told.words
    assert not any("menurut siapa" in table.caption for table in told.tables)
    assert "Kategori tertinggi tercapai." in page(demo, "ringkasan").words


def test_where_nothing_suffices_it_is_said(demo):
    everything_at(demo, lambda row: row["baseline"], mark="")
    told = page(demo, "kesenjangan")
    assert "dan itu tidak cukup." in told.words
    assert "Kategori Pratama berjarak 500,00 poin." in told.words
    assert "Tidak ada perbaikan tunggal yang menambah poin." in told.words


def test_gains_of_sensitive_indicators_are_not_for_everybody(demo):
    whole = page(demo, "kesenjangan").table("Semua perbaikan tunggal")
    public = page(demo | {"edition": "publik"}, "kesenjangan").table("Semua perbaikan tunggal")
    sensitive = {row["code"] for row in demo["this"]["indicators"] if row["sensitive"]}
    hidden = [one for one in Year(demo["this"]).gains if one.code in sensitive]
    assert hidden
    assert number(whole.total[1]) - number(public.total[1]) == len(hidden)


def test_what_is_advised_follows_from_the_numbers(demo):
    book = Book(demo)
    table = page(demo, "kesenjangan").table("Rekomendasi menurut urutan")
    waiting = [one for one in book.year.gains if one.step == Step.REVIEW]
    points = float(sum((one.points for one in waiting), Fraction(0)))
    row = next(row for row in table.body if row[1].startswith("Selesaikan pemeriksaan"))
    assert row[1] == f"Selesaikan pemeriksaan {len(waiting)} isian yang sudah berbukti."
    assert abs(float(number(row[-1])) - points) < 0.01
    late = sum(row["late"] for row in demo["action_plan"]["actions"])
    assert any(f"{late} kegiatan RAD KLA yang terlambat" in row[1] for row in table.body) == (
        late > 0
    )
