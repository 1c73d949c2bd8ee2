"""The pages as they are printed: what has to be one page is one, whatever the names."""

import re

import pikepdf
import pytest

from reports import content, render
from reports.narrative.room import ONE_PAGE
from reports.parts import page_count, read_part
from reports.plans import SectionPlan
from tests.pdf import text_of
from tests.reports.printed import Page

pytest_plugins = ["tests.reports.demo_year"]

LONG = "Gunung Samarinda Baru Kepanjangan Sekali Rekaan Utara Contoh"


@pytest.fixture(scope="module")
def rendered():
    """HTML → PDF, each once."""
    kept = {}

    def act(html):
        if html not in kept:
            kept[html] = render.to_pdf(html)
        return kept[html]

    return act


def count(pdf):
    return page_count(pdf)


def with_long_names(data):
    for number, area in enumerate(data["areas"]):
        area["name"] = f"{LONG} {number}"
    data["kota"] |= {"name": f"Kota {LONG}", "full_name": f"Kota {LONG}", "secretariat": LONG * 2}
    for year in (data["this"], data["before"]):
        for one in year["issues"]:
            one["name"] = "Anak yang Berhadapan dengan Hukum dan Putus Sekolah"


def with_long_words(data):
    words = "Kata-kata sekretariat tentang tahun ini. " * 20
    text = words[: ONE_PAGE["ringkasan"]].strip()
    data["narratives"] = {"ringkasan": {"text": text, "version": 1}}


@pytest.mark.parametrize(
    "change",
    [lambda data: None, with_long_names, with_long_words],
    ids=["usual", "long", "words"],
)
@pytest.mark.parametrize("key", ["sampul", "ringkasan", "kata-pengantar"])
def test_cover_foreword_and_summary_are_one_page_each(demo, rendered, key, change):
    change(demo)
    assert count(rendered(content.section_html(demo, key))) == 1


def test_each_kelurahan_has_one_page_whatever_its_name(demo, rendered):
    with_long_names(demo)
    keys = [one.key for one in content.plan(demo) if one.numeral == "L1"]
    pages = [count(rendered(content.section_html(demo, key))) for key in keys]
    assert pages == [2, 1]  # of the two kecamatan


def test_a_table_of_all_values_is_one_page_an_area(demo, rendered):
    with_long_names(demo)
    assert count(rendered(content.section_html(demo, "nilai:kota"))) == 1
    assert count(rendered(content.section_html(demo, "nilai:64.99.01"))) == 2


def test_the_signature_has_a_page_of_its_own_with_nothing_drawn_in_it(demo, rendered, tmp_path):
    demo["kota"] |= {
        "signatory_title": "Ketua Gugus Tugas",
        "signatory_name": "Nama Rekaan",
        "signatory_rank": "Pembina Rekaan",
        "signatory_nip": "19000101 000000 0 000",
    }
    path = tmp_path / "penutup.pdf"
    path.write_bytes(rendered(content.section_html(demo, "penutup")))
    last = text_of(path).split("\f")[-2]
    for words in ("Ketua Gugus Tugas", "Nama Rekaan", "Pembina Rekaan", "NIP 19000101"):
        assert words in last
    day = re.search(r"Rekaan, (\d{1,2} [A-Z][a-z]+ 20\d\d)\n", last)
    assert day, last
    assert day[1] in content.section_html(demo, "kata-pengantar")
    with pikepdf.open(path) as pdf:
        assert not dict(pdf.pages[-1].Resources.get("/XObject", {}))


def test_the_arms_of_the_city_stand_on_the_cover_and_the_letterhead(demo):
    demo["kota"] |= {"arms": "iVBORw0KGgo=", "arms_type": "image/png"}
    for key in ("sampul", "penutup"):
        assert "Lambang Kota Rekaan" in Page(content.section_html(demo, key)).pictures


def test_the_contents_fit_one_page(demo, rendered):
    plan = content.plan(demo)
    rows = []
    for one in plan[1:]:
        if one.start:
            rows.append(content.TocRow(one.label, one.title, f"{one.numeral}-1", main=True))
        heads = Page(content.section_html(demo, one.key)).headings
        rows += [
            content.TocRow("", words.strip(), f"{one.numeral}-2", main=False)
            for tag, words in heads
            if tag == "h2" and one.label.startswith("Bab")
        ]
    html = content.toc_html(demo, rows)
    listed = Page(html).words
    assert count(rendered(html)) == 1
    for words in ("Bab XII", "Lampiran 4", " 11.4 Rekomendasi"):
        assert words in " ".join(listed.split())
    assert "Ikhtisar indikator" not in listed  # the sections of the clusters are all the same


def test_later_parts_of_a_chapter_have_their_place_in_the_outline(demo, tmp_path):
    html = content.section_html(demo, "program:cakupan-0")
    path = tmp_path / "cakupan.pdf"
    path.write_bytes(render.to_part(html, prefix="s"))
    part = read_part(SectionPlan("program:cakupan-0", "Program", "X", "Bab X", start=False), path)
    titles = [heading.title for _, heading in part.sections]
    assert [title.partition(" ")[2] for title in titles] == [
        "Layanan dan jangkauannya",
        "Sebaran layanan",
        "Daftar program",
        "Layanan menurut kelurahan",
    ]
    assert all(re.match(r"10\.\d+ ", title) for title in titles)
