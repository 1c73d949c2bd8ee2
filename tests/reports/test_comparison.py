"""Two years side by side, and two versions of one year: what is said to have changed, and why."""

import copy
from decimal import Decimal

import pytest
from django.utils import timezone

from clusters.actions import open_period
from clusters.display import score_words
from reports import comparison, content, snapshot
from reports.figures import Year
from reports.models import Report, ReportState
from reports.sections.comparison import signed
from tests.world import fill, sheet_of


@pytest.fixture
def two(city, cast):
    """The city with a verified answer in each of two years, in the same kelurahan."""
    now = timezone.now()
    last, _ = open_period(kota=city.kota, year=2025, by=None, deadline=now, review_until=now.date())
    for period, reached in ((last, 90), (city.period, 95)):
        for area in city.kelurahan[:2]:
            sheet = period.sheets.get(area=area, cluster__slug="health", office=None)
            type(sheet).objects.filter(pk=sheet.pk).update(state="verified")
            mark = {"mark": "accepted", "marked_by": cast.budi, "marked_at": now}
            fill(sheet, "KES-02", cast.ani, numerator=100 - reached, denominator=100, **mark)
    return city


@pytest.fixture
def data(two):
    return snapshot.collect(two.period)


def page(data, name):
    return content.section_html(data, f"sub-{name}:perbandingan")


def test_the_score_stands_in_three_views_with_its_change(data):
    html = page(data, "skor")
    line = html[html.index('<th scope="row">Terverifikasi') :].split("</tr>")[0]
    for year in ("before", "this"):
        assert score_words(Year(data[year]).views["verified"].score) in line
    assert "Kedua tahun dihitung menurut aturan yang sama" in html
    assert html.count("Terverifikasi") == 1


def test_each_indicator_has_its_change_and_what_moved_it(data):
    html = page(data, "indikator")
    assert "turun 5, membaik" in html  # 10 percent became 5, and lower is better
    line = html[html.index('<th scope="row">KES-02') :].split("</tr>")[0]
    assert ">10,0<" in line
    assert ">5,0<" in line
    assert "capaian naik (2)" not in line  # 10 was the target already, so no point moved


def test_what_moved_the_points_is_counted_by_entry(data):
    then, now = Year(data["before"]), Year(data["this"])
    assert comparison.causes(then, now, "KES-02") == ""
    worse = copy.deepcopy(data["this"])
    for row in worse["entries"][:1]:
        row["numerator"] = 20
    assert comparison.causes(then, Year(worse), "KES-02") == "capaian turun (1)"
    gone = copy.deepcopy(data["this"])
    gone["entries"][0]["mark"] = ""
    gone["entries"][1]["numerator"] = 29
    assert comparison.causes(then, Year(gone), "KES-02") == (
        "tidak lagi terverifikasi (1); capaian turun (1)"
    )
    empty = copy.deepcopy(data["before"]) | {"entries": []}
    assert comparison.causes(Year(empty), now, "KES-02") == "baru terverifikasi (2)"


def test_areas_that_rose_and_fell_are_named(data, two):
    assert "Tidak ada wilayah yang capaiannya turun." in page(data, "wilayah")
    data["this"]["entries"][0]["numerator"] = 25
    html = page(copy.deepcopy(data), "wilayah")
    fallen = html[html.index('id="banding-turun"') :]
    assert two.kelurahan[0].name in fallen
    assert two.kelurahan[1].name not in fallen


@pytest.mark.parametrize(
    ("key", "value", "words", "values"),
    [
        ("target", "12", "target 10 menjadi 12", False),
        ("baseline", "40", "titik awal 30 menjadi 40", False),
        ("definition", "Lain.", "definisi diganti", True),
        ("kind", "rate", "jenis isian diganti", True),
        ("label", "Nama lain", None, None),  # a name is no rule
    ],
)
def test_a_changed_rule_is_told(data, key, value, words, values):
    row = next(row for row in data["this"]["indicators"] if row["code"] == "KES-02")
    row[key] = value
    told = comparison.rule_changes(data["before"], data["this"])
    if words is None:
        assert told == []
        return
    assert [(one.code, one.words, one.values) for one in told] == [("KES-02", words, values)]
    html = page(data, "data")
    assert words in html
    assert ("tidak sebanding</td>" in html) is values
    assert "KES-02*" in page(data, "indikator")


def test_the_same_number_written_otherwise_is_the_same_rule(data):
    for row in data["before"]["indicators"]:
        row["target"] = None if row["target"] is None else f"{Decimal(row['target']):.9f}"
    assert comparison.rule_changes(data["before"], data["this"]) == []


def test_new_and_dropped_indicators_are_told(data):
    then = copy.deepcopy(data["before"])
    dropped = next(row for row in then["indicators"] if row["code"] == "KES-02")
    then["indicators"].remove(dropped)
    assert comparison.rule_changes(then, data["this"])[0].words == "indikator baru"
    assert comparison.rule_changes(data["this"], then)[0].words == "tidak dipakai lagi"


