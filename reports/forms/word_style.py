"""How the DOCX looks: pandoc's own reference document with our page, type, tables and footer."""

import io
import re
import subprocess
import zipfile
from functools import lru_cache

import pypandoc

FONT = "Arial"  # every Word has it
_FOOTER = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<w:ftr xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:p><w:pPr>'
    '<w:jc w:val="right"/></w:pPr><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText '
    'xml:space="preserve"> PAGE </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/>'
    '</w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p></w:ftr>'
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PAGE = (
    f'<w:sectPr><w:footerReference xmlns:r="{_OFFICE}" w:type="default" r:id="rId90"/>'
    '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1474" w:right="1276" w:bottom="1474" '
    'w:left="1276" w:header="709" w:footer="709" w:gutter="0"/></w:sectPr>'
)
_RULES = (
    '<w:tblBorders><w:top w:val="single" w:sz="8" w:color="0B4560"/><w:bottom w:val="single" '
    'w:sz="8" w:color="0B4560"/><w:insideH w:val="single" w:sz="2" w:color="D5DDE1"/>'
    "</w:tblBorders>"
)
_SIZES = {"Title": 40, "Heading1": 32, "Heading2": 26, "Heading3": 22}  # half points


@lru_cache(maxsize=1)
def reference() -> bytes:
    """The reference document that pandoc takes page, styles and footer from."""
    given = subprocess.run(
        [pypandoc.get_pandoc_path(), "--print-default-data-file", "reference.docx"],
        capture_output=True,
        check=True,
        timeout=60,
    ).stdout
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(given)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            text = old.read(name).decode()
            new.writestr(name, _CHANGES.get(name, lambda same: same)(text))
        new.writestr("word/footer1.xml", _FOOTER)
    return made.getvalue()


def _styles(text: str) -> str:
    text = text.replace('w:lang w:val="en-US"', 'w:lang w:val="id-ID"')
    text = text.replace('<w:sz w:val="24" />', '<w:sz w:val="20" />', 1)
    text = text.replace('w:before="180" w:after="180"', 'w:before="80" w:after="80"', 1)
    for style, size in _SIZES.items():
        text = _in_style(text, style, r'<w:sz w:val="\d+" />', f'<w:sz w:val="{size}" />')
    small = '<w:rPr><w:sz w:val="15" /></w:rPr></w:style>'
    text = _in_style(text, "Compact", "</w:style>", small)
    return _in_style(text, "Table", r"<w:tblInd [^>]*/>", lambda m: m.group() + _RULES)


def _in_style(text: str, style: str, pattern: str, put: object) -> str:
    """Replace the first match of `pattern` within one style."""
    return re.sub(
        rf'<w:style [^>]*w:styleId="{style}">.*?</w:style>',
        lambda found: re.sub(pattern, put, found.group(), count=1),  # type: ignore[call-overload]
        text,
        count=1,
        flags=re.S,
    )


def _theme(text: str) -> str:
    return re.sub(r'<a:latin typeface="[^"]*"', f'<a:latin typeface="{FONT}"', text)


def _document(text: str) -> str:
    return re.sub(r"<w:sectPr>.*?</w:sectPr>", _PAGE, text, flags=re.S)


def _relations(text: str) -> str:
    """Our footer in, and the example link of pandoc's document out."""
    text = re.sub(r'<Relationship [^>]*TargetMode="External"[^>]*/>', "", text)
    footer = f'<Relationship Type="{_OFFICE}/footer" Id="rId90" Target="footer1.xml" />'
    return text.replace("</Relationships>", f"{footer}</Relationships>")


def _types(text: str) -> str:
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"
    return text.replace(
        "</Types>", f'<Override PartName="/word/footer1.xml" ContentType="{kind}" /></Types>'
    )


_CHANGES = {
    "word/styles.xml": _styles,
    "word/theme/theme1.xml": _theme,
    "word/document.xml": _document,
    "word/_rels/document.xml.rels": _relations,
    "[Content_Types].xml": _types,
}
