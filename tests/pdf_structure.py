"""What PDF/A-3a and PDF/UA-1 ask of a report's structure, read by pikepdf alone.

`faults` walks the structure tree and every content stream and gives a sentence for each misfit.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Pdf

PAINTS = set("S s f F f* B B* b b* Tj TJ ' \" Do sh BI INLINE IMAGE EI".split())
BLENDS = {"/Normal", "/Compatible", "/Multiply", "/Screen", "/Darken", "/Lighten"}
NEVER = ("/JS", "/AA", "/OpenAction", "/Launch", "/XFA", "/NeedsRendering")


def faults(path: Path) -> list[str]:
    """Every misfit of a file; an empty list where all is well."""
    with pikepdf.open(path) as pdf:
        tree = _Walk(pdf)
        return [
            *tree.faults,
            *_headings(tree.elements),
            *_tables(pdf, tree.elements),
            *_figures(tree.elements),
            *_lists(tree.elements),
            *_pages(pdf, tree),
            *_fonts(pdf),
            *_forbidden(pdf),
            *_document(pdf),
            *_attached(pdf),
        ]


def role(element: Any) -> str:
    """An element's kind without the slash."""
    return str(element.S)[1:]


def below(element: Any) -> list[Any]:
    """The kids of an element, of every kind."""
    kids = element.get("/K", Array())
    return list(kids) if isinstance(kids, Array) else [kids]


class _Walk:
    """The tree in reading order: its elements, and what owns each piece of marked content."""

    def __init__(self, pdf: Pdf) -> None:
        self.faults: list[str] = []
        self.elements: list[Any] = []
        self.owner: dict[tuple[int, int], Any] = {}  # (page object, MCID) → element
        self.notes: dict[tuple[int, int], Any] = {}  # annotation → element
        tops = below(pdf.Root.StructTreeRoot)
        if [role(top) for top in tops] != ["Document"]:
            self.faults.append(f"Bukan satu Document: {[role(top) for top in tops]}")
        for top in tops:
            self._walk(top, pdf.Root.StructTreeRoot)

    def _walk(self, element: Any, parent: Any) -> None:
        self.elements.append(element)
        if element.P.objgen != parent.objgen:
            self.faults.append(f"{role(element)} menyebut induk yang lain")
        for kid in below(element):
            if isinstance(kid, int):
                self.owner[element.Pg.objgen[0], kid] = element
            elif "/S" in kid:
                self._walk(kid, element)
            elif kid.get("/Type") == "/OBJR":
                self.notes[kid.Obj.objgen] = element
            else:
                self.owner[kid.get("/Pg", element.get("/Pg")).objgen[0], int(kid.MCID)] = element


def _headings(elements: list[Any]) -> Iterator[str]:
    levels = [int(role(one)[1]) for one in elements if role(one) in {f"H{n}" for n in range(1, 7)}]
    for before, level in zip([0, *levels], levels, strict=False):
        if level > before + 1:
            yield f"Judul melompat dari tingkat {before} ke {level}"


def _tables(pdf: Pdf, elements: list[Any]) -> Iterator[str]:
    ids = [bytes(one.ID) for one in elements if "/ID" in one]
    known = {bytes(name) for name, _ in _names(pdf.Root.StructTreeRoot.get("/IDTree"))}
    if len(ids) != len(set(ids)) or set(ids) != known:
        yield "Pengenal elemen berulang, atau tidak semua ada di IDTree"
    for table in (one for one in elements if role(one) == "Table"):
        cells = list(_cells(table))
        heads = [cell for cell in cells if role(cell) == "TH"]
        if not heads:
            yield "Tabel tanpa sel kepala"
        if any(str(head.A.get("/Scope")) not in ("/Row", "/Column") for head in heads):
            yield "Sel kepala tanpa Scope"
        for cell in cells:
            headers = {bytes(name) for name in cell.get("/A", Dictionary()).get("/Headers", [])}
            if role(cell) == "TD" and (not headers or not headers <= known):
                yield "Sel tanpa kepala yang dikenal"


