"""The finished file is one tagged whole: what the standards ask, and what a fault would show."""

import io
from datetime import date

import pikepdf
import pytest
from pikepdf import Dictionary, Name, Pdf

from reports import compile as steps
from reports import content
from reports.describe import Attachment, Words
from reports.join import join
from reports.parts import read_part
from reports.plans import SectionPlan
from reports.stamp import Mark, caps_pdf
from reports.table_heads import Cell, heads
from tests.pdf import assert_sound
from tests.pdf_structure import faults

pytestmark = pytest.mark.django_db  # the year of `printed` is made in the database


def test_the_whole_report_is_as_the_standards_ask(printed):
    assert assert_sound(printed.draft) == printed.pages
    assert faults(printed.draft) == []


@pytest.fixture(scope="module")
def short(printed, tmp_path_factory):
    """Cover and summary joined: headings, tables and a picture in three pages."""
    plan = {one.key: one for one in content.plan(printed.data)}
    pdf = join(
        [read_part(plan[key], printed.files[key]) for key in ("sampul", "ringkasan")],
        words=Words("Laporan Evaluasi Kota Layak Anak", "Kota Rekaan", date(2026, 12, 31)),
        caps=caps_pdf(Mark(), kota=printed.data["kota"], year=2026, sha256="0" * 64),
        draft=True,
        attachments=[Attachment("isian.csv", "text/csv", "Isian", b"a\n")],
    )
    path = tmp_path_factory.mktemp("pendek") / "pendek.pdf"
    path.write_bytes(pdf)
    return path


def elements(pdf, kind):
    return [one for one in pdf.objects if isinstance(one, Dictionary) and one.get("/S") == kind]


def no_alt(pdf):
    for figure in elements(pdf, "/Figure"):
        del figure.Alt


def no_scope(pdf):
    del elements(pdf, "/TH")[0].A.Scope


def deep_heading(pdf):
    elements(pdf, "/H2")[0].S = Name.H4


def loose_painting(pdf):
    pdf.pages[1].contents_add(b"0 0 10 10 re f")


def tagged_inside_artifact(pdf):
    page = pdf.pages[1]
    page.contents_add(b"/Artifact BMC\n", prepend=True)
    page.contents_add(b"\nEMC")


def no_profile(pdf):
    del pdf.Root.OutputIntents


def other_title(pdf):
    pdf.docinfo["/Title"] = "Lain"


def script(pdf):
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS="app.alert(1)")


def two_documents(pdf):
    root = pdf.Root.StructTreeRoot
    root.K.append(pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Document, P=root)))


def lost_content(pdf):
    elements(pdf, "/H1")[0].K = 999


def no_font(pdf):
    for one in pdf.objects:
        if isinstance(one, Dictionary) and "/FontFile2" in one:
            del one.FontFile2


def loose_attachment(pdf):
    del pdf.Root.AF


BROKEN = {
    no_alt: "Gambar tanpa Alt",
    no_scope: "Sel kepala tanpa Scope",
    deep_heading: "Judul melompat dari tingkat 1 ke 4",
    loose_painting: "Halaman 2: f di luar tanda isi",
    tagged_inside_artifact: "Halaman 2: tanda isi bersarang",
    no_profile: "Tidak ada satu profil warna keluaran",
    other_title: "Judul atau bahasa di XMP berbeda",
    script: "/OpenAction terlarang",
    two_documents: "Bukan satu Document: ['Document', 'Document']",
    lost_content: "Pohon struktur menyebut 1 isi yang tidak ada",
    no_font: "Huruf /PlusJakartaSans-Bold tidak disertakan",
    loose_attachment: "Lampiran isian.csv tanpa hubungan",
}


def test_a_short_join_is_as_the_standards_ask(short):
    assert faults(short) == []


@pytest.mark.parametrize("harm", BROKEN, ids=lambda harm: harm.__name__)
def test_the_checker_sees_each_fault(short, harm, tmp_path):
    path = tmp_path / "rusak.pdf"
    with pikepdf.open(short) as pdf:
        harm(pdf)
        pdf.save(path)
    assert BROKEN[harm] in faults(path)


def test_running_heads_and_stamps_are_artifacts(printed):
    with pikepdf.open(printed.draft) as pdf:
        page = next(page for page in pdf.pages if page.label == "I-1")
        said = [
            str(operands[1].get("/Subtype", operands[1].get("/Type")))
            for operands, operator in pikepdf.parse_content_stream(page)
            if str(operator) == "BDC" and operands[0] == "/Artifact"
        ]
    assert said[0] == "/Watermark"
    assert said[-1] == "/Footer"
    assert said.count("/Pagination") == 2  # the two running heads


