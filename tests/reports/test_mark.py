"""What is stamped on the pages: a draft is drawn over, a published copy has number and day."""

import io
import re
from datetime import date

import pikepdf
import pytest

from reports import compile as steps
from reports.stamp import Mark
from tests.pdf import text_of

pytestmark = pytest.mark.django_db  # the year of `printed` is made in the database
WATERMARK = b"/Artifact <</Type /Pagination /Subtype /Watermark>> BDC"
CHANGES = "Dua isian Melati Contoh dibetulkan."


@pytest.fixture(scope="module")
def final(printed, tmp_path_factory):
    mark = Mark(draft=False, number=2, changes=CHANGES, published=date(2027, 3, 1))
    pdf, pages = steps.bind(printed.data, printed.files, mark=mark)
    path = tmp_path_factory.mktemp("terbit") / "terbit.pdf"
    path.write_bytes(pdf)
    assert pages == printed.pages
    return path


def beginnings(path):
    """What each page draws first."""
    with pikepdf.open(path) as pdf:
        return [page.Contents[0].read_bytes() for page in pdf.pages]


def test_each_page_of_a_draft_has_the_watermark_and_no_page_of_a_final_copy(printed, final):
    assert all(WATERMARK in begin and b"/Draf Do" in begin for begin in beginnings(printed.draft))
    assert not any(b"Watermark" in begin for begin in beginnings(final))


def test_the_watermark_is_drawn_and_never_read(printed):
    with pikepdf.open(printed.draft) as pdf:
        form = pdf.pages[0].Resources.XObject.Draf
        operators = [str(one.operator) for one in pikepdf.parse_content_stream(form)]
        assert all("/Font" not in page.Resources.XObject.Draf.Resources for page in pdf.pages)
    assert {"m", "l", "c", "f"} <= set(operators)
    assert not {"BT", "Tj", "TJ", "Do"} & set(operators)
    pages = text_of(printed.draft).split("\f")
    assert "Draf, belum terbit" in pages[0]
    assert not any(re.search(r"\bDRAF\b", page) for page in pages)


def test_a_final_copy_says_number_day_and_what_was_corrected(final):
    cover = text_of(final).split("\f")[0]
    assert "Laporan nomor 2" in cover
    assert "Terbit 1 Maret 2027" in cover
    assert CHANGES in re.sub(r"\s+", " ", cover)
    assert "Draf" not in cover


def test_long_words_on_changes_are_cut_on_the_cover(printed):
    cut = steps.caps_pdf(
        Mark(draft=False, number=1, changes="kata " * 400),
        kota=printed.data["kota"],
        year=2026,
        sha256="0" * 64,
    )
    with pikepdf.open(io.BytesIO(cut)) as pdf:
        assert len(pdf.pages) == 2
