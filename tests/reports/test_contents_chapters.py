"""The chapters of the report: all there, in order, well built, and whole where data are missing."""

import re

import pytest

from reports import content
from reports.numbering import Numbering
from reports.outline import ROMAN, chapters
from reports.sections.terms import TERMS
from tests.reports.printed import Page

pytest_plugins = ["tests.reports.demo_year"]

CHAPTERS = [
    ("I", "pendahuluan"),
    ("II", "metode"),
    ("III", "klaster-governance:0"),
    ("IV", "klaster-health:0"),
    ("V", "klaster-education:0"),
    ("VI", "klaster-family_environment:0"),
    ("VII", "klaster-inclusion:0"),
    ("VIII", "klaster-protection:0"),
    ("IX", "isu"),
    ("X", "program"),
    ("XI", "kesenjangan"),
    ("XII", "penutup"),
]
# Found in the report, and plain to everybody or explained where they stand.
PLAIN = {"KLA", "PDF", "QR", "JSON", "CSV", "XLSX", "FOTO", "GT", "Bab", "SI", "PT", "KB", "MB"}


def pages(data):
    return {one.key: Page(content.section_html(data, one.key)) for one in content.plan(data)}


def test_every_chapter_is_there_in_the_order_of_the_issue(demo):
    plan = content.plan(demo)
    front = [one.key for one in plan if not one.numeral]
    assert front == ["sampul", "kata-pengantar", "ringkasan"]
    assert [(one.numeral, one.key) for one in plan if one.start and "Bab" in one.label] == CHAPTERS
    annexes = [(one.numeral, one.label) for one in plan if one.start and "Lampiran" in one.label]
    assert annexes == [(f"L{number}", f"Lampiran {number}") for number in range(1, 5)]
    assert [one.numeral for one in plan] == sorted(
        (one.numeral for one in plan), key=["", *ROMAN, "L1", "L2", "L3", "L4"].index
    )


def test_the_outline_of_words_and_the_plan_are_of_the_same_chapters(demo):
    clusters = [(one["slug"], one["name"]) for one in demo["this"]["clusters"]]
    told = {one.key.partition(":")[0]: one for one in content.plan(demo) if one.start}
    for chapter in chapters(clusters):
        assert (told[chapter.key].title, told[chapter.key].numeral) == (
            chapter.title,
            chapter.numeral,
        )


def test_headings_tables_and_pictures_are_well_built(demo):
    plan, seen = content.plan(demo), set()
    told = pages(demo)
    for one in plan:
        page = told[one.key]
        levels = [int(tag[1]) for tag, _ in page.headings]
        assert levels.count(1) == (1 if one.start else 0), one.key
        assert not one.start or levels[0] == 1, one.key
        assert all(after - before <= 1 for before, after in zip(levels, levels[1:], strict=False))
        for table in page.tables:
            assert table.has_columns, (one.key, table.caption)
            name = re.match(r"Tabel [IVXL0-9]+(-\d+[abc]?)? .", table.caption)
            assert name, (one.key, table.caption)
            assert (name[0], one.numeral) not in seen, (one.key, table.caption)
            seen.add((name[0], one.numeral))
            heads = [cell for _, cells in table.rows for cell in cells if cell.tag == "th"]
            assert all("scope" in cell.attrs for cell in heads), (one.key, table.caption)
        assert page.figures == page.figcaptions
        assert all(page.pictures), one.key


def test_tables_figures_and_headings_count_on_over_the_parts_of_a_chapter(demo):
    told = pages(demo)
    for numeral, number in (("IV", 4), ("X", 10)):
        parts = [told[one.key] for one in content.plan(demo) if one.numeral == numeral]
        tables = [table.caption.split()[1] for part in parts for table in part.tables]
        assert tables == [f"{numeral}-{n}" for n in range(1, len(tables) + 1)]
        heads = [words.split()[0] for part in parts for tag, words in part.headings if tag == "h2"]
        assert heads == [f"{number}.{n}" for n in range(1, len(heads) + 1)]
        assert len(heads) > 2


def test_numbers_of_an_annex_and_of_the_front_matter():
    assert Numbering("L3").next_table == "Tabel L3-1"
    front = Numbering("")
    assert [front.next_table, front.next_table, front.next_figure] == [
        "Tabel 1",
        "Tabel 2",
        "Gambar 1",
    ]


def no_last_year(data):
    data["before"] = None


def no_programmes(data):
    data["coverage"], data["programmes"] = {}, {}
    data["legal"] = {"regulations": [], "kelurahan": {"rows": 0, "areas": 0}, "members": []}
    data["action_plan"] = {"actions": [], "meetings": [], "follow_ups": []}


def no_evidence(data):
    data["evidence"] = []


def no_entries(data):
    data["this"]["entries"] = []


def old_schema(data):
    for key in ("day", "map", "legal", "programmes"):
        del data[key]


def for_everybody(data):
    data["edition"] = "publik"


MISSING = [
    no_last_year,
    no_programmes,
    no_evidence,
    no_entries,
    old_schema,
    for_everybody,
    lambda data: None,
]


@pytest.mark.parametrize("change", MISSING, ids=[one.__name__ for one in MISSING])
def test_nothing_is_left_empty_where_data_are_missing(demo, change):
    change(demo)
    for key, page in pages(demo).items():
        assert "None" not in page.words, key
        for table in page.tables:
            for _, cells in table.rows:
                assert all(
                    cell.words or "strip" in cell.attrs.get("class", "") for cell in cells
                ), (key, table.caption)


def test_each_row_of_a_table_is_as_wide_as_its_head(demo):
    def width(cells):
        return sum(int(cell.attrs.get("colspan", 1)) for cell in cells)

    for key, page in pages(demo).items():
        for table in page.tables:
            widest = max(width(cells) for _, cells in table.rows)
            below = [cells for kind, cells in table.rows if cells[0].attrs.get("scope") != "col"]
            below = [cells for cells in below if cells[0].attrs.get("scope") != "colgroup"]
            assert {width(cells) for cells in below} == {widest}, (key, table.caption)


def test_every_abbreviation_is_in_the_glossary(demo):
    told = " ".join(page.words for page in pages(demo).values())
    explained = " ".join(f"{term} {words}" for term, words in TERMS)
    codes = {row["code"].partition("-")[0] for row in demo["this"]["indicators"]}
    found = set(re.findall(r"\b[A-Z]{2,}\b", told)) - codes - set(ROMAN) - PLAIN
    names = " ".join([*(area["name"] for area in demo["areas"]), demo["kota"]["full_name"]])
    unknown = {word for word in found if not re.search(rf"\b{word}\b", explained + names)}
    assert unknown == set()


def test_nothing_a_person_wrote_is_printed_for_everybody(demo):
    written = [row["reason"] for row in demo["this"]["entries"] if row["mark"] == "adjusted"]
    written += [file["name"] for file in demo["evidence"]]
    written += [row["agenda"] for row in demo["action_plan"]["meetings"]]
    written += [row["task"] for row in demo["action_plan"]["follow_ups"] if row["late"]]
    written = {" ".join(words.split()) for words in written if words}
    whole = " ".join(words for page in pages(demo).values() for words in page.words.split())
    assert all(words in whole for words in written)
    for_everybody(demo)
    public = " ".join(words for page in pages(demo).values() for words in page.words.split())
    assert not [words for words in written if words in public]
    assert "Berkas 1" in public
    assert "Edisi publik" in public
