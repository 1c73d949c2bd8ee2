"""Hostile uploads, each with the exact sentence the person sees; nothing of them stays."""

import pytest

from clusters.models import EvidenceFile
from tests.clusters import office_files as office
from tests.clusters import papers
from tests.clusters.papers import bring, nothing_stayed, pdf, picture
from tests.world import sheet_of

OTHER = "Pilih berkas PDF, JPEG, PNG, WebP, XLSX, atau DOCX; isi berkas ini jenis lain."
BROKEN_PDF = "PDF ini rusak atau tidak dapat dibuka."
BROKEN = "Berkas ini rusak atau tidak dapat dibuka."
LOCKED = "Berkas ini dikunci kata sandi. Simpan tanpa kata sandi."
SCRIPT = "PDF ini memuat program atau berkas lain di dalamnya. Cetak ulang sebagai PDF biasa."
MACRO = "Berkas ini memuat makro. Simpan tanpa makro sebagai XLSX, DOCX, atau PDF."
OBJECT = "Berkas ini memuat objek tersemat atau memanggil berkas luar. Simpan sebagai PDF."
BOMB = "Isi berkas ini terlalu besar bila dibuka. Pecah berkasnya atau simpan sebagai PDF."
STRANGE = "Susunan berkas ini tidak wajar. Simpan ulang dari Excel atau Word, atau PDF."
PATHS = "Nama bagian di dalam berkas ini tidak wajar. Simpan ulang dari Excel atau Word."
DOTS = "Gambar terlalu besar. Kecilkan sampai 100 juta titik."

PAGE = "Ada halaman lebih besar dari 5 meter. Cetak ulang sebagai PDF berukuran kertas biasa."
STREAM = "Isi PDF ini terlalu besar bila dibuka. Cetak ulang sebagai PDF biasa, atau pecah."
MANY = "PDF ini memuat terlalu banyak halaman atau bagian. Pecah menjadi beberapa berkas."


def drawn(*how, **more):
    return pdf(change=papers.drawn_by(*how, **more), compress_streams=False)