def test_a_picture_without_words_is_decoration():
    from reports.render import to_part  # noqa: PLC0415 - WeasyPrint is heavy

    svg = '<svg width="10" height="10">{}<rect width="9" height="9"/></svg>'
    html = f'<html lang="id"><title>x</title><h1>A</h1>{svg.format("")}<p>B</p>' + svg.format(
        "<title>Sebuah kotak</title>"
    )
    with Pdf.open(io.BytesIO(to_part(html, prefix="a"))) as pdf:
        figures = [one for one in elements(pdf, "/Figure") if "/Alt" in one]
        kept = [str(kid.S) for kid in pdf.Root.StructTreeRoot.K[0].K]
        text = pdf.pages[0].Contents.read_bytes()
        box = [float(side) for side in figures[0].A.BBox]
    assert [str(one.Alt) for one in figures] == ["Sebuah kotak"]
    assert kept == ["/H1", "/P", "/Figure"]
    assert text.count(b"/Artifact\n<</Type /Layout>>") == 1
    assert 0 < box[1] < box[3] < 842


def grid(*rows):
    return [[Cell(name, scope, *size) for name, scope, *size in row] for row in rows]


def test_a_head_reaches_every_column_and_row_it_covers():
    rows = grid(
        [("wilayah", "Column", 1, 2), ("KES-01", "Column", 2), ("KES-02", "Column", 2)],
        [("2025", "Column"), ("2026", "Column"), ("2025b", "Column"), ("2026b", "Column")],
        [("Mawar", "Row"), ("a", ""), ("b", ""), ("c", ""), ("d", "")],
        [("Target", "Row"), ("e", "", 2), ("f", "", 2)],
    )
    found = {cell.element: [head.element for head in above] for cell, above in heads(rows)}
    assert found["a"] == ["Mawar", "KES-01", "2025"]
    assert found["d"] == ["Mawar", "KES-02", "2026b"]
    assert found["f"] == ["Target", "KES-02", "2025b", "2026b"]


def test_a_row_head_over_two_rows_reaches_both():
    rows = grid([("Timur", "Row", 1, 2), ("a", "")], [("b", "")])
    found = {cell.element: [head.element for head in above] for cell, above in heads(rows)}
    assert found["a"] == found["b"] == ["Timur"]


def test_paragraphs_in_a_list_stand_in_the_body_of_their_item():
    from reports.render import to_part  # noqa: PLC0415 - WeasyPrint is heavy

    html = '<html lang="id"><title>x</title><h1>A</h1><ol><li><p>Satu</p><p>Dua</p></ol>'
    with Pdf.open(io.BytesIO(to_part(html, prefix="d"))) as pdf:
        (item,) = elements(pdf, "/LI")
        kinds = [str(kid.S) for kid in item.K]
        body = item.K[-1]
        assert [str(kid.S) for kid in body.K] == ["/P", "/P"]
        assert all(kid.P.objgen == body.objgen for kid in body.K)
    assert kinds[-1] == "/LBody"
    assert set(kinds) <= {"/Lbl", "/LBody"}


def test_a_caption_alone_on_a_page_is_no_table():
    from reports.render import to_part  # noqa: PLC0415 - WeasyPrint is heavy

    rows = "<thead><tr><th>A</th></tr></thead><tbody><tr><td>b</td></tr></tbody>"
    html = (
        '<html lang="id"><title>x</title><style>@page { size: 60mm; margin: 0 }'
        " tbody { break-before: page } caption { height: 30mm } td, th { height: 20mm }</style>"
        f"<h1>A</h1><table><caption>Judul tabel</caption>{rows}</table>"
    )
    with Pdf.open(io.BytesIO(to_part(html, prefix="c"))) as pdf:
        tables = [
            [str(kid.S) for kid in one.K if not isinstance(kid, int)]
            for one in elements(pdf, "/Table")
        ]
    assert tables
    assert all("/TBody" in kinds or "/THead" in kinds for kinds in tables)


def test_a_link_to_nowhere_stops_the_join(printed, tmp_path):
    from reports.render import to_part  # noqa: PLC0415 - WeasyPrint is heavy

    html = '<html lang="id"><title>x</title><p><a href="laporan:tidak-ada">ke mana</a></p></html>'
    path = tmp_path / "bagian.pdf"
    path.write_bytes(to_part(html, prefix="b"))
    with pytest.raises(ValueError, match="tidak-ada"):
        join(
            [read_part(SectionPlan("satu", "Satu", "", ""), path)],
            words=Words("x", "y", date(2026, 12, 31)),
            caps=b"",
            draft=False,
            attachments=[],
        )


def test_bind_takes_the_steps_of_the_worker(printed):
    """The draft of the fixture went through the same function the job calls."""
    again, pages = steps.bind(printed.data, printed.files)
    assert (again, pages) == (printed.draft.read_bytes(), printed.pages)
