"""Small real workbooks and documents, good and hostile, that tests upload as evidence."""

import io
import zipfile

import openpyxl

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
CONTENT = "[Content_Types].xml"


def workbook():
    book = openpyxl.Workbook()
    book.active.append(["Posyandu", 12])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def relations(*lines):
    inner = "".join(lines)
    return f'<?xml version="1.0"?><Relationships xmlns="{_RELATIONS}">{inner}</Relationships>'


def relation(kind, target, *, outward=False, number=1):
    mode = ' TargetMode="External"' if outward else ""
    return f'<Relationship Id="r{number}" Type="{_OFFICE}/{kind}" Target="{target}"{mode}/>'


def document_parts(main=f"{DOCX}.main+xml"):
    """Name → text of the parts of a plain document."""
    return {
        CONTENT: (
            '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" ContentType='
            '"application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{main}"/></Types>'
        ),
        "_rels/.rels": relations(relation("officeDocument", "word/document.xml")),
        "word/document.xml": (
            f'<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="{_WORD}"><w:body><w:p>'
            "<w:r><w:t>Rekap contoh</w:t></w:r></w:p></w:body></w:document>"
        ),
    }


def packed(parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def document(main=f"{DOCX}.main+xml", **parts):
    """A document; further parts by name, which may replace its own."""
    return packed(document_parts(main) | parts)


def changed(content, **parts):
    """An archive with these parts put in or replaced."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        old = {name: archive.read(name) for name in archive.namelist()}
    return packed(old | parts)


def with_word(content, old, new):
    """An archive whose list of types says something else."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        types = archive.read(CONTENT)
    assert old in types
    return changed(content, **{CONTENT: types.replace(old, new)})


def macro_workbook():
    plain = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    return with_word(workbook(), plain, b"application/vnd.ms-excel.sheet.macroEnabled.main+xml")


def macro_document():
    return document("application/vnd.ms-word.document.macroEnabled.main+xml")


def renamed_macro_document():
    return document(**{"word/vbaProject.bin": b"\xd0\xcf\x11\xe0" + b"x" * 99})


def with_field(words):
    """A document with a field that stands in an attribute."""
    return _with_body(f"<w:fldSimple w:instr='{words}'/>")


def with_cut_field(*parts):
    """A document with a field whose words are cut into several runs."""
    return _with_body("".join(f"<w:r><w:instrText>{one}</w:instrText></w:r>" for one in parts))


def _with_body(inner):
    text = document_parts()["word/document.xml"].replace("<w:p>", f"<w:p>{inner}", 1)
    return document(**{"word/document.xml": text})


def disguised_main():
    """A document whose main part is called otherwise, and declares an entity."""
    parts = document_parts()
    text = parts.pop("word/document.xml").replace("?>", "?><!DOCTYPE a SYSTEM 'b'>", 1)
    for name in (CONTENT, "_rels/.rels"):
        parts[name] = parts[name].replace("document.xml", "document.dat")
    return packed(parts | {"word/document.dat": text})


def linked(kind, target, *, outward=True, mode="External"):
    found = relations(relation(kind, target, outward=outward)).replace("External", mode)
    return document(**{"word/_rels/document.xml.rels": found})


def flat_bomb():
    return changed(workbook(), **{"xl/media/a.xml": b"<a>" + b" " * 120_000_000})


def many_bombs():
    """Each part below the limit of one, all of them together far above."""
    zeros = (b"0123456789abcdef" * 64 + bytes(range(256))) * 30_000
    return changed(workbook(), **{f"xl/media/{n}.bin": zeros for n in range(6)})


def nested_bomb():
    inner = changed(workbook(), **{"xl/worksheets/sheet9.xml": b"<a>" + b" " * 90_000_000})
    return document(**{"word/embeddings/Buku.xlsx": inner})


def deep_nest():
    inner = document(**{"word/embeddings/a.docx": document()})
    return document(**{"word/embeddings/b.docx": inner})


def crowd():
    return document(**{f"word/a{number}.txt": b"" for number in range(3_200)})


def locked_office():
    """The container of a workbook with a password: its directory names the encrypted package."""
    name = "EncryptedPackage".encode("utf-16-le")
    return bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 1016 + name + b"\0" * 512


def old_office():
    name = "WordDocument".encode("utf-16-le")
    return bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 1016 + name + b"\0" * 512


def entities():
    text = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
    return document(**{"word/document.xml": text})


def hidden_entities():
    text = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
    return document(**{"word/document.xml": text.encode("utf-16")})


def path_trick():
    return document(**{"../../etc/cron.d/a.xml": "<a/>"})


def locked_zip():
    """A document whose first part says that it is encrypted."""
    content = bytearray(document())
    at = content.rindex(b"PK\x01\x02", 0, content.index(b"PK\x01\x02") + 4)
    content[at + 8] |= 1
    content[6] |= 1
    return bytes(content)