@pytest.fixture
def printed(two, cast):
    """Last year's report, published in two numbers."""
    last = two.kota.periods.get(year=2025)
    for number in (1, 2):
        row = snapshot.take(last)
        Report.objects.create(
            period=last,
            snapshot=row,
            state=ReportState.PUBLISHED,
            number=number,
            sha256=f"{number}" * 64,
            data_sha256=row.sha256,
            published_at=timezone.now(),
            heartbeat=timezone.now(),
        )
    return last


def test_last_years_report_is_named_and_fits(two, printed):
    data = snapshot.collect(two.period)
    assert data["last_report"]["number"] == 2
    html = page(data, "data")
    assert "Laporan nomor 2" in html
    assert snapshot.take(printed).sha256 in html
    assert "sama dengan menurut data sekarang" in html


def test_what_was_corrected_since_it_was_printed_is_told(two, printed):
    sheet = printed.sheets.get(area=two.kelurahan[0], cluster__slug="health", office=None)
    sheet.entries.update(numerator=30)
    html = page(snapshot.collect(two.period), "data")
    differences = html[html.index("Sejak terbit") :]
    assert "KES-02 Indikator KES-02" in differences
    assert ">10,0<" in differences  # as printed
    assert ">20,0<" in differences  # 40 of 200 by now
    assert "Skor terverifikasi" in differences


def test_without_a_year_before_it_says_so(city):
    data = snapshot.collect(city.period)
    assert data["last_report"] is None
    assert "belum ada yang dapat dibandingkan" in page(data, "skor")
    assert "Tidak ada laporan terbit tahun 2025" in page(data, "data")
    for name in ("indikator", "wilayah"):
        assert "<table" in page(data, name) or "Tidak ada wilayah" in page(data, name)


def test_between_two_versions_the_sentences_name_what_changed(data, two):
    assert comparison.between(data, copy.deepcopy(data)) == []
    after = copy.deepcopy(data)
    after["this"]["entries"][0]["numerator"] = 25
    after["evidence"] = [{"area": "x"}]
    told = comparison.between(data, after)
    name = two.kelurahan[0].name
    assert f"Nilai KES-02 Indikator KES-02 di {name} berubah dari 5,0 menjadi 25,0." in told
    assert "Daftar bukti dukung diperbarui." in told
    assert any(one.startswith("Perkiraan skor terverifikasi berubah dari") for one in told)
    assert all(one.endswith(".") for one in told)


def test_what_everybody_may_read_has_no_score_and_an_end(data):
    after = copy.deepcopy(data)
    for number, entry in enumerate(after["this"]["entries"]):
        entry["numerator"] = 25 + number
    after["evidence"] = [{"area": "x"}]
    whole = comparison.for_everybody(data, after, 5000)
    assert whole.endswith("Daftar bukti dukung diperbarui.")
    assert "Nilai KES-02" in whole
    assert not {"skor", "Kategori"} & set(whole.split())
    short = comparison.for_everybody(data, after, 140)
    assert len(short) <= 140
    assert short.endswith("Ada perubahan lain.")
    assert comparison.for_everybody(data, data, 600) == ""


def test_between_never_tells_the_number_of_a_sensitive_indicator(two, cast):
    sheet = sheet_of(two, "inclusion")
    row = fill(sheet, "INK-02", cast.ani, numerator=3, denominator=7)
    before = snapshot.collect(two.period)
    type(row).objects.filter(pk=row.pk).update(numerator=2)
    told = comparison.between(before, snapshot.collect(two.period))
    assert told == [f"Isian INK-02 Indikator INK-02 di {two.kelurahan[0].name} diperbaiki."]


def test_between_counts_where_many_changed(data):
    after = copy.deepcopy(data)
    entry = data["this"]["entries"][0]
    after["this"]["entries"] += [
        entry | {"area": f"64.71.09.{1000 + n}", "numerator": n} for n in range(20)
    ]
    told = comparison.between(data, after)
    assert sum(one.startswith("Nilai KES-02") for one in told) == comparison.MOST
    assert f"Nilai {20 - comparison.MOST} isian lain juga berubah." in told
    after = copy.deepcopy(data)
    after["this"]["entries"][0]["mark"] = "adjusted"
    after["this"]["entries"][0]["adjusted_value"] = "5"
    assert "Tanda verifikasi, bukti, atau catatan 1 isian berubah." in comparison.between(
        data, after
    )


@pytest.mark.parametrize(
    ("change", "words"),
    [(None, "n. a."), (0, "tetap"), (0.04, "tetap"), (2.14, "naik 2,1"), (-3, "turun 3")],
)
def test_a_change_in_words(change, words):
    assert signed(change) == words
