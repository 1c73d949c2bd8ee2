"""The table of contents: every row leads to the page whose number it prints."""

import re

import pikepdf
import pypdfium2
import pytest

from reports import content
from reports.page_labels import page_labels
from tests.pdf_structure import below, role

pytestmark = pytest.mark.django_db  # the year of `printed` is made in the database


def squeeze(text):
    return re.sub(r"\s+", "", text).casefold()


@pytest.fixture(scope="module")
def rows(printed):
    """(title as printed, number as printed, destination) of every row, read from the pages."""
    found = []
    document = pypdfium2.PdfDocument(printed.draft)
    with pikepdf.open(printed.draft) as pdf:
        for number, page in enumerate(pdf.pages):
            links = [note for note in page.get("/Annots", []) if "/Dest" in note]
            text = document[number].get_textpage()
            for title, printed_number in zip(links[0::2], links[1::2], strict=True):
                assert str(title.Dest) == str(printed_number.Dest)
                words = (_inside(text, note) for note in (title, printed_number))
                found.append((*words, str(title.Dest)))
    document.close()
    return found


def _inside(text, note):
    left, one, right, other = (float(side) for side in note.Rect)
    return text.get_text_bounded(left, min(one, other), right, max(one, other)).strip()


@pytest.fixture(scope="module")
def places(printed):
    """Destination → (page from 0, height in points)."""
    with pikepdf.open(printed.draft) as pdf:
        pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
        names = list(pdf.Root.Names.Dests.Kids[0].Names)
        assert [bytes(one) for one in names[0::2]] == sorted(bytes(one) for one in names[0::2])
        return {
            str(name): (pages[place[0].objgen], float(place[3]))
            for name, place in zip(names[0::2], names[1::2], strict=True)
        }


def test_every_row_prints_the_number_of_the_page_it_leads_to(printed, rows, places):
    document = pypdfium2.PdfDocument(printed.draft)
    with pikepdf.open(printed.draft) as pdf:
        labels = [page.label for page in pdf.pages]
    for title, number, name in rows:
        page, top = places[name]
        assert labels[page] == number, title
        text = document[page].get_textpage()
        there = text.get_text_bounded(0, 0 if "/" not in name else top - 60, 600, top + 2)
        assert squeeze(title) in squeeze(there), (title, number)
    document.close()


def test_the_rows_are_all_chapters_and_their_sections_in_order(printed, rows, places):
    plan = content.plan(printed.data)
    chapters = [one.key for one in plan if one.start][1:]
    assert [name for _, _, name in rows if "/" not in name] == chapters
    at = [places[name] for _, _, name in rows]
    assert [page for page, _ in at] == sorted(page for page, _ in at)
    assert sum("/" in name for _, _, name in rows) > 15


def test_each_row_is_tagged_as_a_link_with_its_words(printed, rows):
    with pikepdf.open(printed.draft) as pdf:
        top = pdf.Root.StructTreeRoot.K[0]
        toc = [one for one in top.K if role(one) == "TOC"]
        items = [item for one in toc for item in one.K]
        assert len(items) == len(rows)
        for item, (title, number, _) in zip(items, rows, strict=True):
            assert role(item) == "TOCI"
            assert [role(one) for one in below(item)] == ["Reference"]
            links = [one for one in below(below(item)[0]) if role(one) == "Link"]
            notes = [kid.Obj for link in links for kid in below(link) if not isinstance(kid, int)]
            assert squeeze(str(notes[0].Contents)) == squeeze(title)
            assert str(notes[1].Contents).endswith(f"halaman {number}")


def test_the_outline_has_an_item_a_chapter_and_one_a_section(printed, rows):
    with pikepdf.open(printed.draft) as pdf, pdf.open_outline() as outline:
        tops = [item.title for item in outline.root]
        inner = {item.title: [kid.title for kid in item.children] for item in outline.root}
    assert tops[:2] == ["Sampul", "Daftar isi"]
    assert "Bab IV Kesehatan" in tops
    assert len(inner["Bab IV Kesehatan"]) > 2  # in the outline alone, as the contents say
    listed = [squeeze(title) for title, _, name in rows if name.startswith("metode/")]
    found = [squeeze(title) for title in inner["Bab II Metode dan mutu data"]]
    assert len(found) == len(listed) > 2
    assert all(one.endswith(title) for one, title in zip(found, listed, strict=True))


def test_anchors_of_a_section_keep_a_name_of_their_own(places):
    anchors = [name for name in places if "#" in name]
    assert "pendahuluan#latar" in anchors
    assert len(anchors) == len(set(anchors))


def test_pages_are_numbered_by_chapter():
    counts = [("", 1), ("", 2), ("", 2), ("I", 1), ("IV", 2), ("IV", 1), ("L1", 2)]
    assert page_labels(counts) == ("i ii iii iv v I-1 IV-1 IV-2 IV-3 L1-1 L1-2".split())
    assert page_labels([("", 12)])[-4:] == ["ix", "x", "xi", "xii"]
