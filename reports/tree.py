"""Hangs the structure trees of all parts into one, under a single Document in reading order."""

from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf


class Tree:
    """The one structure tree of the joined file.

    Parts come with complete tags and ids of their own (structure.py), so nothing here walks
    the elements: trees are copied whole, and only the keys of pages and links are shifted.
    """

    def __init__(self, out: Pdf) -> None:
        self.out = out
        self.root = out.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        self.document = out.make_indirect(
            Dictionary(Type=Name.StructElem, S=Name.Document, P=self.root, K=Array())
        )
        self.numbers = Array()
        self.next = 0
        self.leaves: list[pikepdf.Object] = []

    def add(self, source: Pdf, first_page: int) -> None:
        """Take over a part's tree; its pages are already in `out` from `first_page` on."""
        copied = self.out.copy_foreign(source.make_indirect(source.Root.StructTreeRoot))
        self._shift(first_page)
        listed = list(copied.ParentTree.Nums)
        for key, value in zip(listed[0::2], listed[1::2], strict=True):
            self.numbers.append(int(key) + self.next)
            self.numbers.append(value)
        self.next += len(listed) // 2
        for element in copied.K[0].K:
            element.P = self.document
            self.document.K.append(element)
        if "/IDTree" in copied:
            self.leaves.append(copied.IDTree.Names)

    def _shift(self, first_page: int) -> None:
        """Let the pages' keys into the parent tree begin after those of the parts before."""
        for page in self.out.pages[first_page:]:
            page.StructParents = int(page.StructParents) + self.next
            for note in page.get("/Annots", []):
                note.StructParent = int(note.StructParent) + self.next

    def finish(self) -> None:
        """Write the whole tree into the document."""
        self.root.K = Array([self.document])
        self.root.ParentTree = self.out.make_indirect(Dictionary(Nums=self.numbers))
        self.root.ParentTreeNextKey = self.next
        if self.leaves:
            kids = Array(self._leaf(names) for names in sorted(self.leaves, key=_first))
            self.root.IDTree = self.out.make_indirect(Dictionary(Kids=kids))
        self.out.Root.StructTreeRoot = self.root
        self.out.Root.MarkInfo = Dictionary(Marked=True)  # no suspects is the default

    def _leaf(self, names: Any) -> pikepdf.Object:
        limits = Array([names[0], names[len(names) - 2]])
        return self.out.make_indirect(Dictionary(Names=names, Limits=limits))


def _first(names: Any) -> bytes:
    return bytes(names[0])