def _cells(element: Any) -> Iterator[Any]:
    for kid in below(element):
        if isinstance(kid, Dictionary) and "/S" in kid:
            if role(kid) in ("TH", "TD"):
                yield kid
            else:
                yield from _cells(kid)


def _figures(elements: list[Any]) -> Iterator[str]:
    for one in elements:
        if role(one) == "Figure" and not str(one.get("/Alt", "")).strip():
            yield "Gambar tanpa Alt"
        if role(one) in ("NonStruct", "Private"):
            yield "Elemen tanpa makna"


def _lists(elements: list[Any]) -> Iterator[str]:
    for one in elements:
        kids = {role(kid) for kid in below(one) if isinstance(kid, Dictionary) and "/S" in kid}
        if role(one) == "L" and not kids <= {"L", "LI", "Caption"}:
            yield f"Daftar berisi {sorted(kids)}"
        if role(one) == "LI" and not kids <= {"Lbl", "LBody"}:
            yield f"Butir daftar berisi {sorted(kids)}"
        if role(one) != "L" and "LI" in kids:
            yield "Butir daftar di luar daftar"


def _pages(pdf: Pdf, tree: _Walk) -> Iterator[str]:
    parents = dict(_numbers(pdf.Root.StructTreeRoot.ParentTree))
    seen: set[tuple[int, int]] = set()
    for number, page in enumerate(pdf.pages, start=1):
        if page.obj.get("/Tabs") != "/S":
            yield f"Halaman {number} tanpa urutan tab menurut struktur"
        owners = parents.get(int(page.StructParents), Array())
        for mcid in _content(page.obj, number, told := []):
            key = (page.obj.objgen[0], mcid)
            seen.add(key)
            owner = tree.owner.get(key)
            if owner is None or mcid >= len(owners) or owners[mcid].objgen != owner.objgen:
                yield f"Halaman {number}: isi {mcid} tidak ada di pohon struktur"
        yield from told
        for note in page.obj.get("/Annots", []):
            yield from _annotation(note, number, parents, tree)
    if lost := set(tree.owner) - seen:
        yield f"Pohon struktur menyebut {len(lost)} isi yang tidak ada"


def _content(page: Any, number: int, told: list[str]) -> Iterator[int]:
    """The MCIDs of a page; tells of painting outside marks, and of marks inside one another."""
    open_marks: list[str] = []
    for operands, operator in pikepdf.parse_content_stream(page):
        word = str(operator)
        if word in ("BMC", "BDC"):
            if {"Artifact", "content"} & set(open_marks):
                told.append(f"Halaman {number}: tanda isi bersarang")
            mcid = operands[1].get("/MCID") if word == "BDC" else None
            open_marks.append("Artifact" if operands[0] == "/Artifact" else "content")
            if mcid is not None:
                yield int(mcid)
            elif operands[0] != "/Artifact":
                told.append(f"Halaman {number}: isi bertanda tanpa MCID")
        elif word == "EMC":
            open_marks.pop()
        elif word in PAINTS and not open_marks:
            told.append(f"Halaman {number}: {word} di luar tanda isi")


def _annotation(note: Any, number: int, parents: dict[int, Any], tree: _Walk) -> Iterator[str]:
    owner = tree.notes.get(note.objgen)
    if owner is None or parents[int(note.StructParent)].objgen != owner.objgen:
        yield f"Halaman {number}: anotasi di luar pohon struktur"
    elif note.Subtype != "/Link" or role(owner) != "Link":
        yield f"Halaman {number}: anotasi bukan tautan"
    if not str(note.get("/Contents", "")) or int(note.get("/F", 0)) & 4 == 0:
        yield f"Halaman {number}: tautan tanpa keterangan atau tidak tercetak"


