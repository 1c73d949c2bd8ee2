"""Joins rendered sections into one tagged PDF/A-3 with outline, destinations and page labels."""

import tempfile
from dataclasses import dataclass
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, OutlineItem, Pdf, String

from reports.describe import Attachment, Words, attach, describe
from reports.page_labels import page_labels
from reports.parts import Heading, Part
from reports.stamp import stamp
from reports.structure import ELSEWHERE
from reports.tree import Tree


def join(
    parts: list[Part], *, words: Words, caps: bytes, draft: bool, attachments: list[Attachment]
) -> bytes:
    """One PDF of all parts, in order; the same input gives the same bytes.

    `caps` is a PDF of two pages: what is stamped on the cover, and on every other page. Raises
    ValueError where a link leads to a place that no part has.
    """
    out = Pdf.new()
    tree, places = Tree(out), _Places()
    for part in parts:
        # One open at a time: the elements of an open part take as much memory as their copies.
        with Pdf.open(part.path) as source:
            first = len(out.pages)
            for page in source.pages:
                out.pages.append(page)  # not extend: it warns of destinations, which go along below
            tree.add(source, first)
            places.add(part, source, out, first)
            if first == 0:
                out.Root.OutputIntents = _intents(out, source)
    tree.finish()
    places.finish(out)
    _outline(out, parts)
    counts = [(part.numeral, part.pages) for part in parts]
    _labels(out, counts)
    stamp(out, caps, page_labels(counts), draft=draft)
    attach(out, attachments, words.moment)
    describe(out, words)
    return _written(out)


def _written(out: Pdf) -> bytes:
    """The file's bytes.

    Through qpdf's job, for only there can one ask for a line end before each `endstream`, without
    which PDF/A takes the last byte of some streams for it.
    """
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        words = "--min-version=1.7 --deterministic-id --object-streams=generate"
        job = ["qpdf", "--empty", file.name, *words.split(), "--newline-before-endstream"]
        pikepdf.Job(job).write_pdf(out)
        return file.read()


def _intents(out: Pdf, source: Pdf) -> pikepdf.Object:
    """The colour profile all parts were written for, once."""
    return out.copy_foreign(source.make_indirect(source.Root.OutputIntents))


@dataclass(frozen=True)
class _Link:
    note: Any
    name: str
    page: int


class _Places:
    """The named destinations of all parts, and the links that lead to them."""

    def __init__(self) -> None:
        self.found: dict[str, Array] = {}
        self.links: list[_Link] = []

    def add(self, part: Part, source: Pdf, out: Pdf, first: int) -> None:
        """A part's beginning, its headings (`key/2`) and its own anchors (`key#anchor`)."""
        start = Heading(1, "", 0, float(source.pages[0].mediabox[3]))
        self._put(part.key, out, first, start)
        for number, heading in enumerate(part.headings):
            self._put(f"{part.key}/{number}", out, first, heading)
        pages = {page.obj.objgen: number for number, page in enumerate(source.pages)}
        named = source.Root.get("/Names", Dictionary()).get("/Dests", Dictionary())
        anchors = list(named.get("/Names", []))
        for name, place in zip(anchors[0::2], anchors[1::2], strict=True):
            page = out.pages[first + pages[place[0].objgen]].obj
            self.found[f"{part.key}#{name}"] = Array([page, *list(place)[1:]])
        for number in range(first, first + part.pages):
            for note in out.pages[number].get("/Annots", []):
                if "/Dest" in note:
                    self._follow(note, part.key, number)

    def _put(self, name: str, out: Pdf, first: int, heading: Heading) -> None:
        page = out.pages[first + heading.page].obj
        self.found[name] = Array([page, Name.XYZ, 0, heading.top, 0])

    def _follow(self, note: Any, key: str, page: int) -> None:
        name = str(note.Dest)
        elsewhere = name.startswith(ELSEWHERE)
        name = name.removeprefix(ELSEWHERE) if elsewhere else f"{key}#{name}"
        note.Dest = String(name)
        self.links.append(_Link(note, name, page))

    def finish(self, out: Pdf) -> None:
        """Write the tree of names; every link has a place to lead to."""
        for link in self.links:
            if link.name not in self.found:
                raise ValueError(f"Tautan di halaman ke-{link.page + 1} tak bertujuan: {link.name}")
        names = Array()
        for name, place in sorted((name.encode(), place) for name, place in self.found.items()):
            names.append(String(name))
            names.append(place)
        limits = Array([names[0], names[len(names) - 2]])
        leaf = out.make_indirect(Dictionary(Names=names, Limits=limits))
        out.Root.Names = Dictionary(Dests=out.make_indirect(Dictionary(Kids=Array([leaf]))))


def _outline(out: Pdf, parts: list[Part]) -> None:
    """An item a chapter with its number, and below it one for each heading of second level."""
    at = 0
    with out.open_outline() as outline:
        for part in parts:
            if part.start:
                title = f"{part.label} {part.title}".strip()
                item = OutlineItem(title, at, "Fit")
                item.is_closed = True
                outline.root.append(item)
            for _, one in part.sections:
                inner = OutlineItem(one.title, at + one.page, "XYZ", left=0, top=one.top)
                outline.root[-1].children.append(inner)
            at += part.pages


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
