"""Completes a section's tags while WeasyPrint writes it, on the plain objects of pydyf.

What WeasyPrint leaves open: header cells have no scope, a head over several columns reaches the
first only, ids repeat between sections, running heads are marked as text that belongs nowhere,
a picture without words stays a figure, each piece of text is an element of its own. Done here,
while the section is rendered, it costs the join nothing and is kept with the section.
"""

from collections.abc import Iterator
from typing import Any

import pydyf

from reports.table_heads import Cell, heads

TEXT = ("/P", "/H1", "/H2", "/H3", "/H4", "/H5", "/H6", "/TD", "/TH", "/Caption", "/LBody", "/Lbl")
HOLDS_TEXT = frozenset((*TEXT, "/Link", "/Span", "/BlockQuote"))
CONTENTS = {"/L": "/TOC", "/LI": "/TOCI", "/LBody": "/Reference"}  # a list of links to pages
ELSEWHERE = "laporan:"  # begins an address inside the report but in another section


class Structure:
    """The structure tree of one section on its way into the file.

    `prefix` makes the ids of its header cells unique among all sections.
    """

    def __init__(self, document: Any, pdf: pydyf.PDF, prefix: str) -> None:
        self.document, self.pdf, self.prefix = document, pdf, prefix
        self.root = self._at(pdf.catalog["StructTreeRoot"])
        self.top = self._at(self.root["K"][0])
        self.names = pydyf.Array()
        self.pages = {ref: number for number, ref in enumerate(pdf.page_references)}
        listed = self._at(self.root["ParentTree"])["Nums"]
        self.owners: list[Any] = listed[1 : 2 * len(self.pages) : 2]
        for owners in self.owners:
            owners[:] = ["null"] * len(owners)  # filled again with what stays in the tree
        self.decoration: set[tuple[int, int]] = set()  # marked content of pictures without words

    def complete(self, *, contents: bool) -> None:
        """Do all of it; `contents` says that the section is the table of contents."""
        self.contents = contents
        self.top["K"][:] = list(self._kids(self.top, self.top))
        for number, ref in enumerate(self.pdf.page_references):
            self._mark_artifacts(number, self._at(self._at(ref)["Contents"]))
        if self.names:
            self.root["IDTree"] = pydyf.Dictionary({"Names": self.names})
        self._describe_links()

    def _at(self, reference: Any) -> Any:
        return self.pdf.objects[int(reference.split()[0])]

    def _kids(self, element: Any, holder: Any) -> Iterator[Any]:
        """What stays below `element`, as kids of `holder` (itself, or what it dissolves into)."""
        page = self.pages[element["Pg"]] if "Pg" in element else 0
        for kid in list(element["K"]):
            if isinstance(kid, int):
                self.owners[page][kid] = holder.reference
                yield kid
                continue
            one = self._at(kid)
            if one["Type"] != "/StructElem":
                yield kid
            elif self._is_decoration(one):
                self.decoration |= {(self.pages[one["Pg"]], mcid) for mcid in one["K"]}
            elif self._dissolves(one, holder):
                yield from self._kids(one, holder)
            else:
                yield self._keep(one, holder)

    def _keep(self, one: Any, holder: Any) -> Any:
        one["P"] = holder.reference
        if self.contents:
            one["S"] = CONTENTS.get(one["S"], one["S"])
        if one["S"] in ("/NonStruct", "/Div") and self._has_text(one):
            one["S"] = "/P"
        kids = list(self._kids(one, one))
        if one["S"] == "/NonStruct":
            one["S"] = "/Div"
            kids = self._with_caption(kids)
        one["K"][:] = self._with_body(one, kids) if one["S"] == "/LI" else kids
        if one["S"] == "/Table":
            self._head(one)
            self._without_rows(one)
        if one["S"] == "/Figure":
            self._place(one)
        return one.reference

    def _is_decoration(self, one: Any) -> bool:
        return one["S"] == "/Figure" and "Alt" not in one

    def _dissolves(self, one: Any, holder: Any) -> bool:
        """An element without a meaning of its own whose kids may stand where it stood."""
        if one.get("Pg") != holder.get("Pg", one.get("Pg")):
            return False
        if holder["S"] == "/L":
            return one["S"] in ("/NonStruct", "/Div")  # a pair of dt and dd kept together
        if holder["S"] in HOLDS_TEXT:
            return one["S"] in ("/NonStruct", "/Span")
        return one["S"] == "/NonStruct" and not self._has_text(one) and not self._is_figure(one)

    def _below(self, one: Any) -> list[Any]:
        return [self._at(kid) for kid in one["K"] if not isinstance(kid, int)]

    def _has_text(self, one: Any) -> bool:
        return any(kid.get("S") in ("/Span", "/Link") for kid in self._below(one))

    def _is_figure(self, one: Any) -> bool:
        """An HTML figure: a picture with its caption."""
        found = {kid.get("S") for kid in self._below(one)}
        return "/Caption" in found

    def _with_caption(self, kids: list[Any]) -> list[Any]:
        """The caption goes into the picture that it belongs to."""
        captions = [kid for kid in kids if self._at(kid)["S"] == "/Caption"]
        figure = next((self._at(kid) for kid in kids if self._at(kid)["S"] == "/Figure"), None)
        if figure is None or len(captions) != 1:
            return kids
        self._at(captions[0])["P"] = figure.reference
        figure["K"].insert(0, captions[0])
        return [kid for kid in kids if kid != captions[0]]

    def _with_body(self, item: Any, kids: list[Any]) -> list[Any]:
        """What stands in a list's item beside its label goes into its body."""
        own = [kid for kid in kids if self._at(kid)["S"] in ("/Lbl", "/LBody")]
        rest = [kid for kid in kids if kid not in own]
        if not rest:
            return kids
        body = pydyf.Dictionary(
            {"Type": "/StructElem", "S": "/LBody", "P": item.reference, "Pg": item["Pg"]}
        )
        self.pdf.add_object(body)
        body["K"] = pydyf.Array(rest)
        for kid in rest:
            self._at(kid)["P"] = body.reference
        return [*own, body.reference]

    def _place(self, figure: Any) -> None:
        """Where the picture lies, in the points of the page instead of CSS pixels."""
        page = self.document.pages[self.pages[figure["Pg"]]]
        left, top, right, bottom = (0.75 * side for side in figure["A"]["BBox"])
        high = 0.75 * page.height
        figure["A"]["BBox"] = pydyf.Array(
            round(side, 2) for side in (left, high - bottom, right, high - top)
        )
        figure["A"]["Placement"] = "/Block"

    def _head(self, table: Any) -> None:
        """Give each header cell scope and id, and each cell its headers."""
        rows: list[list[Cell]] = []
        for part in self._below(table):
            in_head = part["S"] == "/THead"
            for row in [part] if part["S"] == "/TR" else self._below(part):
                if row["S"] == "/TR":
                    rows.append([_cell(one, in_head) for one in self._below(row)])
        for cell in (cell for row in rows for cell in row if cell.scope):
            cell.element["A"]["Scope"] = f"/{cell.scope}"
            cell.element["ID"] = self._name(cell.element)
        for cell, found in heads(rows):
            if not cell.scope:
                names = pydyf.Array(head.element["ID"] for head in found)
                cell.element["A"]["Headers"] = names

    def _without_rows(self, table: Any) -> None:
        """Where a page ends between a caption and its table, the caption is words of its own."""
        kids = self._below(table)
        if all(kid["S"] == "/Caption" for kid in kids):
            table["S"] = "/Div"
            for kid in kids:
                kid["S"] = "/P"

    def _name(self, element: Any) -> pydyf.String:
        name = pydyf.String(f"{self.prefix}{len(self.names) // 2:05x}")
        self.names.extend((name, element.reference))
        return name

    def _mark_artifacts(self, number: int, stream: pydyf.Stream) -> None:
        """What no element owns (running heads, decoration) is an artifact."""
        said = stream.stream
        for at, one in enumerate(said):
            if not isinstance(one, pydyf.Dictionary) or "MCID" not in one:
                continue
            mcid = one["MCID"]
            if self.owners[number][mcid] == "null":
                kind = "/Layout" if (number, mcid) in self.decoration else "/Pagination"
                said[at - 1], said[at] = "/Artifact", pydyf.Dictionary({"Type": kind})

    def _describe_links(self) -> None:
        """Say in words where a link leads, and let links into other sections be links inside."""
        for page in self.document.pages:
            for _, target, _, box in page.links:
                note = getattr(box, "link_annotation", None)
                if note is None:
                    continue
                words = " ".join("".join(box.element.itertext()).split())
                note["Contents"] = pydyf.String(box.element.get("title") or words or target)
                if target.startswith(ELSEWHERE):
                    note.pop("A", None)
                    note["Dest"] = pydyf.String(target)


def _cell(element: Any, in_head: bool) -> Cell:
    attributes = element["A"]
    scope = "" if element["S"] != "/TH" else "Column" if in_head else "Row"
    return Cell(element, scope, attributes.get("ColSpan", 1), attributes.get("RowSpan", 1))
