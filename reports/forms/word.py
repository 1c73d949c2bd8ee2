"""The report as DOCX: its HTML through pandoc, with Word's own headings, tables and footer.

Pandoc is given everything on its standard input and runs in its sandbox, so whatever a narrative
says, it reads no file and no address. It runs as a process of its own with a limit of time and
memory. Drawings become PNG: not every Word shows SVG.
"""

import re
import subprocess
import tempfile
from base64 import b64encode
from html import unescape
from pathlib import Path
from typing import Any

import pypandoc
from lxml import etree, html

from reports.forms.html import About, render
from reports.forms.markup import Page
from reports.forms.pictures import Pictures
from reports.forms.word_style import reference

SECONDS = 200  # a report of 34 kelurahan takes five
MOST_MEMORY = "-M2g"
_TITLE = re.compile(r"<title>(.*?)</title>", re.S)


class WordFault(Exception):
    """Pandoc did not make the file; the text is for the log."""


def docx(data: dict[str, Any], scope: str, about: About) -> bytes:
    """The DOCX file. Raises WordFault."""
    text, page = render(data, scope, about, for_word=True)
    ready, pictures = for_pandoc(text, page)
    return pictures.put_into(convert(ready))


def for_pandoc(text: str, page: Page) -> tuple[str, Pictures]:
    """The page's HTML as pandoc reads it best: numbers to the right, no links, and a dot for each
    drawing, with the pictures that the dots stand for.
    """
    pictures = Pictures()
    root = html.document_fromstring(text)
    for link in list(root.iter("a")):
        link.drop_tag()
    for title in list(root.iter("title")):  # the first heading is the title
        title.drop_tree()
    for mark in root.xpath("//*[@class='unseen']"):
        mark.drop_tree()
    for around in root.xpath("//header|//main|//section|//div[@class='scroll']"):
        around.drop_tag()
    _put_dots(root, page, pictures)
    for cell in root.iter("td"):
        if not {"l", "sign"} & set(cell.get("class", "").split()):
            cell.set("style", "text-align: right")
    ready = etree.tostring(root, encoding="unicode", method="html", doctype="<!DOCTYPE html>")
    return ready, pictures


def _put_dots(root: Any, page: Page, pictures: Pictures) -> None:
    """A dot with a name and a size where a drawing is to stand."""
    for image in root.xpath("//img[@data-drawing]"):
        svg = page.drawings[int(image.attrib.pop("data-drawing"))]
        image.set("alt", _name_of(svg))
        on_card = bool(image.xpath("ancestor::*[@class='card-map']"))
        dot, wide, high = pictures.dot_for(svg, on_card=on_card)
        image.set("src", f"data:image/png;base64,{b64encode(dot).decode()}")
        for name, millimetres in (("width", wide), ("height", high)):
            image.set(name, f"{millimetres * 96 / 25.4:.0f}")


def _name_of(svg: str) -> str:
    found = _TITLE.search(svg)
    return unescape(found.group(1)) if found else ""


def convert(page: str) -> bytes:
    """Pandoc's DOCX of an HTML page. Raises WordFault."""
    with tempfile.TemporaryDirectory(prefix="kla-docx-") as folder:
        target, style = Path(folder) / "laporan.docx", Path(folder) / "gaya.docx"
        style.write_bytes(reference())
        command = [
            pypandoc.get_pandoc_path(),
            "--sandbox",
            "--from=html",
            "--to=docx",
            "--shift-heading-level-by=-1",  # the page's own heading becomes the title
            "--metadata=lang:id-ID",
            f"--reference-doc={style}",
            f"--output={target}",
            "+RTS",
            MOST_MEMORY,
            "-RTS",
        ]
        try:
            done = subprocess.run(
                command, input=page.encode(), capture_output=True, timeout=SECONDS, cwd=folder
            )
        except subprocess.TimeoutExpired:
            raise WordFault(f"pandoc took longer than {SECONDS} s") from None
        if done.returncode or not target.exists():
            raise WordFault(done.stderr.decode(errors="replace")[:500])
        return target.read_bytes()