# name of the file → (maker of its content, the sentence)
HOSTILE = {
    "halaman.pdf": (lambda: b"<!DOCTYPE html><script>alert(1)</script>", OTHER),
    "program.xlsx": (lambda: b"MZ" + b"\0" * 500, OTHER),
    "arsip.xlsx": (lambda: office.packed({"a.txt": "halo"}), OTHER),
    "paparan.docx": (lambda: office.document("application/vnd.ppt.main+xml"), OTHER),
    "kosong.docx": (lambda: b"", "Berkas ini kosong."),
    "terpotong.xlsx": (lambda: office.workbook()[:-200], BROKEN),
    "terpotong.pdf": (lambda: pdf(20)[:-400], BROKEN_PDF),
    "rusak.pdf": (lambda: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + b"x" * 900, BROKEN_PDF),
    "terkunci.pdf": (
        lambda: pdf(encryption=papers.pikepdf.Encryption(owner="a", user="b")),
        LOCKED,
    ),
    "terkunci.xlsx": (office.locked_office, LOCKED),
    "terkunci.docx": (office.locked_zip, LOCKED),
    "lama.docx": (
        office.old_office,
        "Berkas Office lama (DOC, XLS) tidak diterima. Simpan sebagai XLSX/DOCX atau PDF.",
    ),
    "skrip.pdf": (lambda: pdf(change=papers.with_script), SCRIPT),
    "makro.xlsm": (office.macro_workbook, MACRO),
    "makro.docm": (office.macro_document, MACRO),
    "makro berganti nama.docx": (office.renamed_macro_document, MACRO),
    "relasi makro.docx": (
        lambda: office.linked("vbaProject", "a.bin", outward=False),
        MACRO,
    ),
    "templat luar.docx": (
        lambda: office.linked("attachedTemplate", "http://contoh.invalid/a.dotm"),
        OBJECT,
    ),
    "gambar luar.docx": (lambda: office.linked("image", "//contoh.invalid/a.png"), OBJECT),
    "objek.docx": (lambda: office.linked("oleObject", "a.dat", outward=False), OBJECT),
    "ole.docx": (
        lambda: office.document(**{"word/a.bin": bytes.fromhex("d0cf11e0a1b11ae1")}),
        OBJECT,
    ),
    "activex.docx": (lambda: office.document(**{"word/activeX/a.xml": "<a/>"}), OBJECT),
    "dde.xlsx": (
        lambda: office.changed(
            office.workbook(), **{"xl/externalLinks/e1.xml": '<ddeLink ddeService="cmd"/>'}
        ),
        OBJECT,
    ),
    "tautan dde.xlsx": (
        lambda: office.changed(office.workbook(), **{"xl/links/l1.xml": "<a:ddeLink/>"}),
        OBJECT,
    ),
    "medan dde.docx": (lambda: office.with_field("DDEAUTO c:\\\\cmd.exe"), OBJECT),
    "medan terpotong.docx": (lambda: office.with_cut_field("DDE", "AUTO cmd"), OBJECT),
    "gambar jauh.docx": (lambda: office.with_field('INCLUDEPICTURE "http://a.invalid"'), OBJECT),
    "luar huruf kecil.docx": (
        lambda: office.linked("image", "//a.invalid/a.png", mode="external"),
        OBJECT,
    ),
    "halaman di dalam.docx": (lambda: office.document(**{"word/a.mht": "MIME-Version: 1"}), OBJECT),
    "bagian tersamar.docx": (office.disguised_main, STRANGE),
    "xfa.pdf": (lambda: pdf(change=papers.with_xfa), SCRIPT),
    "lampiran.pdf": (lambda: pdf(change=papers.with_attachment), SCRIPT),
    "kirim.pdf": (lambda: pdf(change=papers.with_submission), SCRIPT),
    "skrip dalam aliran.pdf": (lambda: pdf(change=papers.with_script_in_a_stream), SCRIPT),
    "spasi.pdf": (lambda: drawn(papers.blanks(600_000_000)), STREAM),
    "garis.pdf": (lambda: drawn(papers.zlib.compress(b"0 0 m 9 9 l S\n" * 3_000_000)), STREAM),
    "dua lapis.pdf": (
        lambda: drawn(papers.zlib.compress(papers.blanks(90_000_000)), "/FlateDecode /FlateDecode"),
        STREAM,
    ),
    "panjang jalan.pdf": (lambda: drawn(b"\x81 " * 600_000, "/RunLengthDecode"), STREAM),
    "lzw.pdf": (lambda: drawn(b"\x80\x0b" * 60_000, "/LZWDecode"), STREAM),
    "gambar palsu.pdf": (
        lambda: drawn(papers.blanks(90_000_000), Subtype=papers.pikepdf.Name.Image),
        STREAM,
    ),
    "halaman raksasa.pdf": (lambda: pdf(change=papers.wide_page(10_000_000)), PAGE),
    "satuan raksasa.pdf": (lambda: pdf(change=papers.wide_page(600, unit=100_000)), PAGE),
    "larik.pdf": (lambda: pdf(change=papers.long_array), MANY),
    "ribuan halaman.pdf": (lambda: pdf(5_001), MANY),
    "gambar raksasa.pdf": (lambda: pdf(change=papers.wide_picture), DOTS),
    "entitas.docx": (office.entities, STRANGE),
    "entitas utf-16.docx": (office.hidden_entities, STRANGE),
    "jalur.docx": (office.path_trick, PATHS),
    "jalur dos.docx": (lambda: office.document(**{"C:\\a.xml": "<a/>"}), PATHS),
    "bom datar.xlsx": (office.flat_bomb, BOMB),
    "bom banyak.xlsx": (office.many_bombs, BOMB),
    "bom bersarang.docx": (office.nested_bomb, BOMB),
    "sarang dalam.docx": (office.deep_nest, BOMB),
    "ribuan bagian.docx": (office.crowd, BOMB),
    "bom titik.png": (lambda: papers.bomb(30_000, 30_000), DOTS),
    "dusta.png": (lambda: papers.bomb(9_000, 9_000), "Gambar ini rusak atau tidak dapat dibuka."),
    "bergerak.webp": (papers.animated, "Gambar ini bergerak. Simpan satu gambar diam."),
}


@pytest.fixture
def folder(settings, tmp_path):
    settings.EVIDENCE_DIR = tmp_path
    return tmp_path


@pytest.fixture
def sheet(city, folder):
    return sheet_of(city, "health")


