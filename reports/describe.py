"""What a report says of itself: title, language, standards, and the data attached to it."""

from dataclasses import dataclass
from datetime import date
from xml.sax.saxutils import escape

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, String

PRODUCER = f"Pelacak KLA, WeasyPrint, pikepdf {pikepdf.__version__}"


@dataclass(frozen=True)
class Words:
    """Title and author; `on` is the day of the data, `changes` what a correction changed."""

    title: str
    author: str
    on: date
    changes: str = ""

    @property
    def moment(self) -> str:
        """The day as PDF writes it: its beginning, so that no clock gets into the file."""
        return f"D:{self.on:%Y%m%d}000000Z"


@dataclass(frozen=True)
class Attachment:
    """A file inside the PDF, related to it as its data."""

    name: str
    mime: str
    description: str
    content: bytes


def attach(out: Pdf, attachments: list[Attachment], on: str) -> None:
    """Put the files in; `on` is the day of the data as PDF writes it."""
    related = Array()
    for one in attachments:
        spec = pikepdf.AttachedFileSpec(
            out,
            one.content,
            filename=one.name,
            mime_type=one.mime,
            description=one.description,
            creation_date=on,
            mod_date=on,
            relationship=Name.Data,
        )
        out.attachments[one.name] = spec
        related.append(out.attachments[one.name].obj)
    out.Root.AF = related


def describe(out: Pdf, words: Words) -> None:
    """Write language, preferences, and the same facts into the info and the XMP packet."""
    out.Root.Lang = String("id")
    out.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    out.Root.PageMode = Name.UseOutlines
    info = {"/Title": words.title, "/Author": words.author, "/Producer": PRODUCER}
    for key, text in info.items():
        out.docinfo[key] = text
    out.docinfo["/CreationDate"] = out.docinfo["/ModDate"] = words.moment
    packet = out.make_stream(_packet(words).encode(), Type=Name.Metadata, Subtype=Name.XML)
    out.Root.Metadata = packet


def _packet(words: Words) -> str:
    moment = f"{words.on.isoformat()}T00:00:00Z"
    return _XMP.format(
        title=escape(words.title),
        author=escape(words.author),
        description=escape(words.changes or words.title),
        producer=escape(PRODUCER),
        moment=moment,
    )


# PDF/A knows no pdfuaid: it demands that a packet which uses it describes it too.
_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<pdfaid:part>3</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<pdfuaid:part>1</pdfuaid:part>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{description}</rdf:li></rdf:Alt></dc:description>
<dc:language><rdf:Bag><rdf:li>id</rdf:li></rdf:Bag></dc:language>
<dc:format>application/pdf</dc:format>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">
<xmp:CreateDate>{moment}</xmp:CreateDate><xmp:ModifyDate>{moment}</xmp:ModifyDate>
<pdf:Producer>{producer}</pdf:Producer>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>PDF/UA version identifier</pdfaProperty:description>
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>"""  # noqa: E501 - one element a line
