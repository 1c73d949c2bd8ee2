"""Joins rendered sections into one tagged PDF/A-3: one structure tree, outline, page labels."""

import io
from dataclasses import dataclass
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, OutlineItem, Pdf, String


@dataclass(frozen=True)
class Part:
    """One rendered section: its title in the outline and how its pages are numbered."""

    title: str
    numeral: str  # IV, L1; empty for the front matter
    pdf: bytes
    start: bool  # a chapter begins here
    in_outline: bool = True


@dataclass(frozen=True)
class Attachment:
    """A file inside the PDF, related to it as its data."""

    name: str
    mime: str
    description: str
    content: bytes


def page_labels(counts: list[tuple[str, int]]) -> list[str]:
    """The printed number of each page: ii, iii for the front (the cover is i), IV-2, L1-6.

    `counts` has (numeral, pages) for each part in order.
    """
    labels: list[str] = []
    seen: dict[str, int] = {}
    for numeral, pages in counts:
        for _ in range(pages):
            seen[numeral] = seen.get(numeral, 0) + 1
            number = seen[numeral]
            labels.append(f"{numeral}-{number}" if numeral else _roman(number))
    return labels


def _roman(number: int) -> str:
    signs = [(10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")]
    text = ""
    for value, sign in signs:
        while number >= value:
            text, number = text + sign, number - value
    return text


def headings(pdf: bytes) -> list[tuple[str, int]]:
    """(title, page counted from 0) of the second-level headings of a part."""
    with Pdf.open(io.BytesIO(pdf)) as source:
        return _headings(source)


def page_count(pdf: bytes) -> int:
    """How many pages a part has."""
    with Pdf.open(io.BytesIO(pdf)) as source:
        return len(source.pages)


def join(
    parts: list[Part],
    *,
    title: str,
    stamp: bytes,
    attachments: list[Attachment],
) -> bytes:
    """One PDF of all parts, in order; the same input gives the same bytes.

    `stamp` is a PDF with a page for each page of the whole: what is stamped on it as an
    artifact (number, hash, QR).
    """
    out = Pdf.new()
    tree = _Tree(out)
    outline: list[tuple[str, int, list[tuple[str, int]]]] = []
    counts = []
    for number, part in enumerate(parts):
        with Pdf.open(io.BytesIO(part.pdf)) as source:
            first = len(out.pages)
            if part.in_outline:
                found = [(text, first + page) for text, page in _headings(source)]
                if part.start or not outline:
                    outline.append((part.title, first, found))
                else:
                    outline[-1][2].extend(found)
            counts.append((part.numeral, len(source.pages)))
            out.pages.extend(source.pages)
            tree.add(source, first, number)
            if number == 0 and "/OutputIntents" in source.Root:
                intents = source.make_indirect(source.Root.OutputIntents)
                out.Root.OutputIntents = out.copy_foreign(intents)
    tree.finish()
    _outline(out, outline)
    _labels(out, counts)
    _stamp(out, stamp)
    _attach(out, attachments)
    _describe(out, title)
    kept = io.BytesIO()
    out.save(
        kept,
        min_version="1.7",
        deterministic_id=True,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
    )
    return kept.getvalue()


def _headings(source: Pdf) -> list[tuple[str, int]]:
    pages = {page.objgen: number for number, page in enumerate(source.pages)}
    found: list[tuple[str, int]] = []

    def walk(items: Any, depth: int) -> None:
        for item in items:
            target = item.destination
            if depth > 0 and target is not None and not isinstance(target, str | int):
                found.append((str(item.title), pages.get(target[0].objgen, 0)))
            walk(item.children, depth + 1)

    with source.open_outline() as outline:
        walk(outline.root, 0)
    return found


class _Tree:
    """The one structure tree that the parts' trees are hung into."""

    def __init__(self, out: Pdf) -> None:
        self.out = out
        self.root = out.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        self.document = out.make_indirect(
            Dictionary(Type=Name.StructElem, S=Name.Document, P=self.root, K=Array())
        )
        self.parents: list[tuple[int, Any]] = []
        self.ids: list[tuple[bytes, Any]] = []
        self.roles = Dictionary()

    def add(self, source: Pdf, first_page: int, number: int) -> None:
        """Take over one part's tree; its pages are already in `out` from `first_page` on."""
        if "/StructTreeRoot" not in source.Root:
            return
        copied = self.out.copy_foreign(source.make_indirect(source.Root.StructTreeRoot))
        shift = self.parents[-1][0] + 1 if self.parents else 0
        self._shift(first_page, shift)
        numbers = list(_numbers(copied.get("/ParentTree", Dictionary())))
        self.parents += sorted((int(key) + shift, value) for key, value in numbers)
        for role, target in dict(copied.get("/RoleMap", Dictionary())).items():
            self.roles[role] = target
        prefix = f"s{number:03d}-".encode()
        for child in _children(copied):
            inner = _children(child) if child.get("/S") == Name.Document else [child]
            for element in inner:
                element.P = self.document
                self.document.K.append(element)
                self._walk(element, prefix)

    def _shift(self, first_page: int, shift: int) -> None:
        """Let the pages' keys into the parent tree begin after those of the parts before."""
        for page in self.out.pages[first_page:]:
            if "/StructParents" in page:
                page.StructParents = int(page.StructParents) + shift
            for note in page.get("/Annots", []):
                if "/StructParent" in note:
                    note.StructParent = int(note.StructParent) + shift

    def _walk(self, element: Any, prefix: bytes) -> None:
        """Make ids unique: they repeat between parts."""
        stack = [element]
        while stack:
            one = stack.pop()
            if "/ID" in one:
                one.ID = String(prefix + bytes(one.ID))
                self.ids.append((bytes(one.ID), one))
            if "/A" in one:
                given = one.A
                for attributes in given if isinstance(given, Array) else [given]:
                    if isinstance(attributes, Dictionary) and "/Headers" in attributes:
                        attributes.Headers = Array(
                            [String(prefix + bytes(item)) for item in attributes.Headers]
                        )
            stack.extend(kid for kid in _children(one) if isinstance(kid, Dictionary))

    def finish(self) -> None:
        """Write the whole tree into the document."""
        numbers = Array()
        for key, value in self.parents:
            numbers.append(key)
            numbers.append(value)
        self.root.K = Array([self.document])
        self.root.ParentTree = self.out.make_indirect(Dictionary(Nums=numbers))
        self.root.ParentTreeNextKey = self.parents[-1][0] + 1 if self.parents else 0
        if len(self.roles.keys()):
            self.root.RoleMap = self.roles
        if self.ids:
            names = Array()
            for name, element in sorted(self.ids, key=lambda pair: pair[0]):
                names.append(String(name))
                names.append(element)
            limits = Array([names[0], names[len(names) - 2]])
            leaf = self.out.make_indirect(Dictionary(Names=names, Limits=limits))
            self.root.IDTree = self.out.make_indirect(Dictionary(Kids=Array([leaf])))
        self.out.Root.StructTreeRoot = self.root
        self.out.Root.MarkInfo = Dictionary(Marked=True)


def _children(element: Any) -> list[Any]:
    """The structure elements below one (marked content and references are left out)."""
    if "/K" not in element:
        return []
    kids = element.K
    listed = list(kids) if isinstance(kids, Array) else [kids]
    return [kid for kid in listed if isinstance(kid, Dictionary) and "/S" in kid]


def _numbers(node: Any) -> Any:
    """The (key, value) pairs of a number tree."""
    if "/Nums" in node:
        listed = list(node.Nums)
        yield from zip(listed[0::2], listed[1::2], strict=True)
    for kid in node.get("/Kids", []):
        yield from _numbers(kid)


def _outline(out: Pdf, rows: list[tuple[str, int, list[tuple[str, int]]]]) -> None:
    with out.open_outline() as outline:
        for title, page, inner in rows:
            item = OutlineItem(title, page, "Fit")
            item.children.extend(OutlineItem(text, at, "Fit") for text, at in inner)
            item.is_closed = True
            outline.root.append(item)


def _labels(out: Pdf, counts: list[tuple[str, int]]) -> None:
    numbers, at, last = Array(), 0, None
    for numeral, pages in counts:
        if numeral != last and pages:
            numbers.append(at)
            numbers.append(
                Dictionary(S=Name.D, P=String(f"{numeral}-")) if numeral else Dictionary(S=Name.r)
            )
            last = numeral
        at += pages
    out.Root.PageLabels = Dictionary(Nums=numbers)


def _stamp(out: Pdf, stamp: bytes) -> None:
    """Draw each page of `stamp` over its page, as an artifact that readers skip."""
    with Pdf.open(io.BytesIO(stamp)) as source:
        for number, (page, over) in enumerate(zip(out.pages, source.pages, strict=True)):
            form = out.copy_foreign(over.as_form_xobject())
            # Pages of a section share one resource dictionary, so each name is used once.
            name = page.add_resource(form, Name.XObject, Name(f"/Cap{number}"))
            page.contents_add(b"q\n", prepend=True)
            page.contents_add(b"\nQ\n/Artifact BMC\nq %s Do Q\nEMC\n" % bytes(name))


def _attach(out: Pdf, attachments: list[Attachment]) -> None:
    related = Array()
    for one in attachments:
        spec = pikepdf.AttachedFileSpec(
            out,
            one.content,
            filename=one.name,
            mime_type=one.mime,
            description=one.description,
            relationship=Name.Data,
        )
        out.attachments[one.name] = spec
        related.append(out.attachments[one.name].obj)
    out.Root.AF = related


def _describe(out: Pdf, title: str) -> None:
    out.Root.Lang = String("id")
    out.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    out.Root.PageMode = Name.UseOutlines
    out.docinfo["/Title"] = title
    with out.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as meta:
        meta["dc:title"] = title
        meta["dc:language"] = {"id"}
        meta["pdfaid:part"] = "3"
        meta["pdfaid:conformance"] = "A"
