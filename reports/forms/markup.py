"""From the print HTML of a section to a part of one long page: levels, ids, tables, pictures.

What a section says stays as it is; only what print and screen do differently changes.
"""

import re
from dataclasses import dataclass, field

from lxml import etree, html

_SVG = re.compile(r"<svg\b.*?</svg>", re.S)
_PICTURE = re.compile(r"data:image/(png|jpeg|gif|webp);base64,[A-Za-z0-9+/=\s]*")
_ADDRESS = re.compile(r"(https?://|mailto:|#)", re.I)
_ID_IN_SVG = re.compile(r'(\bid="|url\(#|\bhref="#)')
_ROLE_IN_SVG = re.compile(r'\s(?:role|aria-[a-z]+)="[^"]*"')
# what the page itself says above a chapter
_SAID_ELSEWHERE = ".//h1|.//p[contains(@class, 'eyebrow')]|.//p[contains(@class, 'continued')]"
_MARK = re.compile(r'<img data-drawing="(\d+)">')
UNWANTED = "script style link meta iframe object embed form base colgroup title".split()


@dataclass
class Page:
    """The page as it grows: ids that are taken, drawings set aside, headings for the contents."""

    ids: set[str] = field(default_factory=set)
    drawings: list[str] = field(default_factory=list)
    headings: list[tuple[str, str]] = field(default_factory=list)  # (id, words) of level 3

    def free(self, wanted: str) -> str:
        """This id, or one like it that the page has not yet."""
        name, number = wanted, 1
        while name in self.ids:
            number += 1
            name = f"{wanted}-{number}"
        self.ids.add(name)
        return name


def part_of(page: Page, document: str, *, prefix: str) -> "html.HtmlElement":
    """The body of a section's document as an element, its headings one level lower.

    The section's own heading of level 1 is taken out: the page says the chapter's title itself.
    """
    body = document.partition("<body")[2].partition(">")[2].rpartition("</body>")[0]
    text = _SVG.sub(lambda found: _aside(page, found.group()), body)
    part = html.fragment_fromstring(text, create_parent="div")
    _clean(part)
    for level in (4, 3, 2):
        for heading in part.iter(f"h{level}"):
            heading.tag = f"h{level + 1}"
    for told in part.xpath(_SAID_ELSEWHERE):
        told.drop_tree()
    _rename_ids(page, part, prefix)
    for heading in part.iter("h3"):
        if "id" not in heading.attrib:
            heading.set("id", page.free(f"{prefix}-judul"))
        page.headings.append((heading.get("id"), heading.text_content().strip()))
    for number, table in enumerate(list(part.iter("table")), start=1):
        _wrap_table(page, table, f"{prefix}-tabel-{number}")
    return part


def _aside(page: Page, svg: str) -> str:
    """Set a drawing aside, since an HTML parser would spoil its names; leave a mark."""
    number = len(page.drawings)
    bare = _ROLE_IN_SVG.sub("", svg)  # its title says it all; its parts say nothing of their own
    named = _ID_IN_SVG.sub(lambda found: f"{found.group()}g{number}-", bare)
    page.drawings.append(named.replace("<svg", '<svg role="img"', 1))
    return f'<img data-drawing="{number}">'


def _clean(part: "html.HtmlElement") -> None:
    """Nothing that acts or fetches may be in it, whoever wrote it."""
    etree.strip_elements(part, *UNWANTED, etree.Comment, with_tail=False)
    for one in part.iter():
        for name in [name for name in one.attrib if _acts(name, one.get(name, ""))]:
            del one.attrib[name]
    for image in list(part.iter("img")):
        if "data-drawing" not in image.attrib and not _PICTURE.fullmatch(image.get("src", "")):
            image.drop_tree()
    for link in list(part.iter("a")):
        if not _ADDRESS.match(link.get("href", "")):
            link.drop_tag()


def _acts(name: str, value: str) -> bool:
    """Does this attribute act or fetch?"""
    if name == "style":
        return "url(" in value.lower() or "\\" in value
    return name.startswith("on") or name in ("srcset", "action", "formaction", "background")


def _rename_ids(page: Page, part: "html.HtmlElement", prefix: str) -> None:
    names: dict[str, str] = {}
    for one in part.iter():
        old = one.get("id")
        if old:
            names[old] = page.free(f"{prefix}-{old}")
            one.set("id", names[old])
    for one in part.iter():
        if one.get("href", "").startswith("#"):
            one.set("href", "#" + names.get(one.get("href")[1:], one.get("href")[1:]))


def _wrap_table(page: Page, table: "html.HtmlElement", name: str) -> None:
    """Let a wide table scroll on its own, reachable by keyboard and with a name.

    A group and no region: hundreds of landmarks would be none.
    """
    for head in table.iter("th"):
        if not head.text_content().strip() and not len(head):
            label = etree.SubElement(head, "span", {"class": "unseen"})
            label.text = "Tanda"
    region = html.Element("div", {"class": "scroll", "role": "group", "tabindex": "0"})
    caption = table.find("caption")
    if caption is None:
        region.set("aria-label", "Tabel")
    else:
        caption.set("id", page.free(name))
        region.set("aria-labelledby", caption.get("id"))
    table.addprevious(region)
    region.tail, table.tail = table.tail, None
    region.append(table)


def with_drawings(page: Page, text: str) -> str:
    """The page's text with its drawings where their marks are, each an image with its name."""
    return _MARK.sub(lambda found: page.drawings[int(found.group(1))], text)