@pytest.mark.once  # refused by what is in it, before any database
@pytest.mark.parametrize("name", HOSTILE)
def test_each_is_refused_in_its_own_words_and_nothing_stays(ani, sheet, folder, name):
    make, sentence = HOSTILE[name]
    response = bring(ani, sheet, make(), name)
    assert response.status_code == 422
    assert response.context["form"].errors["file"] == [sentence]
    assert sentence in response.text
    nothing_stayed(folder)


def test_a_file_over_size_is_refused(ani, sheet, folder, settings):
    settings.EVIDENCE_MAX_BYTES = 1024 * 1024
    response = bring(ani, sheet, office.workbook() + b"\0" * 1024 * 1024, "besar.xlsx")
    assert response.context["form"].errors["file"] == ["Berkas lebih besar dari 1 MB."]
    nothing_stayed(folder)


NAMES = {
    "../../etc/passwd.pdf": "passwd.pdf",
    "C:\\x\\y.pdf": "y.pdf",
    "n" * 300 + ".pdf": "n" * 251 + ".pdf",
    "تقرير الحضانة.pdf": "تقرير الحضانة.pdf",
    "児童の報告書.pdf": "児童の報告書.pdf",
    "laporan 👧🏽📄.pdf": "laporan 👧🏽📄.pdf",
    "gambar\u202egnp.pdf": "gambargnp.pdf",
}


@pytest.mark.parametrize("given", NAMES)
def test_a_name_of_any_script_or_trick_is_kept_harmless(ani, sheet, folder, given):
    assert bring(ani, sheet, pdf(), given).status_code == 302
    file = EvidenceFile.objects.get()
    # A browser's form itself sends the last part of a path only.
    assert file.name == NAMES[given]
    assert {path.name for path in folder.iterdir()} == {file.stored_name, file.preview_name}
    served = ani.get(f"/bukti/{file.pk}/")
    served.getvalue()
    said = served["Content-Disposition"]
    assert said.startswith("attachment; filename")
    assert said.isascii()
    assert ("filename*=utf-8''" in said) is not NAMES[given].isascii()


def test_a_name_with_a_nul_is_kept_without_it(ani, sheet):
    body = (
        b'--x\r\nContent-Disposition: form-data; name="declared"\r\n\r\non\r\n--x\r\n'
        b'Content-Disposition: form-data; name="file"; filename="a\0b.pdf"\r\n'
        b"Content-Type: application/pdf\r\n\r\n" + pdf() + b"\r\n--x--\r\n"
    )
    response = ani.generic(
        "POST", papers.page_of(sheet), body, content_type="multipart/form-data; boundary=x"
    )
    assert response.status_code == 302
    assert EvidenceFile.objects.get().name == "ab.pdf"


@pytest.mark.parametrize(
    ("make", "given", "kind", "kept"),
    [
        (office.workbook, "Rekap.xlsx", office.XLSX, "Rekap.xlsx"),
        (office.document, "Laporan.docx", office.DOCX, "Laporan.docx"),
        (office.document, "Laporan.pdf", office.DOCX, "Laporan.pdf.docx"),
        (
            lambda: office.document(**{"word/embeddings/Grafik.xlsx": office.workbook()}),
            "Bergrafik.docx",
            office.DOCX,
            "Bergrafik.docx",
        ),
        (
            lambda: office.linked("hyperlink", "https://contoh.invalid/"),
            "Bertautan.docx",
            office.DOCX,
            "Bertautan.docx",
        ),
    ],
)
def test_plain_workbooks_and_documents_are_kept_as_they_came(
    ani, sheet, folder, make, given, kind, kept
):
    content = make()
    assert bring(ani, sheet, content, given).status_code == 302
    file = EvidenceFile.objects.get()
    assert (file.content_type, file.name, file.preview_name) == (kind, kept, "")
    assert file.received_sha256 == file.kept_sha256
    assert (folder / file.stored_name).read_bytes() == content
    served = ani.get(f"/bukti/{file.pk}/?tampil=1")  # no browser shows it: it is handed over
    assert b"".join(served.streaming_content) == content
    assert served["Content-Disposition"].startswith("attachment")
    assert served["X-Content-Type-Options"] == "nosniff"


def test_a_picture_behind_a_name_of_a_workbook_is_a_picture(ani, sheet):
    bring(ani, sheet, picture(), "rekap.xlsx")
    file = EvidenceFile.objects.get()
    assert (file.content_type, file.name) == ("image/png", "rekap.xlsx.png")