def _fonts(pdf: Pdf) -> Iterator[str]:
    for font in (one for one in pdf.objects if _is(one, "/Font")):
        inner = font.DescendantFonts[0] if "/DescendantFonts" in font else font
        descriptor = inner.get("/FontDescriptor", Dictionary())
        if font.Subtype == "/Type3" or "/DescendantFonts" in inner:
            continue
        if not {"/FontFile", "/FontFile2", "/FontFile3"} & set(descriptor.keys()):
            yield f"Huruf {font.get('/BaseFont')} tidak disertakan"
        readable = "/ToUnicode" in font or font.get("/Encoding") == "/WinAnsiEncoding"
        if not readable and not str(font.Subtype).startswith("/CIDFont"):
            yield f"Huruf {font.get('/BaseFont')} tidak dapat dibaca kembali"


def _is(one: Any, kind: str) -> bool:
    return isinstance(one, Dictionary) and one.get("/Type") == kind


def _forbidden(pdf: Pdf) -> Iterator[str]:
    for one in pdf.objects:
        if not isinstance(one, Dictionary | pikepdf.Stream):
            continue
        yield from (f"{key} terlarang" for key in NEVER if key in one)
        if isinstance(one, pikepdf.Stream) and {"/F", "/FFilter"} & set(one.keys()):
            yield "Isi diambil dari berkas lain"
        if one.get("/S") in ("/JavaScript", "/Launch", "/GoToR", "/SubmitForm", "/ImportData"):
            yield f"Tindakan {one.S} terlarang"
        if _is(one, "/ExtGState") and str(one.get("/BM", "/Normal")) not in BLENDS:
            yield "Ragam campuran warna tidak dikenal"
        if one.get("/Interpolate", False) or "/TR" in one:
            yield "Gambar dihaluskan, atau fungsi pindah warna"


def _document(pdf: Pdf) -> Iterator[str]:
    root = pdf.Root
    if str(root.get("/Lang", "")) != "id" or not root.MarkInfo.Marked:
        yield "Bahasa atau tanda berstruktur tidak ada"
    if root.MarkInfo.get("/Suspects", False) or not root.ViewerPreferences.DisplayDocTitle:
        yield "Struktur diragukan, atau judul tidak ditampilkan"
    intents = [one for one in root.get("/OutputIntents", []) if one.S == "/GTS_PDFA1"]
    if [int(one.DestOutputProfile.N) for one in intents] != [3]:
        yield "Tidak ada satu profil warna keluaran"
    with pdf.open_metadata() as meta:
        told = {key: meta.get(key) for key in ("pdfaid:part", "pdfaid:conformance", "pdfuaid:part")}
        if list(told.values()) != ["3", "A", "1"]:
            yield f"Standar yang disebut: {told}"
        if meta.get("dc:title") != str(pdf.docinfo["/Title"]) or meta.get("dc:language") != {"id"}:
            yield "Judul atau bahasa di XMP berbeda"
        if meta.get("pdf:Producer") != str(pdf.docinfo["/Producer"]):
            yield "Pembuat di XMP berbeda"
    if b"pdfaExtension:schemas" not in root.Metadata.read_bytes():
        yield "Skema pdfuaid tidak diterangkan"


def _attached(pdf: Pdf) -> Iterator[str]:
    related = {one.objgen for one in pdf.Root.get("/AF", [])}
    for name, spec in _names(pdf.Root.Names.get("/EmbeddedFiles")):
        file = spec.EF.F
        if spec.get("/AFRelationship") != "/Data" or spec.objgen not in related:
            yield f"Lampiran {name} tanpa hubungan"
        if "/Subtype" not in file or "/ModDate" not in file.Params or str(spec.F) != str(spec.UF):
            yield f"Lampiran {name} tanpa jenis, tanggal, atau nama"


def _names(node: Any) -> Iterator[tuple[Any, Any]]:
    """The (name, value) pairs of a name tree."""
    if node is None:
        return
    listed = list(node.get("/Names", []))
    yield from zip(listed[0::2], listed[1::2], strict=True)
    for kid in node.get("/Kids", []):
        yield from _names(kid)


def _numbers(node: Any) -> Iterator[tuple[int, Any]]:
    """The (key, value) pairs of a number tree."""
    listed = list(node.get("/Nums", []))
    yield from zip(map(int, listed[0::2]), listed[1::2], strict=True)
    for kid in node.get("/Kids", []):
        yield from _numbers(kid)
